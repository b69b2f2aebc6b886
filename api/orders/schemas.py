"""What the API says of orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.disputes.schemas import Dispute
from api.listings.schemas import Kind
from api.reviews.schemas import BuyerReview, Review
from api.sellers.schemas import SellerName
from api.values import Image, Money

State = Literal["placed", "accepted", "in_progress", "delivered", "disputed", "completed", "cancelled", "resolved"]
Role = Literal["buyer", "seller", "any"]


class OrderedListing(BaseModel):
    """What was bought, as the version that was bought describes it."""

    id: int = Field(examples=[7])
    kind: Kind
    title: str | None
    image: Image | None


class OrderSummary(BaseModel):
    """An order as a list shows it. `total` = `escrow` + `paid` + `fee` + `referral` + `refunded`."""

    id: int = Field(examples=[12])
    market: int
    checkout_id: int = Field(description="the first order of the same checkout", examples=[12])
    listing: OrderedListing
    version: int
    buyer: str
    seller: SellerName
    quantity: int
    total: Money
    escrow: Money = Field(description="what the contract still holds")
    paid: Money = Field(description="to the seller, after the fee")
    fee: Money
    referral: Money = Field(description="the referrer's share of the fee")
    refunded: Money
    fee_bps: int
    state: State
    deadline: datetime | None = Field(description="last second of the party whose turn it is; null when closed")
    placed_at: datetime
    updated_block: int
    closed_at: datetime | None


class Documents(BaseModel):
    """CIDs of what the seller attached to a step (tracking, proof of delivery)."""

    started: str | None
    delivered: str | None


class TimelineEvent(BaseModel):
    """An event of the contract about this order. `args` are the event's own, by their ABI names."""

    name: str = Field(examples=["OrderPlaced"])
    block: int
    log_index: int
    at: datetime
    tx_hash: str
    by: str | None = Field(description="who acted, where only one party can or the event says")
    args: dict[str, Any]


class Order(OrderSummary):
    """An order whole. Windows are seconds."""

    referrer: str | None
    deliver_window: int
    inspect_window: int
    arbitrator: int
    documents: Documents
    checkout: list[int] = Field(description="all orders of the same checkout, this one among them")
    offer: str | None = Field(description="digest of the signed offer that it came from")
    dispute: Dispute | None = Field(description="with its evidence")
    review: Review | None = Field(description="the buyer's, with the seller's answer")
    buyer_review: BuyerReview | None = Field(description="the seller's mark for the buyer")
    timeline: list[TimelineEvent] = Field(description="oldest first")


class OrderPage(BaseModel):
    items: list[OrderSummary]
    next: str | None
