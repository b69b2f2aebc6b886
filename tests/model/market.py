"""All parts of the market in one, and what must always be true of it. `IMarket.sol`."""

from __future__ import annotations

from tests.model.offers import Offers
from tests.model.orders import Orders
from tests.model.ratings import Ratings


class Market(Orders, Offers, Ratings):
    def claims(self, token: str) -> int:
        """What everybody together may withdraw of a token."""
        return sum(amount for (_, of), amount in self.balances.items() if of == token)

    def escrow(self, token: str) -> int:
        """What the orders hold of a token."""
        return sum(order.escrow for order in self.orders.values() if self.tokens[order.listing_id] == token)

    def owed(self, token: str) -> int:
        """What the market owes of a token: claims, escrow and fees. It must hold exactly this."""
        return self.claims(token) + self.escrow(token) + self.fees[token]
