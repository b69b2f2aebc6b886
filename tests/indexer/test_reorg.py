"""Chains that take another way: the tables equal those of a fresh sync of the chain that won."""

import itertools
import threading
from collections.abc import Callable

import psycopg
import pytest

from indexer import rebuild
from indexer.deployments import Deployments
from indexer.store import Store
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.proxy import Exchange, FaultyProxy
from tests.indexer.running import (
    RunningIndexer,
    assert_same,
    assert_same_images,
    contents,
    cursor_of,
    query,
    tip_of,
    wait_until,
)

Start = Callable[..., RunningIndexer]
MakeDatabase = Callable[[], Database]


@pytest.fixture
def readers_saw(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The status that readers see while stored events are folded again; empty if images sufficed."""
    seen: list[str] = []
    fold = rebuild.refold

    def watched(store: Store, deployments: Deployments) -> int:
        seen.append(query(store.connection.info.dsn, "SELECT status FROM chain.cursor")[0][0])
        return fold(store, deployments)

    monkeypatch.setattr(rebuild, "refold", watched)
    return seen


def live(chain: Anvil, life: Life, blocks: int, actions: int = 3) -> None:
    for _ in range(blocks):
        life.act(actions)
        chain.mine()


def assert_fresh_sync_agrees(chain: Anvil, followed: Database, fresh: Database, start: Start, **settings: int) -> None:
    start(fresh, **settings).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))
    assert_same_images(followed.url("stoa_indexer"), fresh.url("stoa_indexer"))


@pytest.mark.parametrize("depth", [1, 2, 7, 63, 64])
def test_reorg_at_the_head__of_any_depth_within_finality__equals_fresh_sync(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start, readers_saw: list[str], depth: int
) -> None:
    followed = make_database()
    running = start(followed)
    life = Life(market, seed=depth)
    live(chain, life, 10)
    chain.mine(52)
    live(chain, life, 6)
    running.catch_up(chain)

    chain.roll_back(depth)
    live(chain, life, 4, actions=4)
    chain.mine(depth)
    running.catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start)
    assert readers_saw == []


@pytest.mark.parametrize("depth", [3, 15, 30])
def test_reorg_during_backfill__equals_fresh_sync(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start, depth: int
) -> None:
    followed, settings = make_database(), {"finality": 10, "batch_blocks": 4}
    life = Life(market, seed=100 + depth)
    live(chain, life, 40)
    node = FaultyProxy(chain.url)
    ranges, taken = itertools.count(1), threading.Event()

    def turn(exchange: Exchange) -> None:
        if exchange.asks("eth_getLogs") and next(ranges) == 4:
            chain.roll_back(depth)
            live(chain, life, depth + 1)
            taken.set()
        exchange.pass_on()

    node.always = turn
    running = start(followed, rpc_urls=node.url, rpc_timeout=20.0, **settings)
    assert taken.wait(20)
    running.catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start, **settings)
    node.stop()


def test_reorg__to_a_shorter_chain__rows_go_back(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed)
    life = Life(market, seed=11)
    live(chain, life, 12)
    running.catch_up(chain)

    chain.roll_back(9)
    life.act(3)
    chain.mine()
    running.catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start)


def test_reorg__chain_that_only_lost_blocks__is_believed_after_a_while(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed)
    live(chain, Life(market, seed=12), 8)
    running.catch_up(chain)

    chain.roll_back(5)
    running.catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start)


def test_reorg__same_height_other_block__is_noticed(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed)
    life = Life(market, seed=13)
    live(chain, life, 3)
    running.catch_up(chain)

    chain.roll_back(1)
    life.act(4)
    chain.mine()
    running.catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start)


def test_reorg__same_transaction_mined_again_at_another_index__is_there_once(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed)
    market.list_item(market.seller)
    chain.mine()
    sent = chain.rpc("eth_getRawTransactionByHash", chain.block("latest")["transactions"][0])
    running.catch_up(chain)

    chain.roll_back(1)
    market.list_item(market.other_seller, stock=99)
    chain.mine()
    chain.rpc("eth_sendRawTransaction", sent)
    chain.mine()
    running.catch_up(chain)

    url = followed.url("stoa_indexer")
    assert query(url, "SELECT listing_id, stock FROM chain.listing WHERE listing_id > 4 ORDER BY 1") == [
        (5, 99),
        (6, 10),
    ]
    assert_fresh_sync_agrees(chain, followed, make_database(), start)


@pytest.mark.parametrize("depth", [9, 10, 11, 20])
def test_reorg__across_the_edge_of_batches_and_of_the_window__equals_fresh_sync(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start, readers_saw: list[str], depth: int
) -> None:
    followed, settings = make_database(), {"finality": 10, "batch_logs": 6, "batch_blocks": 5, "batch_calls": 3}
    life = Life(market, seed=depth)
    live(chain, life, 30)
    running = start(followed, **settings)
    running.catch_up(chain)

    chain.roll_back(depth)
    live(chain, life, depth + 2)
    running.catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start, **settings)
    assert readers_saw == ["rebuilding"] * (depth > 10)


def test_reorg_deeper_than_finality__not_ready_then_heals_from_the_stored_events(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start, readers_saw: list[str]
) -> None:
    followed = make_database()
    running = start(followed, finality=8)
    life = Life(market, seed=14)
    live(chain, life, 30)
    running.catch_up(chain)

    chain.roll_back(25)
    live(chain, life, 5)
    running.catch_up(chain)

    assert readers_saw == ["rebuilding"]
    assert query(followed.url("stoa_indexer"), "SELECT status FROM chain.cursor") == [("live",)]
    assert_fresh_sync_agrees(chain, followed, make_database(), start, finality=8)


def test_reorg__below_the_first_market__begins_again(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed, finality=4)
    running.catch_up(chain)
    first = market.start_block

    chain.roll_back(chain.height - first + 1)
    chain.mine(20)
    running.catch_up(chain)

    assert query(followed.url("stoa_indexer"), "SELECT count(*) FROM chain.event") == [(0,)]
    assert_fresh_sync_agrees(chain, followed, make_database(), start, finality=4)


def test_reorg__while_the_indexer_is_away__is_found_at_the_start(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed)
    life = Life(market, seed=15)
    live(chain, life, 10)
    running.catch_up(chain)
    running.stop()

    chain.roll_back(6)
    live(chain, life, 9)
    start(followed).catch_up(chain)

    assert_fresh_sync_agrees(chain, followed, make_database(), start)


def test_reorg__notifies_with_the_block_it_went_back_to(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database)
    chain.mine(5)
    running.catch_up(chain)
    with psycopg.connect(database.url("stoa_indexer"), autocommit=True) as listener:
        listener.execute("LISTEN stoa_block")
        chain.roll_back(3)
        wait_until(lambda: cursor_of(database.url("stoa_indexer")) == tip_of(chain.block("latest")), "not gone back")
        told = next(listener.notifies(timeout=5))

    assert told.payload == f"31337:{chain.height}"
