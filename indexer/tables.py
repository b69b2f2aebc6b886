"""Schema `chain`: what the market's logs say, as rows.

A leaf: imports nothing of ours. Every key starts with `chain_id`, then `market` (a deployment's number on that chain).
Addresses are 20 bytes, hashes 32 bytes, amounts whole numbers of a token's smallest unit, windows seconds, times UTC.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

metadata = MetaData(schema="chain")


class WholeNumber(TypeDecorator[int]):
    """numeric(78, 0), wide enough for a uint256, read as `int`."""

    impl = Numeric(78, 0)
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: Dialect) -> int | None:
        return None if value is None else int(value)


# `Any`, because sqlmodel types `sa_type` as a class and these carry arguments.
Amount: Any = WholeNumber()
Timestamp: Any = DateTime(timezone=True)
Hashes: Any = ARRAY(LargeBinary)


class Chain(SQLModel):
    """Base of the tables of one chain."""

    metadata = metadata


class Cursor(Chain, table=True):
    """What is committed. `epoch` grows with each change of leader; a commit of an older epoch is refused."""

    __tablename__ = "cursor"

    chain_id: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    genesis: bytes
    block_number: int = Field(sa_type=BigInteger)
    block_hash: bytes
    block_timestamp: datetime = Field(sa_type=Timestamp)
    epoch: int = Field(default=0, sa_type=BigInteger)
    updated_at: datetime = Field(sa_type=Timestamp)
    head_number: int | None = Field(default=None, sa_type=BigInteger, description="newest block a node has shown")
    head_seen_at: datetime | None = Field(default=None, sa_type=Timestamp, description="when a node last answered")
    status: str = Field(default="backfill", sa_type=Text, description="backfill | live | rebuilding")
    undo_from: int = Field(default=0, sa_type=BigInteger, description="every block from here on can be undone")
    markets: list[int] = Field(default_factory=list, sa_type=JSONB, description="deployments that are covered")


class Block(Chain, table=True):
    """Blocks within the finality window, and every block that has events."""

    __tablename__ = "block"

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    hash: bytes
    parent_hash: bytes
    timestamp: datetime = Field(sa_type=Timestamp)


class Event(Chain, table=True):
    """The append-only log. An event that no ABI knows has neither `name` nor `args`.

    `args` holds the arguments under their ABI names: integers of 64 bits and more as decimal strings, smaller ones as
    numbers, addresses and bytes as 0x hex. `subject` is what the event is about: `order/12`, `listing/7`,
    `account/0x…`, `seller/0x…`, `category/3` or `market`.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("event_subject", "chain_id", "market", "subject", "block_number", "log_index"),
        {"schema": "chain"},
    )

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True, sa_type=Integer)
    block_hash: bytes
    tx_hash: bytes
    tx_index: int = Field(sa_type=Integer)
    timestamp: datetime = Field(sa_type=Timestamp)
    market: int = Field(sa_type=SmallInteger)
    contract: str = Field(sa_type=Text)
    address: bytes
    name: str | None = Field(default=None, sa_type=Text)
    subject: str = Field(sa_type=Text)
    args: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    topics: list[bytes] = Field(sa_type=Hashes)
    data: bytes


class Undo(Chain, table=True):
    """Rows as they were before a block of the finality window changed them; `before` is null where there was none."""

    __tablename__ = "undo"

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    table_name: str = Field(primary_key=True, sa_type=Text)
    key: dict[str, Any] = Field(primary_key=True, sa_type=JSONB)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class Scoped(Chain):
    """Base of the projections: rows of one market on one chain."""

    # No values in Python: the handlers' rows leave these two to the writer.
    chain_id: int = Field(default=None, primary_key=True, sa_type=Integer)
    market: int = Field(default=None, primary_key=True, sa_type=SmallInteger)


