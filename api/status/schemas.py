"""What the API says of the market as a whole, and of its own health."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.values import Token


class MarketStatus(BaseModel):
    market: int
    fee_bps: int
    referral_share_bps: int = Field(description="of the fee")
    listings_paused: bool
    orders_paused: bool
    listings: int
    orders: int
    sellers: int
    contracts: dict[str, str] = Field(examples=[{"Market": "0x5FbDB2315678afecb367f032d93F642f64180aa3"}])


class Status(BaseModel):
    """What a page needs to know before it shows anything."""

    chain_id: int = Field(examples=[31337])
    chain_name: str = Field(examples=["Local"])
    indexed_block: int
    indexed_at: datetime | None = Field(description="time of that block")
    head_block: int | None
    ready: bool
    native: Token
    tokens: list[Token]
    market: MarketStatus
    rpc: str | None = Field(description="path of a JSON-RPC endpoint for the page, on a local chain", examples=["/rpc"])


class ProviderHealth(BaseModel):
    """A node that the indexer asks; its name is scheme, host and port of its address, and no more of it."""

    name: str = Field(examples=["https://rpc.example.org"])
    state: str = Field(
        description="closed: in use; opened: fails and is left alone; half-opened: on trial; lagging; quarantined"
    )
    reason: str = Field(description="empty when all is well")
    until: datetime | None = Field(description="end of a quarantine")
    since: datetime = Field(description="when it came into this state")


class IndexerHealth(BaseModel):
    status: str
    indexed_block: int
    head_block: int | None
    behind: int = Field(description="blocks")
    silence_seconds: float = Field(description="since a node last answered the indexer")
    providers: list[ProviderHealth] = Field(default=[], description="nodes that the indexer asks, by name")


class Health(BaseModel):
    status: Literal["ok", "unready"]
    reasons: list[str] = Field(description="why not ready; empty when all is well")
    database: bool = Field(description="whether it answers")
    indexers: dict[int, IndexerHealth] = Field(description="by chain id")
