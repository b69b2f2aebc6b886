"""Backfill, follow, resume: what is committed is the chain, and nothing twice."""

import json
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from indexer.chain import Blocks, Tip, Watch
from indexer.deployments import load
from indexer.fetch import Source
from indexer.sync import nodes_of
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import (
    RunningIndexer,
    assert_same,
    contents,
    cursor_of,
    query,
    settings_of,
    tip_of,
    wait_until,
)

Start = Callable[..., RunningIndexer]
MakeDatabase = Callable[[], Database]


def url_of(database: Database) -> str:
    return database.url("stoa_indexer")


def assert_sums(url: str, market: DeployedMarket) -> None:
    """The ledger and the marks add up, against the rows and against the contract."""
    wrong = """
        SELECT b.account FROM chain.balance AS b
          LEFT JOIN chain.ledger_entry AS e USING (chain_id, market, account, token)
         GROUP BY b.account, b.token, b.amount HAVING b.amount <> coalesce(sum(e.amount), 0)"""
    assert query(url, wrong) == []
    assert (
        query(url, "SELECT order_id FROM chain.orders WHERE total <> escrow + paid + fee + referral + refunded") == []
    )
    for account, amount in query(url, "SELECT account, amount FROM chain.balance WHERE token = %s", bytes(20)):
        data = market.market.data("balanceOf", f"0x{account.hex()}", 0)
        held = market.anvil.rpc("eth_call", {"to": market.market.address, "data": f"0x{data.hex()}"}, "latest")
        assert int(held, 16) == amount
    for listing_id, total, count in query(url, "SELECT listing_id, rating_sum, rating_count FROM chain.listing"):
        data = market.market.data("ratingOf", listing_id)
        rated = market.anvil.rpc("eth_call", {"to": market.market.address, "data": f"0x{data.hex()}"}, "latest")[2:]
        assert (int(rated[:64], 16), int(rated[64:], 16)) == (total, count)


