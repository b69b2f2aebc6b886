"""What each event does to the rows: one `on_<event>` each, found by its name among the modules of its contract."""

from collections.abc import Callable, Collection, Iterator
from operator import attrgetter
from types import ModuleType
from typing import Any

from indexer.abi import snake
from indexer.decode import Event
from indexer.projections import (
    bonds,
    council,
    disputes,
    ledger,
    listings,
    market,
    memberships,
    offers,
    orders,
    quotes,
    reviews,
    sellers,
    texts,
)
from indexer.projections.common import Need
from indexer.rows import Rows

Handler = Callable[[Rows, Event], None]

MODULES: dict[str, tuple[ModuleType, ...]] = {
    "Market": (ledger, listings, market, offers, orders, reviews, sellers),
    "Sellers": (bonds, sellers),
    "Disputes": (disputes,),
    "Council": (council,),
    "Reviews": (texts,),
    "Membership": (memberships,),
    "Quotes": (quotes,),
}
"""By the contract's name in the deployments file."""

# Events that are kept in the log and change no row.
UNPROJECTED = frozenset(
    {
        "AppealDecision",
        "AppealPossible",
        "Approval",
        "ApprovalForAll",
        "AuthorityUpdated",
        "BatchMetadataUpdate",
        "EIP712DomainChanged",
        "EarningsCollected",
        "MetaEvidence",
        "MetadataUpdate",
        "OperatorSet",
        "PayClaimed",
        "ReserveCollected",
        "RoyaltyChanged",
        "StockLow",
    }
)


def handler_of(contract: str, event: str) -> Handler | None:
    """The handler of an event of a contract; None if it changes no row."""
    if event in UNPROJECTED:
        return None
    name = f"on_{snake(event)}"
    return next((getattr(module, name) for module in MODULES.get(contract, ()) if hasattr(module, name)), None)


# Rows that an event is about, by the names of its arguments.
ARGUMENT_TABLES = {
    "order_id": "orders",
    "listing_id": "listing",
    "seller": "seller",
    "category_id": "category",
    "arbitrator_id": "arbitrator",
    "member": "council_member",
    "membership_id": "membership",
    "tier_id": "membership_tier",
    "request_id": "quote_request",
    "comment_id": "comment",
}


def needs(contract: str, event: str, fields: Collection[str]) -> Iterator[Need]:
    """The rows that an event with these arguments names; `linked` gives those that follow from them.

    A module whose events name rows in another way says so in a `needs` of its own.
    """
    for name in fields:
        if table := ARGUMENT_TABLES.get(name):
            yield table, attrgetter(name)
    for module in MODULES[contract]:
        if hasattr(module, "needs"):
            yield from module.needs(event, fields)


def linked(table: str, row: Any) -> Iterator[tuple[str, Any]]:
    """Table and key of the rows that a handler may reach from this one."""
    if table == "orders":
        yield "listing", row.listing_id
    if table == "listing":
        yield "seller", row.seller
        yield "category", row.category_id
    if table == "seller":
        yield from (("category", int(category)) for category in row.on_sale)
    if table == "arbitration":
        yield "dispute", row.order_id
    if table == "comment" and row.thread_id != row.comment_id:
        yield "comment", row.thread_id


__all__ = ["MODULES", "UNPROJECTED", "Handler", "handler_of", "linked", "needs"]
