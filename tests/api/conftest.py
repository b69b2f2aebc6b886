"""Actors of the API's tests: the parties of a small market, its rows, and the API in front of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from api.main import create_app
from api.settings import Settings
from tests.api import rows
from tests.api.rows import CHAIN, account
from tests.conftest import Database

USDC = bytes.fromhex("5fbdb2315678afecb367f032d93f642f64180aa3")
VISITOR = "203.0.113.7"
LOOPBACK = "127.0.0.1"

EMPTY = """
DO $$ DECLARE each regclass; BEGIN
    FOR each IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname IN ('chain', 'app') AND relkind = 'r' AND relname <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %s', each); END LOOP;
END $$
"""

Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="session")
def silas() -> bytes:
    """A seller. The address is one of EIP-55's own examples: 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed."""
    return bytes.fromhex("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")


@pytest.fixture(scope="session")
def selma() -> bytes:
    """Another seller."""
    return account(0x5E1A)


@pytest.fixture(scope="session")
def bea() -> bytes:
    """A buyer."""
    return account(0xBEA0)


@pytest.fixture
def deployments(tmp_path: Path) -> Path:
    """The folder with the deployments file of the local chain: two coins, one market."""
    folder = tmp_path / "deployments"
    folder.mkdir()
    write_deployments(folder)
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A built page."""
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Stoa</title>")
    return folder


@pytest.fixture
def serve(deployments: Path, page: Path) -> Serve:
    """Starts the API on a database, for a client at an address; keywords change its settings."""

    @asynccontextmanager
    async def run(database: Database, client: str = LOOPBACK, **changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        named = {"API_DATABASE_URL": database.url("stoa_api"), "RPC_URLS": changes.pop("rpc_urls", "")}
        app = create_app(Settings(deployments=deployments, page=page, **(named | changes)))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(client, 50_000))
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://stoa") as c:
            yield c

    return run


@pytest.fixture
async def api(market: Database, serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    """The API in front of a market that a test may fill."""
    async with serve(market) as client:
        yield client


@pytest.fixture(scope="session")
def only_database(postgres: str, template: Database) -> Database:
    """The one database of these tests."""
    database = Database("api_tests", postgres)
    with psycopg.connect(Database("postgres", postgres).url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database.name} TEMPLATE {template.name}")
    return database


@pytest.fixture
def database(only_database: Database) -> Database:
    """A migrated, empty database: emptied, which is ten times faster than made anew."""
    with psycopg.connect(only_database.url(), autocommit=True) as connection:
        connection.execute(EMPTY)
    return only_database


@pytest.fixture
def market(database: Database, silas: bytes, selma: bytes) -> Database:
    """An open market with categories and two sellers, and nothing for sale yet."""
    rows.write(
        database,
        rows.cursor(),
        rows.market_state(sellers=2),
        rows.category(1, "Home"),
        rows.category(2, "Ceramics", 1),
        rows.category(3, "Bowls", 2),
        rows.category(4, "Lessons"),
        rows.seller(silas),
        rows.seller(selma),
    )
    return database


def write_deployments(folder: Path, chain_id: int = CHAIN, markets: int = 1) -> Path:
    """As the deploy script writes it."""
    contract = {"address": "0x" + "cf" * 20, "arguments": [], "transaction": "0x" + "00" * 32, "block": 1}
    document = {
        "chain_id": chain_id,
        "genesis": "0x" + "01" * 32,
        "name": "Local",
        "native": {"symbol": "ETH", "name": "Ether", "decimals": 18},
        "tokens": [{"address": f"0x{USDC.hex()}", "symbol": "USDC", "name": "USD Coin (demo)", "decimals": 6}],
        "markets": [
            {"market": n + 1, "start_block": 1, "commit": None, "contracts": {"Market": contract}}
            for n in range(markets)
        ],
    }
    file = folder / f"{chain_id}.json"
    file.write_text(json.dumps(document))
    return file


async def whole(client: httpx.AsyncClient, path: str, **params: Any) -> list[dict[str, Any]]:
    """Every item of a collection, page after page."""
    items: list[dict[str, Any]] = []
    while True:
        answer = await client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if (following := answer.json()["next"]) is None:
            return items
        params["cursor"] = following


def problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem document that an answer must be (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["type"] == f"/problems/{slug}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document
