// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IRatings} from "../interfaces/IRatings.sol";
import {Checkout} from "./Checkout.sol";

/// @title Ratings
/// @notice See `IRatings`.
abstract contract Ratings is Checkout {
    uint8 internal constant MAX_RATING = 5;
    uint32 internal constant EDIT_WINDOW = 30 days;

    /// @dev The seller stands beside the marks, so that a review need not read the listing.
    struct ListingRating {
        address seller;
        uint48 sum;
        uint48 count;
    }

    mapping(uint256 listingId => ListingRating) private _ratings;

    /// @inheritdoc IRatings
    function review(uint256 orderId, uint8 rating, bytes32 content) external {
        if (rating == 0 || rating > MAX_RATING) revert RatingOutOfRange(rating, MAX_RATING);
        Order storage order = _orders[orderId];
        if (order.buyer != msg.sender) revert NotBuyer(msg.sender, order.buyer);
        State state = order.state;
        if (state != State.Completed && state != State.Resolved) revert StateInvalid(orderId, state);

        uint256 listingId = order.listingId;
        uint8 previous = order.rating;
        address seller = _count(listingId, previous, rating);

        order.rating = rating;
        if (previous != 0) {
            _requireInTime(order.deadline);
            emit ReviewChanged(orderId, listingId, seller, rating, content, previous);
        } else {
            uint40 editableUntil = order.deadline = _in(EDIT_WINDOW);
            emit OrderReviewed(orderId, listingId, seller, rating, content, editableUntil);
        }
    }

    /// @inheritdoc IRatings
    function ratingOf(uint256 listingId) external view returns (Rating memory) {
        ListingRating storage record = _ratings[listingId];
        return Rating(record.sum, record.count);
    }

    /// @inheritdoc IRatings
    function sellerRatingOf(address seller) external view returns (Rating memory) {
        Seller storage record = _sellers[seller];
        return Rating(record.ratingSum, record.ratingCount);
    }

    /// @dev A sum of marks is at least each mark in it, and 2⁴⁸ of them are out of reach.
    function _count(uint256 listingId, uint8 previous, uint8 rating) private returns (address seller) {
        ListingRating storage listing = _ratings[listingId];
        seller = listing.seller;
        if (seller == address(0)) seller = listing.seller = _listings[listingId].seller;
        Seller storage record = _sellers[seller];
        uint48 added = previous == 0 ? 1 : 0;
        unchecked {
            (listing.sum, listing.count) = (listing.sum + rating - previous, listing.count + added);
            (record.ratingSum, record.ratingCount) = (record.ratingSum + rating - previous, record.ratingCount + added);
        }
    }
}
