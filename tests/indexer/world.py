"""A chain with a life of its own, nodes of mixed quality in front of it, and an indexer that follows."""

import random
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Database
from tests.indexer import faults
from tests.indexer.history import Life
from tests.indexer.market import NATIVE, DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.proxy import Fault, FaultyProxy
from tests.indexer.reference import assert_rows_are_the_model_s
from tests.indexer.running import (
    RunningIndexer,
    assert_same,
    assert_same_images,
    contents,
    cursor_of,
    settings_of,
    wait_until,
)
from tests.indexer.test_rebuild import rebuild
from tests.indexer.test_sync import assert_sums

FINALITY = 12
PASSING: dict[str, Fault] = {
    "429": faults.status(429),
    "500": faults.status(500),
    "413": faults.status(413),
    "dropped": faults.dropped,
    "truncated": faults.truncated,
    "no JSON": faults.not_json,
    "no number": faults.unreadable,
    "a call left out": faults.unanswered,
    "batch refused": faults.refused_batch,
    "null blocks": faults.null_blocks,
    "missing logs": faults.missing_logs,
    "foreign logs": faults.foreign_logs,
    "lag": faults.lagging(5),
    "long lag": faults.lagging(200),
}
"""What a node does a few times and then no more."""


def lasting(chance: random.Random) -> dict[str, Fault | None]:
    """What a node does for ever."""
    return {
        "honest": None,
        "balanced": faults.balanced(chance, 0.3, 200),
        "scattered": faults.scattered(chance, 0.15, 200),
        "at most 3 logs": faults.at_most(3),
        "at most 2 blocks": faults.at_most_blocks(2),
    }


class World:
    """`second` is what another node does for ever: without it there is one node alone."""

    def __init__(
        self, make_database: Callable[[], Database], folder: Path, seed: int, cache_rows: int, second: Fault | None
    ) -> None:
        self.make_database, self.folder = make_database, folder
        self.anvil = Anvil()
        self.market = DeployedMarket(self.anvil)
        self.market.write_deployments(folder)
        self.market.open()
        self.life = Life(self.market, seed)
        self.chance = random.Random(seed)
        self.proxies = [FaultyProxy(self.anvil.url) for _ in range(2 if second else 1)]
        if second:
            self.proxies[1].always = second
        # With bad luck a node fails for some seconds: no other is believed without it meanwhile.
        self.changes = {"finality": FINALITY, "batch_logs": 20, "batch_blocks": 9, "cache_rows": cache_rows}
        self.changes["witness_seconds"] = 60
        self.database = make_database()
        self.running = self.start(self.database, self.urls)

    @property
    def urls(self) -> str:
        return ",".join(proxy.url for proxy in self.proxies)

    def start(self, database: Database, urls: str) -> RunningIndexer:
        return RunningIndexer(settings_of(database.url("stoa_indexer"), urls, self.folder, **self.changes))

    def stop(self) -> None:
        self.running.stop()
        for proxy in self.proxies:
            proxy.stop()
        self.anvil.stop()

    # What may happen.

    def live(self, blocks: int) -> None:
        for _ in range(blocks):
            self.life.act(4)
            self.anvil.mine()

    def empty(self, blocks: int) -> None:
        self.anvil.mine(blocks)

    def reorg(self, depth: int) -> None:
        """Another chain, up to two blocks longer than what it replaces, or shorter."""
        if depth := self._back(depth):
            self.live(min(self.chance.randint(1, depth + 2), 12))
            if self.chance.random() < 0.5:
                self.anvil.mine(depth)

    def lose(self, depth: int) -> None:
        """The newest blocks are gone, and none comes for them."""
        self._back(depth)

    def remine(self, depth: int) -> None:
        """The same transactions again, behind another one: at another index, in other blocks."""
        newest = self.anvil.height
        depth = min(depth, newest - self._floor)
        stranger = self.market.others[6]
        sent = [
            self.anvil.rpc("eth_getRawTransactionByHash", transaction["hash"])
            for number in range(newest - depth + 1, newest + 1)
            for transaction in self.anvil.rpc("eth_getBlockByNumber", hex(number), True)["transactions"]
            if transaction["from"] != stranger
        ]
        if not self._back(depth):
            return
        # What the old blocks held may wait in the pool already, in an order that is not ours.
        self.anvil.rpc("anvil_dropAllTransactions")
        self.market.market.send(stranger, "deposit", NATIVE, 5, stranger, value=5)
        for transaction in sent:
            self.anvil.rpc("eth_sendRawTransaction", transaction)
        self.anvil.mine()
        while int(self.anvil.rpc("txpool_status")["pending"], 16):
            self.anvil.mine()

    def restart(self, _: int) -> None:
        self.running.stop()
        self.running = self.start(self.database, self.urls)

    def rebuild(self, _: int) -> None:
        url = self.database.url("stoa_indexer")
        wait_until(lambda: cursor_of(url) is not None, "not begun", 60)
        rebuild(self.database, self.folder)

    def time(self, _: int) -> None:
        self.life.pass_time()

    def suffer(self, passing: list[str], last: str) -> None:
        """The first node fails in these ways, one request each, and then does the last for ever."""
        self.proxies[0].faults = [PASSING[name] for name in passing]
        self.proxies[0].always = lasting(self.chance)[last]

    # What must hold.

    def check(self) -> None:
        """Tables = the model = the contract = a fresh sync from an honest node = a rebuild."""
        self.running.catch_up(self.anvil, 60)
        url, fresh = self.database.url("stoa_indexer"), self.make_database()
        live = contents(url)
        assert_rows_are_the_model_s(url, self.market)
        assert_sums(url, self.market)
        again = self.start(fresh, self.anvil.url)
        try:
            again.catch_up(self.anvil)
        finally:
            again.stop()
        assert_same(live, contents(fresh.url("stoa_indexer")))
        assert_same_images(url, fresh.url("stoa_indexer"))
        rebuild(fresh, self.folder)
        assert_same(contents(fresh.url("stoa_indexer")), live)

    @property
    def _floor(self) -> int:
        """The contracts stay where they are; everything after them may go."""
        return self.market.start_block + 5

    def _back(self, depth: int) -> int:
        depth = min(depth, self.anvil.height - self._floor)
        if depth <= 0:
            return 0
        self.anvil.roll_back(depth)
        return depth
