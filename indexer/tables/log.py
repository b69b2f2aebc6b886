"""The log itself, how far it is read, and what takes it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Float, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from indexer.tables.base import Chain, Hashes, Timestamp


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


class Leader(Chain, table=True):
    """Who wrote last as the leader, and what last went wrong with an indexer of the chain. Not needed to follow it."""

    __tablename__ = "leader"

    chain_id: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    host: str = Field(sa_type=Text)
    pid: int = Field(sa_type=Integer)
    epoch: int = Field(sa_type=BigInteger)
    since: datetime = Field(sa_type=Timestamp)
    finality: int = Field(sa_type=Integer, description="blocks that it can take back by images")
    events_per_second: float = Field(sa_type=Float, description="in the second before `updated_at`")
    updated_at: datetime = Field(sa_type=Timestamp)
    error: str | None = Field(default=None, sa_type=Text)
    error_at: datetime | None = Field(default=None, sa_type=Timestamp)


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


class LateIndex(Chain, table=True):
    """An index that is built at the end of a first backfill."""

    __tablename__ = "late_index"

    name: str = Field(primary_key=True, sa_type=Text)
    definition: str = Field(sa_type=Text, description="the statement that makes it; empty once only the key is missing")
    key_of: str | None = Field(default=None, sa_type=Text, description="the table whose primary key it is")
