// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IListings} from "./IListings.sol";

/// @title ISellers
/// @notice The register of sellers. Anyone may register; moderators may suspend, which stops new listings and new
/// orders and touches neither live orders nor claims. The market keeps its own copy of each status, so that a purchase
/// need not call here.
///
/// A seller may put up a bond. It answers for what a lost dispute cannot get back from the escrow because the buyer had
/// released it before, up to that loss. Bonds are claims in the market's ledger that this contract holds: a seller
/// deposits there, allows this contract to take the claims (`approve`), and bonds them. Taking a bond down takes ninety
/// days, in which it still answers: longer than a dispute before the market's council. It must then be withdrawn within
/// fourteen days, or be unlocked anew: no bond stands ready to leave at the first sign of trouble.
///
/// A profile is a JSON document off chain, named by its SHA-256.
interface ISellers {
    /// @param amount Bonded, in the token's smallest unit; `unlocking` of it may leave from `unlocksAt` (Unix time) on,
    /// for fourteen days.
    struct Bond {
        uint128 amount;
        uint88 unlocking;
        uint40 unlocksAt;
    }

    event SellerRegistered(address indexed seller, bytes32 profile);
    event SellerProfileChanged(address indexed seller, bytes32 profile);
    event SellerSuspended(address indexed seller, address indexed by, bytes32 reason);
    event SellerReinstated(address indexed seller, address indexed by);
    /// @param bonded The seller's bond in this token, afterwards.
    event BondDeposited(address indexed seller, address indexed token, uint256 amount, uint256 bonded);
    event BondUnlocking(address indexed seller, address indexed token, uint256 amount, uint40 unlocksAt);
    event BondWithdrawn(address indexed seller, address indexed token, uint256 amount, uint256 bonded);
    event BondSlashed(
        address indexed seller,
        address indexed token,
        uint256 indexed orderId,
        address to,
        uint256 amount,
        uint256 bonded
    );

    error SellerRegisteredAlready(address seller);
    error SellerUnknown(address seller);
    error SellerStatusInvalid(address seller, IListings.SellerStatus status);
    error ProfileMissing();
    error AmountZero();
    error BondTooLow(uint256 amount, uint256 available);
    error BondLocked(uint256 unlocksAt, uint256 timestamp);
    error UnlockTooHigh(uint256 amount, uint256 maximum);
    error UnlockLapsed(uint256 lapsesAt, uint256 timestamp);
    error NotDisputes(address caller);

    /// @notice Registers the caller. Reverts with `SellerRegisteredAlready`, `ProfileMissing`.
    function register(bytes32 profile) external;

    /// @notice Reverts with `SellerUnknown`, `ProfileMissing`.
    function setProfile(bytes32 profile) external;

    /// @notice Stops a seller's new listings and orders. Moderators only.
    /// @param reason SHA-256 of a document that says why.
    /// @dev Reverts with `SellerStatusInvalid` unless the seller is active.
    function suspend(address seller, bytes32 reason) external;

    /// @notice Lifts a suspension. Moderators only. Reverts with `SellerStatusInvalid` unless the seller is suspended.
    function reinstate(address seller) external;

    /// @notice Moves `amount` of the caller's claims into its bond. Sellers only.
    /// @dev Reverts with `SellerUnknown`, `AmountZero`, `ERC6909InsufficientAllowance`, `ERC6909InsufficientBalance`.
    function depositBond(address token, uint256 amount) external;

    /// @notice Begins to take down `amount` of the bond; a later call replaces an earlier one, 0 calls it off.
    /// @param amount At most 2⁸⁸ − 1; a larger bond goes in several turns.
    /// @dev Reverts with `BondTooLow`, `UnlockTooHigh`.
    function unlockBond(address token, uint256 amount) external;

    /// @notice Returns what has been unlocked to the caller's claims, less what was slashed meanwhile.
    /// @dev Reverts with `AmountZero`, `BondLocked`, `UnlockLapsed`.
    function withdrawBond(address token) external;

    /// @notice Pays up to `amount` of a seller's bond to `to`. Only the market's disputes may call.
    /// @return slashed What was there of it. @dev Reverts with `NotDisputes`.
    function slash(
        address seller,
        address token,
        uint256 amount,
        address to,
        uint256 orderId
    ) external returns (uint256 slashed);

    function bondOf(address seller, address token) external view returns (Bond memory);

    /// @notice Status as the market sees it.
    function statusOf(address seller) external view returns (IListings.SellerStatus);
}
