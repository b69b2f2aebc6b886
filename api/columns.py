"""Columns as SQLAlchemy Core sees them, `select(*LISTING)`, `LISTING.price`; SQLModel types fields as plain values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast
from sqlmodel import SQLModel

from api import tables as app
from indexer import tables as chain


def columns(model: type[SQLModel]) -> Any:
    """The columns of a table, by name and in order. `Any`: only the table's definition knows their names."""
    table: Any = model.__table__  # type: ignore[attr-defined]
    return table.c


ARBITRATION = columns(chain.Arbitration)
ARBITRATOR = columns(chain.Arbitrator)
BALANCE = columns(chain.Balance)
BUYER_REVIEW = columns(chain.BuyerReview)
CANCELLED_NONCES = columns(chain.CancelledNonces)
CATEGORY = columns(chain.Category)
COMMENT = columns(chain.Comment)
COUNCIL_CASE = columns(chain.CouncilCase)
COUNCIL_MEMBER = columns(chain.CouncilMember)
COUNCIL_ROUND = columns(chain.CouncilRound)
COUNCIL_VOTE = columns(chain.CouncilVote)
CURSOR = columns(chain.Cursor)
DEAL = columns(chain.Deal)
DISPUTE = columns(chain.Dispute)
EVENT = columns(chain.Event)
EVIDENCE = columns(chain.Evidence)
HIDDEN_TEXT = columns(chain.HiddenText)
LEDGER_ENTRY = columns(chain.LedgerEntry)
LISTING = columns(chain.Listing)
LISTING_VERSION = columns(chain.ListingVersion)
MARKET_STATE = columns(chain.MarketState)
MEMBERSHIP = columns(chain.Membership)
MEMBERSHIP_TIER = columns(chain.MembershipTier)
OFFER = columns(chain.Offer)
ORDER = columns(chain.Order)
PROVIDER = columns(chain.Provider)
QUOTE_REQUEST = columns(chain.QuoteRequest)
REVIEW = columns(chain.Review)
SELLER = columns(chain.Seller)
SELLER_BOND = columns(chain.SellerBond)

# The seller's profile document, beside the listing's in the same query.
ProfileDocument: Any = app.Document.__table__.alias("profile")  # type: ignore[attr-defined]
PROFILE = ProfileDocument.c

BLOB = columns(app.Blob)
DOCUMENT = columns(app.Document)
TOKEN = columns(app.Token)
VARIANT = columns(app.Variant)


def as_id(column: ColumnElement[int]) -> ColumnElement[int | None]:
    """A uint256 as the id of a row, null where none can have it: so that the index on ids answers."""
    return cast(case((column < 2**63, column)), BigInteger)
