"""What the contracts store and take. Nothing here changes: an operation replaces a value by another.

Amounts are smallest units of a token, times are Unix seconds, windows are seconds, shares are basis points. The fields
of the classes that a contract has too stand in the order of its structs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

NATIVE = NOBODY = "0x" + "00" * 20
"""Address 0: as a token it is the native coin, as an account it is no one."""

ONE = 10_000
"""The whole, in basis points."""

UNLIMITED = 2**32 - 1
MAX_FEE_BPS = 1_000
MIN_WINDOW = 3_600
MAX_WINDOW = 365 * 86_400
MAX_CATEGORY_NAME = 64
MAX_RATING = 5
EDIT_WINDOW = 30 * 86_400
UNLOCK_DELAY = 90 * 86_400
WITHDRAW_WINDOW = 14 * 86_400
PERMIT2 = "0x000000000022d473030f116ddee9f6b43ac78ba3"
"""Uniswap's Permit2, where a chain has it."""

Event = tuple[str, tuple[Any, ...]]
"""Name and arguments, in the contract's order."""


class Kind(IntEnum):
    GOOD = 0
    SERVICE = 1
    DIGITAL = 2


class SellerStatus(IntEnum):
    NONE = 0
    ACTIVE = 1
    SUSPENDED = 2


class State(IntEnum):
    NONE = 0
    PLACED = 1
    ACCEPTED = 2
    IN_PROGRESS = 3
    DELIVERED = 4
    DISPUTED = 5
    COMPLETED = 6
    CANCELLED = 7
    RESOLVED = 8


class Stage(IntEnum):
    NONE = 0
    RAISED = 1
    ARBITRATED = 2
    CLOSED = 3


class Text(IntEnum):
    REVIEW = 0
    ANSWER = 1
    COMMENT = 2
    BUYER_REVIEW = 3


@dataclass(frozen=True)
class Message:
    """Who calls, with how much of the native coin, in a block of which time."""

    sender: str
    now: int
    value: int = 0


@dataclass(frozen=True)
class Config:
    listing_count: int = 0
    order_count: int = 0
    category_count: int = 0
    fee_bps: int = 0
    referral_share_bps: int = 0
    listings_paused: bool = False
    orders_paused: bool = False


@dataclass(frozen=True)
class Terms:
    price: int
    member_discount_bps: int
    member_tier: int
    accept_window: int
    deliver_window: int
    inspect_window: int
    arbitrator: int
    low_stock: int
    category: int
    content: bytes


@dataclass(frozen=True)
class Listing:
    seller: str
    kind: Kind
    native: bool
    paused: bool = False
    member_discount_bps: int = 0
    member_tier: int = 0
    arbitrator: int = 0
    low_stock: int = 0
    price: int = 0
    stock: int = 0
    version: int = 1
    accept_window: int = 0
    deliver_window: int = 0
    inspect_window: int = 0


@dataclass(frozen=True)
class Line:
    listing_id: int
    version: int
    quantity: int
    max_total: int
    membership_id: int = 0


@dataclass(frozen=True)
class Payment:
    deadline: int
    use_balance: bool = False
    referrer: str = NOBODY


@dataclass(frozen=True)
class Permit:
    """An EIP-2612 permit that `signer` signed for the market as spender; on chain it is its signature."""

    value: int
    deadline: int
    signer: str
    nonce: int


@dataclass(frozen=True)
class Permit2:
    """What Permit2 would ask for; its signature is never read, as no chain of the tests has Permit2."""

    nonce: int
    deadline: int
    signature: bytes = b""


@dataclass(frozen=True)
class Part:
    quantity: int
    total: int
    deliver_window: int = 0


@dataclass(frozen=True)
class Offer:
    maker: str
    taker: str
    listing_id: int
    version: int
    parts: tuple[Part, ...]
    nonce: int
    counters: int
    expires: int
    content: bytes


@dataclass(frozen=True)
class Signature:
    """That `signer` signed this offer; on chain it is 65 bytes. `fault` names what was done to them since."""

    signer: str
    offer: Offer
    fault: str = ""


@dataclass(frozen=True)
class Settlement:
    order_id: int
    escrow: int
    to_buyer: int
    deadline: int


@dataclass(frozen=True)
class Consent:
    """That `signer` signed this settlement; on chain it is 65 bytes."""

    signer: str
    settlement: Settlement


@dataclass(frozen=True)
class Case:
    buyer: str = NOBODY
    deadline: int = 0
    arbitrator_id: int = 0
    stage: Stage = Stage.NONE
    raised_by_buyer: bool = False
    seller: str = NOBODY
    pool: int = 0


@dataclass(frozen=True)
class Rating:
    total: int = 0
    count: int = 0


@dataclass(frozen=True)
class Bond:
    amount: int = 0
    unlocking: int = 0
    unlocks_at: int = 0


@dataclass(frozen=True)
class Order:
    buyer: str
    listing_id: int
    quantity: int
    fee_bps: int
    referred: bool
    escrow: int
    deadline: int
    state: State
    version: int
    deliver_window: int
    inspect_window: int
    arbitrator: int
    rating: int = 0


@dataclass(frozen=True)
class Referral:
    referrer: str = NOBODY
    share_bps: int = 0


@dataclass(frozen=True)
class Membership:
    holder: str = NOBODY
    tier: int = 0
    expires_at: int = 0
