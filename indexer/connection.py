"""Connections to PostgreSQL as the indexer wants them."""

import os
import socket
from typing import Any

import msgspec
import psycopg
from psycopg.adapt import Dumper, Loader
from psycopg.types.json import set_json_dumps, set_json_loads

from indexer.errors import Misconfigured

SEND_BUFFER = 4 * 1024**2
"""Bytes that a connection takes at once, if the system gives so many: each further step of a COPY waits for a thread
that just decodes."""


class _WholeNumberLoader(Loader):
    """Every numeric of ours is a whole number."""

    def load(self, data: Any) -> int:
        return int(bytes(data))


class _DictDumper(Dumper):
    """A dict is a jsonb."""

    oid = psycopg.adapters.types["jsonb"].oid

    def dump(self, obj: Any) -> bytes:
        return msgspec.json.encode(obj)


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection in autocommit mode: `connection.transaction()` is the unit of work.

    Raises `Misconfigured` for an address that cannot be read, `psycopg.OperationalError` while the server is away.
    """
    try:
        psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise Misconfigured(f"DATABASE_URL cannot be read: {str(error).strip()}") from error
    # Keep-alives, so that a server that vanished without a word is noticed.
    connection = psycopg.connect(
        url,
        autocommit=True,
        application_name="stoa-indexer",
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        # A plan made for any number of rows would read whole tables to change a few.
        options="-c timezone=UTC -c plan_cache_mode=force_custom_plan",
    )
    with socket.socket(fileno=os.dup(connection.fileno())) as handle:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    connection.adapters.register_loader("numeric", _WholeNumberLoader)
    connection.adapters.register_dumper(dict, _DictDumper)
    set_json_loads(msgspec.json.decode, connection)
    set_json_dumps(msgspec.json.encode, connection)
    return connection
