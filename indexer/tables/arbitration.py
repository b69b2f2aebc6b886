"""Orders that are fought over, and the council that rules."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, Text
from sqlmodel import Field

from indexer.tables.base import Amount, Scoped, Timestamp


class Arbitrator(Scoped, table=True):
    """An ERC-792 arbitrator that listings may name; id 0 is the market's own council. Source: Disputes."""

    __tablename__ = "arbitrator"

    arbitrator_id: int = Field(primary_key=True, sa_type=SmallInteger)
    address: bytes
    rule_window: int = Field(sa_type=BigInteger, description="seconds it has from the day it gets a case")
    extra_data: bytes
    meta_evidence: str = Field(sa_type=Text, description="where its ERC-1497 meta-evidence is")
    closed: bool = Field(description="whether new listings may no longer name it")


class Dispute(Scoped, table=True):
    """The case of an order. Deposits are wei."""

    __tablename__ = "dispute"
    __table_args__ = (
        Index("dispute_buyer", "chain_id", "market", "buyer", "order_id"),
        Index("dispute_seller", "chain_id", "market", "seller", "order_id"),
        Index("dispute_case", "chain_id", "market", "arbitrator_id", "dispute_id"),
        {"schema": "chain"},
    )

    order_id: int = Field(primary_key=True, sa_type=BigInteger)
    arbitrator_id: int = Field(sa_type=SmallInteger)
    dispute_id: int | None = Field(
        default=None, sa_type=Amount, description="the arbitrator's own; null until it has it"
    )
    stage: str = Field(sa_type=Text, description="raised | arbitrated | closed")
    raised_by: bytes
    buyer: bytes
    seller: bytes
    deadline: datetime | None = Field(sa_type=Timestamp, description="respond by, later rule by; null when closed")
    buyer_deposit: int = Field(sa_type=Amount)
    seller_deposit: int = Field(sa_type=Amount)
    appeals: int = Field(sa_type=Integer)
    appeal_fees: int = Field(sa_type=Amount)
    ruling: int | None = Field(
        default=None, sa_type=Amount, description="0: refused; 1 … 11: buyer's share 0 % … 100 %"
    )
    buyer_bps: int | None = Field(default=None, sa_type=Integer, description="the buyer's share of the escrow")
    deposit_to_buyer: int = Field(sa_type=Amount)
    deposit_to_seller: int = Field(sa_type=Amount)
    from_bond: int = Field(sa_type=Amount, description="for the buyer, in the order's token")
    settled: bool = Field(description="whether both sides signed the split")
    raised_at: datetime = Field(sa_type=Timestamp)
    answered_at: datetime | None = Field(default=None, sa_type=Timestamp)
    closed_at: datetime | None = Field(default=None, sa_type=Timestamp)
    tx_hash: bytes = Field(description="of the raising")
    updated_block: int = Field(sa_type=BigInteger)


class Arbitration(Scoped, table=True):
    """Which order an arbitrator's dispute is about (ERC-1497, `Dispute`)."""

    __tablename__ = "arbitration"

    arbitrator: bytes = Field(primary_key=True)
    dispute_id: int = Field(primary_key=True, sa_type=Amount)
    order_id: int = Field(sa_type=BigInteger)


class Evidence(Scoped, table=True):
    """Where a piece of evidence is (ERC-1497)."""

    __tablename__ = "evidence"

    order_id: int = Field(primary_key=True, sa_type=BigInteger)
    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True, sa_type=Integer)
    party: bytes
    uri: str = Field(sa_type=Text)
    submitted_at: datetime = Field(sa_type=Timestamp)
    tx_hash: bytes


class CouncilMember(Scoped, table=True):
    """Who votes, or has voted, in the council."""

    __tablename__ = "council_member"

    address: bytes = Field(primary_key=True)
    seat: int = Field(sa_type=SmallInteger)
    active: bool
    idle: bool = Field(description="whether missed rounds removed it")
    missed: int = Field(sa_type=SmallInteger, description="rounds missed since the last vote")
    votes: int = Field(sa_type=BigInteger)
    appointed_at: datetime = Field(sa_type=Timestamp)
    removed_at: datetime | None = Field(default=None, sa_type=Timestamp)


class CouncilCase(Scoped, table=True):
    """A dispute before the council."""

    __tablename__ = "council_case"

    dispute_id: int = Field(primary_key=True, sa_type=BigInteger)
    council: bytes = Field(description="address of the council: the arbitrator of the dispute")
    arbitrable: bytes | None = None
    phase: str = Field(sa_type=Text, description="voting | ruled | executed")
    round: int = Field(sa_type=SmallInteger, description="0: the panel; 1: the appeal")
    deadline: datetime | None = Field(
        default=None, sa_type=Timestamp, description="vote by, later appeal by; null when neither is open"
    )
    ruling: int | None = Field(default=None, sa_type=SmallInteger, description="of the last finished round")
    created_at: datetime = Field(sa_type=Timestamp)
    executed_at: datetime | None = Field(default=None, sa_type=Timestamp)
    updated_block: int = Field(sa_type=BigInteger)


class CouncilRound(Scoped, table=True):
    """A round of votes."""

    __tablename__ = "council_round"

    dispute_id: int = Field(primary_key=True, sa_type=BigInteger)
    round: int = Field(primary_key=True, sa_type=SmallInteger)
    panel: int = Field(sa_type=BigInteger, description="seats that may vote, bit by bit")
    deadline: datetime = Field(sa_type=Timestamp)
    ruling: int | None = Field(default=None, sa_type=SmallInteger)
    votes: int | None = Field(default=None, sa_type=SmallInteger)
    began_at: datetime = Field(sa_type=Timestamp)
    closed_at: datetime | None = Field(default=None, sa_type=Timestamp)


class CouncilVote(Scoped, table=True):
    """A member's vote in a round."""

    __tablename__ = "council_vote"

    dispute_id: int = Field(primary_key=True, sa_type=BigInteger)
    round: int = Field(primary_key=True, sa_type=SmallInteger)
    member: bytes = Field(primary_key=True)
    ruling: int | None = Field(sa_type=SmallInteger, description="null: missed")
    at: datetime = Field(sa_type=Timestamp)
    tx_hash: bytes
