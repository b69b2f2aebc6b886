"""What an honest page would send for what was drawn, but for the faults that were drawn with it."""

from __future__ import annotations

from typing import Any

from tests.contracts import strategies as draw
from tests.contracts.machine import Twin, address_of
from tests.contracts.strategies import one_of, pick
from tests.model.bps import discounted
from tests.model.market import Market
from tests.model.values import NATIVE, UNLIMITED, Line, Listing, Payment, Permit, State


class Shopping:
    """The part of the state machine that fills carts."""

    twin: Twin
    model: Market

    def _order(self, number: int, *states: State) -> int:
        """An order in one of these states, one whose time is not over if there is any; now and then any at all."""
        found = {order_id: order for order_id, order in self.model.orders.items() if order.state in states}
        timely = [order_id for order_id, order in found.items() if self.twin.now <= order.deadline]
        return pick(timely or list(found), number) if found and number < 58 else one_of(self.model.orders, number)

    def _party(self, order_id: int, who: str) -> str:
        """`buyer` and `seller` are those of the order, if there is one; others are who they are."""
        order = self.model.orders.get(order_id)
        if order is None or who not in ("buyer", "seller"):
            return address_of(who)
        return order.buyer if who == "buyer" else self.model.listings[order.listing_id].seller

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
        """`own` is one that is valid, if there is any; `ended` may have ended."""
        own = {number: known for number, known in self.model.outside.memberships.items() if known.holder == who}
        valid = [number for number, known in own.items() if known.expires_at >= self.twin.now]
        return {"": 0, "own": next(iter(valid), 0), "ended": next(iter(own), 0), "any": 2}[which]

    def _payment(self, drawn: dict[str, Any]) -> Payment:
        return Payment(self.twin.now - drawn["late"], drawn["use_balance"], drawn["referrer"])

    def _value(self, who: str, cart: list[Line], tip: int | None) -> int:
        """No account can send what it has not."""
        if tip is None:
            return 0
        native = [line for line in cart if self.model.tokens.get(line.listing_id) == NATIVE]
        due = sum(self._price(who, line, self.model.listings[line.listing_id]) for line in native)
        return min(max(due + tip, 0), self.model.outside.wallets[who, NATIVE])

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
