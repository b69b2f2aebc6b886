"""Requests for quotes, offers that were made public, and what became of them.

An offer is what somebody signed: nothing but the signature was checked, so its numbers may be as wide as their types.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from indexer.tables.base import Amount, Scoped, Timestamp


class QuoteRequest(Scoped, table=True):
    """What a buyer wants. Source: Quotes."""

    __tablename__ = "quote_request"
    __table_args__ = (
        Index("quote_request_buyer", "chain_id", "market", "buyer", "request_id"),
        Index("quote_request_category", "chain_id", "market", "category_id", "request_id"),
        {"schema": "chain"},
    )

    request_id: int = Field(primary_key=True, sa_type=BigInteger)
    buyer: bytes
    category_id: int = Field(sa_type=Integer)
    token: bytes
    budget: int | None = Field(sa_type=Amount)
    deadline: datetime = Field(sa_type=Timestamp)
    content: bytes
    offers: int = Field(sa_type=BigInteger)
    requested_at: datetime = Field(sa_type=Timestamp)
    closed_at: datetime | None = Field(default=None, sa_type=Timestamp)
    tx_hash: bytes


class Offer(Scoped, table=True):
    """An offer (EIP-712) that was made public, by its digest."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("offer_maker", "chain_id", "market", "maker", "published_block", "digest"),
        Index("offer_taker", "chain_id", "market", "taker", "published_block", "digest"),
        Index("offer_request", "chain_id", "market", "request_id", "published_block", "digest"),
        Index("offer_listing", "chain_id", "market", "listing_id", "published_block", "digest"),
        {"schema": "chain"},
    )

    digest: bytes = Field(primary_key=True)
    maker: bytes
    taker: bytes | None = Field(description="who may take it; null: anyone")
    listing_id: int = Field(sa_type=Amount)
    version: int = Field(sa_type=BigInteger)
    parts: list[dict[str, Any]] = Field(sa_type=JSONB, description="quantity, total (decimal string), deliver_window")
    total: int = Field(sa_type=Amount, description="of all parts, in the listing's token")
    nonce: int = Field(sa_type=Amount)
    counters: int | None = Field(sa_type=Amount, description="nonce of the taker's own offer that it replies to")
    expires: datetime = Field(sa_type=Timestamp)
    expires_at: int = Field(sa_type=BigInteger, description="the same, Unix time, as it was signed")
    content: bytes | None
    signature: bytes
    request_id: int | None = Field(sa_type=BigInteger)
    published_at: datetime = Field(sa_type=Timestamp)
    published_block: int = Field(sa_type=BigInteger)
    tx_hash: bytes


class Deal(Scoped, table=True):
    """An offer that was taken, made public before or not. Source: Market (IOffers)."""

    __tablename__ = "deal"
    __table_args__ = (
        Index("deal_nonce", "chain_id", "market", "maker", "nonce"),
        Index("deal_counters", "chain_id", "market", "taker", "counters"),
        Index("deal_checkout", "chain_id", "market", "checkout_id"),
        {"schema": "chain"},
    )

    digest: bytes = Field(primary_key=True)
    maker: bytes
    taker: bytes
    nonce: int = Field(sa_type=Amount)
    counters: int | None = Field(default=None, sa_type=Amount, description="nonce of the taker's that it used up too")
    checkout_id: int = Field(sa_type=BigInteger, description="the first of its orders")
    orders: int = Field(sa_type=BigInteger)
    content: bytes | None
    taken_at: datetime = Field(sa_type=Timestamp)
    tx_hash: bytes


class CancelledNonces(Scoped, table=True):
    """Nonces `256 × word + bit` that a maker cancelled, bit by bit."""

    __tablename__ = "cancelled_nonces"

    maker: bytes = Field(primary_key=True)
    word: int = Field(primary_key=True, sa_type=Amount)
    bits: bytes = Field(description="32 bytes, the lowest first, as `get_bit` counts")
