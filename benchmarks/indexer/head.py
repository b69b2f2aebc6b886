"""How long a block that was just mined takes to become rows: one chain that goes on, one indexer after the other."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import NamedTuple

import psycopg

from benchmarks.indexer import ours, ponder
from benchmarks.indexer.measure import Process
from benchmarks.indexer.place import Place, migrate
from tests.indexer.node import free_port

BLOCKS = 100
LOOK_SECONDS = 0.0005
PATIENCE = 30.0


class Latency(NamedTuple):
    """Milliseconds from the node's answer that a block is mined to its rows being visible."""

    p50: float
    p95: float


def by_socket(place: Place, url: str) -> Latency:
    """Ours, told of heads by subscription."""
    return _ours(place, url, f"{place.rpc_url},{place.ws_url}")


def by_default(place: Place, url: str) -> Latency:
    """Ours in its default settings, with an HTTP address alone."""
    return _ours(place, url, place.rpc_url)


def _ours(place: Place, url: str, rpc_urls: str) -> Latency:
    migrate(url)
    with _following(ours.start(place, url, rpc_urls)) as process:
        return _measured(place, url, "chain", process)


def of_ponder(place: Place, url: str, *, socket: bool) -> Latency:
    port = free_port()
    process = ponder.start(place, url, "head", port, ws_url=place.ws_url if socket else "")
    with _following(process):
        return _measured(place, url, "head", process)


@contextmanager
def _following(process: Process) -> Iterator[Process]:
    try:
        yield process
    finally:
        process.stop()


def _measured(place: Place, url: str, schema: str, process: Process) -> Latency:
    newest = f"SELECT coalesce(max(block_number), 0) FROM {schema}.event"
    with psycopg.connect(url, autocommit=True) as connection:

        def visible(number: int) -> bool:
            try:
                row = connection.execute(newest).fetchone()
            except psycopg.errors.UndefinedTable:
                return False  # not made yet
            return row is not None and int(row[0]) >= number

        process.wait_until(lambda: _caught_up(place, visible))
        return _latency([_one(place, visible) for _ in range(BLOCKS)])


def _caught_up(place: Place, visible: Callable[[int], bool]) -> bool:
    """Whether a block is there within a second. Blocks have to come meanwhile: Ponder waits for one to go on after
    what was final at its start."""
    place.mine()
    until = time.perf_counter() + 1.0
    while time.perf_counter() < until:
        if visible(place.head):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _one(place: Place, visible: Callable[[int], bool]) -> float:
    # At no fixed beat, or a poll would always come at the same moment of it.
    time.sleep(random.uniform(0.1, 0.4))
    place.mine()
    mined = time.perf_counter()
    while not visible(place.head):
        if time.perf_counter() - mined > PATIENCE:
            raise RuntimeError(f"block {place.head} is not indexed after {PATIENCE} s")
        time.sleep(LOOK_SECONDS)
    return (time.perf_counter() - mined) * 1000


def _latency(milliseconds: list[float]) -> Latency:
    return Latency(median(milliseconds), quantiles(milliseconds, n=20)[18])
