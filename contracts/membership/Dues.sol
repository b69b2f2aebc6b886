// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IMemberships} from "../interfaces/IMemberships.sol";
import {Tiers} from "./Tiers.sol";

/// @title Dues
/// @notice See `IMemberships`. What members pay: taken in, held for as long as it is not earned, booked, paid out.
abstract contract Dues is Tiers, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 internal constant MAX_PERIODS = 120;

    IMarket public immutable market;

    mapping(address token => uint256) private _earnings;

    constructor(IMarket market_) {
        market = market_;
    }

    /// @inheritdoc IMemberships
    function collectEarnings(address token, address to, uint256 amount) external restricted nonReentrant {
        uint256 available = _earnings[token];
        if (amount > available) revert EarningsTooLow(amount, available);

        _earnings[token] = available - amount;
        emit EarningsCollected(token, to, amount);

        _claim(token, amount, to);
    }

    /// @inheritdoc IMemberships
    function earningsOf(address token) external view returns (uint256) {
        return _earnings[token];
    }

    /// @dev Moves what has been earned by now from what is held to the earnings. The caller stores the record.
    function _book(MembershipRecord memory record, Tier storage tier) internal {
        uint256 before = _held(record, tier);
        _advance(record);
        uint256 earned = before - _held(record, tier);
        if (earned != 0) _earnings[tier.token] += earned;
    }

    /// @dev A day is earned when it begins, so that nobody is a member for nothing. Periods are whole days, so days
    /// counted back from the expiry are those counted from the beginning, and a renewal does not shift them.
    function _advance(MembershipRecord memory record) internal view {
        uint256 left = record.expiresAt;
        left = left > block.timestamp ? left - block.timestamp - 1 : 0;
        // slither-disable-next-line weak-prng
        uint256 whole = left - (left % DAY);
        // At most what the record's own expiry is.
        // forge-lint: disable-next-line(unsafe-typecast)
        record.earnedUntil = record.expiresAt - uint40(whole);
    }

    function _held(MembershipRecord memory record, Tier storage tier) internal view returns (uint256) {
        return (uint256(tier.price) * (record.expiresAt - record.earnedUntil)) / tier.period;
    }

    function _due(Tier storage tier, uint256 periods) internal view returns (uint256) {
        if (periods == 0 || periods > MAX_PERIODS) revert PeriodsOutOfRange(periods, MAX_PERIODS);
        return tier.price * periods;
    }

    /// @dev Comes last in a purchase: a token's hook finds all written.
    function _take(address token, uint256 amount) internal {
        uint256 due = token == NATIVE ? amount : 0;
        if (msg.value != due) revert PriceChanged(due, msg.value);
        if (token != NATIVE) _pull(token, amount);
    }

    /// @dev As a claim in the market's ledger, so that no receiver can refuse it.
    function _claim(address token, uint256 amount, address to) internal {
        if (token == NATIVE) {
            market.deposit{value: amount}(token, amount, to);
            return;
        }
        IERC20(token).forceApprove(address(market), amount);
        market.deposit(token, amount, to);
    }

    /// @dev What arrives is measured. The lock is here, at the only call out of a purchase: one in the native coin does
    /// without.
    function _pull(address token, uint256 amount) private nonReentrant {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert AmountNotReceived(token, amount, received);
    }
}
