"""What an honest page would send for what was drawn, but for the faults that were drawn with it."""

from __future__ import annotations

from typing import Any

from tests.contracts import strategies as draw
from tests.contracts.machine import Twin, address_of
from tests.contracts.strategies import one_of
from tests.model.bps import discounted
from tests.model.market import Market
from tests.model.values import NATIVE, UNLIMITED, Line, Listing, Payment, Permit


class Shopping:
    """The part of the state machine that fills carts."""

    twin: Twin
    model: Market

    def _line(self, who: str, drawn: dict[str, Any]) -> Line:
        """What an honest page would ask for, but for the fault."""
        listing_id = one_of(self.model.listings, drawn["listing"])
        if drawn["fault"] == "unknown" or listing_id not in self.model.listings:
            return Line(len(self.model.listings) + 1, 1, 1, 2**96 - 1)
        listing = self.model.listings[listing_id]
        stock = listing.stock
        quantity = {draw.ALL: stock, draw.ALL_AND_ONE: min(stock + 1, UNLIMITED)}.get(
            drawn["quantity"], drawn["quantity"]
        )
        total = min(listing.price * quantity, 2**96 - 1)
        maximum = max(total - 1, 0) if drawn["fault"] == "maximum" else total
        version = listing.version - (drawn["fault"] == "version")
        return Line(listing_id, version, quantity, maximum, self._membership(who, drawn["membership"]))

    def _membership(self, who: str, which: str) -> int:
        own = [number for number, membership in self.model.outside.memberships.items() if membership.holder == who]
        return {"": 0, "own": own[0] if own else 0, "any": 2}[which]

    def _payment(self, drawn: dict[str, Any]) -> Payment:
        return Payment(self.twin.now - drawn["late"], drawn["use_balance"], drawn["referrer"])

    def _value(self, who: str, cart: list[Line], tip: int | None) -> int:
        if tip is None:
            return 0
        native = [line for line in cart if self.model.tokens.get(line.listing_id) == NATIVE]
        due = sum(self._price(who, line, self.model.listings[line.listing_id]) for line in native)
        return min(max(due + tip, 0), 2**100)

    def _price(self, who: str, line: Line, listing: Listing) -> int:
        membership = self.model.outside.memberships[line.membership_id]
        member = membership.tier and membership.holder == who
        total = listing.price * line.quantity
        return discounted(total, listing.member_discount_bps) if member else total

    def _permit(self, who: str, drawn: dict[str, Any]) -> Permit:
        """Perhaps another's, late, or used before."""
        coin = self.twin.tokens[1]
        signer = address_of("stranger") if drawn["forged"] else who
        nonce = max(self.model.outside.nonces[who, coin] - drawn["used"], 0)
        return Permit(drawn["value"], self.twin.now - drawn["late"], signer, nonce)
