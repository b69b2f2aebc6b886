"""The commands as an operator types them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine

from indexer.tables import metadata
from tests.conftest import ROOT, Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, query

Start = Callable[..., RunningIndexer]


def command(database: Database, folder: Path, *arguments: str) -> str:
    environment = os.environ | database.environment() | {"STOA_DEPLOYMENTS": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_status_rebuild_verify__of_an_indexed_chain__say_what_is_so(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()

    [chain_status] = json.loads(command(database, folder, "status", "--json"))
    assert (chain_status["chain_id"], chain_status["block"], chain_status["blocks_behind"]) == (31337, chain.height, 0)
    assert (chain_status["status"], chain_status["markets"], chain_status["unknown_events"]) == ("live", [1], 0)
    assert f"block {chain.height}" in command(database, folder, "status")
    assert command(database, folder, "rebuild").startswith(f"{chain_status['events']} events folded; readers waited")
    assert command(database, folder, "verify") == "the tables equal a rebuild\n"


def test_status__nothing_indexed__says_so(database: Database, folder: Path) -> None:
    assert command(database, folder, "status") == "nothing is indexed yet\n"


def test_migrate__again_on_a_database_with_data__changes_nothing(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    command(database, folder, "migrate")
    command(database, folder, "migrate")

    assert query(database.url("stoa_indexer"), "SELECT count(*) FROM chain.listing") == [(4,)]


def test_migrations__newest_revision__is_what_the_tables_say(database: Database) -> None:
    url = database.url("stoa_indexer").replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url).connect() as connection:
        options = {
            "version_table_schema": "chain",
            "include_schemas": True,
            "include_name": lambda name, kind, _: kind != "schema" or name == "chain",
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_roles__the_api__reads_schema_chain_and_writes_only_its_own(database: Database) -> None:
    url = database.url("stoa_api")
    assert query(url, "SELECT count(*) FROM chain.orders") == [(0,)]
    query(url, "CREATE TABLE app.probe (number int)")
    for statement in (
        "DELETE FROM chain.orders",
        "INSERT INTO chain.block VALUES (1, 1, '', '', now())",
        "UPDATE chain.cursor SET epoch = 9",
        "CREATE TABLE chain.probe ()",
        "CREATE TABLE public.probe ()",
    ):
        with pytest.raises(InsufficientPrivilege):
            query(url, statement)
