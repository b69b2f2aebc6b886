"""GET /api/accounts/{address}/orders, /api/orders/{id}."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api import cid
from tests.api import rows
from tests.api.conftest import problem, whole
from tests.api.content import publish
from tests.api.rows import BEGAN, ETHER
from tests.conftest import Database


def hexed(address: bytes) -> str:
    return f"0x{address.hex()}"


async def ids(api: httpx.AsyncClient, account: bytes, **params: Any) -> list[int]:
    return [item["id"] for item in await whole(api, f"/api/accounts/{hexed(account)}/orders", **params)]


@pytest.fixture
def trade(market: Database, silas: bytes, selma: bytes, bea: bytes) -> Database:
    """Bea buys 1…4; Selma, a seller herself, buys 5 of Silas."""
    rows.write(
        market,
        *rows.listing(1, silas),
        *rows.listing(2, selma, kind="service"),
        rows.order(1, bea, silas),
        rows.order(2, bea, selma, listing_id=2, state="delivered"),
        rows.order(3, bea, silas, state="completed", paid=ETHER, closed_at=BEGAN),
        rows.order(4, bea, silas, checkout_id=3, state="cancelled", refunded=ETHER, closed_at=BEGAN),
        rows.order(5, selma, silas),
    )
    return market


async def test_list_orders__role_and_state__are_these_newest_first(
    api: httpx.AsyncClient, trade: Database, silas: bytes, selma: bytes, bea: bytes
) -> None:
    assert await ids(api, bea) == [4, 3, 2, 1]
    assert await ids(api, bea, role="seller") == []
    assert await ids(api, silas, role="seller") == [5, 4, 3, 1]
    assert await ids(api, selma, role="any") == [5, 2]
    assert await ids(api, selma, role="buyer") == [5]
    assert await ids(api, bea, state="placed") == [1]
    assert await ids(api, bea, state=["placed", "delivered"]) == [2, 1]
    assert await ids(api, rows.account(77)) == []


async def test_list_orders__pages__are_the_whole_order(
    api: httpx.AsyncClient, market: Database, silas: bytes, bea: bytes
) -> None:
    rows.write(market, *rows.listing(1, silas), *(rows.order(n, bea, silas) for n in range(1, 24)))
    for limit in (1, 5, 23, 24):
        assert await ids(api, bea, limit=limit) == list(range(23, 0, -1))


async def test_list_orders__unknown_state_or_role__is_refused(api: httpx.AsyncClient, bea: bytes) -> None:
    for params in ({"state": "lost"}, {"role": "thief"}, {"state": ["placed", "x"]}):
        answer = await api.get(f"/api/accounts/{hexed(bea)}/orders", params=params)
        assert "errors" in problem(answer, 422, "unprocessable")


async def test_get_order__whole__says_money_parties_and_timeline(
    api: httpx.AsyncClient, market: Database, silas: bytes, bea: bytes
) -> None:
    rafi, thing, proof = rows.account(0x4AF1), await publish(api, {"title": "Bowl"}), rows.hash32(77)
    money = {"total": 1000, "paid": 780, "fee": 16, "referral": 4, "refunded": 200}
    placed = {"orderId": "12", "buyer": hexed(bea), "total": "1000"}
    rows.write(
        market,
        *rows.listing(1, silas, content=thing),
        rows.order(11, bea, silas, checkout_id=11),
        rows.order(12, bea, silas, checkout_id=11, referrer=rafi, delivered_document=proof, **money),
        rows.event("OrderPlaced", "order/12", 101, 3, args=placed),
        rows.event("OrderDelivered", "order/12", 105, args={"orderId": "12"}),
        rows.event("OrderCompleted", "order/12", 103, args={"orderId": "12", "by": hexed(bea)}),
        rows.event(None, "order/12", 106, args=None),
        rows.event("OrderPlaced", "order/11", 101, 2),
    )
    order = (await api.get("/api/orders/12")).json()
    assert {name: order[name]["amount"] for name in (*money, "escrow")} == {
        **{name: str(amount) for name, amount in money.items()},
        "escrow": "0",
    }
    assert order["listing"] == {"id": 1, "kind": "good", "title": "Bowl", "image": None}
    assert order["checkout"] == [11, 12]
    assert order["documents"] == {"started": None, "delivered": cid.encode(proof)}
    assert order["referrer"].lower() == hexed(rafi)
    assert order["deadline"] == "2026-11-22T06:22:00Z"
    assert [(each["name"], each["block"]) for each in order["timeline"]] == [
        ("OrderPlaced", 101),
        ("OrderCompleted", 103),
        ("OrderDelivered", 105),
    ]
    assert [each["by"].lower() for each in order["timeline"]] == [hexed(bea), hexed(bea), hexed(silas)]
    assert order["timeline"][0]["args"] == placed
    assert order["timeline"][0]["at"] == "2026-11-21T06:23:41Z"


async def test_get_order__closed__has_no_deadline(
    api: httpx.AsyncClient, market: Database, silas: bytes, bea: bytes
) -> None:
    closed = BEGAN + timedelta(hours=1)
    rows.write(market, *rows.listing(1, silas), rows.order(1, bea, silas, state="cancelled", closed_at=closed))
    order = (await api.get("/api/orders/1")).json()
    assert (order["deadline"], order["closed_at"]) == (None, "2026-11-21T07:22:00Z")


async def test_get_order__listing_changed_since__says_what_was_bought(
    api: httpx.AsyncClient, market: Database, silas: bytes, bea: bytes
) -> None:
    listing, first = rows.listing(1, silas, content=await publish(api, {"title": "As bought"}))
    changed = {"version": 2, "content": await publish(api, {"title": "As changed"})}
    rows.write(market, listing.model_copy(update=changed), first, first.model_copy(update=changed))
    rows.write(market, rows.order(1, bea, silas, version=1))
    assert (await api.get("/api/orders/1")).json()["listing"]["title"] == "As bought"
