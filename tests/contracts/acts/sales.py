"""What sellers list, and what buyers buy."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts import strategies as draw
from tests.contracts.machine import OPERATORS, address_of
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import one_of, pick
from tests.model.values import UNLIMITED, Kind, Terms

MODERATOR = address_of(OPERATORS[1])


class Sales(Shopping):
    @rule(
        who=st.one_of(draw.sellers, draw.anybody),
        hash_=draw.hashes,
        function=st.sampled_from(["register", "set_profile"]),
    )
    def present_oneself(self, who: str, hash_: bytes, function: str) -> None:
        self.twin.act(who, function, hash_, on="sellers")

    @rule(seller=draw.sellers, by=draw.anybody, right=draw.rather, back=draw.rather)
    def judge_seller(self, seller: str, by: str, right: bool, back: bool) -> None:
        who = MODERATOR if right else by
        self.twin.act(who, "suspend", seller, b"\x02" * 32, on="sellers")
        if back:
            self.twin.act(who, "reinstate", seller, on="sellers")

    @rule(who=draw.sellers, kind=draw.kinds, token=draw.numbers, stock=draw.stocks, terms=draw.any_terms)
    def create_listing(self, who: str, kind: Kind, token: int, stock: int, terms: Terms) -> None:
        tokens = [*self.twin.tokens, address_of("stranger")]
        self.twin.act(who, "create_listing", kind, pick(tokens, token), stock, terms)

    @rule(listing=draw.numbers, terms=draw.any_terms, by=draw.anybody, own=draw.rather)
    def update_listing(self, listing: int, terms: Terms, by: str, own: bool) -> None:
        self._on_listing(listing, by, own, "update_listing", terms)

    @rule(listing=draw.numbers, change=draw.restocks, by=draw.anybody, own=draw.rather)
    def restock(self, listing: int, change: int, by: str, own: bool) -> None:
        known = self.model.listings.get(one_of(self.model.listings, listing))
        room = UNLIMITED - 1 - known.stock if known else 0
        self._on_listing(listing, by, own, "restock", room if change == draw.TO_THE_BRIM else change)

    @rule(listing=draw.numbers, paused=draw.seldom, by=draw.anybody, own=draw.rather)
    def set_listing_paused(self, listing: int, paused: bool, by: str, own: bool) -> None:
        self._on_listing(listing, by, own, "set_listing_paused", paused)

    def _on_listing(self, number: int, by: str, own: bool, function: str, argument: Any) -> None:
        listing_id = one_of(self.model.listings, number)
        listing = self.model.listings.get(listing_id)
        self.twin.act(listing.seller if listing and own else by, function, listing_id, argument)

    @rule(lines=draw.carts, payment=draw.payments, who=draw.shoppers)
    def checkout(self, lines: list[dict[str, Any]], payment: dict[str, Any], who: str) -> None:
        cart = [self._line(who, line) for line in lines]
        self.twin.act(who, "checkout", cart, self._payment(payment), value=self._value(who, cart, payment["tip"]))

    @rule(line=draw.lines, payment=draw.payments, who=draw.shoppers)
    def buy(self, line: dict[str, Any], payment: dict[str, Any], who: str) -> None:
        self._buy(who, line, payment)

    def _buy(self, who: str, line: dict[str, Any], payment: dict[str, Any]) -> None:
        bought = self._line(who, line)
        value = self._value(who, [bought], payment["tip"])
        self.twin.act(who, "buy", bought, self._payment(payment), value=value)

    @rule(lines=draw.carts, payment=draw.payments, who=draw.buyers, permit=draw.permits)
    def checkout_with_permit(self, lines: Any, payment: dict[str, Any], who: str, permit: dict[str, Any]) -> None:
        cart = [self._line(who, line) for line in lines]
        token = pick([*self.twin.tokens[1:], *self.twin.tokens], permit["token"])
        self.twin.act(
            who, "checkout_with_permit", cart, self._payment(payment), token, self._permit(who, permit),
            value=self._value(who, cart, payment["tip"]),
        )  # fmt: skip

    @rule(number=st.sampled_from([1, 2]), offset=st.sampled_from([-1, 0, 1]), line=draw.lines, payment=draw.payments)
    def a_membership_ends(self, number: int, offset: int, line: dict[str, Any], payment: dict[str, Any]) -> None:
        membership = self.model.outside.memberships[number]
        self.twin.now = max(self.twin.now, membership.expires_at + offset)
        self._buy(membership.holder, line | {"membership": "ended"}, payment)
