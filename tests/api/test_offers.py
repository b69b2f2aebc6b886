"""GET …/offers, /api/requests…"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api import cid
from api.values import address
from tests.api import aftermath, rows
from tests.api.conftest import problem, whole
from tests.api.content import publish
from tests.api.rows import BEGAN, ETHER, account, hash32
from tests.conftest import Database


async def get(api: httpx.AsyncClient, path: str) -> Any:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def digest(number: int) -> str:
    return f"0x{hash32(number).hex()}"


async def states(api: httpx.AsyncClient, party: bytes, **params: Any) -> list[tuple[str, str]]:
    items = await whole(api, f"/api/accounts/{address(party)}/offers", limit=2, **params)
    return [(item["digest"], item["state"]) for item in items]


@pytest.fixture
def shop(market: Database, silas: bytes) -> Database:
    rows.write(market, *rows.listing(1, silas))
    return market


async def test_get_offer__open__holds_all_that_was_signed(
    api: httpx.AsyncClient, shop: Database, silas: bytes, bea: bytes
) -> None:
    said = await publish(api, {"text": "Two bowls, glazed."})
    rows.write(shop, aftermath.offer(1, silas, bea, content=said, nonce=2**255, counters=5))

    shown = await get(api, f"/api/offers/{digest(1)}")
    assert (shown["kind"], shown["state"], shown["listing"]["id"]) == ("quote", "open", 1)
    assert (shown["maker"], shown["taker"]) == (address(silas), address(bea))
    assert (shown["nonce"], shown["counters"]) == (str(2**255), "5")
    assert shown["expires_at"] == int(aftermath.LATER.timestamp())
    assert [(part["quantity"], part["total"]["amount"]) for part in shown["parts"]] == [(2, str(ETHER))]
    assert (shown["text"]["text"], shown["text"]["cid"]) == ("Two bowls, glazed.", cid.encode(said))
    assert shown["signature"] == "0x" + "07" * 65


async def test_list_offers__whatever_happened_since__is_their_state(
    api: httpx.AsyncClient, shop: Database, silas: bytes, bea: bytes
) -> None:
    rows.write(
        shop,
        aftermath.offer(1, silas, bea),
        aftermath.offer(2, silas, bea, nonce=300),
        aftermath.offer(3, silas, bea, nonce=301),
        aftermath.offer(4, silas, bea, expires=BEGAN - timedelta(seconds=1)),
        aftermath.offer(5, silas, bea, version=2),
        aftermath.offer(6, silas, bea, nonce=300),
        aftermath.offer(7, bea, nonce=40),
        aftermath.offer(8, silas, bea, counters=40),
        aftermath.offer(9, silas, bea, expires=BEGAN),
        aftermath.deal(2, silas, bea, 21, nonce=300),
        aftermath.deal(8, silas, bea, 22, counters=40),
        aftermath.cancelled(silas, 1, 1 << (301 - 256)),
        aftermath.cancelled(bea, 0, 1 << 1),
    )

    assert await states(api, silas, role="sent") == [
        (digest(9), "open"),
        (digest(8), "taken"),
        (digest(6), "superseded"),
        (digest(5), "outdated"),
        (digest(4), "expired"),
        (digest(3), "cancelled"),
        (digest(2), "taken"),
        (digest(1), "open"),
    ]
    assert await states(api, silas, role="received") == [(digest(7), "superseded")]
    assert await states(api, bea, state="superseded") == [(digest(7), "superseded"), (digest(6), "superseded")]
    assert await states(api, bea, role="sent") == [(digest(7), "superseded")]
    taken = await get(api, f"/api/offers/{digest(2)}")
    assert (taken["checkout_id"], taken["taken_by"]) == (21, address(bea))


async def test_offers__countered_by_one_that_was_never_published__are_superseded(
    api: httpx.AsyncClient, shop: Database, silas: bytes, bea: bytes
) -> None:
    rows.write(
        shop,
        aftermath.offer(1, bea, nonce=40),
        aftermath.offer(2, bea, nonce=41),
        aftermath.offer(3, silas, bea, nonce=40),
        aftermath.deal(9, silas, bea, 21, nonce=7, counters=40),
    )

    assert await states(api, bea, role="sent") == [(digest(2), "open"), (digest(1), "superseded")]
    assert await states(api, silas, role="sent") == [(digest(3), "open")]


async def test_offers__of_a_listing_that_is_not_there__are_left_out(
    api: httpx.AsyncClient, shop: Database, silas: bytes
) -> None:
    rows.write(shop, aftermath.offer(1, silas, listing_id=2**256 - 1), aftermath.offer(2, silas, listing_id=9))

    assert await states(api, silas) == []
    problem(await api.get(f"/api/offers/{digest(1)}"), 404, "not-found")


async def test_order__of_a_taken_offer__names_it(
    api: httpx.AsyncClient, shop: Database, silas: bytes, bea: bytes
) -> None:
    rows.write(
        shop,
        rows.order(1, bea, silas),
        rows.order(2, bea, silas, checkout_id=1),
        rows.order(3, bea, silas),
        aftermath.deal(4, silas, bea, 1, orders=2),
    )

    assert (await get(api, "/api/orders/2"))["offer"] == digest(4)
    assert (await get(api, "/api/orders/3"))["offer"] is None


async def test_requests__category_buyer_and_open__are_these(
    api: httpx.AsyncClient, shop: Database, silas: bytes, bea: bytes
) -> None:
    said = await publish(api, {"text": "Forty bowls for a café."})
    rows.write(
        shop,
        aftermath.request(1, bea, said, category_id=3, budget=ETHER, offers=1),
        aftermath.request(2, account(5), closed_at=BEGAN),
        aftermath.request(3, bea, category_id=4, deadline=BEGAN - timedelta(seconds=1)),
        aftermath.offer(1, silas, bea, request_id=1),
        aftermath.offer(2, silas, bea),
    )

    async def ids(**params: Any) -> list[int]:
        return [item["id"] for item in await whole(api, "/api/requests", limit=1, **params)]

    assert await ids() == [3, 2, 1]
    assert await ids(only_open=True) == [1]
    assert await ids(buyer=address(bea)) == [3, 1]
    assert await ids(category=1) == [2, 1]
    shown = await get(api, "/api/requests/1")
    assert (shown["text"]["text"], shown["budget"]["amount"], shown["open"]) == (
        "Forty bowls for a café.",
        str(ETHER),
        True,
    )
    assert [item["digest"] for item in await whole(api, "/api/requests/1/offers")] == [digest(1)]
    problem(await api.get("/api/requests/9"), 404, "not-found")
