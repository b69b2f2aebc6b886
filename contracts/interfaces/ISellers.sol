// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IListings} from "./IListings.sol";

/// @title ISellers
/// @notice The register of sellers. Anyone may register; moderators may suspend, which stops new listings and new
/// orders and touches neither live orders nor claims. The market keeps its own copy of each status, so that a purchase
/// need not call here.
///
/// A profile is a JSON document off chain, named by its SHA-256.
interface ISellers {
    event SellerRegistered(address indexed seller, bytes32 profile);
    event SellerProfileChanged(address indexed seller, bytes32 profile);
    event SellerSuspended(address indexed seller, address indexed by, bytes32 reason);
    event SellerReinstated(address indexed seller, address indexed by);

    error SellerRegisteredAlready(address seller);
    error SellerUnknown(address seller);
    error SellerStatusInvalid(address seller, IListings.SellerStatus status);
    error ProfileMissing();

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

    /// @notice Status as the market sees it.
    function statusOf(address seller) external view returns (IListings.SellerStatus);
}
