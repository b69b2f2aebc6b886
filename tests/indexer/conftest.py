"""Actors of the indexer's tests: a chain, a market on it, a database, an indexer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import ROOT, Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, settings_of


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
def chain() -> Iterator[Anvil]:
    """A chain that mines when it is told to."""
    anvil = Anvil()
    yield anvil
    anvil.stop()


@pytest.fixture
def market(chain: Anvil, folder: Path) -> DeployedMarket:
    """An open market with four listings, in the deployments file."""
    deployed = DeployedMarket(chain)
    deployed.write_deployments(folder)
    deployed.open()
    for category in (1, 2):
        deployed.list_item(deployed.seller, category=category)
        deployed.list_item(deployed.other_seller, category=category, token=deployed.token.address, accept=0)
    chain.mine()
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