def test_run__random_history__rows_equal_the_contract(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    life = Life(market, seed=1)
    for _ in range(30):
        life.act(4)
        chain.mine()

    start(database).catch_up(chain)

    assert_sums(url_of(database), market)
    [(orders,)] = query(url_of(database), "SELECT count(*) FROM chain.orders")
    assert orders > 10


def test_backfill__over_many_ranges__equals_following_block_by_block(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    follower = make_database()
    running = start(follower)
    life = Life(market, seed=2)
    for _ in range(40):
        life.act(3)
        chain.mine()
    chain.mine(80)
    running.catch_up(chain)
    late = make_database()
    start(late, batch_logs=5, batch_blocks=7, batch_calls=4, finality=8).catch_up(chain)

    assert_same(contents(url_of(follower)), contents(url_of(late)))


def test_restart__at_any_block__goes_on_where_it_stopped(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    often, once = make_database(), make_database()
    life = Life(market, seed=3)
    for _ in range(6):
        life.act(6)
        chain.mine(3)
        running = start(often)
        running.catch_up(chain)
        running.stop()

    start(once).catch_up(chain)

    assert_same(contents(url_of(often)), contents(url_of(once)))


def test_run__memory_for_four_rows__gives_the_same_rows(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, start: Start
) -> None:
    small, large = make_database(), make_database()
    running = start(small, cache_rows=4)
    life = Life(market, seed=4)
    for _ in range(25):
        life.act(5)
        chain.mine()
    running.catch_up(chain)
    start(large).catch_up(chain)

    assert_same(contents(url_of(small)), contents(url_of(large)))


def test_follow__blocks_without_events__move_the_cursor(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    chain.mine(3)
    running.catch_up(chain)

    assert cursor_of(url_of(database)) == tip_of(chain.block("latest"))
    [(head, fresh)] = query(
        url_of(database), "SELECT head_number, head_seen_at > now() - interval '5 s' FROM chain.cursor"
    )
    assert (head, fresh) == (chain.height, True)


def test_follow__quiet_chain__says_that_the_node_still_answers(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    start(database).catch_up(chain)
    [(first,)] = query(url_of(database), "SELECT head_seen_at FROM chain.cursor")

    def seen_again() -> bool:
        return query(url_of(database), "SELECT head_seen_at FROM chain.cursor")[0][0] > first

    wait_until(seen_again, "no sign of life", 4)


def test_follow__each_commit__notifies_with_the_block(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    with psycopg.connect(url_of(database), autocommit=True) as listener:
        listener.execute("LISTEN stoa_block")
        chain.mine()
        told = next(listener.notifies(timeout=5))

    assert told.payload == f"31337:{chain.height}"


def test_follow__default_settings__block_is_visible_within_150_ms(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database, poll_seconds=0.1)
    running.catch_up(chain)
    delays = []
    for _ in range(7):
        market.market.send(market.seller, "restock", 1, 1)
        chain.mine()
        began = time.perf_counter()
        running.catch_up(chain)
        delays.append(time.perf_counter() - began)

    assert statistics.median(delays) <= 0.15


def test_unknown_event__stored_raw_and_not_fatal__named_by_a_rebuild_that_knows_it(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    whole = json.loads((Path("deployments/abi/Market.json")).read_text())
    own = folder / "abi" / "Market.json"
    own.parent.mkdir()
    own.write_text(json.dumps([item for item in whole if item.get("name") not in ("StockLow", "ListingPaused")]))
    market.market.send(market.seller, "setListingPaused", 1, True)
    chain.mine()
    running = start(database)
    running.catch_up(chain)
    running.stop()
    url = url_of(database)
    raw = query(url, "SELECT subject, args, octet_length(data) FROM chain.event WHERE name IS NULL")
    assert raw == [("market", None, 32)]

    own.write_text(json.dumps(whole))
    from tests.indexer.test_rebuild import rebuild

    rebuild(database, folder)

    assert query(url, "SELECT subject, args FROM chain.event WHERE name = 'ListingPaused'") == [
        ("listing/1", {"paused": True, "listingId": "1"})
    ]
    assert query(url, "SELECT paused FROM chain.listing WHERE listing_id = 1") == [(True,)]


def test_new_deployment__older_than_the_cursor__is_indexed_from_its_start(
    chain: Anvil, market: DeployedMarket, make_database: MakeDatabase, folder: Path, start: Start
) -> None:
    database, fresh = make_database(), make_database()
    first = start(database)
    second_market = DeployedMarket(chain)
    second_market.open()
    market.list_item(market.seller)
    second_market.list_item(second_market.seller)
    chain.mine(3)
    first.catch_up(chain)
    first.stop()

    second_market.write_deployments(folder, market=2)
    # The tip is the newest block already, so that catching up is told by the new market's rows.
    start(database)
    wait_until(lambda: len(query(url_of(database), "SELECT 1 FROM chain.listing WHERE market = 2")) == 1, "not adopted")
    running = start(fresh)
    running.catch_up(chain)
    wait_until(lambda: cursor_of(url_of(database)) == tip_of(chain.block("latest")), "not caught up")

    assert_same(contents(url_of(database)), contents(url_of(fresh)))


def test_follow__busy_blocks_within_finality__come_in_ranges_that_are_good_for_one_transaction(
    chain: Anvil, market: DeployedMarket, folder: Path
) -> None:
    life = Life(market, seed=8)
    for _ in range(60):
        life.act(6)
        chain.mine()
    settings = settings_of("", chain.url, folder, batch_logs=40, finality=40)
    deployments, nodes = load(folder, 31337), nodes_of(settings, threading.Event())
    nodes.identity = deployments.identity
    source = Source(nodes, Watch(contract.address for contract in deployments.contracts.values()), settings)
    [base] = source.headers([0])
    assert base is not None
    sizes: list[int] = []
    for step in source.follow(Tip(0, base.hash)):
        assert isinstance(step, Blocks)
        sizes.append(len(step.logs))
        if step.tip.number == chain.height:
            break

    assert sum(sizes) > 300
    assert max(sizes[1:]) < 120, sizes
