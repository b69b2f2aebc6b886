"""What buyers say of their orders. `IRatings.sol`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tests.model.checkout import Checkout
from tests.model.errors import NotBuyer, RatingOutOfRange, StateInvalid
from tests.model.outside import Outside
from tests.model.values import EDIT_WINDOW, MAX_RATING, NOBODY, Message, Order, Rating, State

REVIEWABLE = (State.COMPLETED, State.RESOLVED)


class Ratings(Checkout):
    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, disputes, outside, permissions)
        self.listing_ratings: defaultdict[int, Rating] = defaultdict(Rating)
        self.seller_ratings: defaultdict[str, Rating] = defaultdict(Rating)

    def review(self, message: Message, order_id: int, rating: int, content: bytes) -> None:
        if not 1 <= rating <= MAX_RATING:
            raise RatingOutOfRange(rating, MAX_RATING)
        order = self._reviewable(message, order_id)
        if order.rating:
            self._require_in_time(message, order.deadline)
        name, last = ("ReviewChanged", order.rating) if order.rating else ("OrderReviewed", message.now + EDIT_WINDOW)

        seller = self.listings[order.listing_id].seller
        self.listing_ratings[order.listing_id] = _with(self.listing_ratings[order.listing_id], order.rating, rating)
        self.seller_ratings[seller] = _with(self.seller_ratings[seller], order.rating, rating)
        editable_until = order.deadline if order.rating else last
        self.orders[order_id] = replace(order, rating=rating, deadline=editable_until)
        self._emit(name, order_id, order.listing_id, seller, rating, content, last)

    def _reviewable(self, message: Message, order_id: int) -> Order:
        buyer = self.orders[order_id].buyer if order_id in self.orders else NOBODY
        if message.sender != buyer:
            raise NotBuyer(message.sender, buyer)
        order = self.orders[order_id]
        if order.state not in REVIEWABLE:
            raise StateInvalid(order_id, order.state)
        return order


def _with(rating: Rating, previous: int, mark: int) -> Rating:
    """A first mark counts; a changed one takes the place of the previous."""
    return Rating(rating.total - previous + mark, rating.count + (previous == 0))
