"""What the API says of an account's claims in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.values import Money

EntryKind = Literal["deposit", "withdrawal", "purchase", "sale", "refund", "referral", "fee", "transfer"]


class Balances(BaseModel):
    """Claims by token; tokens without any are left out."""

    items: list[Money]
    next: str | None


class LedgerEntry(BaseModel):
    """Why claims moved. The amount is signed."""

    kind: EntryKind
    money: Money
    order_id: int | None
    checkout_id: int | None
    counterparty: str | None
    at: datetime
    block: int
    tx_hash: str = Field(examples=["0x" + "5e" * 32])


class LedgerPage(BaseModel):
    items: list[LedgerEntry]
    next: str | None
