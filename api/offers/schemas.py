"""What the API says of requests for quotes and of offers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.listings.schemas import CategoryName
from api.texts import Text
from api.values import Image, Money

State = Literal["open", "taken", "superseded", "cancelled", "expired", "outdated"]
Role = Literal["sent", "received", "any"]


class OfferedListing(BaseModel):
    """What is offered, as the listing is today."""

    id: int = Field(examples=[7])
    title: str | None
    image: Image | None
    seller: str


class Part(BaseModel):
    """One order of the deal."""

    quantity: int = Field(examples=[1])
    total: Money
    deliver_window: int = Field(description="seconds from the taking; 0: the listing's")


class Offer(BaseModel):
    """An offer that was made public (EIP-712). With its signature anyone it is meant for can take it in the market."""

    digest: str = Field(examples=["0x" + "5e" * 32])
    kind: Literal["quote", "bid"] = Field(description="quote: the seller's; bid: a buyer's")
    state: State = Field(
        description="superseded: another offer with this nonce, or a reply to it, was taken; "
        "outdated: the listing has a newer version"
    )
    maker: str
    taker: str | None = Field(description="who may take it; null: anyone, for a bid the seller")
    listing: OfferedListing
    version: int
    parts: list[Part]
    total: Money
    nonce: str = Field(examples=["259"])
    counters: str | None = Field(description="nonce of the taker's own offer that it replies to")
    expires: datetime = Field(description="last second at which it may be taken")
    expires_at: int = Field(description="the same, Unix time, as it was signed")
    text: Text | None = Field(description="what was agreed, in words")
    signature: str
    request_id: int | None
    published_at: datetime
    checkout_id: int | None = Field(description="the first of its orders, once it is taken")
    taken_by: str | None
    tx_hash: str


class OfferPage(BaseModel):
    items: list[Offer]
    next: str | None


class QuoteRequest(BaseModel):
    """What a buyer asks for."""

    id: int = Field(examples=[3])
    buyer: str
    category: CategoryName
    budget: Money | None = Field(description="most that the buyer means to spend, if that is said")
    token: str = Field(description="the buyer's currency")
    text: Text | None
    deadline: datetime = Field(description="last second for answers")
    open: bool
    offers: int
    requested_at: datetime
    closed_at: datetime | None
    tx_hash: str


class QuoteRequestPage(BaseModel):
    items: list[QuoteRequest]
    next: str | None
