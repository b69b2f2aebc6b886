"""What the API says of memberships."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.values import Money


class Tier(BaseModel):
    """What memberships are sold on. The terms of a tier never change."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["Gold"])
    price: Money = Field(description="of one period")
    period: int = Field(description="seconds", examples=[2_592_000])
    rank: int = Field(description="what is compared with a listing's `member_tier`", examples=[2])
    supply: int | None = Field(description="most that are ever minted; null: no limit")
    minted: int
    transferable: bool
    closed: bool = Field(description="whether none is sold any more; those there are can be renewed")


class Tiers(BaseModel):
    items: list[Tier]
    next: None = None


class Membership(BaseModel):
    """A membership: an ERC-721 token that runs out (ERC-5643)."""

    id: int = Field(examples=[41])
    tier: Tier
    holder: str | None = Field(description="null once it is burnt")
    active: bool = Field(description="whether it is paid for at the time of the newest block")
    expires_at: datetime = Field(description="last second that is paid for")
    paid: Money
    refunded: Money
    minted_at: datetime
    cancelled_at: datetime | None
    tx_hash: str
    updated_block: int


class MembershipPage(BaseModel):
    items: list[Membership]
    next: str | None
