"""What is said beside the marks of orders. `IReviews.sol`."""

from __future__ import annotations

from collections import defaultdict

from tests.model.errors import (
    AccessManagedUnauthorized,
    ContentMissing,
    ContractError,
    ListingUnknown,
    NotSeller,
    OrderUnknown,
    RatingOutOfRange,
)
from tests.model.market import Market
from tests.model.ratings import REVIEWABLE
from tests.model.values import MAX_RATING, Message, Order, Rating, Text


class BuyerReviewedAlready(ContractError): ...


class CommentUnknown(ContractError): ...


class HiddenAlready(ContractError): ...


class NotHidden(ContractError): ...


class NotReviewed(ContractError): ...


class NotSettled(ContractError): ...


class ParentElsewhere(ContractError): ...


class Reviews:
    """Its events go to the market's log, in their order. `hidden` is keyed (kind of text, id)."""

    def __init__(self, market: Market, moderators: frozenset[str]) -> None:
        self.market = market
        self.moderators = moderators
        self.comments: dict[int, int] = {}
        self.buyer_marks: defaultdict[int, int] = defaultdict(int)
        self.buyer_ratings: defaultdict[str, Rating] = defaultdict(Rating)
        self.hidden: defaultdict[tuple[Text, int], bool] = defaultdict(bool)

    def answer(self, message: Message, order_id: int, content: bytes) -> None:
        order = self._own_sale(message, order_id)
        if order.rating == 0:
            raise NotReviewed(order_id)
        _require_content(content)
        self._emit("ReviewAnswered", order_id, message.sender, content)

    def comment(self, message: Message, listing_id: int, parent_id: int, content: bytes) -> int:
        if listing_id not in self.market.listings:
            raise ListingUnknown(listing_id)
        if parent_id:
            self._require_parent(parent_id, listing_id)
        _require_content(content)
        comment_id = len(self.comments) + 1
        self.comments[comment_id] = listing_id
        self._emit("Commented", comment_id, listing_id, message.sender, parent_id, content)
        return comment_id

    def review_buyer(self, message: Message, order_id: int, rating: int, content: bytes) -> None:
        order = self._own_sale(message, order_id)
        if order.state not in REVIEWABLE:
            raise NotSettled(order_id)
        if self.buyer_marks[order_id]:
            raise BuyerReviewedAlready(order_id)
        if not 1 <= rating <= MAX_RATING:
            raise RatingOutOfRange(rating, MAX_RATING)
        self.buyer_marks[order_id] = rating
        before = self.buyer_ratings[order.buyer]
        self.buyer_ratings[order.buyer] = Rating(before.total + rating, before.count + 1)
        self._emit("BuyerReviewed", order_id, order.buyer, message.sender, rating, content)

    def hide(self, message: Message, text: Text, number: int, reason: bytes) -> None:
        self._require_moderator(message)
        if self.hidden[text, number]:
            raise HiddenAlready(text, number)
        _require_content(reason)
        self.hidden[text, number] = True
        self._emit("TextHidden", text, number, message.sender, reason)

    def show(self, message: Message, text: Text, number: int) -> None:
        self._require_moderator(message)
        if not self.hidden[text, number]:
            raise NotHidden(text, number)
        self.hidden[text, number] = False
        self._emit("TextShown", text, number, message.sender)

    def _own_sale(self, message: Message, order_id: int) -> Order:
        if order_id not in self.market.orders:
            raise OrderUnknown(order_id)
        order = self.market.orders[order_id]
        seller = self.market.listings[order.listing_id].seller
        if message.sender != seller:
            raise NotSeller(message.sender, seller)
        return order

    def _require_parent(self, parent_id: int, listing_id: int) -> None:
        place = self.comments.get(parent_id)
        if place is None:
            raise CommentUnknown(parent_id)
        if place != listing_id:
            raise ParentElsewhere(parent_id, listing_id)

    def _require_moderator(self, message: Message) -> None:
        if message.sender not in self.moderators:
            raise AccessManagedUnauthorized(message.sender)

    def _emit(self, name: str, *arguments: object) -> None:
        self.market.events.append((name, arguments))


def _require_content(content: bytes) -> None:
    if content == bytes(32):
        raise ContentMissing
