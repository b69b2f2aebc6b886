"""The nodes that the indexer asks, as they stand; told by the indexer that leads, for whoever looks after it."""

from datetime import datetime

from sqlalchemy import Integer, Text
from sqlmodel import Field

from indexer.tables.base import Chain, Timestamp


class Provider(Chain, table=True):
    """A node by its name, which holds no credentials."""

    __tablename__ = "provider"

    chain_id: int = Field(primary_key=True, sa_type=Integer)
    name: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text, description="closed | half-opened | opened | lagging | quarantined")
    reason: str = Field(sa_type=Text, description="empty when all is well")
    until: datetime | None = Field(default=None, sa_type=Timestamp, description="end of a quarantine")
    since: datetime = Field(sa_type=Timestamp, description="when it came into this state")
