"""Nodes that fail, lie or lag: retried, adapted to, never a gap."""

import time
from collections.abc import Callable, Iterator

import pytest

from indexer.node import TOO_MUCH
from tests.conftest import Database
from tests.indexer import faults
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil, free_port
from tests.indexer.proxy import Fault, FaultyProxy
from tests.indexer.running import RunningIndexer, assert_same, contents, cursor_of, wait_until

Start = Callable[..., RunningIndexer]
MakeDatabase = Callable[[], Database]

FAULTS = {
    "HTTP 429": faults.status(429),
    "HTTP 500": faults.status(500),
    "HTTP 503": faults.status(503),
    "HTTP 413": faults.status(413),
    "dropped connection": faults.dropped,
    "truncated JSON": faults.truncated,
    "no JSON": faults.not_json,
    "no answer in time": faults.late(0.3),
    "a call left out": faults.unanswered,
    "the batch refused": faults.refused_batch,
    "null blocks": faults.null_blocks,
    "missing logs": faults.missing_logs,
    "logs of another block": faults.foreign_logs,
    "three blocks behind": faults.lagging(3),
    "two hundred blocks behind": faults.lagging(200),
    "numbers that are none": faults.unreadable,
    "logs that are no hexadecimal": faults.illegible_logs,
}


@pytest.fixture
def proxy(chain: Anvil) -> Iterator[FaultyProxy]:
    """In front of the chain; honest until told otherwise."""
    running = FaultyProxy(chain.url)
    yield running
    running.stop()


@pytest.fixture
def past(chain: Anvil, market: DeployedMarket) -> Life:
    """A chain with thirty blocks of history."""
    life = Life(market, seed=21)
    for _ in range(30):
        life.act(3)
        chain.mine()
    return life


def assert_complete(chain: Anvil, followed: Database, fresh: Database, start: Start) -> None:
    start(fresh).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_rpc_fault__in_the_backfill_and_at_the_head__retried_without_a_gap(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start, fault: Fault
) -> None:
    followed = make_database()
    # Every other answer is bad while the history is fetched.
    proxy.faults = [fault, faults.honest] * 6
    running = start(followed, rpc_urls=proxy.url, finality=8, batch_logs=10, batch_blocks=6)
    running.catch_up(chain)
    for _ in range(3):
        proxy.faults += [fault, faults.honest, fault]
        past.act(3)
        chain.mine()
        running.catch_up(chain)

    assert_complete(chain, followed, make_database(), lambda database: start(database, finality=8))


def test_one_of_many_blocks_missing__always__asked_in_smaller_parts_also_for_a_deep_reorganisation(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    proxy.always = faults.one_block_of_many_missing(5)
    running = start(followed, rpc_urls=proxy.url, finality=8)
    running.catch_up(chain)

    chain.roll_back(25)
    for _ in range(20):
        past.act(3)
        chain.mine()
    running.catch_up(chain)

    assert_complete(chain, followed, make_database(), lambda database: start(database, finality=8))


def test_logs_missing_for_a_block_that_has_them__for_as_long_as_the_node_lies__nothing_is_committed(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    proxy.always = faults.missing_logs
    running = start(followed, rpc_urls=proxy.url)
    wait_until(lambda: proxy.requests > 6, "no further try")
    assert contents(followed.url("stoa_indexer"))["event"] == []

    proxy.always = None
    running.catch_up(chain)
    assert_complete(chain, followed, make_database(), start)


def test_two_nodes__one_lies_about_logs__the_other_is_believed(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    proxy.always = faults.missing_logs
    start(followed, rpc_urls=f"{proxy.url},{chain.url}").catch_up(chain)

    assert_complete(chain, followed, make_database(), start)


def test_two_nodes__one_is_gone__the_other_serves(
    chain: Anvil, past: Life, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    start(followed, rpc_urls=f"http://127.0.0.1:{free_port()},{chain.url}").catch_up(chain)

    assert_complete(chain, followed, make_database(), start)


def test_lagging_node_behind_a_balancer__thirty_percent_of_answers__complete(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    proxy.always = faults.balanced(past.random, 0.3, 20)
    running = start(followed, rpc_urls=proxy.url, finality=8)
    for _ in range(10):
        past.act(2)
        chain.mine()
    running.catch_up(chain)

    assert_complete(chain, followed, make_database(), lambda database: start(database, finality=8))


@pytest.mark.parametrize("limit", [1, 4])
def test_too_many_results__range_is_halved_down_to_single_blocks(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start, limit: int
) -> None:
    followed = make_database()
    proxy.always = faults.at_most(limit)
    start(followed, rpc_urls=proxy.url, finality=4).catch_up(chain)

    assert_complete(chain, followed, make_database(), lambda database: start(database, finality=4))


def test_node_gone__at_any_instant__caught_up_when_it_is_back(
    chain: Anvil, market: DeployedMarket, make_database: Callable[[], Database], start: Start
) -> None:
    followed, fresh, life = make_database(), make_database(), Life(market, seed=72)
    node = FaultyProxy(chain.url)
    running = start(followed, rpc_urls=node.url, finality=8, batch_blocks=3)
    for number in range(4):
        for _ in range(5):
            life.act(3)
            chain.mine()
        requests = node.requests
        wait_until(lambda requests=requests, number=number: node.requests > requests + number, "not asked")
        node.always = faults.dropped  # every connection ends at once, as with a process that is gone
        requests = node.requests
        wait_until(lambda requests=requests: node.requests > requests, "not asked")
        node.always = None
    running.catch_up(chain)
    node.stop()

    start(fresh, finality=8).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


def test_node_away_for_a_while__caught_up_without_a_gap(
    chain: Anvil, past: Life, proxy: FaultyProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    running = start(followed, rpc_urls=proxy.url)
    running.catch_up(chain)
    proxy.always = faults.dropped
    at = cursor_of(followed.url("stoa_indexer"))
    for _ in range(4):
        past.act(2)
        chain.mine()
    requests = proxy.requests
    wait_until(lambda: proxy.requests > requests + 2, "no further try")
    assert cursor_of(followed.url("stoa_indexer")) == at

    proxy.always = None
    began = time.monotonic()
    running.catch_up(chain)
    assert time.monotonic() - began < 8
    assert_complete(chain, followed, make_database(), start)


@pytest.mark.parametrize(
    "message",
    [
        "query returned more than 10000 results",
        "Log response size exceeded. this block range should work: [0x1, 0x2]",
        "eth_getLogs is limited to a 10,000 range",
        "block range is too wide",
        "exceed maximum block range: 5000",
        "query timeout exceeded",
        "Too many logs requested",
    ],
)
def test_too_much__what_nodes_say__is_understood(message: str) -> None:
    assert TOO_MUCH.search(message)


@pytest.mark.parametrize(
    "message",
    [
        "rate limit exceeded",
        "too many requests",
        "daily request count exceeded",
        "busy",
        "BlockOutOfRangeError",
        "block out of range",
    ],
)
def test_too_much__another_complaint__is_no_reason_for_smaller_ranges(message: str) -> None:
    assert not TOO_MUCH.search(message)
