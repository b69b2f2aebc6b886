// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IRatings
/// @notice What buyers say of their orders. It lives in the market because the mark fits into the order's own slot: a
/// review costs little more than a transaction. Answers, comments, moderation and the rating of buyers: `IReviews`.
///
/// One review an order, by its buyer, once the order is completed or resolved; it may be changed for thirty days. Nobody
/// is asked and nobody is called, so nobody can stop it. Hiding a text never changes a mark.
interface IRatings {
    /// @param sum Of all marks; divided by `count` it is the mean.
    struct Rating {
        uint64 sum;
        uint64 count;
    }

    /// @param rating 1 to 5.
    /// @param content SHA-256 of a JSON document with the text, 0 for none.
    /// @param editableUntil Unix time, inclusive.
    event OrderReviewed(
        uint256 indexed orderId,
        uint256 indexed listingId,
        address indexed seller,
        uint8 rating,
        bytes32 content,
        uint40 editableUntil
    );
    /// @param previous The mark that no longer counts.
    event ReviewChanged(
        uint256 indexed orderId,
        uint256 indexed listingId,
        address indexed seller,
        uint8 rating,
        bytes32 content,
        uint8 previous
    );

    error RatingOutOfRange(uint256 rating, uint256 maximum);

    /// @notice Reviews an order, or changes its review.
    /// @dev Reverts with `RatingOutOfRange`, `NotBuyer`, `StateInvalid`, `DeadlinePassed`.
    function review(uint256 orderId, uint8 rating, bytes32 content) external;

    /// @return Of all reviews of a listing.
    function ratingOf(uint256 listingId) external view returns (Rating memory);

    /// @return Of all reviews of a seller's orders.
    function sellerRatingOf(address seller) external view returns (Rating memory);
}
