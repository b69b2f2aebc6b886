// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IReviews
/// @notice What is said beside the marks of `IRatings`: sellers' answers, threads on a listing, sellers' marks for
/// buyers, and moderation. Texts are JSON documents named by their SHA-256.
///
/// Moderators hide a text with a reason and may show it again; nothing is deleted and no mark changes.
interface IReviews {
    /// @notice What may be hidden; a review, its answer and a buyer's mark go by the order's id, a comment by its own.
    enum Text {
        Review,
        Answer,
        Comment,
        BuyerReview
    }

    /// @notice Marks given to a buyer. @param sum Of all marks; divided by `count` it is the mean.
    struct BuyerRating {
        uint64 sum;
        uint64 count;
    }

    event ReviewAnswered(uint256 indexed orderId, address indexed seller, bytes32 content);
    /// @param parentId Comment that this one answers, 0 for none.
    event Commented(
        uint256 indexed commentId,
        uint256 indexed listingId,
        address indexed author,
        uint256 parentId,
        bytes32 content
    );
    event BuyerReviewed(
        uint256 indexed orderId,
        address indexed buyer,
        address indexed seller,
        uint8 rating,
        bytes32 content
    );
    event TextHidden(Text indexed text, uint256 indexed id, address indexed by, bytes32 reason);
    event TextShown(Text indexed text, uint256 indexed id, address indexed by);

    error NotSeller(address caller, address seller);
    error NotReviewed(uint256 orderId);
    error NotSettled(uint256 orderId);
    error BuyerReviewedAlready(uint256 orderId);
    error RatingOutOfRange(uint256 rating, uint256 maximum);
    error ContentMissing();
    error CommentUnknown(uint256 commentId);
    error ParentElsewhere(uint256 commentId, uint256 listingId);
    error HiddenAlready(Text text, uint256 id);
    error NotHidden(Text text, uint256 id);

    /// @notice The seller's answer to a review; a later one replaces it. Reverts with `NotSeller`, `NotReviewed`, `ContentMissing`.
    function answer(uint256 orderId, bytes32 content) external;

    /// @notice A comment on a listing, by anyone. Reverts with `ListingUnknown`, `ParentElsewhere`, `CommentUnknown`, `ContentMissing`.
    function comment(uint256 listingId, uint256 parentId, bytes32 content) external returns (uint256 commentId);

    /// @notice The seller's mark for the buyer of a completed or resolved order, once.
    /// @dev Reverts with `NotSeller`, `NotSettled`, `BuyerReviewedAlready`, `RatingOutOfRange`.
    function reviewBuyer(uint256 orderId, uint8 rating, bytes32 content) external;

    /// @notice Moderators only. @param reason SHA-256 of a document that says why. Reverts with `HiddenAlready`, `ContentMissing`.
    function hide(Text text, uint256 id, bytes32 reason) external;

    /// @notice Moderators only. Reverts with `NotHidden`.
    function show(Text text, uint256 id) external;

    function isHidden(Text text, uint256 id) external view returns (bool);

    /// @return 1 to 5, 0 for none.
    function buyerMarkOf(uint256 orderId) external view returns (uint8);

    function buyerRatingOf(address buyer) external view returns (BuyerRating memory);

    /// @return Listing that a comment is on, 0 if there is no such comment.
    function listingOfComment(uint256 commentId) external view returns (uint256);

    function commentCount() external view returns (uint256);
}
