"""Indexes that wait for the end of a first backfill: whatever happens on the way, all of them are there at the end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from indexer import late
from indexer.connection import connect
from indexer.deployments import load
from indexer.migrate import upgrade
from indexer.replace import replace
from tests.conftest import Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, cursor_of, query, wait_until

Start = Callable[..., RunningIndexer]
FINALITY = 8


def url_of(database: Database) -> str:
    return database.url("stoa_indexer")


def indexes(url: str) -> set[tuple[str, str, bool]]:
    """Name, definition, and whether it is a primary key: a unique index of the same definition is none."""
    asked = "SELECT c.relname, pg_get_indexdef(c.oid), i.indisprimary FROM pg_index AS i JOIN pg_class AS c"
    return set(query(url, f"{asked} ON c.oid = i.indexrelid WHERE c.relnamespace = 'chain'::regnamespace"))


def waiting(url: str) -> int:
    return int(query(url, "SELECT count(*) FROM chain.late_index")[0][0])


def stopped_half_way(chain: Anvil, database: Database, start: Start) -> None:
    """In a backfill block by block."""
    chain.mine(300)
    running = start(database, batch_blocks=1, finality=FINALITY)
    wait_until(lambda: (cursor_of(url_of(database)) or (0, ""))[0] > 20, "nothing is committed")
    running.stop()
    cursor = cursor_of(url_of(database))
    assert cursor is not None
    assert cursor[0] < chain.height - FINALITY


def test_first_backfill__half_way__has_no_index_but_keys_of_what_changes(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    before = indexes(url_of(database))
    stopped_half_way(chain, database, start)

    left = indexes(url_of(database))
    assert waiting(url_of(database)) == len(before - left) > 20
    assert all("UNIQUE" in definition for _, definition, _ in left)
    assert {"event_pkey", "ledger_entry_pkey"} <= {name for name, *_ in before - left}
    assert "orders_pkey" in {name for name, *_ in left}


def test_first_backfill__stopped_and_gone_on_with__ends_with_every_index(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    before = indexes(url_of(database))
    stopped_half_way(chain, database, start)
    start(database, finality=FINALITY).catch_up(chain)

    assert indexes(url_of(database)) == before
    assert waiting(url_of(database)) == 0


def test_second_backfill__of_a_database_with_rows__keeps_its_indexes(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    before = indexes(url_of(database))
    stopped_half_way(chain, database, start)

    assert indexes(url_of(database)) == before


def test_rebuild__half_way__has_every_index(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, folder: Path
) -> None:
    before = indexes(url_of(database))
    stopped_half_way(chain, database, start)
    replace(url_of(database), [load(folder, 31337)], 1_000)

    assert indexes(url_of(database)) == before


def test_migrate__half_way__finds_every_index(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    before = indexes(url_of(database))
    stopped_half_way(chain, database, start)
    upgrade(url_of(database))

    assert indexes(url_of(database)) == before


def test_put_off__while_somebody_reads__keeps_every_index(database: Database) -> None:
    before = indexes(url_of(database))
    with psycopg.connect(url_of(database)) as reader, connect(url_of(database)) as leader:
        reader.execute("SELECT 1 FROM chain.orders")
        late.put_off(leader)
        assert not late.any_wait(leader)

    assert indexes(url_of(database)) == before


def test_put_off__of_a_table_that_somebody_else_owns__is_not_done(database: Database) -> None:
    before = indexes(url_of(database))
    query(database.url(), "ALTER TABLE chain.orders OWNER TO postgres")
    with connect(url_of(database)) as leader:
        late.put_off(leader)
        left = indexes(url_of(database))
        late.bring_back(leader, url_of(database))

    assert {name for name, *_ in before - left} > {"event_pkey", "event_subject"}
    assert not any(name.startswith("orders") for name, *_ in before - left)
    assert indexes(url_of(database)) == before


def test_bring_back__by_two_at_once__builds_each_once(database: Database) -> None:
    before = indexes(url_of(database))
    with connect(url_of(database)) as one, connect(url_of(database)) as other, ThreadPoolExecutor() as pool:
        late.put_off(one)
        late.put_off(other)
        for done in [pool.submit(late.bring_back, connection, url_of(database)) for connection in (one, other)]:
            done.result()

    assert indexes(url_of(database)) == before
    assert waiting(url_of(database)) == 0


@pytest.mark.parametrize("built", [1, 2, "all but the keys"])
def test_bring_back__broken_off__goes_on_where_it_was(database: Database, built: int | str) -> None:
    before = indexes(url_of(database))
    with connect(url_of(database)) as leader:
        late.put_off(leader)
        for _ in range(built if isinstance(built, int) else waiting(url_of(database))):
            assert late.build_one(leader, late.WAITING)
        assert indexes(url_of(database)) != before
        late.bring_back(leader, url_of(database))

    assert indexes(url_of(database)) == before
    assert waiting(url_of(database)) == 0


def test_bring_back__while_another_leader_gives_up__builds_what_that_one_had_begun(database: Database) -> None:
    before = indexes(url_of(database))
    with connect(url_of(database)) as leader, psycopg.connect(url_of(database)) as stale, ThreadPoolExecutor() as pool:
        late.put_off(leader)
        stale.execute(late.WAITING)
        done = pool.submit(late.bring_back, leader, url_of(database))
        # Not idle, or a standby would put it out.
        waits = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state = 'active' AND wait_event_type = 'Lock'"
        wait_until(lambda: query(url_of(database), waits, leader.info.backend_pid) == [(1,)], "it does not wait")
        assert not done.done()
        stale.rollback()
        done.result()

    assert indexes(url_of(database)) == before
