"""Words the examples are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from ape.api import ReceiptAPI
from ape.exceptions import ContractLogicError, CustomError
from ape_ethereum.trace import Trace
from eth_utils import to_checksum_address

from tests.contracts.interface import Log, plain
from tests.contracts.machine import artifact
from tests.model.values import NATIVE, Line, Payment, Terms

__all__ = [
    "CONTENT",
    "DAY",
    "FAR",
    "HOUR",
    "NATIVE",
    "NO_REASON",
    "PRICE",
    "event",
    "events",
    "line",
    "payment",
    "reverts",
    "terms",
]

HOUR, DAY = 3_600, 86_400
FAR = 2**40 - 1
"""A deadline that does not matter here."""

PRICE = 1_000_000
CONTENT = b"\xcd" * 32

NO_REASON = "ContractLogicError"
"""A revert without data."""

SOUND = Terms(
    price=PRICE,
    member_discount_bps=0,
    member_tier=0,
    accept_window=DAY,
    deliver_window=7 * DAY,
    inspect_window=3 * DAY,
    arbitrator=0,
    low_stock=0,
    category=1,
    content=CONTENT,
)

Event = tuple[str, dict[str, Any]]


def terms(**changes: Any) -> tuple[Any, ...]:
    """Sound terms but for the changes, as the contract takes them."""
    return plain(replace(SOUND, **changes))


def line(listing_id: int, quantity: int = 1, **changes: Any) -> tuple[Any, ...]:
    return plain(replace(Line(listing_id, 1, quantity, 2**96 - 1), **changes))


def payment(**changes: Any) -> tuple[Any, ...]:
    return plain(replace(Payment(FAR), **changes))


@contextmanager
def reverts(error: str, *arguments: Any) -> Iterator[None]:
    """The block's transaction reverts with exactly this custom error and these arguments.

    Stricter than `ape.reverts`, which lets a revert pass whose data it could not decode. The trace that ape prints of
    each revert is left out, as this one is wanted.
    """
    with patch.object(Trace, "show"), pytest.raises(ContractLogicError) as raised:
        yield
    reason = _reason(raised.value)
    assert reason == (error, arguments), f"reverts with {reason}"


def _reason(error: ContractLogicError) -> tuple[str, tuple[Any, ...]]:
    """Name and arguments; ape decodes what the called contract declares, the rest is the market's passed through."""
    if isinstance(error, CustomError):
        return type(error).__name__, tuple(error.inputs.values())
    if not str(error.revert_message).startswith("0x"):
        return type(error).__name__, ()
    name, arguments = artifact("Market")[1].error(bytes.fromhex(str(error.revert_message)[2:]))
    return name, tuple(map(_readable, arguments))


def events(receipt: ReceiptAPI) -> list[Event]:
    """What the market and the contracts around it logged: name, and every field by name."""
    decoded = (_decode(log) for log in receipt.logs)
    return [event for event in decoded if event is not None]


def event(receipt: ReceiptAPI, name: str) -> dict[str, Any]:
    """The fields of the one event of this name."""
    (fields,) = (fields for of, fields in events(receipt) if of == name)
    return fields


def _decode(log: dict[str, Any]) -> Event | None:
    raw = Log(log["address"], tuple(map(bytes, log["topics"])), bytes(log["data"]))
    for contract in ("Market", "Sellers", "Reviews", "Quotes", "Membership"):
        interface = artifact(contract)[1]
        if interface.knows(raw):
            name, values = interface.event(raw)
            return name, dict(zip(interface.fields(raw), map(_readable, values), strict=True))
    return None


def _readable(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"0x[0-9a-f]{40}", value):
        return to_checksum_address(value)
    return value
