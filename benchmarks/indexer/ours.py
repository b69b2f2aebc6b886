"""Our indexer as a measured process."""

from __future__ import annotations

import sys

import psycopg

from benchmarks.indexer.measure import Cost, Process
from benchmarks.indexer.place import ROOT, Place, as_indexer, migrate


def environment(place: Place, url: str, rpc_urls: str) -> dict[str, str]:
    return {
        "DATABASE_URL": as_indexer(url),
        "RPC_URLS": rpc_urls,
        "STOA_DEPLOYMENTS": str(place.folder / "deployments"),
    }


def start(place: Place, url: str, rpc_urls: str) -> Process:
    log = place.folder / "ours.log"
    return Process([sys.executable, "-m", "indexer", "run"], environment(place, url, rpc_urls), ROOT, log)


def cold(place: Place, url: str, rpc_url: str = "") -> Cost:
    """From an empty, migrated database to the head of the chain."""
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        return start(place, url, rpc_url or place.rpc_url).run_until(lambda: reached(connection) >= place.head)


def growth(place: Place, url: str, part: int) -> tuple[Cost, Cost]:
    """What one of `part` equal parts of the chain has cost, and then the whole."""
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        process = start(place, url, place.rpc_url)
        first = process.wait_until(lambda: reached(connection) >= place.head // part)
        return first, process.run_until(lambda: reached(connection) >= place.head)


def warm(place: Place, url: str) -> Cost:
    """All rows again from the stored events, as `python -m indexer rebuild` does."""
    done = place.folder / "rebuilt.log"
    process = Process([sys.executable, "-m", "indexer", "rebuild"], environment(place, url, ""), ROOT, done)
    return process.run_to_end()


def reached(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("SELECT block_number FROM chain.cursor").fetchone()
    return -1 if row is None else int(row[0])


def counts(url: str, last: int) -> dict[str, int]:
    """Events by name, up to a block."""
    asked = "SELECT name, count(*) FROM chain.event WHERE block_number <= %s GROUP BY name"
    with psycopg.connect(url) as connection:
        return dict(connection.execute(asked, (last,)).fetchall())
