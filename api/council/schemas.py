"""What the API says of the council."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

Phase = Literal["voting", "ruled", "executed"]


class Member(BaseModel):
    """Who votes, or has voted, in the council."""

    address: str
    seat: int = Field(examples=[0])
    active: bool
    idle: bool = Field(description="whether missed rounds removed it")
    missed: int = Field(description="rounds missed since the last vote")
    votes: int
    appointed_at: datetime
    removed_at: datetime | None


class Members(BaseModel):
    items: list[Member] = Field(description="active ones first, by seat")
    next: None = None


class CaseSummary(BaseModel):
    """A dispute before the council. Rulings: 0 refused, 1 to 11 the buyer's share 0 %, 10 % … 100 %."""

    id: int = Field(description="the council's number of the dispute", examples=[7])
    order_id: int | None = Field(description="the order it is about; null for somebody else's dispute")
    phase: Phase
    round: int = Field(description="0: the panel; 1: the appeal")
    deadline: datetime | None = Field(description="vote by, later appeal by; null when neither is open")
    ruling: int | None = Field(description="of the last finished round")
    created_at: datetime
    executed_at: datetime | None
    updated_block: int


class CasePage(BaseModel):
    items: list[CaseSummary]
    next: str | None


class Vote(BaseModel):
    member: str
    ruling: int | None = Field(description="null: did not come")
    at: datetime
    tx_hash: str


class Round(BaseModel):
    round: int
    panel: list[int] = Field(description="seats that may vote", examples=[[0, 2, 5]])
    deadline: datetime = Field(description="vote by")
    ruling: int | None = Field(description="null while it is open")
    began_at: datetime
    closed_at: datetime | None
    votes: list[Vote] = Field(description="in their order")


class Case(CaseSummary):
    """A case whole."""

    council: str
    rounds: list[Round]
