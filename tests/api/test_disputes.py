"""GET /api/disputes, /api/disputes/{order_id}, /api/arbitrators, /api/council/…"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from api.values import address
from tests.api import aftermath, rows
from tests.api.aftermath import COUNCIL
from tests.api.conftest import USDC, problem, whole
from tests.api.rows import BEGAN, account
from tests.conftest import Database


async def get(api: httpx.AsyncClient, path: str) -> Any:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def trade(market: Database, silas: bytes, selma: bytes, bea: bytes) -> Database:
    """Orders 1 and 2 of Bea's are disputed, the first with Silas before the council, the second with Selma."""
    rows.write(
        market,
        *rows.listing(1, silas, token=USDC),
        rows.order(1, bea, silas, token=USDC, state="disputed", deadline=None),
        rows.order(2, bea, selma, state="resolved", closed_at=BEGAN),
        rows.event("Evidence", "order/1", 101, args={"party": f"0x{bea.hex()}"}),
        aftermath.arbitrator(),
        aftermath.dispute(
            1, bea, silas, stage="arbitrated", dispute_id=7, seller_deposit=31, from_bond=5, answered_at=BEGAN
        ),
        aftermath.arbitration(1, 7),
        aftermath.case(7),
        aftermath.evidence(1, bea, "/ipfs/one\u202e", 101),
        aftermath.evidence(1, silas, "/ipfs/two", 102),
        aftermath.dispute(
            2,
            bea,
            selma,
            arbitrator_id=1,
            stage="closed",
            dispute_id=2**256 - 1,
            deadline=None,
            ruling=11,
            buyer_bps=10_000,
            closed_at=BEGAN,
        ),
    )
    return market


async def test_get_dispute__before_the_council__is_whole(api: httpx.AsyncClient, trade: Database, bea: bytes) -> None:
    shown = await get(api, "/api/disputes/1")

    assert (shown["stage"], shown["dispute_id"], shown["council_case"]) == ("arbitrated", "7", 7)
    assert (shown["raised_by"], shown["arbitrator"]["address"]) == (address(bea), address(COUNCIL))
    assert [(each["uri"], each["block"]) for each in shown["evidence"]] == [("/ipfs/one", 101), ("/ipfs/two", 102)]
    assert (shown["seller_deposit"]["amount"], shown["seller_deposit"]["symbol"]) == ("31", "ETH")
    assert (shown["from_bond"]["amount"], shown["from_bond"]["symbol"]) == ("5", "USDC")
    order = await get(api, "/api/orders/1")
    assert (order["state"], order["dispute"]) == ("disputed", shown)
    assert order["timeline"][0]["by"] == address(bea)


async def test_get_dispute__number_of_a_foreign_arbitrator__may_be_any_uint256(
    api: httpx.AsyncClient, trade: Database
) -> None:
    shown = await get(api, "/api/disputes/2")

    assert (shown["dispute_id"], shown["council_case"], shown["arbitrator"]) == (str(2**256 - 1), None, None)
    assert (shown["ruling"], shown["buyer_bps"], shown["deadline"]) == (11, 10_000, None)


async def test_list_disputes__account_and_stage__are_these(
    api: httpx.AsyncClient, trade: Database, silas: bytes, bea: bytes
) -> None:
    async def ids(**params: Any) -> list[int]:
        return [item["order_id"] for item in await whole(api, "/api/disputes", limit=1, **params)]

    assert await ids() == await ids(account=address(bea)) == [2, 1]
    assert await ids(account=address(silas)) == await ids(stage="arbitrated") == [1]
    assert await ids(account=address(silas), stage="closed") == []


async def test_get_dispute__none__is_not_found(api: httpx.AsyncClient, trade: Database) -> None:
    problem(await api.get("/api/disputes/9"), 404, "not-found")


async def test_list_arbitrators__one__is_the_council(api: httpx.AsyncClient, trade: Database) -> None:
    [shown] = (await get(api, "/api/arbitrators"))["items"]

    assert (shown["id"], shown["address"], shown["rule_window"]) == (0, address(COUNCIL), 86_400)


async def test_council__members_and_a_case__rounds_hold_their_votes(api: httpx.AsyncClient, trade: Database) -> None:
    ada, ben, old = account(1), account(2), account(3)
    rows.write(
        trade,
        aftermath.member(ben, 1, missed=1),
        aftermath.member(ada, 0, votes=1),
        aftermath.member(old, 0, active=False, idle=True, removed_at=BEGAN),
        aftermath.case(8, phase="executed", deadline=None, ruling=0, round=1),
        aftermath.round_of(7, 0b101, ruling=11, votes=1),
        aftermath.round_of(7, 2**48 - 1, round=1),
        aftermath.vote(7, ada, 11),
        aftermath.vote(7, ben, None),
        aftermath.vote(7, ben, 1, 1),
    )

    members = (await get(api, "/api/council/members"))["items"]
    assert [each["address"] for each in members] == [address(ada), address(ben), address(old)]
    cases = await whole(api, "/api/council/cases", limit=1)
    assert [(each["id"], each["order_id"], each["phase"]) for each in cases] == [
        (8, None, "executed"),
        (7, 1, "voting"),
    ]
    assert [each["id"] for each in await whole(api, "/api/council/cases", phase="voting")] == [7]
    shown = await get(api, "/api/council/cases/7")
    assert [each["panel"] for each in shown["rounds"]] == [[0, 2], list(range(48))]
    assert [[vote["ruling"] for vote in each["votes"]] for each in shown["rounds"]] == [[11, None], [1]]
    problem(await api.get("/api/council/cases/9"), 404, "not-found")
