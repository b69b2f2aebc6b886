"""A rebuild while the market goes on: readers see the old rows or the new ones, leaders wait for a moment at most."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from indexer import replace as replacing
from indexer import shadow
from indexer.connection import connect
from indexer.errors import Misconfigured
from indexer.migrate import upgrade
from tests.conftest import ROOT, Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.reading import Readers, add_strays
from tests.indexer.running import RunningIndexer, assert_same, contents, images, query, wait_until
from tests.indexer.test_rebuild import lived, rebuild, verify

Start = Callable[..., RunningIndexer]
CATALOGUE = """
SELECT r.relname, r.relowner::regrole::text, r.reloptions::text, r.relacl::text FROM pg_class AS r
 WHERE r.relnamespace = 'chain'::regnamespace AND r.relkind = 'r'
UNION ALL
SELECT r.relname, pg_get_indexdef(i.indexrelid), i.indisprimary::text, '' FROM pg_index AS i
  JOIN pg_class AS r ON r.oid = i.indrelid WHERE r.relnamespace = 'chain'::regnamespace
UNION ALL
SELECT r.relname, c.conname, pg_get_constraintdef(c.oid), '' FROM pg_constraint AS c
  JOIN pg_class AS r ON r.oid = c.conrelid WHERE r.relnamespace = 'chain'::regnamespace
UNION ALL
SELECT r.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnum::text FROM pg_attribute AS a
  JOIN pg_class AS r ON r.oid = a.attrelid
 WHERE r.relnamespace = 'chain'::regnamespace AND r.relkind = 'r' AND a.attnum > 0
