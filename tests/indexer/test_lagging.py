"""A balancer 30 % of whose answers come from a node that lags 200 blocks: complete, or nothing.

A short form runs with all tests; `STOA_SEEDS=100` asks for so many histories.
"""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from indexer.chain import Header, Log, Watch
from tests.conftest import Database
from tests.indexer import faults
from tests.indexer.conftest import open_market
from tests.indexer.history import Life
from tests.indexer.node import Anvil
from tests.indexer.proxy import FaultyProxy
from tests.indexer.running import RunningIndexer, assert_same, contents, query, settings_of
from tests.indexer.test_rebuild import rebuild

SEEDS = range(int(os.environ.get("STOA_SEEDS", "3")))
LAG = 200
SHARE = 0.3
FINALITY = 16


@pytest.fixture(scope="module")
def lived() -> Iterator[Life]:
    """A chain of 260 blocks with logs in every fifth, which grows from test to test."""
    anvil = Anvil()
    life = Life(open_market(anvil), seed=77)
    for _ in range(52):
        life.act(3)
        anvil.mine()
        anvil.rpc("anvil_mine", hex(4))
    yield life
    anvil.stop()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Hashes of the blocks whose bloom filter was held against the logs that came, or left no room for any."""
    found: set[str] = set()
    check, worth_asking = Watch.check, Watch.worth_asking

    def checked(watch: Watch, headers: Sequence[Header], logs: Sequence[Log]) -> list[Header]:
        doubtful = check(watch, headers, logs)
        found.update(header.hash for header in headers)
        return doubtful

    def asked(watch: Watch, header: Header) -> bool:
        worth = worth_asking(watch, header)
        if not worth:
            found.add(header.hash)
        return worth

    monkeypatch.setattr(Watch, "check", checked)
    monkeypatch.setattr(Watch, "worth_asking", asked)
    return found


def logs_of(anvil: Anvil, running: RunningIndexer) -> list[tuple[str, str]]:
    """Block hash and index of every log of ours, as the chain itself has them."""
    query_ = {"address": running.indexer.source.watch.addresses, "fromBlock": "0x0", "toBlock": "latest"}
    return sorted((entry["blockHash"], entry["logIndex"]) for entry in anvil.rpc("eth_getLogs", query_))


@pytest.mark.parametrize("seed", SEEDS)
def test_thirty_percent_of_answers_lag_200_blocks__batches_split_too__complete_and_every_block_verified(
    lived: Life, make_database: Callable[[], Database], folder: Path, seen: set[str], seed: int
) -> None:
    anvil, followed, fresh = lived.market.anvil, make_database(), make_database()
    lived.market.write_deployments(folder)
    chance = random.Random(seed)
    proxy = FaultyProxy(anvil.url)
    whole, split = faults.balanced(chance, SHARE, LAG), faults.scattered(chance, SHARE, LAG)
    proxy.always = lambda exchange: (split if chance.random() < 0.5 else whole)(exchange)
    # A shorter chain is only believed after as many looks as no balancer's lagging node gets in a row.
    changes = {"finality": FINALITY, "batch_blocks": 4, "shrink_seconds": 2.0, "poll_seconds": 0.05}
    running = RunningIndexer(settings_of(followed.url("stoa_indexer"), proxy.url, folder, **changes))
    again = None
    try:
        running.catch_up(anvil, 120)
        for _ in range(4):
            lived.act(3)
            anvil.mine()
            running.catch_up(anvil, 60)
        running.stop()
        url = followed.url("stoa_indexer")
        rows = query(url, "SELECT '0x' || encode(block_hash, 'hex'), log_index FROM chain.event")
        assert sorted((block, hex(index)) for block, index in rows) == logs_of(anvil, running)
        blocks = {block for (block,) in query(url, "SELECT '0x' || encode(hash, 'hex') FROM chain.block")}
        assert blocks <= seen
        assert {anvil.block(number)["hash"] for number in range(1, anvil.height + 1)} <= seen
        assert query(url, "SELECT * FROM chain.rewind") == []

        again = RunningIndexer(settings_of(fresh.url("stoa_indexer"), anvil.url, folder, **changes))
        again.catch_up(anvil)
        live = contents(url)
        assert_same(live, contents(fresh.url("stoa_indexer")))
        rebuild(followed, folder)
        assert_same(contents(url), live)
    finally:
        for indexer in filter(None, (running, again)):
            indexer.stop()
        proxy.stop()
