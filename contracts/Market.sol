// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDisputes} from "./interfaces/IDisputes.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {MarketBase} from "./market/MarketBase.sol";
import {Offers} from "./market/Offers.sol";
import {Orders} from "./market/Orders.sol";
import {Ratings} from "./market/Ratings.sol";

/// @title Market
/// @notice Ledger, listings, orders, offers and ratings in one contract; see `IMarket`.
contract Market is Orders, Offers, Ratings {
    /// @param authority The AccessManager that says who holds which role.
    /// @param membership_ Where memberships are looked up, address 0 for none.
    /// @param disputes_ The contract that may dispute and resolve orders.
    constructor(
        address authority,
        IMembership membership_,
        IDisputes disputes_
    ) AccessManaged(authority) MarketBase(membership_, disputes_) {}
}
