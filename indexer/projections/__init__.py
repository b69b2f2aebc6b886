"""What each event does to the rows: one `on_<event>` each, found by its name."""

from collections.abc import Callable, Iterator
from typing import Any

from indexer.abi import snake
from indexer.decode import Event
from indexer.projections import ledger, listings, market, orders, sellers
from indexer.rows import Rows

Handler = Callable[[Rows, Event], None]

# Events that are kept in the log and change no row.
UNPROJECTED = frozenset({"Approval", "OperatorSet", "StockLow"})

MODULES = (ledger, listings, market, orders, sellers)


def handler_of(contract: str, event: str) -> Handler | None:
    """The handler of an event of a contract; None if it changes no row."""
    if contract not in ("Market", "Sellers") or event in UNPROJECTED:
        return None
    return next(_named(f"on_{snake(event)}"), None)


def _named(name: str) -> Iterator[Handler]:
    return (getattr(module, name) for module in MODULES if hasattr(module, name))


# Rows that an event is about, by the names of its arguments.
ARGUMENT_TABLES = {"order_id": "orders", "listing_id": "listing", "seller": "seller", "category_id": "category"}


def needs(event: Event) -> Iterator[tuple[str, Any]]:
    """Table and key of the rows that an event names; `linked` gives those that follow from them."""
    args = event.args
    for name in args.__struct_fields__:
        if table := ARGUMENT_TABLES.get(name):
            yield table, getattr(args, name)
    if event.name == "Transfer":
        yield from (("balance", key) for key in ledger.accounts(event))
    if event.name in ("ListingCreated", "ListingUpdated"):
        yield "category", args.terms.category


def linked(table: str, row: Any) -> Iterator[tuple[str, Any]]:
    """Table and key of the rows that a handler may reach from this one."""
    if table == "orders":
        yield "listing", row.listing_id
    if table == "listing":
        yield "seller", row.seller
        yield "category", row.category_id
    if table == "seller":
        yield from (("category", int(category)) for category in row.on_sale)


__all__ = ["UNPROJECTED", "Handler", "handler_of", "linked", "needs"]
