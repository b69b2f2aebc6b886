"""Writing one batch while the next is folded: nothing is lost or shown too early by it."""

from collections.abc import Iterator

import psycopg
import pytest

from indexer.connection import connect
from indexer.errors import LeadershipLost
from indexer.fold import Fold
from indexer.store import Store
from tests.conftest import Database
from tests.indexer.story import tell_all
from tests.indexer.test_story import CHAIN, DEPLOYMENTS, Scribe, batch, block

HEAD = 1_000_000
"""Far above every block of the story, so that all of them are final."""


@pytest.fixture(scope="module")
def story() -> Scribe:
    scribe = Scribe()
    tell_all(scribe)
    return scribe


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection]:
    with connect(database.url("stoa_indexer")) as opened:
        yield opened


def store_on(connection: psycopg.Connection) -> Store:
    return Store(connection, CHAIN, Fold(DEPLOYMENTS), finality=64, cache_rows=1000)


@pytest.fixture
def store(connection: psycopg.Connection) -> Iterator[Store]:
    store = store_on(connection)
    store.create_cursor(DEPLOYMENTS.identity.genesis, block(0), [1])
    with store.writer.closing():
        yield store


def test_commit__of_final_blocks__is_there_for_the_next_question(store: Store, story: Scribe) -> None:
    half = len(story.log) // 2
    store.commit(batch(story.log[:half])._replace(head=HEAD))
    store.commit(batch(story.log[half:])._replace(head=HEAD))

    stored = store.connection.execute("SELECT count(*) FROM chain.event").fetchone()

    assert stored == (len(story.log),)


def test_commit__of_final_blocks_after_another_took_over__raises_with_the_next_and_writes_nothing(
    store: Store, story: Scribe, database: Database
) -> None:
    with connect(database.url("stoa_indexer")) as other:
        store_on(other).begin_epoch()
        store.commit(batch(story.log[:1])._replace(head=HEAD))

        with pytest.raises(LeadershipLost):
            store.commit(batch(story.log[1:2])._replace(head=HEAD))

        assert other.execute("SELECT count(*) FROM chain.event").fetchone() == (0,)
        assert other.execute("SELECT block_number FROM chain.cursor").fetchone() == (0,)


def test_commit__near_the_head__is_there_when_it_returns(store: Store, story: Scribe, database: Database) -> None:
    with connect(database.url("stoa_indexer")) as other:
        for number in range(1, 4):
            store.commit(batch(story.log[number - 1 : number]))
            assert other.execute("SELECT block_number FROM chain.cursor").fetchone() == (number,)


def test_update__of_a_batch_again_and_again__is_planned_for_the_rows_it_has(connection: psycopg.Connection) -> None:
    """PostgreSQL would come to think of one plan for any number of rows, which reads whole tables to change a few."""
    connection.execute("CREATE TEMPORARY TABLE many AS SELECT n AS id, 0 AS value FROM generate_series(1, 50000) AS n")
    connection.execute("CREATE UNIQUE INDEX ON many (id)")
    connection.execute("ANALYZE many")
    change = (
        "UPDATE many SET value = new.value FROM unnest(%s::int[], %s::int[]) AS new(id, value) WHERE many.id = new.id"
    )
    # psycopg prepares a statement at its fifth use; from its fifth custom plan on PostgreSQL may take a generic one.
    for number in range(20):
        connection.execute(change, (list(range(number, number + 500)), [number] * 500))

    plans = connection.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE 'UPDATE many%'")
    assert plans.fetchall() == [(0,)]
