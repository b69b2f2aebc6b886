// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {IReviews} from "./interfaces/IReviews.sol";

/// @title Reviews
/// @notice See `IReviews`. Asks the market who sold what to whom, and keeps no copy of it.
contract Reviews is IReviews, AccessManaged {
    uint8 internal constant MAX_RATING = 5;

    IMarket public immutable market;

    /// @inheritdoc IReviews
    uint256 public commentCount;
    /// @inheritdoc IReviews
    mapping(uint256 commentId => uint256 listingId) public listingOfComment;
    /// @inheritdoc IReviews
    mapping(uint256 orderId => uint8 rating) public buyerMarkOf;
    /// @inheritdoc IReviews
    mapping(Text text => mapping(uint256 id => bool)) public isHidden;
    mapping(address buyer => BuyerRating) private _buyerRatings;

    constructor(address authority, IMarket market_) AccessManaged(authority) {
        market = market_;
    }

    /// @inheritdoc IReviews
    function answer(uint256 orderId, bytes32 content) external {
        IOrders.Order memory order = _ownSale(orderId);
        if (order.rating == 0) revert NotReviewed(orderId);
        if (content == 0) revert ContentMissing();

        emit ReviewAnswered(orderId, msg.sender, content);
    }

    /// @inheritdoc IReviews
    function comment(uint256 listingId, uint256 parentId, bytes32 content) external returns (uint256 commentId) {
        // Reverts for a listing that is not there.
        market.getListing(listingId);
        if (parentId != 0) _requireParent(parentId, listingId);
        if (content == 0) revert ContentMissing();

        commentId = ++commentCount;
        listingOfComment[commentId] = listingId;
        emit Commented(commentId, listingId, msg.sender, parentId, content);
    }

    /// @inheritdoc IReviews
    function reviewBuyer(uint256 orderId, uint8 rating, bytes32 content) external {
        IOrders.Order memory order = _ownSale(orderId);
        if (order.state != IOrders.State.Completed && order.state != IOrders.State.Resolved) revert NotSettled(orderId);
        if (buyerMarkOf[orderId] != 0) revert BuyerReviewedAlready(orderId);
        if (rating == 0 || rating > MAX_RATING) revert RatingOutOfRange(rating, MAX_RATING);

        buyerMarkOf[orderId] = rating;
        BuyerRating storage record = _buyerRatings[order.buyer];
        record.sum += rating;
        ++record.count;
        emit BuyerReviewed(orderId, order.buyer, msg.sender, rating, content);
    }

    /// @inheritdoc IReviews
    function hide(Text text, uint256 id, bytes32 reason) external restricted {
        if (isHidden[text][id]) revert HiddenAlready(text, id);
        if (reason == 0) revert ContentMissing();

        isHidden[text][id] = true;
        emit TextHidden(text, id, msg.sender, reason);
    }

    /// @inheritdoc IReviews
    function show(Text text, uint256 id) external restricted {
        if (!isHidden[text][id]) revert NotHidden(text, id);

        isHidden[text][id] = false;
        emit TextShown(text, id, msg.sender);
    }

    /// @inheritdoc IReviews
    function buyerRatingOf(address buyer) external view returns (BuyerRating memory) {
        return _buyerRatings[buyer];
    }

    /// @return order That the caller has sold. The market reverts for one that is not there.
    function _ownSale(uint256 orderId) private view returns (IOrders.Order memory order) {
        order = market.getOrder(orderId);
        address seller = market.getListing(order.listingId).seller;
        if (msg.sender != seller) revert NotSeller(msg.sender, seller);
    }

    function _requireParent(uint256 parentId, uint256 listingId) private view {
        uint256 place = listingOfComment[parentId];
        if (place == 0) revert CommentUnknown(parentId);
        if (place != listingId) revert ParentElsewhere(parentId, listingId);
    }
}
