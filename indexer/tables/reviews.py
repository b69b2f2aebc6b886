"""What is said of orders, sellers and buyers. Texts are documents named by their SHA-256."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, SmallInteger, Text
from sqlmodel import Field

from indexer.tables.base import Amount, Scoped, Timestamp


class Review(Scoped, table=True):
    """A buyer's review of an order, and the seller's answer. Source: Market (IRatings), Reviews."""

    __tablename__ = "review"
    __table_args__ = (
        Index("review_listing", "chain_id", "market", "listing_id", "order_id"),
        Index("review_seller", "chain_id", "market", "seller", "order_id"),
        Index("review_buyer", "chain_id", "market", "buyer", "order_id"),
        {"schema": "chain"},
    )

    order_id: int = Field(primary_key=True, sa_type=BigInteger)
    listing_id: int = Field(sa_type=BigInteger)
    seller: bytes
    buyer: bytes
    rating: int = Field(sa_type=SmallInteger, description="1 to 5")
    content: bytes | None
    editable_until: datetime = Field(sa_type=Timestamp)
    reviewed_at: datetime = Field(sa_type=Timestamp)
    changed_at: datetime | None = Field(default=None, sa_type=Timestamp)
    answer: bytes | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Timestamp)
    tx_hash: bytes
    updated_block: int = Field(sa_type=BigInteger)


class BuyerReview(Scoped, table=True):
    """A seller's mark for the buyer of an order."""

    __tablename__ = "buyer_review"
    __table_args__ = (
        Index("buyer_review_buyer", "chain_id", "market", "buyer", "order_id"),
        {"schema": "chain"},
    )

    order_id: int = Field(primary_key=True, sa_type=BigInteger)
    buyer: bytes
    seller: bytes
    rating: int = Field(sa_type=SmallInteger, description="1 to 5")
    content: bytes | None
    reviewed_at: datetime = Field(sa_type=Timestamp)
    tx_hash: bytes


class Comment(Scoped, table=True):
    """A comment on a listing. `thread_id` is the comment that began the thread, for that one its own id."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("comment_thread", "chain_id", "market", "listing_id", "thread_id", "comment_id"),
        {"schema": "chain"},
    )

    comment_id: int = Field(primary_key=True, sa_type=BigInteger)
    listing_id: int = Field(sa_type=BigInteger)
    thread_id: int = Field(sa_type=BigInteger)
    parent_id: int | None = Field(sa_type=BigInteger)
    author: bytes
    content: bytes
    replies: int = Field(sa_type=BigInteger, description="in its whole thread; counted at the first comment alone")
    commented_at: datetime = Field(sa_type=Timestamp)
    tx_hash: bytes


class HiddenText(Scoped, table=True):
    """A text that moderators hide. A row of its own: nothing says that the text is there yet."""

    __tablename__ = "hidden_text"

    text: str = Field(primary_key=True, sa_type=Text, description="review | answer | comment | buyer_review")
    id: int = Field(primary_key=True, sa_type=Amount, description="of the order, or of the comment")
    hidden: bool
    reason: bytes = Field(description="of the last hiding: SHA-256 of a document")
    moderator: bytes
    changed_at: datetime = Field(sa_type=Timestamp)
