"""The same rows again, from the stored events alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.connection import connect
from indexer.deployments import Deployments, load
from indexer.fold import Fold
from indexer.rebuild import rebuild as rebuild_all
from indexer.status import first_difference
from indexer.store import Store
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, assert_same, contents, images, query

Start = Callable[..., RunningIndexer]


def open_store(connection: object, deployments: Deployments, finality: int = 64, cache_rows: int = 1000) -> Store:
    return Store(connection, 31337, Fold(deployments), finality=finality, cache_rows=cache_rows)  # type: ignore[arg-type]


def rebuild(database: Database, folder: Path, **settings: int) -> int:
    with connect(database.url("stoa_indexer")) as connection:
        deployments = load(folder, 31337)
        store = open_store(connection, deployments, **settings)
        return rebuild_all(store, deployments)


def lived(chain: Anvil, market: DeployedMarket, seed: int, blocks: int = 25) -> None:
    life = Life(market, seed)
    for _ in range(blocks):
        life.act(4)
        chain.mine()


@pytest.mark.parametrize("cache_rows", [6, 1000])
def test_rebuild__from_events_alone__identical_rows_and_images(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start, cache_rows: int
) -> None:
    lived(chain, market, seed=5)
    running = start(database, finality=10)
    running.catch_up(chain)
    running.stop()
    url = database.url("stoa_indexer")
    before, undo = contents(url), images(url)

    count = rebuild(database, folder, finality=10, cache_rows=cache_rows)

    assert count == len(before["event"])
    assert_same(contents(url), before)
    assert images(url) == undo


def test_rebuild__while_an_indexer_leads__it_goes_on_afterwards(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database)
    lived(chain, market, seed=6, blocks=5)
    running.catch_up(chain)
    rebuild(database, folder)
    lived(chain, market, seed=7, blocks=5)
    running.catch_up(chain)

    before = contents(database.url("stoa_indexer"))
    rebuild(database, folder)
    assert_same(contents(database.url("stoa_indexer")), before)


def test_rebuild__row_that_was_changed_by_hand__is_put_right(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    url = database.url("stoa_indexer")
    before = contents(url)
    query(url, "UPDATE chain.listing SET stock = 77 WHERE listing_id = 1")

    with connect(url) as connection:
        deployments = load(folder, 31337)
        store = open_store(connection, deployments)
        difference = first_difference(store, deployments)
        assert difference is not None
        assert difference.startswith("listing: only live")
    assert query(url, "SELECT stock FROM chain.listing WHERE listing_id = 1") == [(77,)]

    rebuild(database, folder)
    assert_same(contents(url), before)
