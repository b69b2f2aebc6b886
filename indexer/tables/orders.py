"""Orders, and the claims that they turn into."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, Text
from sqlmodel import Field

from indexer.tables.base import Amount, Scoped, Timestamp


class Order(Scoped, table=True):
    """An order: one listing × quantity. `total` = `escrow` + `paid` + `fee` + `referral` + `refunded`."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_buyer", "chain_id", "market", "buyer", "order_id"),
        Index("orders_seller", "chain_id", "market", "seller", "order_id"),
        Index("orders_listing", "chain_id", "market", "listing_id", "order_id"),
        Index("orders_checkout", "chain_id", "market", "checkout_id"),
        {"schema": "chain"},
    )

    order_id: int = Field(primary_key=True, sa_type=BigInteger)
    checkout_id: int = Field(sa_type=BigInteger)
    listing_id: int = Field(sa_type=BigInteger)
    version: int = Field(sa_type=BigInteger)
    seller: bytes
    token: bytes
    buyer: bytes
    quantity: int = Field(sa_type=BigInteger)
    total: int = Field(sa_type=Amount)
    escrow: int = Field(sa_type=Amount)
    paid: int = Field(sa_type=Amount, description="to the seller, after the fee")
    fee: int = Field(sa_type=Amount, description="to the market, after the referrer's share")
    referral: int = Field(sa_type=Amount)
    refunded: int = Field(sa_type=Amount)
    fee_bps: int = Field(sa_type=Integer)
    membership_id: int = Field(sa_type=Amount)
    referrer: bytes | None = None
    referral_share_bps: int = Field(sa_type=Integer)
    state: str = Field(
        sa_type=Text,
        description="placed | accepted | in_progress | delivered | disputed | completed | cancelled | resolved",
    )
    deadline: datetime | None = Field(sa_type=Timestamp, description="last second of the party whose turn it is")
    started_document: bytes | None = None
    delivered_document: bytes | None = None
    placed_at: datetime = Field(sa_type=Timestamp)
    accepted_at: datetime | None = Field(default=None, sa_type=Timestamp)
    started_at: datetime | None = Field(default=None, sa_type=Timestamp)
    delivered_at: datetime | None = Field(default=None, sa_type=Timestamp)
    closed_at: datetime | None = Field(default=None, sa_type=Timestamp)
    closed_by: bytes | None = None
    tx_hash: bytes = Field(description="of the checkout")
    updated_block: int = Field(sa_type=BigInteger)


class Balance(Scoped, table=True):
    """Claims in the ERC-6909 ledger. Source: its Transfer event alone."""

    __tablename__ = "balance"

    account: bytes = Field(primary_key=True)
    token: bytes = Field(primary_key=True)
    amount: int = Field(sa_type=Amount)


class LedgerEntry(Scoped, table=True):
    """Why claims moved. An account's entries in a token add up to its balance.

    Those of the market's own address add up to the fees that are not collected yet (IOrders, `feesOf`).
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ledger_entry_account", "chain_id", "market", "account", "block_number", "log_index", "seq"),
        {"schema": "chain"},
    )

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True, sa_type=Integer)
    seq: int = Field(primary_key=True, sa_type=SmallInteger)
    account: bytes
    token: bytes
    amount: int = Field(sa_type=Amount, description="signed")
    kind: str = Field(
        sa_type=Text,
        description="deposit | withdrawal | purchase | sale | refund | referral | fee | transfer",
    )
    order_id: int | None = Field(default=None, sa_type=BigInteger)
    checkout_id: int | None = Field(default=None, sa_type=BigInteger)
    counterparty: bytes | None = None
    tx_hash: bytes
    timestamp: datetime = Field(sa_type=Timestamp)
