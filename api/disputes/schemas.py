"""What the API says of disputes. Deposits are of the chain's native coin."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.values import Money

Stage = Literal["raised", "arbitrated", "closed"]


class Arbitrator(BaseModel):
    """An ERC-792 arbitrator that listings may name; 0 is the market's own council."""

    id: int = Field(examples=[0])
    address: str
    rule_window: int = Field(description="seconds it has from the day it gets a case", examples=[1_209_600])
    meta_evidence: str = Field(description="where its ERC-1497 meta-evidence is", examples=["/ipfs/bafkrei…"])
    closed: bool = Field(description="whether new listings may no longer name it")


class Arbitrators(BaseModel):
    items: list[Arbitrator]
    next: None = None


class Evidence(BaseModel):
    """Where a piece of evidence is, as its party wrote it (ERC-1497). Treat it as a stranger's link."""

    party: str
    uri: str = Field(examples=["/ipfs/bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"])
    at: datetime
    block: int
    tx_hash: str


class DisputeSummary(BaseModel):
    """The case of an order as a list shows it."""

    order_id: int = Field(examples=[12])
    arbitrator_id: int
    dispute_id: str | None = Field(description="the arbitrator's number; null until it has the case", examples=["7"])
    stage: Stage
    raised_by: str
    buyer: str
    seller: str
    deadline: datetime | None = Field(description="respond by, later rule by; null when closed")
    ruling: int | None = Field(
        description="0: refused, half and half; 1 to 11: the buyer gets 0 %, 10 % … 100 %", examples=[11]
    )
    buyer_bps: int | None = Field(description="the buyer's share of the escrow, basis points; null until closed")
    settled: bool = Field(description="whether both sides signed the split")
    raised_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    updated_block: int


class DisputePage(BaseModel):
    items: list[DisputeSummary]
    next: str | None


class Dispute(DisputeSummary):
    """A case whole."""

    arbitrator: Arbitrator | None
    buyer_deposit: Money
    seller_deposit: Money
    deposit_to_buyer: Money = Field(description="what became claims of the buyer at the end")
    deposit_to_seller: Money
    from_bond: Money = Field(description="out of the seller's bond, for the buyer, in the order's token")
    appeals: int
    appeal_fees: Money
    evidence: list[Evidence] = Field(description="oldest first")
    council_case: int | None = Field(description="its number at the market's own council, if that has it")
    tx_hash: str
