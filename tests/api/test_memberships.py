"""GET /api/tiers, …/memberships, and the bonds of a seller."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from api.values import address
from tests.api import aftermath, rows
from tests.api.conftest import USDC, problem, whole
from tests.api.rows import BEGAN, ETHER, NATIVE
from tests.conftest import Database

NINE = b"\x99" * 20


async def get(api: httpx.AsyncClient, path: str) -> Any:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_list_tiers__two__with_their_prices(api: httpx.AsyncClient, market: Database) -> None:
    rows.write(market, aftermath.tier(), aftermath.tier(2, token=USDC, price=5, name="Sil\u202ever", supply=9))

    items = (await get(api, "/api/tiers"))["items"]
    assert [(each["id"], each["name"], each["supply"]) for each in items] == [(1, "Gold", None), (2, "Silver", 9)]
    assert [each["price"]["symbol"] for each in items] == ["ETH", "USDC"]


async def test_memberships__of_an_account__are_active_until_their_last_second(
    api: httpx.AsyncClient, market: Database, bea: bytes, silas: bytes
) -> None:
    rows.write(
        market,
        aftermath.tier(),
        aftermath.membership(1, bea, expires_at=BEGAN),
        aftermath.membership(2, bea, expires_at=BEGAN - timedelta(seconds=1), refunded=4, cancelled_at=BEGAN),
        aftermath.membership(3, silas),
        aftermath.membership(4, None),
    )

    items = await whole(api, f"/api/accounts/{address(bea)}/memberships", limit=1)
    assert [(each["id"], each["active"], each["tier"]["rank"]) for each in items] == [(2, False, 2), (1, True, 2)]
    assert items[0]["refunded"]["amount"] == "4"
    assert (await get(api, "/api/memberships/3"))["holder"] == address(silas)
    burnt = await get(api, "/api/memberships/4")
    assert (burnt["holder"], burnt["active"]) == (None, False)
    problem(await api.get("/api/memberships/5"), 404, "not-found")


async def test_get_seller__with_bonds__shows_them_and_its_rating(
    api: httpx.AsyncClient, market: Database, selma: bytes
) -> None:
    rows.write(
        market,
        rows.seller(NINE, rating_sum=14, rating_count=3),
        aftermath.bond(NINE, USDC, 60, unlocking=9, unlocks_at=BEGAN, slashed=1),
        aftermath.bond(NINE, NATIVE, ETHER),
        aftermath.bond(NINE, b"\x88" * 20, 0),
        aftermath.bond(selma, USDC, 7),
    )

    shown = await get(api, f"/api/sellers/{address(NINE)}")
    assert shown["rating"] == {"mean": 4.67, "count": 3}
    assert [each["amount"]["amount"] for each in shown["bonds"]] == [str(ETHER), "60"]
    assert (shown["bonds"][1]["unlocking"]["amount"], shown["bonds"][1]["slashed"]["amount"]) == ("9", "1")
