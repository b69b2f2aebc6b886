// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {ISignatureTransfer} from "../interfaces/ISignatureTransfer.sol";
import {MarketBase} from "./MarketBase.sol";

/// @title Ledger
/// @notice See `ILedger`.
abstract contract Ledger is ERC6909, MarketBase {
    using SafeERC20 for IERC20;

    address internal constant NATIVE = address(0);
    /// @dev At this address on every chain that has it.
    ISignatureTransfer internal constant PERMIT2 = ISignatureTransfer(0x000000000022D473030F116dDEE9F6B43aC78BA3);

    /// @inheritdoc ILedger
    function deposit(address token, uint256 amount, address to) external payable nonReentrant {
        if (msg.value != (token == NATIVE ? amount : 0)) {
            revert ValueMismatch(token == NATIVE ? amount : 0, msg.value);
        }
        _deposit(token, amount, to);
    }

    /// @inheritdoc ILedger
    function depositWithPermit(
        address token,
        uint256 amount,
        address to,
        Permit calldata permit
    ) external nonReentrant {
        _permit(token, permit);
        _deposit(token, amount, to);
    }

    /// @inheritdoc ILedger
    function depositWithPermit2(
        address token,
        uint256 amount,
        address to,
        Permit2 calldata permit
    ) external nonReentrant {
        _depositWithPermit2(token, amount, to, permit);
    }

    /// @inheritdoc ILedger
    function withdraw(address token, uint256 amount, address to) external nonReentrant {
        _requireTransfer(amount, to);

        _burn(msg.sender, _id(token), amount);
        emit Withdrawn(msg.sender, token, amount, to);

        _payOut(token, amount, to);
    }

    /// @inheritdoc IERC6909
    /// @dev Reverts with `RecipientInvalid` for the market itself, which could never pass the claim on.
    function transfer(address receiver, uint256 id, uint256 amount) public override(ERC6909, IERC6909) returns (bool) {
        if (receiver == address(this)) revert RecipientInvalid(receiver);
        return super.transfer(receiver, id, amount);
    }

    /// @inheritdoc IERC6909
    /// @dev Reverts as `transfer` does.
    function transferFrom(
        address sender,
        address receiver,
        uint256 id,
        uint256 amount
    ) public override(ERC6909, IERC6909) returns (bool) {
        if (receiver == address(this)) revert RecipientInvalid(receiver);
        return super.transferFrom(sender, receiver, id, amount);
    }

    /// @dev The token is asked first: only what has arrived becomes a claim. The lock keeps its hooks out.
    function _deposit(address token, uint256 amount, address to) private {
        _requireTransfer(amount, to);

        if (token != NATIVE) {
            _requireToken(token);
            _pull(token, msg.sender, amount);
        }

        _enter(token, amount, to);
    }

    /// @dev Permit2 moves the token; what arrives is measured all the same.
    function _depositWithPermit2(address token, uint256 amount, address to, Permit2 calldata permit) internal {
        _requireTransfer(amount, to);
        _requireToken(token);
        _requireToken(address(PERMIT2));

        uint256 before = IERC20(token).balanceOf(address(this));
        PERMIT2.permitTransferFrom(
            ISignatureTransfer.PermitTransferFrom(
                ISignatureTransfer.TokenPermissions(token, amount),
                permit.nonce,
                permit.deadline
            ),
            ISignatureTransfer.SignatureTransferDetails(address(this), amount),
            msg.sender,
            permit.signature
        );
        _requireReceived(token, amount, before);

        _enter(token, amount, to);
    }

    function _requireTransfer(uint256 amount, address to) private view {
        if (amount == 0) revert AmountZero();
        if (to == address(0) || to == address(this)) revert RecipientInvalid(to);
    }

    function _enter(address token, uint256 amount, address to) internal {
        _mint(to, _id(token), amount);
        emit Deposited(to, token, amount, msg.sender);
    }

    /// @dev A permit can be front-run by anyone who sees it; that leaves the same allowance, so its failure is no error.
    /// Whether the allowance suffices is for the transfer to say. The native coin has no code, so it has no permits either.
    function _permit(address token, Permit calldata permit) internal {
        _requireToken(token);
        try
            IERC20Permit(token).permit(
                msg.sender,
                address(this),
                permit.value,
                permit.deadline,
                permit.v,
                permit.r,
                permit.s
            )
        {} catch {}
    }

    /// @dev Measures what arrives: a token that keeps a fee, or says yes and does nothing, reverts.
    function _pull(address token, address from, uint256 amount) internal {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(from, address(this), amount);
        _requireReceived(token, amount, before);
    }

    function _requireReceived(address token, uint256 amount, uint256 before) private view {
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert AmountNotReceived(token, amount, received);
    }

    function _payOut(address token, uint256 amount, address to) private {
        if (token != NATIVE) {
            IERC20(token).safeTransfer(to, amount);
            return;
        }
        // No returned data is copied, so a receiver cannot make its refusal expensive for the caller.
        bool sent;
        assembly ("memory-safe") {
            sent := call(gas(), to, amount, 0, 0, 0, 0)
        }
        if (!sent) revert NativeTransferFailed(to, amount);
    }

    /// @dev Claims on nothing would only cost gas.
    function _credit(address account, address token, uint256 amount) internal {
        if (amount != 0) _mint(account, _id(token), amount);
    }

    function _id(address token) internal pure returns (uint256) {
        return uint160(token);
    }
}