class Listing(Scoped, table=True):
    """A listing with its newest terms. Source: Market, ListingCreated and later."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("listing_category", "chain_id", "market", "category_id", "listing_id"),
        Index("listing_seller", "chain_id", "market", "seller", "listing_id"),
        Index("listing_price", "chain_id", "market", "token", "price", "listing_id"),
        {"schema": "chain"},
    )

    listing_id: int = Field(primary_key=True, sa_type=BigInteger)
    seller: bytes
    token: bytes = Field(description="20 zero bytes: the chain's native coin")
    kind: str = Field(sa_type=Text, description="good | service | digital")
    version: int = Field(sa_type=BigInteger)
    price: int = Field(sa_type=Amount)
    stock: int | None = Field(sa_type=BigInteger, description="units left; null: unlimited")
    paused: bool
    member_discount_bps: int = Field(sa_type=Integer)
    member_tier: int = Field(sa_type=Integer)
    accept_window: int = Field(sa_type=BigInteger)
    deliver_window: int = Field(sa_type=BigInteger)
    inspect_window: int = Field(sa_type=BigInteger)
    arbitrator: int = Field(sa_type=Integer)
    low_stock: int = Field(sa_type=Integer)
    category_id: int = Field(sa_type=Integer)
    content: bytes
    created_at: datetime = Field(sa_type=Timestamp)
    updated_at: datetime = Field(sa_type=Timestamp)
    created_block: int = Field(sa_type=BigInteger)
    sold: int = Field(sa_type=BigInteger, description="units in orders that were not cancelled")
    orders: int = Field(sa_type=BigInteger)


class ListingVersion(Scoped, table=True):
    """The terms of each version of a listing."""

    __tablename__ = "listing_version"

    listing_id: int = Field(primary_key=True, sa_type=BigInteger)
    version: int = Field(primary_key=True, sa_type=BigInteger)
    price: int = Field(sa_type=Amount)
    member_discount_bps: int = Field(sa_type=Integer)
    member_tier: int = Field(sa_type=Integer)
    accept_window: int = Field(sa_type=BigInteger)
    deliver_window: int = Field(sa_type=BigInteger)
    inspect_window: int = Field(sa_type=BigInteger)
    arbitrator: int = Field(sa_type=Integer)
    low_stock: int = Field(sa_type=Integer)
    category_id: int = Field(sa_type=Integer)
    content: bytes
    tx_hash: bytes
    created_at: datetime = Field(sa_type=Timestamp)


class Order(Scoped, table=True):
    """An order: one listing × quantity. `total` = `escrow` + `paid` + `fee` + `referral` + `refunded`."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_buyer", "chain_id", "market", "buyer", "order_id"),
        Index("orders_seller", "chain_id", "market", "seller", "order_id"),
        Index("orders_listing", "chain_id", "market", "listing_id", "order_id"),
        Index("orders_checkout", "chain_id", "market", "checkout_id"),
        {"schema": "chain"},
    )

    order_id: int = Field(primary_key=True, sa_type=BigInteger)
    checkout_id: int = Field(sa_type=BigInteger)
    listing_id: int = Field(sa_type=BigInteger)
    version: int = Field(sa_type=BigInteger)
    seller: bytes
    token: bytes
    buyer: bytes
    quantity: int = Field(sa_type=BigInteger)
    total: int = Field(sa_type=Amount)
    escrow: int = Field(sa_type=Amount)
    paid: int = Field(sa_type=Amount, description="to the seller, after the fee")
    fee: int = Field(sa_type=Amount, description="to the market, after the referrer's share")
    referral: int = Field(sa_type=Amount)
    refunded: int = Field(sa_type=Amount)
    fee_bps: int = Field(sa_type=Integer)
    membership_id: int = Field(sa_type=Amount)
    referrer: bytes | None = None
    referral_share_bps: int = Field(sa_type=Integer)
    state: str = Field(
        sa_type=Text,
        description="placed | accepted | in_progress | delivered | disputed | completed | cancelled | resolved",
    )
    deadline: datetime | None = Field(sa_type=Timestamp, description="last second of the party whose turn it is")
    started_document: bytes | None = None
    delivered_document: bytes | None = None
    placed_at: datetime = Field(sa_type=Timestamp)
    accepted_at: datetime | None = Field(default=None, sa_type=Timestamp)
    started_at: datetime | None = Field(default=None, sa_type=Timestamp)
    delivered_at: datetime | None = Field(default=None, sa_type=Timestamp)
    closed_at: datetime | None = Field(default=None, sa_type=Timestamp)
    closed_by: bytes | None = None
    tx_hash: bytes = Field(description="of the checkout")
    updated_block: int = Field(sa_type=BigInteger)


class Balance(Scoped, table=True):
    """Claims in the ERC-6909 ledger. Source: its Transfer event alone."""

    __tablename__ = "balance"

    account: bytes = Field(primary_key=True)
    token: bytes = Field(primary_key=True)
    amount: int = Field(sa_type=Amount)


