"""One indexer leads a chain; others stand by.

The lock is an advisory lock of the session that also writes, so a lost connection loses both. It alone is not enough: a
leader that was paused may wake up after another took over. So each leader raises `cursor.epoch`, and each commit names
the epoch it belongs to; the row's own lock puts the two in order.
"""

import threading
from typing import Any

import structlog
from psycopg import Connection

from indexer.errors import Stopped

log = structlog.get_logger()

LOCK = 0x53746F61  # "Stoa": first half of the advisory lock, the chain id is the second
RETRY_SECONDS = 0.2


def await_leadership(connection: Connection[Any], chain_id: int, silence: float, stop: threading.Event) -> None:
    """Returns when this session leads the chain. A leader that is silent for `silence` seconds is put out.

    Raises `Stopped`.
    """
    waiting = False
    while not _try_lock(connection, chain_id):
        if not waiting:
            log.info("standing by, another indexer leads", chain_id=chain_id)
            waiting = True
        _put_out_silent(connection, chain_id, silence)
        if stop.wait(RETRY_SECONDS):
            raise Stopped
    log.info("leading", chain_id=chain_id)


def _try_lock(connection: Connection[Any], chain_id: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK, chain_id)).fetchone()
    return bool(row and row[0])


def _put_out_silent(connection: Connection[Any], chain_id: int, silence: float) -> None:
    """Ends the session of a leader from which the server has heard nothing, though it is the leader's turn to speak.

    A live leader speaks every second. It may lose its session wrongly; it then stands by again and nothing is lost.
    """
    ended = connection.execute(
        """
        SELECT pg_terminate_backend(pid)
          FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND (state LIKE 'idle%%' OR wait_event = 'ClientRead')
           AND state_change < clock_timestamp() - make_interval(secs => %s)
        """,
        (LOCK, chain_id, silence),
    ).fetchall()
    if ended:
        log.warning("ended the session of a silent leader", chain_id=chain_id, after_seconds=silence)