ORDER BY 1, 2, 3, 4
"""


@pytest.fixture
def url(database: Database) -> str:
    return database.url("stoa_indexer")


@pytest.fixture
def indexed(chain: Anvil, market: DeployedMarket, database: Database, start: Start) -> RunningIndexer:
    """An indexer that leads, with some history behind it."""
    running = start(database, finality=10)
    lived(chain, market, seed=61, blocks=25)
    running.catch_up(chain)
    return running


def twins(url: str) -> int:
    return int(query(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'chain_next'")[0][0])


def wants_the_cursor(url: str) -> bool:
    """Whether a rebuild holds the leaders, or waits to."""
    wanted = "SELECT 1 FROM pg_locks WHERE relation = 'chain.cursor'::regclass AND mode = 'ExclusiveLock'"
    return bool(query(url, wanted))


def test_rebuild__readers_that_never_pause__see_one_state_or_the_other_and_no_error(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, url: str, indexed: RunningIndexer
) -> None:
    readers, life = Readers(database), Life(market, seed=62)
    waited = []
    for _ in range(4):
        add_strays(url)
        rebuilding = threading.Thread(target=lambda: waited.append(rebuild(database, folder).blocked_seconds))
        rebuilding.start()
        while rebuilding.is_alive():
            life.act(2)
            chain.mine()
            indexed.catch_up(chain)
    answers = readers.stop()

    assert len(waited) == 4
    assert len(answers) > 100
    assert {frozenset(answer.strays) for answer in answers} == {frozenset({0}), frozenset({1})}
    for answer in answers:
        assert answer.adds_up
    assert max(waited) < 0.5
    assert max(answer.slowest for answer in answers) < 1
    assert verify(database, folder) is None


def test_rebuild__tables__have_the_same_indexes_constraints_options_and_grants(
    database: Database, folder: Path, url: str, indexed: RunningIndexer
) -> None:
    query(database.url(), "CREATE ROLE analyst")
    try:
        for statement in (
            "CREATE INDEX of_an_operator ON chain.orders (chain_id, (escrow > 0)) WHERE escrow > 0",
            "ALTER TABLE chain.balance SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01)",
            "ALTER TABLE chain.listing ADD CONSTRAINT of_an_operator CHECK (market > 0)",
            "GRANT SELECT ON chain.orders TO analyst WITH GRANT OPTION",
            "GRANT SELECT ON chain.listing TO PUBLIC",
        ):
            query(url, statement)
        before = query(url, CATALOGUE)
        oids = query(url, "SELECT 'chain.orders'::regclass::oid")

        rebuild(database, folder)

        assert query(url, CATALOGUE) == before
        assert query(url, "SELECT 'chain.orders'::regclass::oid") != oids
        assert twins(url) == 0
        [(unknown,)] = query(url, "SELECT count(*) FROM pg_stats WHERE schemaname = 'chain' AND tablename = 'orders'")
        assert unknown > 0, "the planner knows nothing of the new table"
    finally:
        query(database.url(), "DROP OWNED BY analyst; DROP ROLE analyst")


def test_rebuild__snapshot_from_before__is_waited_for_and_sees_the_old_rows(
    database: Database, folder: Path, url: str, indexed: RunningIndexer
) -> None:
    [(listings,)] = query(url, "SELECT count(*) FROM chain.listing")
    with psycopg.connect(database.url("stoa_api")) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT block_number FROM chain.cursor")
        rebuilding = threading.Thread(target=rebuild, args=(database, folder))
        rebuilding.start()
        wait_until(lambda: wants_the_cursor(url), "the rebuild does not come so far")
        rebuilding.join(1)
        assert rebuilding.is_alive()
        assert reader.execute("SELECT count(*) FROM chain.listing").fetchone() == (listings,)
        assert reader.execute("SELECT count(*) FROM chain.orders WHERE order_id = 1").fetchone() == (1,)
    rebuilding.join(10)
    assert not rebuilding.is_alive()


def test_rebuild__reader_that_never_ends__leaders_go_on_and_it_says_so(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    folder: Path,
    url: str,
    indexed: RunningIndexer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in (("READER_SECONDS", 0.1), ("RETRY_SECONDS", 0.3)):
        monkeypatch.setattr(replacing, name, seconds)
    refused: list[BaseException] = []

    def run() -> None:
        try:
            rebuild(database, folder)
        except Misconfigured as error:
            refused.append(error)

    with psycopg.connect(database.url("stoa_api")) as reader:
        reader.execute("SELECT count(*) FROM chain.orders")
        rebuilding = threading.Thread(target=run)
        rebuilding.start()
        while rebuilding.is_alive():
            Life(market, seed=63).act(2)
            chain.mine()
            indexed.catch_up(chain)  # between two tries
    assert "hold the tables in long transactions" in str(refused[0])
    assert twins(url) == 0

    assert verify(database, folder) is None
    rebuild(database, folder)


def test_rebuild__reader_that_ends_after_two_tries__new_rows_with_what_came_meanwhile(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    folder: Path,
    url: str,
    indexed: RunningIndexer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in (("READER_SECONDS", 0.1), ("RETRY_SECONDS", 0.1)):
        monkeypatch.setattr(replacing, name, seconds)
    lived(chain, market, seed=64, blocks=3)
    let_go, tries = shadow.keep_vacuum_out, []
    reader = psycopg.connect(database.url("stoa_api"))
    reader.execute("SELECT count(*) FROM chain.orders")

    def watched(connection: psycopg.Connection[object]) -> None:
        tries.append(connection)
        if len(tries) == 3:
            reader.close()
        let_go(connection)

    monkeypatch.setattr(shadow, "keep_vacuum_out", watched)
    rebuilding = threading.Thread(target=rebuild, args=(database, folder))
    rebuilding.start()
    while rebuilding.is_alive():
        chain.roll_back(1)
        lived(chain, market, seed=65 + len(tries), blocks=2)
    indexed.catch_up(chain)

    assert len(tries) == 3
    assert verify(database, folder) is None


def test_rebuild__leader_goes_deeper_than_finality_meanwhile__begins_again(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    folder: Path,
    indexed: RunningIndexer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finish, times = shadow.finish, []

    def finish_after_a_reorganisation(connection: psycopg.Connection[object]) -> None:
        finish(connection)
        times.append(connection)
        if len(times) == 1:
            chain.roll_back(12)
            lived(chain, market, seed=66, blocks=14)
            indexed.catch_up(chain)

    monkeypatch.setattr(shadow, "finish", finish_after_a_reorganisation)
    rebuild(database, folder)

    assert len(times) == 2
    indexed.catch_up(chain)
    assert verify(database, folder) is None


def test_rebuild__killed_in_the_midst__old_tables_serve_and_the_next_start_cleans_up(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    folder: Path,
    url: str,
    indexed: RunningIndexer,
    start: Start,
) -> None:
    before = contents(url)
    environment = os.environ | database.environment() | {"STOA_DEPLOYMENTS": str(folder)}
    with psycopg.connect(url) as holding:
        holding.execute("LOCK TABLE chain.cursor IN ROW EXCLUSIVE MODE")
        process = subprocess.Popen([sys.executable, "-m", "indexer", "rebuild"], cwd=ROOT, env=environment)
        wait_until(lambda: wants_the_cursor(url), "the rebuild does not come so far")
        process.kill()
        process.wait()
    assert twins(url) == len(shadow.TABLES)
    assert_same(contents(url), before)

    indexed.stop()
    start(database, finality=10).catch_up(chain)
    wait_until(lambda: twins(url) == 0, "nobody cleans up")
    assert verify(database, folder) is None


def test_rebuild__of_one_chain__keeps_the_rows_of_the_others(
    database: Database, folder: Path, url: str, indexed: RunningIndexer
) -> None:
    indexed.stop()
    for table in ("cursor", "event", *shadow.TABLES):
        moved = "SELECT (jsonb_populate_record(t, '{\"chain_id\": 5}')).* FROM chain."
        query(url, f"INSERT INTO chain.{table} {moved}{table} AS t")
    before, kept = contents(url), images(url)
    query(url, "DELETE FROM chain.orders WHERE chain_id = 31337")

    rebuild(database, folder)

    assert_same(contents(url), before)
    assert images(url) == kept
    assert query(url, "SELECT chain_id, epoch FROM chain.cursor ORDER BY 1") == [(5, 1), (31337, 2)]


def test_rebuild__something_hangs_on_a_table__is_said_plainly_and_nothing_changes(
    database: Database, folder: Path, url: str, indexed: RunningIndexer
) -> None:
    query(url, "CREATE VIEW chain.dear AS SELECT * FROM chain.listing")
    before = contents(url)

    with pytest.raises(Misconfigured, match=r"view chain\.dear depends on table"):
        rebuild(database, folder)

    assert_same(contents(url), before)
    assert twins(url) == 0


def test_rebuild__while_another_one_runs__is_refused(
    database: Database, folder: Path, url: str, indexed: RunningIndexer
) -> None:
    with connect(url) as other:
        assert shadow.claim(other)
        with pytest.raises(Misconfigured, match="another rebuild"):
            rebuild(database, folder)


def test_migrate__while_a_rebuild_runs__waits_for_it(database: Database, url: str) -> None:
    """A migration between the making of the twins and the swap would be lost."""
    with connect(url) as other:
        assert shadow.claim(other)
        migrating = threading.Thread(target=upgrade, args=(url,))
        migrating.start()
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        wait_until(lambda: bool(query(url, waiting)), "it does not wait")
        assert migrating.is_alive()
    migrating.join(10)
    assert not migrating.is_alive()
