// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {Checkout} from "./market/Checkout.sol";
import {Orders} from "./market/Orders.sol";

/// @title Market
/// @notice Ledger, listings and orders in one contract; see `IMarket`.
contract Market is Orders {
    /// @param authority The AccessManager that says who holds which role.
    /// @param membership_ Where memberships are looked up, address 0 for none.
    constructor(address authority, IMembership membership_) AccessManaged(authority) Checkout(membership_) {}
}
