"""What the API says of listings."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.reviews.schemas import Comment, Review
from api.sellers.schemas import Seller, SellerName
from api.values import Image, Money, Rating

Kind = Literal["good", "service", "digital"]
Sort = Literal["newest", "price", "-price", "relevance", "popular"]


class CategoryName(BaseModel):
    id: int = Field(examples=[3])
    name: str = Field(examples=["Ceramics"])


class ListingSummary(BaseModel):
    """A listing as a card shows it."""

    id: int = Field(examples=[7])
    market: int = Field(examples=[1])
    seller: SellerName
    kind: Kind
    title: str | None = Field(examples=["Stoneware bowl, blue rim"], description="null while its document is not here")
    summary: str | None
    image: Image | None
    price: Money
    stock: int | None = Field(description="units left; null: unlimited", examples=[12])
    unlimited: bool
    low_stock: bool = Field(description="at or below the seller's own mark")
    paused: bool
    on_sale: bool = Field(description="not paused, in stock, seller active, market open")
    member_discount_bps: int = Field(description="basis points", examples=[0])
    member_tier: int = Field(description="lowest membership tier that may buy, 0: everyone", examples=[0])
    category: CategoryName
    version: int = Field(description="what a purchase must name", examples=[1])
    sold: int = Field(description="units", examples=[31])
    rating: Rating
    created_at: datetime
    updated_at: datetime


class Place(BaseModel):
    name: str = Field(examples=["Lisbon"])
    latitude: float | None = Field(default=None, examples=[38.72])
    longitude: float | None = Field(default=None, examples=[-9.14])


class Attribute(BaseModel):
    name: str = Field(examples=["Diameter"])
    value: str = Field(examples=["18 cm"])


class Document(BaseModel):
    """The listing's document, made safe to show: plain text, lengths bounded. The signed bytes are at its CID."""

    title: str
    summary: str
    description: str = Field(description="plain text; line breaks are kept")
    images: list[Image]
    attributes: list[Attribute]
    tags: list[str]
    place: Place | None


class Version(BaseModel):
    version: int
    price: Money
    content: str
    created_at: datetime
    tx_hash: str


class Listing(ListingSummary):
    """A listing whole. Windows are seconds."""

    content: str = Field(description="CID of the document of this version")
    document: Document | None
    accept_window: int = Field(description="0: orders are accepted at once")
    deliver_window: int
    inspect_window: int
    arbitrator: int
    fee_bps: int = Field(description="the market's fee today, taken from what the seller is paid; basis points")
    seller: Seller
    versions: list[Version] = Field(description="newest first")
    reviews: list[Review] = Field(description="the newest three; the others by their own route")
    threads: list[Comment] = Field(description="first comments of the newest three threads")


class ListingPage(BaseModel):
    items: list[ListingSummary]
    next: str | None


class Filters(BaseModel):
    """What a search asks for; also what its cursors are bound to."""

    q: str | None = None
    category: int | None = None
    kind: Kind | None = None
    seller: str | None = None
    token: str | None = None
    min_price: int | None = None
    max_price: int | None = None
    in_stock: bool = False
    include_paused: bool = False
    sort: Sort = "newest"
