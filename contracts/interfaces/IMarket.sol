// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILedger} from "./ILedger.sol";
import {IListings} from "./IListings.sol";
import {IMembership} from "./IMembership.sol";
import {IOrders} from "./IOrders.sol";

/// @title IMarket
/// @notice The ledger, the listings and the orders, composed into one contract so that a purchase calls no other.
/// Immutable: no proxy, no owner; a new version is a new deployment beside this one.
interface IMarket is ILedger, IListings, IOrders {
    /// @notice The market's own numbers, in one storage slot.
    /// @param referralShareBps Share of the fee that a referrer gets, basis points of the fee.
    struct Config {
        uint40 listingCount;
        uint64 orderCount;
        uint16 categoryCount;
        uint16 feeBps;
        uint16 referralShareBps;
        bool listingsPaused;
        bool ordersPaused;
    }

    function getConfig() external view returns (Config memory);

    /// @notice Where memberships are looked up; address 0 if this market has none.
    function membership() external view returns (IMembership);
}