class LedgerEntry(Scoped, table=True):
    """Why claims moved. An account's entries in a token add up to its balance.

    Those of the market's own address add up to the fees that are not collected yet (IOrders, `feesOf`).
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ledger_entry_account", "chain_id", "market", "account", "block_number", "log_index", "seq"),
        {"schema": "chain"},
    )

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True, sa_type=Integer)
    seq: int = Field(primary_key=True, sa_type=SmallInteger)
    account: bytes
    token: bytes
    amount: int = Field(sa_type=Amount, description="signed")
    kind: str = Field(
        sa_type=Text,
        description="deposit | withdrawal | purchase | sale | refund | referral | fee | transfer",
    )
    order_id: int | None = Field(default=None, sa_type=BigInteger)
    checkout_id: int | None = Field(default=None, sa_type=BigInteger)
    counterparty: bytes | None = None
    tx_hash: bytes
    timestamp: datetime = Field(sa_type=Timestamp)


class Seller(Scoped, table=True):
    """A registered seller with its counts."""

    __tablename__ = "seller"

    address: bytes = Field(primary_key=True)
    status: str = Field(sa_type=Text, description="none | active | suspended")
    profile: bytes | None = None
    registered_at: datetime = Field(sa_type=Timestamp)
    listings: int = Field(sa_type=BigInteger)
    orders: int = Field(sa_type=BigInteger)
    completed: int = Field(sa_type=BigInteger)
    cancelled: int = Field(sa_type=BigInteger)
    suspended_reason: bytes | None = None
    on_sale: dict[str, int] = Field(sa_type=JSONB, description="category id → listings not paused and in stock")


class Category(Scoped, table=True):
    """`listings` counts what is on sale in this very category: not paused, in stock, seller active."""

    __tablename__ = "category"

    category_id: int = Field(primary_key=True, sa_type=Integer)
    parent_id: int | None = Field(default=None, sa_type=Integer)
    name: str = Field(sa_type=Text)
    listings: int = Field(sa_type=BigInteger)


class MarketState(Scoped, table=True):
    """A market's settings and counts."""

    __tablename__ = "market_state"

    fee_bps: int = Field(sa_type=Integer)
    referral_share_bps: int = Field(sa_type=Integer)
    listings_paused: bool
    orders_paused: bool
    listings: int = Field(sa_type=BigInteger)
    orders: int = Field(sa_type=BigInteger)
    sellers: int = Field(sa_type=BigInteger)


class Rewind(Chain, table=True):
    """Each time that blocks were taken back: from `from_block` down to above `to_block`; numbered without a gap."""

    __tablename__ = "rewind"

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    from_block: int = Field(sa_type=BigInteger)
    to_block: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=Timestamp)


class Orphan(Chain, table=True):
    """An event that a rewind took out of `event`, so that consumers can take back what they have told of it."""

    __tablename__ = "orphan"
    __table_args__ = (Index("orphan_log", "chain_id", "tx_hash", "log_index"), {"schema": "chain"})

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    rewind: int = Field(primary_key=True, sa_type=BigInteger)
    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True, sa_type=Integer)
    tx_hash: bytes
    timestamp: datetime = Field(sa_type=Timestamp)
    market: int = Field(sa_type=SmallInteger)
    contract: str = Field(sa_type=Text)
    name: str | None = Field(default=None, sa_type=Text)
    subject: str = Field(sa_type=Text)
    args: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    correlation: str = Field(sa_type=Text, description="what a process of events has in common: `checkout/12`")


class Consumer(Chain, table=True):
    """How far a consumer of the event bus is. Positions are a block and a log index in it.

    Everything up to the position was handled. What lies between it and `reaching` may have been: the consumer said so
    before it began, and has not come back.
    """

    __tablename__ = "consumer"

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    name: str = Field(primary_key=True, sa_type=Text)
    confirmations: int = Field(sa_type=Integer)
    block_number: int = Field(sa_type=BigInteger)
    log_index: int = Field(sa_type=Integer)
    reaching_block: int = Field(sa_type=BigInteger)
    reaching_index: int = Field(sa_type=Integer)
    rewind: int = Field(sa_type=BigInteger, description="the last one that was handled")
    updated_at: datetime = Field(sa_type=Timestamp)
