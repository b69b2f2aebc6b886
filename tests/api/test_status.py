"""GET /api/status, /health…, /metrics."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from indexer.tables import Provider
from tests.api import rows
from tests.api.conftest import Serve, problem, write_deployments
from tests.conftest import Database


async def test_get_status__market__says_what_a_page_needs_first(api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/status")).json() == {
        "chain_id": 31337,
        "chain_name": "Local",
        "indexed_block": 500,
        "indexed_at": "2026-11-21T06:22:00Z",
        "head_block": 500,
        "ready": True,
        "native": {"address": "0x" + "00" * 20, "symbol": "ETH", "name": "Ether", "decimals": 18},
        "tokens": [
            {
                "address": "0x5FbDB2315678afecb367f032d93F642f64180aa3",
                "symbol": "USDC",
                "name": "USD Coin (demo)",
                "decimals": 6,
            }
        ],
        "market": {
            "market": 1,
            "fee_bps": 250,
            "referral_share_bps": 2000,
            "listings_paused": False,
            "orders_paused": False,
            "listings": 0,
            "orders": 0,
            "sellers": 2,
            "contracts": {"Market": "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"},
        },
        "rpc": "/rpc",
    }


async def test_get_status__before_the_first_block_is_indexed__is_answered(database: Database, serve: Serve) -> None:
    async with serve(database) as client:
        status = (await client.get("/api/status")).json()
        assert (status["ready"], status["indexed_block"], status["market"]["listings"]) == (False, 0, 0)
        assert (await client.get("/api/listings")).json() == {"items": [], "next": None}
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["reasons"]) == (503, ["chain 31337: nothing indexed yet"])


async def test_status__nothing_deployed_yet__says_what_to_do_and_then_works(
    market: Database, serve: Serve, tmp_path: Path
) -> None:
    async with serve(market, deployments=tmp_path) as client:
        said = problem(await client.get("/api/status"), 503, "unavailable")
        assert "ape run deploy" in said["detail"]
        assert (await client.get("/health/live")).status_code == 200
        assert "no market is deployed" in (await client.get("/health/ready")).json()["reasons"]
        write_deployments(tmp_path)
        assert (await client.get("/api/status")).status_code == 200


async def test_status__deployments_file_is_damaged__is_unavailable_and_says_which(
    market: Database, serve: Serve, tmp_path: Path
) -> None:
    (tmp_path / "31337.json").write_text('{"chain_id": ')
    async with serve(market, deployments=tmp_path) as client:
        assert "31337.json" in problem(await client.get("/api/status"), 503, "unavailable")["detail"]
        assert "31337.json" in (await client.get("/health/ready")).text
        write_deployments(tmp_path)
        assert (await client.get("/health/ready")).status_code == 200


async def test_status__two_chains__asks_which(market: Database, serve: Serve, tmp_path: Path) -> None:
    write_deployments(tmp_path)
    write_deployments(tmp_path, chain_id=10, markets=2)
    async with serve(market, deployments=tmp_path) as client:
        assert "31337" in problem(await client.get("/api/status"), 404, "not-found")["detail"]
        status = (await client.get("/api/status?chain_id=10")).json()
        assert (status["market"]["market"], status["rpc"]) == (2, None)
        assert (await client.get("/api/status?chain_id=10&market=1")).json()["market"]["market"] == 1
        problem(await client.get("/api/status?chain_id=10&market=3"), 404, "not-found")
    async with serve(market, deployments=tmp_path, chain_id=31337) as client:
        assert (await client.get("/api/status")).json()["chain_id"] == 31337


AGO = datetime.now(UTC) - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"head_number": 510}, "10 blocks behind"),
        ({"head_number": 505}, None),
        ({"head_seen_at": AGO}, "silent"),
        ({"head_seen_at": None}, "silent"),
        ({"status": "rebuilding"}, "rebuilds"),
        ({}, None),
    ],
)
async def test_get_ready__indexer__is_told_of_truly(
    database: Database, serve: Serve, changes: dict[str, Any], reason: str | None
) -> None:
    rows.write(database, rows.cursor(**changes), rows.market_state())
    async with serve(database) as client:
        ready = await client.get("/health/ready")
        assert ready.status_code == (503 if reason else 200)
        assert (reason or "") in " ".join(ready.json()["reasons"])
        assert (await client.get("/api/status")).json()["ready"] is (reason is None)
        assert (await client.get("/health")).status_code == 200


async def test_health__nodes_of_the_indexer__are_named_with_what_is_wrong_with_them(
    database: Database, serve: Serve
) -> None:
    until = datetime(2026, 11, 21, 7, tzinfo=UTC)
    liar = {"name": "https://b.example", "state": "quarantined", "reason": "wrong logs of block 7", "until": until}
    well = {"name": "https://a.example", "state": "closed", "reason": "", "until": None}
    nodes = [Provider(chain_id=rows.CHAIN, since=rows.BEGAN, **node) for node in (liar, well)]
    rows.write(database, rows.cursor(), rows.market_state(), *nodes)
    async with serve(database) as client:
        health = (await client.get("/health")).json()
        assert (await client.get("/health/ready")).status_code == 200
    since = "2026-11-21T06:22:00Z"
    assert health["indexers"]["31337"]["providers"] == [
        well | {"since": since},
        liar | {"until": "2026-11-21T07:00:00Z", "since": since},
    ]


async def test_get_ready__page_not_built__says_so(market: Database, serve: Serve, tmp_path: Path) -> None:
    async with serve(market, page=tmp_path) as client:
        assert "the page is not built" in (await client.get("/health/ready")).json()["reasons"]


async def test_health__database_gone__says_so_and_nothing_is_a_fault(serve: Serve) -> None:
    async with serve(Database("nowhere", "/nonexistent")) as client:
        assert (await client.get("/health/live")).status_code == 200
        health = (await client.get("/health")).json()
        assert (health["status"], health["database"]) == ("unready", False)
        assert (await client.get("/health/ready")).status_code == 503
        problem(await client.get("/api/status"), 503, "unavailable")
        problem(await client.get("/api/listings"), 503, "unavailable")


async def test_database__connections_cut__next_request_is_answered(api: httpx.AsyncClient, market: Database) -> None:
    await api.get("/api/listings")
    with psycopg.connect(market.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'stoa_api'")
    assert (await api.get("/api/listings")).status_code == 200


async def test_api_role__writing_to_the_chains_rows__is_denied_by_the_database(market: Database) -> None:
    with psycopg.connect(market.url("stoa_api")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM chain.listing")


async def test_get_metrics__after_requests__counts_them_by_route(api: httpx.AsyncClient) -> None:
    await api.get("/api/listings/404")
    metrics = (await api.get("/metrics")).text
    assert 'stoa_api_requests_total{method="GET",route="/api/listings/{listing_id}",status="404"}' in metrics
    assert "stoa_api_request_seconds_bucket" in metrics
