"""Two roles, each refused what is the other's: every table, by statements and not by what the catalogue promises."""

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from api.tables import metadata as app
from indexer.replace import replace
from indexer.tables import metadata as chain
from tests.conftest import ROOT, Database

CHAIN = sorted(f"chain.{table.name}" for table in chain.tables.values())
APP = sorted(f"app.{table.name}" for table in app.tables.values())
WRITES = (
    "INSERT INTO {0} SELECT * FROM (SELECT (null::{0}).*) AS nothing WHERE false",
    "DELETE FROM {0}",
    "TRUNCATE {0}",
    "LOCK TABLE {0} IN ROW EXCLUSIVE MODE",
    "ALTER TABLE {0} ADD COLUMN probe int",
    "DROP TABLE {0}",
    "CREATE INDEX probe ON {0} ((1))",
)
ELSEWHERE = (
    "CREATE TABLE public.probe ()",
    "CREATE SCHEMA probe",
    "CREATE ROLE probe",
    "COPY (SELECT 1) TO PROGRAM 'true'",
)


@pytest.fixture(params=["migrated", "rebuilt"])
def market(request: pytest.FixtureRequest, make_database: Callable[[], Database]) -> Database:
    """A database as migrations leave it, and one whose tables a rebuild has put in place."""
    database = make_database()
    if request.param == "rebuilt":
        replace(database.url("stoa_indexer"), [], 1000)
    return database


def refused(connection: psycopg.Connection[object], statement: str) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)  # type: ignore[arg-type]
    except InsufficientPrivilege:
        return True
    return False


def tables_of(database: Database, schema: str) -> list[str]:
    with psycopg.connect(database.url()) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,))
        return sorted(f"{schema}.{row[0]}" for row in found)


def test_tables__all_are_tried(market: Database) -> None:
    assert tables_of(market, "chain") == sorted([*CHAIN, "chain.alembic_version"])
    assert tables_of(market, "app") == sorted([*APP, "app.alembic_version"])


def test_api__schema_chain__reads_every_table_and_changes_none(market: Database) -> None:
    with psycopg.connect(market.url("stoa_api"), autocommit=True) as connection:
        for table in CHAIN:
            connection.execute(f"SELECT * FROM {table} LIMIT 1")  # type: ignore[arg-type]
            allowed = [write for write in WRITES if not refused(connection, write.format(table))]
            assert allowed == [], table
        assert refused(connection, "CREATE TABLE chain.probe ()")
        assert refused(connection, "CREATE TABLE chain_next.probe ()")


def test_indexer__schema_app__neither_reads_nor_changes_a_table(market: Database) -> None:
    with psycopg.connect(market.url("stoa_indexer"), autocommit=True) as connection:
        for table in APP:
            statements = ("SELECT * FROM {0} LIMIT 1", *WRITES)
            allowed = [each for each in statements if not refused(connection, each.format(table))]
            assert allowed == [], table
        assert refused(connection, "CREATE TABLE app.probe ()")


@pytest.mark.parametrize("role", ["stoa_api", "stoa_indexer"])
def test_either__outside_of_its_schema__makes_nothing_and_becomes_nobody_else(market: Database, role: str) -> None:
    other = {"stoa_api": "stoa_indexer", "stoa_indexer": "stoa_api"}[role]
    with psycopg.connect(market.url(role), autocommit=True) as connection:
        for statement in (*ELSEWHERE, f"SET ROLE {other}", "SET ROLE postgres", f"GRANT {other} TO {role}"):
            assert refused(connection, statement), statement


def test_each__its_own_schema__is_its_own(market: Database) -> None:
    for role, schema in (("stoa_indexer", "chain"), ("stoa_api", "app")):
        with psycopg.connect(market.url(role), autocommit=True) as connection:
            assert not refused(connection, f"CREATE TABLE {schema}.probe (number int)")


def test_table__that_comes_later__the_api_reads_it_and_does_not_write_it(market: Database) -> None:
    with psycopg.connect(market.url("stoa_indexer"), autocommit=True) as connection:
        connection.execute("CREATE TABLE chain.later (number int)")
    with psycopg.connect(market.url("stoa_api"), autocommit=True) as connection:
        connection.execute("SELECT * FROM chain.later")
        assert refused(connection, "INSERT INTO chain.later VALUES (1)")


def test_migrate__again_after_grants_were_lost__puts_them_back(make_database: Callable[[], Database]) -> None:
    database = make_database()
    with psycopg.connect(database.url(), autocommit=True) as connection:
        connection.execute("REVOKE ALL ON ALL TABLES IN SCHEMA chain FROM stoa_api")
        connection.execute("GRANT ALL ON chain.orders TO stoa_api")
        connection.execute("DROP SCHEMA chain_next")
    subprocess.run(
        [sys.executable, "-m", "indexer", "migrate"], check=True, cwd=ROOT, env=os.environ | database.environment()
    )
    with psycopg.connect(database.url("stoa_api"), autocommit=True) as connection:
        connection.execute("SELECT * FROM chain.listing")
        assert refused(connection, "DELETE FROM chain.orders")
    replace(database.url("stoa_indexer"), [], 1000)
