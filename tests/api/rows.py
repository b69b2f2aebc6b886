"""Rows of schema `chain` as the indexer writes them, with everything that a test does not care about filled in."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, insert
from sqlmodel import SQLModel

from api.migrate import psycopg_url
from indexer.tables import (
    Balance,
    Category,
    Cursor,
    Event,
    LedgerEntry,
    Listing,
    ListingVersion,
    MarketState,
    Order,
    Seller,
)
from tests.conftest import Database

CHAIN, MARKET = 31_337, 1
BEGAN = datetime(2026, 11, 21, 6, 22, tzinfo=UTC)
ETHER = 10**18
NATIVE = bytes(20)
SCOPE = {"chain_id": CHAIN, "market": MARKET}
HOUR = 3600


def account(number: int) -> bytes:
    """The address of an account, the same for the same number."""
    return number.to_bytes(2, "big") * 10


def hash32(number: int) -> bytes:
    return number.to_bytes(4, "big") * 8


def write(database: Database, *rows: SQLModel) -> None:
    """Inserts rows with the role of the indexer; the API's own role may not."""
    by_table: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_table[type(row).__table__].append(row.model_dump())  # type: ignore[attr-defined]
    with _engine(database).begin() as connection:
        for table, values in by_table.items():
            connection.execute(insert(table), values)


@lru_cache
def _engine(database: Database) -> Engine:
    return create_engine(psycopg_url(database.url("stoa_indexer")), poolclass=NullPool)


def cursor(block: int = 500, **changes: Any) -> Cursor:
    """An indexer at the head."""
    now = datetime.now(UTC)
    values = {
        "chain_id": CHAIN,
        "genesis": hash32(1),
        "block_number": block,
        "block_hash": hash32(block),
        "block_timestamp": BEGAN,
        "updated_at": now,
        "head_number": block,
        "head_seen_at": now,
        "status": "live",
        "markets": [MARKET],
    }
    return Cursor(**(values | changes))


def market_state(**changes: Any) -> MarketState:
    values = {
        "fee_bps": 250,
        "referral_share_bps": 2000,
        "listings_paused": False,
        "orders_paused": False,
        "listings": 0,
        "orders": 0,
        "sellers": 0,
    }
    return MarketState(**(SCOPE | values | changes))


def category(category_id: int, name: str, parent_id: int | None = None, **changes: Any) -> Category:
    values = {"category_id": category_id, "name": name, "parent_id": parent_id, "listings": 0}
    return Category(**(SCOPE | values | changes))


def seller(address: bytes, **changes: Any) -> Seller:
    counts = {"listings": 0, "orders": 0, "completed": 0, "cancelled": 0, "rating_sum": 0, "rating_count": 0}
    values = {"address": address, "status": "active", "registered_at": BEGAN, "on_sale": {}, **counts}
    return Seller(**(SCOPE | values | changes))


def listing(listing_id: int, seller: bytes, **changes: Any) -> list[SQLModel]:
    """A listing and its versions: the same terms in each."""
    terms = {
        "price": ETHER,
        "member_discount_bps": 0,
        "member_tier": 0,
        "accept_window": 24 * HOUR,
        "deliver_window": 72 * HOUR,
        "inspect_window": 48 * HOUR,
        "arbitrator": 0,
        "low_stock": 2,
        "category_id": 1,
        "content": hash32(listing_id),
    }
    values = {
        "seller": seller,
        "token": NATIVE,
        "kind": "good",
        "version": 1,
        "stock": 10,
        "paused": False,
        "created_at": BEGAN + timedelta(minutes=listing_id),
        "updated_at": BEGAN + timedelta(minutes=listing_id),
        "created_block": listing_id,
        "sold": 0,
        "orders": 0,
        "rating_sum": 0,
        "rating_count": 0,
    }
    key = SCOPE | {"listing_id": listing_id}
    terms |= {name: changes.pop(name) for name in list(changes) if name in terms}
    whole = Listing(**(key | terms | values | changes))
    first = {"created_at": whole.created_at, "tx_hash": hash32(listing_id)}
    return [whole, *(ListingVersion(**(key | terms | first | {"version": n + 1})) for n in range(whole.version))]


def order(order_id: int, buyer: bytes, seller: bytes, **changes: Any) -> Order:
    """A placed order; money that is not in `changes` is all in escrow."""
    total = changes.get("total", ETHER)
    gone = sum(changes.get(name, 0) for name in ("paid", "fee", "referral", "refunded"))
    values = {
        "order_id": order_id,
        "checkout_id": order_id,
        "listing_id": 1,
        "version": 1,
        "seller": seller,
        "buyer": buyer,
        "token": NATIVE,
        "quantity": 1,
        "total": total,
        "escrow": total - gone,
        "paid": 0,
        "fee": 0,
        "referral": 0,
        "refunded": 0,
        "fee_bps": 250,
        "membership_id": 0,
        "referral_share_bps": 2000,
        "state": "placed",
        "deadline": BEGAN + timedelta(days=1),
        "placed_at": BEGAN + timedelta(minutes=order_id),
        "tx_hash": hash32(order_id),
        "updated_block": 100 + order_id,
    }
    return Order(**(SCOPE | values | changes))


def event(name: str | None, subject: str, block: int, log_index: int = 0, **changes: Any) -> Event:
    values = {
        "chain_id": CHAIN,
        "market": MARKET,
        "name": name,
        "subject": subject,
        "block_number": block,
        "log_index": log_index,
        "block_hash": hash32(block),
        "tx_hash": hash32(block),
        "tx_index": 0,
        "timestamp": BEGAN + timedelta(seconds=block),
        "contract": "Market",
        "address": account(999),
        "args": {},
        "topics": [hash32(7)],
        "data": b"",
    }
    return Event(**(values | changes))


def balance(account: bytes, amount: int, token: bytes = NATIVE) -> Balance:
    return Balance(**SCOPE, account=account, token=token, amount=amount)


def entry(account: bytes, amount: int, block: int, log_index: int = 0, seq: int = 0, **changes: Any) -> LedgerEntry:
    values = {
        "account": account,
        "amount": amount,
        "block_number": block,
        "log_index": log_index,
        "seq": seq,
        "token": NATIVE,
        "kind": "deposit" if amount > 0 else "withdrawal",
        "tx_hash": hash32(block),
        "timestamp": BEGAN + timedelta(seconds=block),
    }
    return LedgerEntry(**(SCOPE | values | changes))
