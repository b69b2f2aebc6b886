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
import pytest_asyncio

from api import logs
from api.main import create_app
from api.settings import Settings
from tests.api import rows
from tests.api.rows import CHAIN, account
from tests.conftest import Database

USDC = bytes.fromhex("5fbdb2315678afecb367f032d93f642f64180aa3")
HERE = Path(__file__).parent
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all tests here, so that they may share one running API."""
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Settings of the folders: a deployments file of the local chain with two coins and one market, a built page."""
    deployments, page = tmp_path_factory.mktemp("deployments"), tmp_path_factory.mktemp("page")
    write_deployments(deployments)
    (page / "index.html").write_text("<!doctype html><title>Stoa</title>")
    return {"deployments": deployments, "page": page}


@pytest.fixture(scope="session")
def serve(folders: dict[str, Path]) -> Serve:
    """Starts the API on a database, for a client at an address; keywords change its settings."""

    @asynccontextmanager
    async def run(database: Database, client: str = LOOPBACK, **changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        named = {"API_DATABASE_URL": database.url("stoa_api"), "RPC_URLS": changes.pop("rpc_urls", "")}
        changes = {"sweep_seconds": 1e6} | changes  # no test is swept unless it wants to be
        app = create_app(Settings(**(folders | named | changes)))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(client, 50_000))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://stoa") as c,
        ):
            c.app, c.services = app, app.state.services  # type: ignore[attr-defined]
            yield c

    return run


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running(only_database: Database, serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    """The API, started once."""
    logs.configure()
    async with serve(only_database) as client:
        yield client


@pytest.fixture
def api(running: httpx.AsyncClient, market: Database) -> httpx.AsyncClient:
    """The API in front of a market that a test may fill."""
    return running


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
    contract = {
        "address": "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359",
        "arguments": [],
        "transaction": "0x" + "00" * 32,
        "block": 1,
    }
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
