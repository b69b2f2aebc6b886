"""Small things that several projections share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Need = tuple[str, Callable[[Any], Any]]
"""A table, and what gives the key of the row in it that an event is about, from the event's arguments."""

KINDS = ("good", "service", "digital")
STATES = (
    "none",
    "placed",
    "accepted",
    "in_progress",
    "delivered",
    "disputed",
    "completed",
    "cancelled",
    "resolved",
)
STATUSES = ("none", "active", "suspended")

UNLIMITED = 2**32 - 1
"""Stock that never runs out (IMarket, `UNLIMITED`)."""

NOBODY = bytes(20)
NO_DOCUMENT = bytes(32)

LAST_SECOND = 253_402_300_799
"""The end of year 9999, where Python's calendar ends; a uint40 goes further."""


def utc(seconds: int) -> datetime:
    """A Unix time of the chain."""
    return datetime.fromtimestamp(min(seconds, LAST_SECOND), UTC)


def stock_of(units: int) -> int | None:
    """Units left; None where the contract says unlimited."""
    return None if units == UNLIMITED else units


def document_of(digest: bytes) -> bytes | None:
    """A document's SHA-256; None for zeros."""
    return None if digest == NO_DOCUMENT else digest
