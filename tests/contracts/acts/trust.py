"""Reviews of both sides, and bonds."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts import strategies as draw
from tests.contracts.machine import OPERATORS, address_of
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import one_of, pick
from tests.model.ratings import REVIEWABLE
from tests.model.values import NATIVE, WITHDRAW_WINDOW, Text

MODERATOR = address_of(OPERATORS[1])


class Reputation(Shopping):
    @rule(order=draw.numbers, who=draw.mostly_buyer, stars=draw.stars, content=draw.hashes)
    def review(self, order: int, who: str, stars: int, content: bytes) -> None:
        order_id = self._order(order, *REVIEWABLE)
        self.twin.act(self._party(order_id, who), "review", order_id, stars, content)

    @rule(order=draw.numbers, stars=draw.stars, content=draw.hashes, offset=draw.offset)
    def review_again(self, order: int, stars: int, content: bytes, offset: int) -> None:
        """At the end of the time in which a review may be changed."""
        reviewed = [order_id for order_id, known in self.model.orders.items() if known.rating]
        if reviewed:
            order_id = pick(reviewed, order)
            if offset <= 0 or order % 2:
                self.twin.now = max(self.twin.now, self.model.orders[order_id].deadline + offset)
            self.twin.act(self._party(order_id, "buyer"), "review", order_id, stars, content)

    @rule(order=draw.numbers, who=draw.mostly_seller, stars=draw.stars, content=draw.hashes)
    def review_buyer(self, order: int, who: str, stars: int, content: bytes) -> None:
        order_id = self._order(order, *REVIEWABLE)
        self.twin.act(self._party(order_id, who), "review_buyer", order_id, stars, content, on="reviews")

    @rule(order=draw.numbers, who=draw.mostly_seller, content=draw.hashes)
    def answer(self, order: int, who: str, content: bytes) -> None:
        reviewed = [order_id for order_id, known in self.model.orders.items() if known.rating]
        order_id = pick(reviewed, order) if reviewed and order < 56 else one_of(self.model.orders, order)
        self.twin.act(self._party(order_id, who), "answer", order_id, content, on="reviews")

    @rule(listing=draw.numbers, parent=draw.numbers, who=draw.anybody, content=draw.hashes)
    def comment(self, listing: int, parent: int, who: str, content: bytes) -> None:
        comments = self.twin.reviews_model.comments
        parent_id = 0 if parent < 32 else one_of(comments, parent)
        self.twin.act(who, "comment", one_of(self.model.listings, listing), parent_id, content, on="reviews")

    @rule(text=st.sampled_from(list(Text)), number=st.integers(0, 3), content=draw.hashes, by=draw.anybody,
          right=draw.rather, show=st.booleans())  # fmt: skip
    def moderate(self, text: Text, number: int, content: bytes, by: str, right: bool, show: bool) -> None:
        who = MODERATOR if right else by
        self.twin.act(who, "hide", text, number, content, on="reviews")
        if show:
            self.twin.act(who, "show", text, number, on="reviews")


class Bonding(Shopping):
    @rule(who=st.one_of(draw.sellers, draw.sellers, draw.anybody), token=draw.numbers, amount=draw.small,
          earned=draw.rather)  # fmt: skip
    def deposit_bond(self, who: str, token: int, amount: int, earned: bool) -> None:
        """Of what was earned, or brought for it."""
        where = pick([NATIVE, NATIVE, *self.twin.tokens[:3]], token)
        if not earned or not self.model.balances[who, where]:
            self.twin.act(who, "deposit", where, amount * 10**6, who, value=amount * 10**6 if where == NATIVE else 0)
        self.twin.act(who, "deposit_bond", where, -(-amount * self.model.balances[who, where] // 64), on="sellers")

    @rule(number=draw.numbers, part=draw.parts)
    def unlock_bond(self, number: int, part: tuple[int, int]) -> None:
        who, token = self._bond(number)
        amount = max(self.twin.sellers_model.bonds[who, token].amount * part[0] // 4 + part[1], 0)
        self.twin.act(who, "unlock_bond", token, amount, on="sellers")

    @rule(number=draw.numbers, after=st.sampled_from([0, 0, 1, -1, WITHDRAW_WINDOW, WITHDRAW_WINDOW + 1]),
          wait=draw.rather)  # fmt: skip
    def withdraw_bond(self, number: int, after: int, wait: bool) -> None:
        """`after`: seconds from the time at which it has been unlocked."""
        who, token = self._bond(number)
        if not self.twin.sellers_model.bonds[who, token].unlocking:
            self.twin.act(who, "unlock_bond", token, self.twin.sellers_model.bonds[who, token].amount, on="sellers")
        if wait:
            self.twin.now = max(self.twin.now, self.twin.sellers_model.bonds[who, token].unlocks_at + after)
        self.twin.act(who, "withdraw_bond", token, on="sellers")

    def _bond(self, number: int) -> tuple[str, str]:
        """Whose, and in which token: one of those that there are, rather one that is being taken down."""
        bonds = self.twin.sellers_model.bonds
        unlocking = [holder for holder, bond in bonds.items() if bond.unlocking and number % 2]
        there = unlocking or [holder for holder, bond in bonds.items() if bond.amount]
        return pick(there or [(address_of("seller"), NATIVE)], number)
