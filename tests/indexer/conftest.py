"""Actors of the indexer's tests: a chain, a market on it, a database, an indexer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog

from indexer.rows import Rows
from tests.conftest import ROOT, Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil, NodeError
from tests.indexer.running import RunningIndexer, settings_of
from tests.indexer.story import open_shop
from tests.indexer.telling import Telling


@pytest.fixture(autouse=True)
def logs() -> None:
    """To where pytest reads them now; the API, tested in the same process, sends them elsewhere."""
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def template(postgres: str) -> Database:
    """Schema `chain` alone: these tests know no API."""
    database = Database("indexer_template", postgres)
    with psycopg.connect(Database("postgres", postgres).url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database.name}")
    environment = os.environ | database.environment()
    subprocess.run([sys.executable, "-m", "indexer", "migrate"], check=True, cwd=ROOT, env=environment)
    return database


@pytest.fixture
def chain(shared: "SharedChain") -> Iterator[Anvil]:
    """A chain that mines when it is told to, with an open market on it."""
    yield shared.fresh().anvil
    shared.reset()


@pytest.fixture
def market(shared: "SharedChain", chain: Anvil, folder: Path) -> DeployedMarket:
    """An open market with four listings, in the deployments file."""
    deployed = shared.fresh()
    deployed.write_deployments(folder)
    return deployed


@pytest.fixture(scope="session")
def shared() -> Iterator["SharedChain"]:
    """One chain for all tests that leave it as it can be put back."""
    chain = SharedChain()
    yield chain
    chain.stop()


class SharedChain:
    """A market on an anvil that is put back after each test, or replaced if that fails."""

    def __init__(self) -> None:
        self.market: DeployedMarket | None = None

    def fresh(self) -> DeployedMarket:
        if self.market is None:
            self.market = open_market(Anvil())
            self.snapshot = self.market.anvil.rpc("evm_snapshot")
            self.blocks = hashes(self.market.anvil)
        return self.market

    def reset(self) -> None:
        anvil = self.fresh().anvil
        anvil.rpc("anvil_dropAllTransactions")
        try:
            anvil.rpc("evm_revert", self.snapshot)
            self.snapshot = anvil.rpc("evm_snapshot")
            put_back = hashes(anvil) == self.blocks
        except NodeError:
            put_back = False
        if not put_back:  # a test that went back behind the snapshot leaves anvil's memory torn
            self.stop()

    def stop(self) -> None:
        if self.market is not None:
            self.market.anvil.stop()
            self.market = None


def hashes(anvil: Anvil) -> list[str]:
    return [anvil.block(number)["hash"] for number in range(anvil.height + 1)]


def open_market(anvil: Anvil) -> DeployedMarket:
    deployed = DeployedMarket(anvil)
    deployed.open()
    for category in (1, 2):
        deployed.list_item(deployed.seller, category=category)
        deployed.list_item(deployed.other_seller, category=category, token=deployed.token.address, accept=0)
    anvil.mine()
    return deployed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the deployments file is."""
    return tmp_path / "deployments"


@pytest.fixture
def start(chain: Anvil, folder: Path) -> Iterator[Callable[..., RunningIndexer]]:
    """Starts indexers: on a database, with changed settings. They are stopped at the end."""
    running: list[RunningIndexer] = []

    def run(database: Database, **changes: Any) -> RunningIndexer:
        rpc_urls = changes.pop("rpc_urls", chain.url)
        running.append(RunningIndexer(settings_of(database.url("stoa_indexer"), rpc_urls, folder, **changes)))
        return running[-1]

    yield run
    for indexer in running:
        indexer.stop()


@pytest.fixture
def rows() -> Rows:
    """Nothing has happened yet, and that is all there is."""
    fresh = Rows()
    for table in fresh.tables:
        table.complete = True
    return fresh


@pytest.fixture
def tell(rows: Rows) -> Telling:
    """Applies one event after another."""
    return Telling(rows)


@pytest.fixture
def shop(tell: Telling) -> Telling:
    """Two categories, an active seller and listing 1 with three units."""
    open_shop(tell)
    return tell
