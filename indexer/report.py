"""What the leader says of itself in `chain.leader`, for `python -m indexer status`."""

import os
import socket
import time
from typing import Any

import psycopg
import structlog

from indexer.connection import connect
from indexer.store import Store

log = structlog.get_logger()

BEAT_SECONDS = 1.0
BEGIN = """
INSERT INTO chain.leader (chain_id, host, pid, epoch, since, finality, events_per_second, updated_at)
VALUES (%(chain_id)s, %(host)s, %(pid)s, %(epoch)s, now(), %(finality)s, 0, now())
ON CONFLICT (chain_id) DO UPDATE SET host = excluded.host, pid = excluded.pid, epoch = excluded.epoch,
   since = excluded.since, finality = excluded.finality, events_per_second = 0, updated_at = excluded.updated_at
 WHERE leader.epoch <= excluded.epoch
"""
BEAT = """
UPDATE chain.leader SET events_per_second = %s, updated_at = now() WHERE chain_id = %s AND epoch = %s
"""
FAILED = """
INSERT INTO chain.leader (chain_id, host, pid, epoch, since, finality, events_per_second, updated_at, error, error_at)
VALUES (%(chain_id)s, %(host)s, %(pid)s, 0, now(), 0, 0, now(), %(error)s, now())
ON CONFLICT (chain_id) DO UPDATE SET error = excluded.error, error_at = excluded.error_at
"""


class Report:
    """Of one indexer of one chain, whether it leads or not."""

    def __init__(self, database_url: str, chain_id: int) -> None:
        self.database_url = database_url
        self.me: dict[str, Any] = {"chain_id": chain_id, "host": socket.gethostname(), "pid": os.getpid()}
        self._events, self._told = 0, 0.0

    def begin(self, store: Store) -> None:
        """This one leads."""
        store.connection.execute(BEGIN, self.me | {"epoch": store.at.epoch, "finality": store.finality})
        self._events, self._told = 0, time.monotonic()

    def moved(self, events: int) -> None:
        """After each commit."""
        self._events += events

    def beat(self, store: Store) -> None:
        """Says the rate since the last beat, once a second at most."""
        seconds = time.monotonic() - self._told
        if seconds < BEAT_SECONDS:
            return
        store.connection.execute(BEAT, (self._events / seconds, store.chain_id, store.at.epoch))
        self._events, self._told = 0, time.monotonic()

    def failed(self, error: BaseException) -> None:
        """Keeps what went wrong, if the database is there to keep it."""
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        try:
            with connect(self.database_url) as connection:
                connection.execute(FAILED, self.me | {"error": reason})
        except psycopg.Error as unreachable:
            log.info("the error is not kept", error=reason, reason=str(unreachable).strip().partition("\n")[0])
