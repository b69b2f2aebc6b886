// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";

/// @title ILedger
/// @notice Every coin in the market is a claim in this ERC-6909 ledger. The id of a claim is the token's address as a
/// number; 0 is the chain's native coin. One claim is one smallest unit (wei) of its token.
///
/// Only the deposits, `withdraw` and the payment of a checkout touch outside tokens; everything else
/// moves claims. A payout is always a claim first (pull payment), so no receiver can block another.
///
/// @dev Trust assumptions:
/// - A token moves exactly the amount it was asked to. Fee-on-transfer tokens are refused (`AmountNotReceived`).
/// - A token's balances do not shrink by themselves. A token that rebases downwards or seizes balances can leave its own
///   claims short; the claims on every other token are untouched.
/// - A token that blocks an account blocks that account's `withdraw` of that token and nothing else: the claim stays and
///   can be sent to another address.
interface ILedger is IERC6909 {
    /// @notice An EIP-2612 permit, spent by the call that carries it.
    /// @param value Allowance that was signed, in the token's smallest unit.
    /// @param deadline Last second (Unix time) at which the token accepts the signature.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice A Permit2 signature (`PermitTransferFrom`, to the market as spender), spent by the call that carries it.
    /// Source: https://github.com/Uniswap/permit2, `ISignatureTransfer`.
    /// @param nonce One of the signer's unordered Permit2 nonces.
    /// @param deadline Last second (Unix time) at which Permit2 accepts the signature.
    struct Permit2 {
        uint256 nonce;
        uint256 deadline;
        bytes signature;
    }

    /// @notice `payer` added `amount` of `token` to the claims of `account`.
    event Deposited(address indexed account, address indexed token, uint256 amount, address payer);
    /// @notice `account` took `amount` of `token` out to the address `to`.
    event Withdrawn(address indexed account, address indexed token, uint256 amount, address to);
    /// @notice `account` paid `amount` of the checkout `checkoutId` from its claims.
    event BalanceSpent(address indexed account, address indexed token, uint256 indexed checkoutId, uint256 amount);

    /// @notice The amount is zero.
    error AmountZero();
    /// @notice The token delivered another amount than the one it was asked for (a fee on transfer, say).
    error AmountNotReceived(address token, uint256 expected, uint256 received);
    /// @notice The native coin that came with the call is not the amount that the call names.
    error ValueMismatch(uint256 expected, uint256 sent);
    /// @notice Claims and payouts cannot go to this address (zero, or the market itself).
    error RecipientInvalid(address to);
    /// @notice The receiver refused the native coin; withdraw to another address.
    error NativeTransferFailed(address to, uint256 amount);

    /// @notice Adds to the claims of `to`: the native coin that comes with the call, or `amount` of an ERC-20 that the
    /// caller has allowed the market to take.
    /// @param token The ERC-20, or address 0 for the native coin.
    /// @param amount Smallest units; for the native coin it must equal the value sent.
    /// @param to Whose claims grow.
    /// @dev Reverts with `AmountZero`, `RecipientInvalid`, `ValueMismatch`, `TokenInvalid` (no code at the address),
    /// `AmountNotReceived`, OpenZeppelin's `SafeERC20FailedOperation`.
    function deposit(address token, uint256 amount, address to) external payable;

    /// @notice `deposit` of an ERC-20 with an EIP-2612 signature in place of an earlier `approve`.
    /// @dev A permit that somebody else has already submitted is no error as long as the allowance suffices. Reverts as
    /// `deposit` does; the native coin has no permits (`TokenInvalid`).
    function depositWithPermit(address token, uint256 amount, address to, Permit calldata permit) external;

    /// @notice `deposit` of an ERC-20 with a Permit2 signature over exactly `amount`; the caller has once allowed Permit2
    /// to take the token. @dev Reverts as `deposit` does, and as Permit2 does.
    function depositWithPermit2(address token, uint256 amount, address to, Permit2 calldata permit) external;

    /// @notice Pays `amount` of the caller's claims out to `to`.
    /// @dev Reverts with `AmountZero`, `RecipientInvalid`, `NativeTransferFailed`, `ERC6909InsufficientBalance`,
    /// `SafeERC20FailedOperation`.
    function withdraw(address token, uint256 amount, address to) external;
}
