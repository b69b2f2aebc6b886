"""What the API says of sellers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.values import SELLER, Money, Rating

Sort = Literal["address", "newest", "popular"]


class SellerName(BaseModel):
    address: str = Field(examples=[SELLER])
    name: str | None = Field(examples=["Silas Marner Weaving"])


class SellerPlace(BaseModel):
    name: str = Field(examples=["Lisbon"])
    latitude: float | None = Field(default=None, examples=[38.72])
    longitude: float | None = Field(default=None, examples=[-9.14])


class Seller(SellerName):
    """A registered seller. Counts are of this market."""

    bio: str | None
    image: str | None = Field(description="CID of a picture")
    place: SellerPlace | None
    status: Literal["none", "active", "suspended"]
    registered_at: datetime
    listings: int
    orders: int
    completed: int
    cancelled: int
    rating: Rating = Field(description="of all reviews of the seller's orders")
    profile: str | None = Field(description="CID of the profile document")


class Bond(BaseModel):
    """What a seller has put up in a token; it answers for disputes that the escrow cannot make good."""

    amount: Money
    unlocking: Money = Field(description="of the amount; may leave from `unlocks_at` on, for 14 days")
    unlocks_at: datetime | None
    slashed: Money = Field(description="paid to buyers so far")


class SellerDetail(Seller):
    """A seller whole."""

    bonds: list[Bond]


class SellerPage(BaseModel):
    items: list[Seller]
    next: str | None
