// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Market} from "../../contracts/Market.sol";
import {IDisputes} from "../../contracts/interfaces/IDisputes.sol";
import {IMembership} from "../../contracts/interfaces/IMembership.sol";

/// @title PlantedMarket
/// @notice The market, with an order and its listing put into its storage as they are wanted.
contract PlantedMarket is Market {
    constructor(address authority, IDisputes disputes_) Market(authority, IMembership(address(0)), disputes_) {}

    function plant(
        uint256 orderId,
        Order calldata order,
        Listing calldata listing,
        Referral calldata referral
    ) external {
        _orders[orderId] = order;
        _listings[order.listingId] = listing;
        if (order.referred) _referrals[orderId] = referral;
    }

    function orderOf(uint256 orderId) external view returns (Order memory) {
        return _orders[orderId];
    }
}
