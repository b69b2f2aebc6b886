"""A market that never rests, and kill -9 of everything that follows it."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg

from indexer.deployments import load
from indexer.replace import compare, replace
from tests.chaos.server import Server
from tests.conftest import ROOT
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil, free_port
from tests.indexer.running import RunningIndexer, assert_same, contents, cursor_of, settings_of, tip_of, wait_until

FINALITY = 12
DEEPEST = 18
PATIENCE = 120.0
HISTORY = 25
"""Blocks before the first kill, which may then come in a backfill."""
INDEXERS = 2
KINDS = ("indexer", "indexer", "indexer", "session", "postmaster", "relay")


class Trade(threading.Thread):
    """Blocks with sales in them, one after another, and now and then a reorganisation."""

    def __init__(self, market: DeployedMarket, seed: int) -> None:
        super().__init__(daemon=True)
        self.market, self.life = market, Life(market, seed)
        self.random = random.Random(seed)
        self.reorgs = self.deep = 0
        self.error: BaseException | None = None
        self.stopping = threading.Event()
        self.turn = threading.Lock()  # whoever holds it sees a chain that stands still

    def run(self) -> None:
        try:
            while not self.stopping.wait(0.2):
                with self.turn:
                    self._reorganise() if self.random.random() < 0.05 else self.block()
        except BaseException as error:
            self.error = error

    def stop(self) -> None:
        self.stopping.set()
        self.join(60)
        if self.error is not None:
            raise self.error

    def block(self) -> None:
        self.life.act(4)
        self.market.anvil.mine()

    def _reorganise(self) -> None:
        anvil = self.market.anvil
        deep = self.random.random() < 0.15
        depth = self.random.randint(FINALITY + 1, DEEPEST) if deep else self.random.randint(1, FINALITY)
        if anvil.height - depth < self.market.start_block + 10:
            return
        anvil.roll_back(depth)
        for _ in range(depth + self.random.randint(-depth // 2, 3)):
            self.block()
        self.reorgs += 1
        self.deep += deep


class Storm:
    """Two indexers, a relay to the chain and a PostgreSQL; each is started again as soon as it was killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.anvil = Anvil()
        self.market = DeployedMarket(self.anvil)
        self.market.open()
        self.market.write_deployments(folder)
        self.trade = Trade(self.market, seed)
        self.server = Server()
        self.database = self.server.database("followed")
        self.port = free_port()
        self.relay = self._start_relay()
        self.indexers = [self._start_indexer() for _ in range(INDEXERS)]
        self.kills: Counter[str] = Counter()
        self.slowest = 0.0

    def blow(self, kills: int, every: int = 10) -> None:
        """Kills something at random instants; every so often the chain holds still until all is caught up."""
        for _ in range(HISTORY):
            self.trade.block()
        self.trade.start()
        for number in range(1, kills + 1):
            time.sleep(self.random.uniform(0, 2))  # the instant of the next kill
            kind = self.random.choice(KINDS)
            getattr(self, f"_kill_{kind}")()
            self.kills[kind] += 1
            if number % every == 0:
                self._catch_up()
        self.trade.stop()
        self._catch_up()

    def _catch_up(self) -> None:
        with self.trade.turn:
            began = time.monotonic()
            newest = tip_of(self.anvil.block("latest"))
            wait_until(lambda: self._at(newest), "not caught up", PATIENCE)
            self.slowest = max(self.slowest, time.monotonic() - began)

    def _at(self, tip: tuple[int, str]) -> bool:
        assert self.trade.error is None, self.trade.error
        for place, process in enumerate(self.indexers):
            assert process.poll() is None, f"indexer {place} ended by itself with {process.returncode}"
        try:
            return cursor_of(self.database.url("stoa_indexer")) == tip
        except psycopg.OperationalError:
            return False

    def compare(self) -> dict[str, int]:
        """Against a fresh sync, row by row, and against a rebuild. Gives what is lost and what is there twice."""
        for process in self.indexers:
            process.kill()
            process.wait()
        url, fresh = self.database.url("stoa_indexer"), self.server.database("fresh")
        running = RunningIndexer(settings_of(fresh.url("stoa_indexer"), self.anvil.url, self.folder, finality=FINALITY))
        try:
            running.catch_up(self.anvil, PATIENCE)
        finally:
            running.stop()
        live, expected = contents(url), contents(fresh.url("stoa_indexer"))
        have, want = Counter(live["event"]), Counter(expected["event"])
        assert_same(live, expected)
        deployments = [load(self.folder, 31337)]
        assert compare(url, deployments, 1000) is None
        replace(url, deployments, 1000)
        assert_same(contents(url), expected)
        return {"lost": (want - have).total(), "duplicated": (have - want).total(), "events": have.total()}

    def stop(self) -> None:
        self.trade.stopping.set()
        for process in (*self.indexers, self.relay):
            process.kill()
            process.wait()
        self.anvil.stop()
        self.server.stop()

    def _kill_indexer(self) -> None:
        place = self.random.randrange(INDEXERS)
        self.indexers[place].kill()
        self.indexers[place].wait()
        self.indexers[place] = self._start_indexer()

    def _kill_session(self) -> None:
        self.server.kill_session()

    def _kill_postmaster(self) -> None:
        self.server.kill_whole()

    def _kill_relay(self) -> None:
        self.relay.kill()
        self.relay.wait()
        self.relay = self._start_relay()

    def _start_relay(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.chaos.relay", str(self.port), str(self.anvil.port)]
        return subprocess.Popen(command, cwd=ROOT)

    def _start_indexer(self) -> subprocess.Popen[bytes]:
        environment = os.environ | self.database.environment()
        environment |= {"RPC_URLS": f"http://127.0.0.1:{self.port}", "STOA_DEPLOYMENTS": str(self.folder)}
        environment |= {"STOA_INDEXER_FINALITY": str(FINALITY), "STOA_INDEXER_SHRINK_SECONDS": "0.1"}
        said = (self.folder / "said").open("ab")
        with said:
            return subprocess.Popen([sys.executable, "-m", "indexer", "run"], cwd=ROOT, env=environment, stderr=said)
