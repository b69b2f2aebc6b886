"""Memberships: ERC-721 tokens that run out (ERC-5643)."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlmodel import Field

from indexer.tables.base import Amount, Scoped, Timestamp


class MembershipTier(Scoped, table=True):
    """A tier; its terms never change. Source: Membership."""

    __tablename__ = "membership_tier"

    tier_id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(sa_type=Text)
    token: bytes
    price: int = Field(sa_type=Amount, description="of one period")
    period: int = Field(sa_type=BigInteger, description="seconds")
    rank: int = Field(sa_type=Integer, description="what is compared with a listing's `member_tier`")
    supply: int | None = Field(sa_type=BigInteger, description="most that are ever minted; null: no limit")
    minted: int = Field(sa_type=BigInteger)
    transferable: bool
    closed: bool


class Membership(Scoped, table=True):
    """A membership. Money is of the tier's token."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("membership_holder", "chain_id", "market", "holder", "membership_id"),
        {"schema": "chain"},
    )

    membership_id: int = Field(primary_key=True, sa_type=BigInteger)
    tier_id: int = Field(sa_type=BigInteger)
    holder: bytes | None = Field(description="null once it is burnt")
    expires_at: datetime = Field(sa_type=Timestamp, description="last second that is paid for")
    paid: int = Field(sa_type=Amount)
    refunded: int = Field(sa_type=Amount)
    minted_at: datetime = Field(sa_type=Timestamp)
    cancelled_at: datetime | None = Field(default=None, sa_type=Timestamp)
    tx_hash: bytes
    updated_block: int = Field(sa_type=BigInteger)
