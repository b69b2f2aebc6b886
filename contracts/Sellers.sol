// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IListings} from "./interfaces/IListings.sol";
import {ISellers} from "./interfaces/ISellers.sol";

/// @title Sellers
/// @notice See `ISellers`. Holds no status of its own: the market's copy is the only one.
contract Sellers is ISellers, AccessManaged {
    IListings public immutable market;

    /// @param authority The AccessManager; it must let this contract call `market.setSellerStatus`.
    constructor(address authority, IListings market_) AccessManaged(authority) {
        market = market_;
    }

    /// @inheritdoc ISellers
    function register(bytes32 profile) external {
        if (statusOf(msg.sender) != IListings.SellerStatus.None) revert SellerRegisteredAlready(msg.sender);
        if (profile == 0) revert ProfileMissing();

        emit SellerRegistered(msg.sender, profile);
        market.setSellerStatus(msg.sender, IListings.SellerStatus.Active);
    }

    /// @inheritdoc ISellers
    function setProfile(bytes32 profile) external {
        if (statusOf(msg.sender) == IListings.SellerStatus.None) revert SellerUnknown(msg.sender);
        if (profile == 0) revert ProfileMissing();

        emit SellerProfileChanged(msg.sender, profile);
    }

    /// @inheritdoc ISellers
    function suspend(address seller, bytes32 reason) external restricted {
        _requireStatus(seller, IListings.SellerStatus.Active);

        emit SellerSuspended(seller, msg.sender, reason);
        market.setSellerStatus(seller, IListings.SellerStatus.Suspended);
    }

    /// @inheritdoc ISellers
    function reinstate(address seller) external restricted {
        _requireStatus(seller, IListings.SellerStatus.Suspended);

        emit SellerReinstated(seller, msg.sender);
        market.setSellerStatus(seller, IListings.SellerStatus.Active);
    }

    /// @inheritdoc ISellers
    function statusOf(address seller) public view returns (IListings.SellerStatus) {
        return market.sellerStatus(seller);
    }

    function _requireStatus(address seller, IListings.SellerStatus required) private view {
        IListings.SellerStatus status = statusOf(seller);
        if (status != required) revert SellerStatusInvalid(seller, status);
    }
}
