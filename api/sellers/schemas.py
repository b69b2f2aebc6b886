"""What the API says of sellers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.values import SELLER

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
    profile: str | None = Field(description="CID of the profile document")


class SellerPage(BaseModel):
    items: list[Seller]
    next: str | None
