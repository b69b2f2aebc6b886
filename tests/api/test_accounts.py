"""GET /api/accounts/{address}/balances, …/ledger; GET /api/sellers, /api/categories."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api import cid
from tests.api import rows
from tests.api.conftest import USDC, problem, whole
from tests.api.content import name, picture, publish
from tests.api.rows import BEGAN, NATIVE
from tests.conftest import Database


async def test_get_balances__of_two_tokens__are_money(api: httpx.AsyncClient, market: Database, bea: bytes) -> None:
    rows.write(market, rows.balance(bea, 2**256 - 1), rows.balance(bea, 5, USDC), rows.balance(rows.account(1), 9))
    answer = await api.get(f"/api/accounts/0x{bea.hex().upper()}/balances")
    assert [(each["amount"], each["symbol"], each["decimals"]) for each in answer.json()["items"]] == [
        (str(2**256 - 1), "ETH", 18),
        ("5", "USDC", 6),
    ]


async def test_get_balances__spent__are_left_out(api: httpx.AsyncClient, market: Database, bea: bytes) -> None:
    rows.write(market, rows.balance(bea, 0))
    assert (await api.get(f"/api/accounts/0x{bea.hex()}/balances")).json() == {"items": [], "next": None}


async def test_get_balances__many_worthless_ones__stand_behind_the_markets_own_on_later_pages(
    api: httpx.AsyncClient, market: Database, bea: bytes
) -> None:
    spam = [number.to_bytes(20, "big") for number in range(1, 12)]
    rows.write(market, *(rows.balance(bea, 1, token) for token in [*spam, USDC, NATIVE]))
    path = f"/api/accounts/0x{bea.hex()}/balances"
    everything = [bytes.fromhex(each["token"][2:]) for each in await whole(api, path)]
    assert everything == [NATIVE, USDC, *spam]
    for limit in (1, 2, 5, 13):
        assert [bytes.fromhex(each["token"][2:]) for each in await whole(api, path, limit=limit)] == everything


@pytest.fixture
def ledger(market: Database, bea: bytes, silas: bytes) -> Database:
    """Ten entries of Bea, three in one log, one in USDC; one of Silas."""
    rows.write(
        market,
        *(rows.entry(bea, 10 + block, block) for block in range(1, 7)),
        *(rows.entry(bea, -seq - 1, 7, 2, seq, kind="purchase", order_id=seq, checkout_id=1) for seq in range(3)),
        rows.entry(bea, 2**200, 7, 1, token=USDC, kind="refund", order_id=4, counterparty=silas),
        rows.entry(silas, 1, 8),
    )
    return market


async def test_get_ledger__pages__are_the_whole_history_newest_first(
    api: httpx.AsyncClient, ledger: Database, bea: bytes
) -> None:
    path = f"/api/accounts/0x{bea.hex()}/ledger"
    everything = [each["money"]["amount"] for each in await whole(api, path)]
    assert everything == ["-3", "-2", "-1", str(2**200), "16", "15", "14", "13", "12", "11"]
    for limit in (1, 2, 3, 10):
        assert [each["money"]["amount"] for each in await whole(api, path, limit=limit)] == everything


async def test_get_ledger__token_and_kind__are_these_alone(
    api: httpx.AsyncClient, ledger: Database, bea: bytes
) -> None:
    path = f"/api/accounts/0x{bea.hex()}/ledger"
    (refund,) = await whole(api, path, token=f"0x{USDC.hex()}")
    assert refund == {
        "kind": "refund",
        "money": {
            "amount": str(2**200),
            "token": "0x5FbDB2315678afecb367f032d93F642f64180aa3",
            "symbol": "USDC",
            "decimals": 6,
        },
        "order_id": 4,
        "checkout_id": None,
        "counterparty": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "at": "2026-11-21T06:22:07Z",
        "block": 7,
        "tx_hash": f"0x{rows.hash32(7).hex()}",
    }
    kinds = Counter([each["kind"] for each in await whole(api, path, token=f"0x{NATIVE.hex()}")])
    assert kinds == {"deposit": 6, "purchase": 3}
    assert len(await whole(api, path, kind="purchase", limit=1)) == 3
    problem(await api.get(path, params={"kind": "theft"}), 422, "unprocessable")


async def test_get_seller__with_profile__says_who_it_is(api: httpx.AsyncClient, market: Database) -> None:
    portrait = name(picture())
    said: dict[str, Any] = {"name": "Sofia\u202e Potter", "bio": "Clay.\nFire.", "image": portrait}
    profile = await publish(api, said | {"place": {"name": "Lisbon", "latitude": 38.7, "longitude": -9.1}})
    sofia = rows.account(0x50F1)
    rows.write(market, rows.seller(sofia, profile=profile, listings=3, orders=9, completed=7, cancelled=1))
    seller = (await api.get(f"/api/sellers/0x{sofia.hex()}")).json()
    assert seller["address"].lower() == f"0x{sofia.hex()}"
    assert {key: seller[key] for key in ("name", "bio", "image", "profile")} == {
        "name": "Sofia Potter",
        "bio": "Clay.\nFire.",
        "image": portrait,
        "profile": cid.encode(profile),
    }
    assert seller["place"]["name"] == "Lisbon"
    assert [seller[key] for key in ("listings", "orders", "completed", "cancelled")] == [3, 9, 7, 1]
    problem(await api.get(f"/api/sellers/0x{bytes(20).hex()}"), 404, "not-found")


@pytest.mark.parametrize("sort", ["address", "newest", "popular"])
async def test_list_sellers__pages_under_ties__are_the_whole_order(
    api: httpx.AsyncClient, market: Database, sort: str
) -> None:
    facts = [{"orders": n % 3, "registered_at": BEGAN + timedelta(microseconds=n % 4)} for n in range(1, 18)]
    rows.write(market, *(rows.seller(rows.account(n), **fact) for n, fact in enumerate(facts, 1)))
    everything = [each["address"] for each in await whole(api, "/api/sellers", sort=sort)]
    assert len(set(everything)) == len(everything) == 19
    for limit in (1, 4, 19):
        assert [each["address"] for each in await whole(api, "/api/sellers", sort=sort, limit=limit)] == everything


async def test_list_sellers__popular__is_by_orders(api: httpx.AsyncClient, market: Database) -> None:
    rows.write(market, rows.seller(rows.account(1), orders=5), rows.seller(rows.account(2), orders=7))
    assert [each["orders"] for each in await whole(api, "/api/sellers", sort="popular")] == [7, 5, 0, 0]


async def test_list_categories__tree__is_by_parent(api: httpx.AsyncClient) -> None:
    items = (await api.get("/api/categories")).json()["items"]
    assert [(each["id"], each["parent_id"], each["name"]) for each in items] == [
        (1, None, "Home"),
        (2, 1, "Ceramics"),
        (3, 2, "Bowls"),
        (4, None, "Lessons"),
    ]
