"""An indexer in a thread of the test, and what the tables hold."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from indexer.deployments import load
from indexer.progress import Progress
from indexer.settings import Settings
from indexer.sql import PROJECTIONS
from indexer.sync import Indexer, nodes_of
from tests.indexer.node import Anvil

PATIENCE = 20.0
TABLES = ("event", "ledger_entry", *PROJECTIONS)
# Of the blocks without events only some are kept: those of the window that the highest tip had.
WITH_EVENTS = "(SELECT * FROM chain.block WHERE (chain_id, number) IN (SELECT chain_id, block_number FROM chain.event))"
CONTENTS = {table: f"chain.{table}" for table in TABLES} | {"block": WITH_EVENTS}


def settings_of(database_url: str, rpc_urls: str, folder: Path, **changes: Any) -> Settings:
    """Settings of an impatient indexer."""
    defaults = {
        "poll_seconds": 0.01,
        "shrink_seconds": 0.1,
        "leader_seconds": 1.0,
        "rpc_timeout": 2.0,
        "witness_seconds": 1.0,
    }
    return Settings(DATABASE_URL=database_url, RPC_URLS=rpc_urls, STOA_DEPLOYMENTS=folder, **(defaults | changes))  # type: ignore[call-arg]


class RunningIndexer:
    """Follows until `stop`; what it raised is in `error`."""

    def __init__(self, settings: Settings, chain_id: int = 31337) -> None:
        self.settings = settings
        self.stopping = threading.Event()
        self.error: BaseException | None = None
        nodes = nodes_of(settings, self.stopping)
        deployments = load(settings.deployments, chain_id)
        nodes.identity = deployments.identity
        self.indexer = Indexer(settings, deployments, nodes, Progress(terminal=False))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the indexer does not stop"

    def catch_up(self, anvil: Anvil, patience: float = PATIENCE) -> None:
        """Waits until the newest block of the chain is committed."""
        newest = anvil.block("latest")
        wait_until(lambda: self._ended() or self._at(tip_of(newest)), "not caught up", patience)
        assert self.error is None, self.error

    def _at(self, tip: tuple[int, str]) -> bool:
        try:
            return cursor_of(self.settings.database_url) == tip
        except psycopg.OperationalError:
            return False  # the database is away, which some tests mean

    def join(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the indexer goes on"

    def _ended(self) -> bool:
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.indexer.run()
        except BaseException as error:
            self.error = error


def wait_until(condition: Callable[[], bool], failure: str, patience: float = PATIENCE) -> None:
    """Looks again and again until the condition holds."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, failure
        time.sleep(0.005)


def tip_of(block: dict[str, Any]) -> tuple[int, str]:
    return int(block["number"], 16), block["hash"]


def cursor_of(url: str) -> tuple[int, str] | None:
    """Number and hash of the committed block."""
    rows = query(url, "SELECT block_number, '0x' || encode(block_hash, 'hex') FROM chain.cursor")
    return rows[0] if rows else None


def query(url: str, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement, arguments)
        return cursor.fetchall() if cursor.description else []


def contents(url: str) -> dict[str, list[str]]:
    """All rows that follow from the chain alone, as text, in an order of their own."""
    with psycopg.connect(url, autocommit=True) as connection:
        return {
            table: [row[0] for row in connection.execute(f"SELECT to_jsonb(t)::text FROM {source} AS t ORDER BY 1")]
            for table, source in CONTENTS.items()
        }


def images(url: str) -> list[str]:
    """The rows' images that are kept for a reorganisation."""
    return [row[0] for row in query(url, "SELECT to_jsonb(t)::text FROM chain.undo AS t ORDER BY 1")]


def assert_same_images(*urls: str) -> None:
    """Of the blocks that both can undo: how many that is depends on the highest tip that each has seen."""
    [(first,)] = query(urls[0], "SELECT undo_from FROM chain.cursor")
    [(second,)] = query(urls[1], "SELECT undo_from FROM chain.cursor")
    statement = "SELECT to_jsonb(t)::text FROM chain.undo AS t WHERE block_number >= %s ORDER BY 1"
    one, other = (query(url, statement, max(first, second)) for url in urls)
    assert one == other


def assert_same(one: dict[str, list[str]], other: dict[str, list[str]]) -> None:
    """Names the first difference; a whole table would drown it."""
    for table in CONTENTS:
        left, right = set(one[table]), set(other[table])
        assert left == right, f"{table}: only first {sorted(left - right)[:2]}, only second {sorted(right - left)[:2]}"
        assert len(one[table]) == len(other[table]), f"{table}: a row is there twice"
