// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IDisputes} from "./IDisputes.sol";
import {ILedger} from "./ILedger.sol";
import {IListings} from "./IListings.sol";
import {IMembership} from "./IMembership.sol";
import {IOffers} from "./IOffers.sol";
import {IOrders} from "./IOrders.sol";
import {IRatings} from "./IRatings.sol";

/// @title IMarket
/// @notice The ledger, the listings, the orders, the offers and the ratings, composed into one contract so that a
/// purchase calls no other. Immutable: no proxy, no owner; a new version is a new deployment beside this one.
interface IMarket is ILedger, IListings, IOrders, IOffers, IRatings {
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

    /// @notice Where disputes are fought out: the one contract that may dispute and resolve orders.
    function disputes() external view returns (IDisputes);
}
