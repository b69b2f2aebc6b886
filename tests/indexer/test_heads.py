"""New heads by subscription, and what happens when a subscription lies by silence."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.sync.server import Server, ServerConnection, serve

from tests.conftest import Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, settings_of

FOR_EVER = 3600.0


@pytest.fixture
def anvil() -> Iterator[Anvil]:
    anvil = Anvil()
    yield anvil
    anvil.stop()


@pytest.fixture
def follow(anvil: Anvil, tmp_path: Path, database: Database) -> Iterator[Callable[..., RunningIndexer]]:
    """Starts an indexer at a market's head; it stops at the end."""
    running: list[RunningIndexer] = []
    market = DeployedMarket(anvil)
    market.open()
    market.write_deployments(tmp_path)

    def start(urls: str, **changes: float) -> RunningIndexer:
        running.append(RunningIndexer(settings_of(database.url("stoa_indexer"), urls, tmp_path, **changes)))
        running[-1].catch_up(anvil)
        return running[-1]

    yield start
    for indexer in running:
        indexer.stop()


@pytest.fixture
def silent() -> Iterator[Server]:
    """Takes subscriptions and never says another word."""

    def answer(connection: ServerConnection) -> None:
        connection.recv()
        connection.send('{"jsonrpc": "2.0", "id": 1, "result": "0x1"}')
        for _ in connection:
            pass

    with serve(answer, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server


def socket_of(anvil: Anvil) -> str:
    return anvil.url.replace("http://", "ws://")


def test_subscription__new_blocks__come_without_a_poll(anvil: Anvil, follow: Callable[..., RunningIndexer]) -> None:
    indexer = follow(f"{anvil.url},{socket_of(anvil)}")
    wait_for(lambda: indexer.indexer.source.heads.listening)
    indexer.settings.poll_seconds = indexer.settings.watchdog_seconds = FOR_EVER
    anvil.mine()  # ends the wait that began with the old settings
    indexer.catch_up(anvil)

    for _ in range(5):
        anvil.mine()
        indexer.catch_up(anvil)


def test_subscription__only_websocket__everything_comes_over_it(
    anvil: Anvil, follow: Callable[..., RunningIndexer]
) -> None:
    indexer = follow(socket_of(anvil))

    anvil.mine(3)
    indexer.catch_up(anvil)


def test_websocket_open_but_silent__watchdog_looks__caught_up(
    anvil: Anvil, follow: Callable[..., RunningIndexer], silent: Server
) -> None:
    host, port = silent.socket.getsockname()[:2]
    indexer = follow(f"{anvil.url},ws://{host}:{port}", watchdog_seconds=0.2)
    wait_for(lambda: indexer.indexer.source.heads.listening)
    indexer.settings.poll_seconds = FOR_EVER

    for _ in range(3):
        anvil.mine()
        indexer.catch_up(anvil, patience=5)


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
