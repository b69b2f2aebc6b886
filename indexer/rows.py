"""Rows in memory, as the handlers see them: no SQL, no RPC."""

from copy import copy
from typing import Any, Generic, TypeVar

from indexer.records import (
    Arbitration,
    Arbitrator,
    Balance,
    BuyerReview,
    CancelledNonces,
    Category,
    Comment,
    CouncilCase,
    CouncilMember,
    CouncilRound,
    CouncilVote,
    Deal,
    Dispute,
    Evidence,
    HiddenText,
    LedgerEntry,
    Listing,
    ListingVersion,
    MarketState,
    Membership,
    MembershipTier,
    Offer,
    Order,
    QuoteRequest,
    Review,
    Seller,
    SellerBond,
)

Row = TypeVar("Row")
Key = TypeVar("Key")


class UnknownRow(LookupError):
    """An event is about something that no earlier event made: the log has a gap."""


class NotLoaded(LookupError):
    """A handler asked for a row that the store was not told to load (see `projections.needs`)."""


class Table(Generic[Key, Row]):
    """The rows of one table that are in memory, and what has happened to them since the last commit.

    `complete` says that every row of the table is here, so that an absent key needs no look into the database; so does
    a key above `top`, which the contract has not given out before (`counted`).
    Rows are kept in two generations, so that dropping the less used half costs nothing per look-up. `written_once`
    tables are never read by a handler, so their rows are let go after each commit.
    """

    def __init__(self, name: str, *, written_once: bool = False, counted: bool = False) -> None:
        self.name = name
        self.written_once = written_once
        self.counted = counted
        self.top: Any = None
        self.complete = written_once
        self.rows: dict[Key, Row] = {}
        self.older: dict[Key, Row] = {}
        self.absent: set[Key] = set()
        self.added: dict[Key, Row] = {}
        self.changed: dict[Key, Row] = {}
        self.images: dict[Key, Row | None] | None = None

    def get(self, key: Key) -> Row | None:
        """The row, to read. Raises `NotLoaded`."""
        row = self.rows.get(key)
        if row is not None:
            return row
        return self._promote(key)

    def read(self, key: Key) -> Row:
        """The row, to read. Raises `UnknownRow` if there is none."""
        row = self.get(key)
        if row is None:
            raise UnknownRow(f"no {self.name} {_shown(key)}")
        return row

    def change(self, key: Key) -> Row:
        """The row, to change in place. Raises `UnknownRow` if there is none."""
        row = self.read(key)
        if self.images is not None and key not in self.images:
            self.images[key] = copy(row)
        if key not in self.added:
            self.changed[key] = row
        return row

    def add(self, key: Key, row: Row) -> Row:
        """Puts a new row in."""
        if self.images is not None:
            self.images.setdefault(key, None)
        self.rows[key] = self.added[key] = row
        if self.top is not None:
            self.top = max(self.top, key)
        return row

    def holds(self, key: Key) -> bool:
        """Whether it is known here that the row exists, or that it does not."""
        return key in self.rows or key in self.older or self._lacks(key)

    def _lacks(self, key: Key) -> bool:
        """Whether a row that is not here is known not to be."""
        return self.complete or key in self.absent or (self.top is not None and key > self.top)

    def keep(self, key: Key, row: Row) -> None:
        """Takes in a row as the database has it."""
        self.rows[key] = row

    def forget(self) -> None:
        """Lets all rows go: the database has become another."""
        self.rows, self.older, self.complete, self.images = {}, {}, self.written_once, None
        self.top = None
        self.committed(0)

    def committed(self, limit: int) -> None:
        """Forgets what was changed, and, above `limit` rows, those that were not used for longest."""
        self.added, self.changed, self.absent = {}, {}, set()
        if self.written_once:
            self.rows = {}
        elif len(self.rows) > limit // 2:
            self.complete = self.complete and not self.older
            self.older, self.rows = self.rows, {}

    def _promote(self, key: Key) -> Row | None:
        row = self.older.pop(key, None)
        if row is not None:
            self.rows[key] = row
        elif not self._lacks(key):
            raise NotLoaded(f"{self.name} {_shown(key)}")
        return row


class Rows:
    """Everything that the handlers of one market on one chain may touch."""

    def __init__(self) -> None:
        self.listing: Table[int, Listing] = Table("listing", counted=True)
        self.listing_version: Table[tuple[int, int], ListingVersion] = Table("listing_version", written_once=True)
        self.orders: Table[int, Order] = Table("orders", counted=True)
        self.balance: Table[tuple[bytes, bytes], Balance] = Table("balance")
        self.seller: Table[bytes, Seller] = Table("seller")
        self.seller_bond: Table[tuple[bytes, bytes], SellerBond] = Table("seller_bond")
        self.category: Table[int, Category] = Table("category")
        self.market_state: Table[tuple[()], MarketState] = Table("market_state")
        self.arbitrator: Table[int, Arbitrator] = Table("arbitrator")
        self.dispute: Table[int, Dispute] = Table("dispute")
        self.arbitration: Table[tuple[bytes, int], Arbitration] = Table("arbitration")
        self.evidence: Table[tuple[int, int, int], Evidence] = Table("evidence", written_once=True)
        self.council_member: Table[bytes, CouncilMember] = Table("council_member")
        self.council_case: Table[int, CouncilCase] = Table("council_case")
        self.council_round: Table[tuple[int, int], CouncilRound] = Table("council_round")
        self.council_vote: Table[tuple[int, int, bytes], CouncilVote] = Table("council_vote", written_once=True)
        self.review: Table[int, Review] = Table("review")
        self.buyer_review: Table[int, BuyerReview] = Table("buyer_review", written_once=True)
        self.comment: Table[int, Comment] = Table("comment")
        self.hidden_text: Table[tuple[str, int], HiddenText] = Table("hidden_text")
        self.membership_tier: Table[int, MembershipTier] = Table("membership_tier")
        self.membership: Table[int, Membership] = Table("membership")
        self.quote_request: Table[int, QuoteRequest] = Table("quote_request")
        self.offer: Table[bytes, Offer] = Table("offer")
        self.deal: Table[bytes, Deal] = Table("deal", written_once=True)
        self.cancelled_nonces: Table[tuple[bytes, int], CancelledNonces] = Table("cancelled_nonces")
        self.entries: list[LedgerEntry] = []
        self.tables: tuple[Table[Any, Any], ...] = tuple(
            each for each in vars(self).values() if isinstance(each, Table)
        )


def _shown(key: Any) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return "/".join(part.hex() if isinstance(part, bytes) else str(part) for part in parts)
