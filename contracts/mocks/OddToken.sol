// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice What a token with hooks calls on the two ends of a transfer.
interface ITokenHook {
    function onTokens() external;
}

/// @title OddToken
/// @notice An ERC-20 with one of the bad habits seen in the wild. Anyone may mint.
contract OddToken is ERC20("Odd", "ODD") {
    enum Habit {
        None,
        ReturnsNothing,
        ReturnsFalse,
        MovesNothing,
        KeepsFee,
        CallsBack
    }

    uint256 public constant FEE_BPS = 100;

    Habit public habit;
    mapping(address account => bool) public blocked;

    error AccountBlocked(address account);

    constructor(Habit habit_) {
        habit = habit_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setHabit(Habit habit_) external {
        habit = habit_;
    }

    /// @notice From now on `account` can neither send nor receive.
    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (_idles()) return habit == Habit.MovesNothing;
        super.transfer(to, amount);
        return _answer();
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (_idles()) return habit == Habit.MovesNothing;
        super.transferFrom(from, to, amount);
        return _answer();
    }

    /// @notice Asks the owner and allows nothing: as a token that takes the signatures of contracts, but lets them write.
    function permit(address owner, address, uint256, uint256, uint8, bytes32, bytes32) external {
        if (habit == Habit.CallsBack) _hook(owner);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert AccountBlocked(from);
        if (blocked[to]) revert AccountBlocked(to);
        if (habit == Habit.CallsBack) _hook(from);
        super._update(from, to, amount);
        if (habit == Habit.KeepsFee && from != address(0)) super._update(to, address(0), (amount * FEE_BPS) / 10_000);
        if (habit == Habit.CallsBack) _hook(to);
    }

    /// @dev A hook that is not there, or fails, does not stop the transfer.
    function _hook(address end) private {
        if (end.code.length == 0) return;
        try ITokenHook(end).onTokens() {} catch {}
    }

    function _idles() private view returns (bool) {
        return habit == Habit.ReturnsFalse || habit == Habit.MovesNothing;
    }

    function _answer() private view returns (bool) {
        if (habit == Habit.ReturnsNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }
}
