"""The same rows again, from the stored events alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.compare import Difference
from indexer.deployments import Deployments, load
from indexer.fold import Fold
from indexer.replace import Replaced, compare, replace
from indexer.store import Store
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, assert_same, contents, images, query

Start = Callable[..., RunningIndexer]


def open_store(connection: object, deployments: Deployments, finality: int = 64, cache_rows: int = 1000) -> Store:
    return Store(connection, 31337, Fold(deployments), finality=finality, cache_rows=cache_rows)  # type: ignore[arg-type]


def rebuild(database: Database, folder: Path, cache_rows: int = 1000) -> Replaced:
    return replace(database.url("stoa_indexer"), [load(folder, 31337)], cache_rows)


def verify(database: Database, folder: Path) -> Difference | None:
    return compare(database.url("stoa_indexer"), [load(folder, 31337)], 1000)


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

    done = rebuild(database, folder, cache_rows)

    assert done.events == len(before["event"])
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

    found = verify(database, folder)
    assert found is not None
    assert found._asdict() == {
        "chain_id": 31337,
        "table": "listing",
        "key": {"chain_id": 31337, "market": 1, "listing_id": 1},
        "column": "stock",
        "live": 77,
        "rebuilt": 10,
    }
    assert query(url, "SELECT stock FROM chain.listing WHERE listing_id = 1") == [(77,)]

    rebuild(database, folder)
    assert_same(contents(url), before)
