"""The event bus: what was taken back, and how far its consumers are."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from indexer.tables.base import Chain, Timestamp


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
