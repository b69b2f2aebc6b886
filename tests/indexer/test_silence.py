"""A WebSocket that is open and says nothing: another way is taken, and nobody is told that all is well."""

import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from api.status.queries import unready
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, assert_same, contents, cursor_of, wait_until
from tests.indexer.sockets import SilentSocket

Start = Callable[..., RunningIndexer]
RESUMES = 5.0
DEFAULTS = {"poll_seconds": 0.1, "watchdog_seconds": 1.0, "rpc_timeout": 20.0}


@pytest.fixture
def socket(chain: Anvil) -> Iterator[SilentSocket]:
    """Talks until it is told to be silent."""
    running = SilentSocket(chain.url)
    yield running
    running.stop()


def why_unready(database: Database, silence: float = 3.0) -> str | None:
    """What `/health/ready` says of the cursor."""
    settings = SimpleNamespace(ready_lag_blocks=5, ready_silence_seconds=silence)
    with psycopg.connect(database.url("stoa_indexer"), row_factory=namedtuple_row) as connection:
        cursor = connection.execute("SELECT * FROM chain.cursor").fetchone()
    return unready(cursor, SimpleNamespace(settings=settings))  # type: ignore[arg-type]


def live(chain: Anvil, life: Life, blocks: int) -> None:
    for _ in range(blocks):
        life.act(3)
        chain.mine()


@pytest.mark.parametrize("other", ["http", "ws"])
def test_websocket_open_but_silent__another_node_is_there__resumes_within_five_seconds(
    chain: Anvil,
    market: DeployedMarket,
    make_database: Callable[[], Database],
    start: Start,
    socket: SilentSocket,
    other: str,
) -> None:
    followed, fresh, life = make_database(), make_database(), Life(market, seed=41)
    talking = chain.url.replace("http", other, 1)
    running = start(followed, rpc_urls=f"{socket.url},{talking}", **DEFAULTS)
    running.catch_up(chain)
    socket.silent.set()
    for _ in range(3):
        live(chain, life, 4)
        began = time.monotonic()
        running.catch_up(chain)
        assert time.monotonic() - began < RESUMES
    assert why_unready(followed) is None

    start(fresh).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


def test_websocket_open_but_silent__it_is_the_only_node__not_ready_until_it_talks_again(
    chain: Anvil, market: DeployedMarket, make_database: Callable[[], Database], start: Start, socket: SilentSocket
) -> None:
    followed, fresh = make_database(), make_database()
    running = start(followed, rpc_urls=socket.url, **DEFAULTS)
    running.catch_up(chain)
    wait_until(lambda: why_unready(followed) is None, "not ready")
    socket.silent.set()
    live(chain, Life(market, seed=42), 12)
    at = cursor_of(followed.url("stoa_indexer"))
    wait_until(lambda: "silent" in (why_unready(followed) or ""), "still called ready", 8)
    assert cursor_of(followed.url("stoa_indexer")) == at

    socket.silent.clear()
    began = time.monotonic()
    running.catch_up(chain)
    assert time.monotonic() - began < RESUMES
    wait_until(lambda: why_unready(followed) is None, "not ready again")
    start(fresh).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


def test_websocket_dropped_again_and_again__caught_up_without_a_gap(
    chain: Anvil, market: DeployedMarket, make_database: Callable[[], Database], start: Start, socket: SilentSocket
) -> None:
    followed, fresh, life = make_database(), make_database(), Life(market, seed=44)
    running = start(followed, rpc_urls=socket.url, batch_blocks=2, finality=4)
    for drops in (1, 3, 6):
        socket.drops = drops
        live(chain, life, 5)
        running.catch_up(chain)
        wait_until(lambda: socket.drops == 0, "not dropped")

    start(fresh, finality=4).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


def test_readiness__while_twelve_blocks_behind__is_denied(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start(database)
    running.catch_up(chain)
    # Blocks cannot be taken, while the node goes on to show its head.
    monkeypatch.setattr(running.indexer.source, "_logs_of", _never)
    live(chain, Life(market, seed=43), 12)
    wait_until(lambda: "12 blocks behind" in (why_unready(database, 3600) or ""), "called ready")


def _never(_: object) -> None:
    from indexer.errors import Inconsistent

    raise Inconsistent("not now")
