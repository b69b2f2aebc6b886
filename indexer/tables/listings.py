"""What is for sale, by whom, and the market's settings."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from indexer.tables.base import Amount, Scoped, Timestamp


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
    rating_sum: int = Field(sa_type=BigInteger, description="of all marks, 1 to 5 each")
    rating_count: int = Field(sa_type=BigInteger)


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
    rating_sum: int = Field(sa_type=BigInteger, description="of all marks, 1 to 5 each")
    rating_count: int = Field(sa_type=BigInteger)
    suspended_reason: bytes | None = None
    on_sale: dict[str, int] = Field(sa_type=JSONB, description="category id → listings not paused and in stock")


class SellerBond(Scoped, table=True):
    """What a seller has put up in a token. Source: Sellers."""

    __tablename__ = "seller_bond"

    seller: bytes = Field(primary_key=True)
    token: bytes = Field(primary_key=True)
    amount: int = Field(sa_type=Amount)
    unlocking: int = Field(sa_type=Amount, description="of the amount; may leave from `unlocks_at` on, for 14 days")
    unlocks_at: datetime | None = Field(default=None, sa_type=Timestamp)
    slashed: int = Field(sa_type=Amount, description="paid to buyers so far")


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
