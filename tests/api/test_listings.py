"""GET /api/listings: filters, orders, pages."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api import rows
from tests.api.conftest import USDC, problem, whole
from tests.api.rows import ETHER
from tests.conftest import Database

PATH = "/api/listings"


def ids(items: list[dict[str, Any]]) -> list[int]:
    return [item["id"] for item in items]


async def test_list_listings__nothing_for_sale__is_an_empty_page(api: httpx.AsyncClient) -> None:
    answer = await api.get(PATH)
    assert answer.json() == {"items": [], "next": None}
    assert answer.headers["X-Indexed-Block"] == "500"


async def test_list_listings__one__says_all_that_a_card_shows(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    rows.write(market, *rows.listing(7, silas, category_id=2, stock=2, price=25 * 10**6, token=USDC, sold=31))
    (item,) = (await api.get(PATH)).json()["items"]
    assert item == {
        "id": 7,
        "market": 1,
        "seller": {"address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "name": None},
        "kind": "good",
        "title": None,
        "summary": None,
        "image": None,
        "price": {
            "amount": "25000000",
            "token": "0x5FbDB2315678afecb367f032d93F642f64180aa3",
            "symbol": "USDC",
            "decimals": 6,
        },
        "stock": 2,
        "unlimited": False,
        "low_stock": True,
        "paused": False,
        "on_sale": True,
        "member_discount_bps": 0,
        "member_tier": 0,
        "category": {"id": 2, "name": "Ceramics"},
        "version": 1,
        "sold": 31,
        "rating": {"mean": None, "count": 0},
        "created_at": "2026-11-21T06:29:00Z",
        "updated_at": "2026-11-21T06:29:00Z",
    }


async def test_list_listings__category__includes_its_descendants(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    for number, category in enumerate((1, 2, 3, 4), 1):
        rows.write(market, *rows.listing(number, silas, category_id=category))
    found = {c: ids(await whole(api, PATH, category=c)) for c in (1, 2, 3, 4, 5)}
    assert found == {1: [3, 2, 1], 2: [3, 2], 3: [3], 4: [4], 5: []}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [6, 5, 4, 2, 1]),
        ({"include_paused": True}, [6, 5, 4, 3, 2, 1]),
        ({"in_stock": True}, [6, 5, 4, 1]),
        ({"kind": "service"}, [4]),
        ({"seller": "0x" + "5e1a" * 10}, [6, 5]),
        ({"seller": "0x" + "5E1A" * 10}, [6, 5]),
        ({"token": f"0x{USDC.hex()}"}, [5]),
        ({"token": "0x" + "00" * 20, "min_price": 2 * ETHER}, [6, 2]),
        ({"token": "0x" + "00" * 20, "min_price": 2 * ETHER, "max_price": 2 * ETHER}, [2]),
    ],
)
async def test_list_listings__filter__finds_these_alone(
    api: httpx.AsyncClient, market: Database, silas: bytes, selma: bytes, filters: dict[str, Any], found: list[int]
) -> None:
    rows.write(
        market,
        *rows.listing(1, silas, price=ETHER),
        *rows.listing(2, silas, price=2 * ETHER, stock=0),
        *rows.listing(3, silas, paused=True),
        *rows.listing(4, silas, kind="service", stock=None),
        *rows.listing(5, selma, token=USDC, price=5),
        *rows.listing(6, selma, price=3 * ETHER),
    )
    assert ids(await whole(api, PATH, **filters)) == found


async def test_list_listings__suspended_seller__is_hidden_until_asked_for(
    api: httpx.AsyncClient, market: Database
) -> None:
    sybil = rows.account(0x5B11)
    rows.write(market, rows.seller(sybil, status="suspended"), *rows.listing(1, sybil))
    assert ids(await whole(api, PATH)) == []
    (item,) = await whole(api, PATH, include_paused=True)
    assert item["on_sale"] is False


@pytest.mark.parametrize(
    ("changes", "on_sale"),
    [({}, True), ({"stock": 0}, False), ({"stock": None}, True), ({"paused": True}, False)],
)
async def test_list_listings__on_sale__is_what_can_be_bought(
    api: httpx.AsyncClient, market: Database, silas: bytes, changes: dict[str, Any], on_sale: bool
) -> None:
    rows.write(market, *rows.listing(1, silas, **changes))
    (item,) = await whole(api, PATH, include_paused=True)
    assert (item["on_sale"], item["unlimited"]) == (on_sale, item["stock"] is None)


SORTS = {
    "newest": lambda each: -each["id"],
    "price": lambda each: (each["token"], each["price"], each["id"]),
    "-price": lambda each: (each["token"], -each["price"], -each["id"]),
    "popular": lambda each: (-each["sold"], -each["id"]),
}


@pytest.mark.parametrize("sort", SORTS)
async def test_list_listings__pages_under_ties__are_the_whole_order_without_gap_or_repeat(
    api: httpx.AsyncClient, market: Database, silas: bytes, sort: str
) -> None:
    # Prices beyond 64 bits, and many of the same: the keys of a page must travel exactly.
    facts = [
        {"id": n, "price": 2**200 + n % 3, "sold": n % 4, "token": USDC if n % 2 else rows.NATIVE} for n in range(1, 31)
    ]
    for fact in facts:
        rows.write(
            market, *rows.listing(fact["id"], silas, **{name: fact[name] for name in ("price", "sold", "token")})
        )
    expected = [fact["id"] for fact in sorted(facts, key=SORTS[sort])]
    for limit in (1, 7, 10, 30, 100):
        assert ids(await whole(api, PATH, sort=sort, limit=limit)) == expected


async def test_list_listings__listed_between_two_pages__moves_nobody(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    for number in range(1, 7):
        rows.write(market, *rows.listing(number, silas))
    first = (await api.get(PATH, params={"limit": 3})).json()
    rows.write(market, *rows.listing(7, silas))
    second = (await api.get(PATH, params={"limit": 3, "cursor": first["next"]})).json()
    assert ids(first["items"]) + ids(second["items"]) == [6, 5, 4, 3, 2, 1]


async def test_list_listings__cursor_of_another_question__is_refused(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    for number in range(1, 4):
        rows.write(market, *rows.listing(number, silas))
    cursor = (await api.get(PATH, params={"limit": 1})).json()["next"]
    problem(await api.get(PATH, params={"cursor": cursor, "sort": "price"}), 400, "broken-cursor")
    problem(await api.get(PATH, params={"cursor": cursor, "kind": "good"}), 400, "broken-cursor")


async def test_list_listings__price_without_token__says_that_prices_do_not_compare(api: httpx.AsyncClient) -> None:
    said = problem(await api.get(PATH, params={"min_price": 1}), 400, "bad-request")
    assert "token" in said["detail"]


async def test_list_listings__another_market_of_the_chain__is_not_mixed_in(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    elsewhere = [type(row)(**(row.model_dump() | {"market": 2})) for row in rows.listing(8, silas)]
    rows.write(market, *rows.listing(7, silas), *elsewhere)
    assert ids(await whole(api, PATH)) == [7]
    problem(await api.get(PATH, params={"market": 2}), 404, "not-found")
