"""What the API says of reviews and comments."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.sellers.schemas import SellerName
from api.texts import Text
from api.values import Rating


class Answer(BaseModel):
    """The seller's answer to a review."""

    text: Text | None
    at: datetime


class Review(BaseModel):
    """A buyer's review of an order. Hiding its text leaves its mark."""

    order_id: int = Field(examples=[12])
    listing_id: int = Field(examples=[7])
    seller: SellerName
    buyer: str
    rating: int = Field(description="1 to 5", ge=1, le=5, examples=[5])
    text: Text | None = Field(description="null: a mark without words")
    answer: Answer | None
    reviewed_at: datetime
    changed_at: datetime | None
    editable_until: datetime = Field(description="last second in which the buyer may change it")
    tx_hash: str


class ReviewPage(BaseModel):
    items: list[Review]
    next: str | None


class BuyerReview(BaseModel):
    """A seller's mark for the buyer of an order."""

    order_id: int = Field(examples=[12])
    buyer: str
    seller: SellerName
    rating: int = Field(description="1 to 5", ge=1, le=5, examples=[5])
    text: Text | None
    reviewed_at: datetime
    tx_hash: str


class BuyerReviewPage(BaseModel):
    rating: Rating = Field(description="of all marks of this buyer, not of this page alone")
    items: list[BuyerReview]
    next: str | None


class Comment(BaseModel):
    """A comment on a listing."""

    id: int = Field(examples=[3])
    listing_id: int = Field(examples=[7])
    thread_id: int = Field(description="the comment that began the thread; its own id for that one")
    parent_id: int | None = Field(description="the comment that it answers")
    author: str
    by_seller: bool = Field(description="whether the listing's seller says it")
    text: Text | None
    replies: int = Field(description="in the whole thread; counted at its first comment alone")
    at: datetime
    tx_hash: str


class CommentPage(BaseModel):
    items: list[Comment]
    next: str | None
