"""Columns as SQLAlchemy Core sees them, `select(*LISTING)`, `LISTING.price`; SQLModel types fields as plain values."""

from __future__ import annotations

from typing import Any

from sqlmodel import SQLModel

from api import tables as app
from indexer import tables as chain


def columns(model: type[SQLModel]) -> Any:
    """The columns of a table, by name and in order. `Any`: only the table's definition knows their names."""
    table: Any = model.__table__  # type: ignore[attr-defined]
    return table.c


BALANCE = columns(chain.Balance)
CATEGORY = columns(chain.Category)
CURSOR = columns(chain.Cursor)
EVENT = columns(chain.Event)
LEDGER_ENTRY = columns(chain.LedgerEntry)
LISTING = columns(chain.Listing)
LISTING_VERSION = columns(chain.ListingVersion)
MARKET_STATE = columns(chain.MarketState)
ORDER = columns(chain.Order)
SELLER = columns(chain.Seller)

# The seller's profile document, beside the listing's in the same query.
ProfileDocument: Any = app.Document.__table__.alias("profile")  # type: ignore[attr-defined]
PROFILE = ProfileDocument.c

BLOB = columns(app.Blob)
DOCUMENT = columns(app.Document)
TOKEN = columns(app.Token)
VARIANT = columns(app.Variant)
