"""`python -m indexer rebuild` and `verify`: every projection again, beside the live ones.

Blocks below the undo window are folded into empty twins while leaders and readers go on: the log changes there only if
a leader goes back deeper than its images, and `chain.rewind` tells. For the rest the cursor's table is locked, so that
commits wait, and the twins catch up to exactly where the live tables stand. Then they are compared, or change places.

The API reads an answer from one snapshot. One that was taken before the twins were complete would find them half empty
if it came to them later; so the swap waits until every transaction that was open at that moment has ended.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import structlog
from psycopg import Connection, errors

from indexer import late, shadow
from indexer.compare import Difference, difference
from indexer.connection import connect
from indexer.deployments import Deployments
from indexer.errors import Misconfigured
from indexer.twins import Rewound, Twins

log = structlog.get_logger()
T = TypeVar("T")

LOCK_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""How long new readers may be kept waiting for one that holds a table, try by try: less than PostgreSQL takes to look
for a deadlock, so that we give way and not the reader."""
READER_SECONDS = 5.0
"""How long leaders are kept waiting for open transactions, before all is tried again."""
TRIES = 10
RETRY_SECONDS = 2.0
POLL_SECONDS = 0.005

OPEN = """
SELECT l.virtualtransaction
  FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
 WHERE l.locktype = 'virtualxid' AND l.granted AND a.datname = current_database() AND a.usename IS NOT NULL
   AND l.pid <> ALL(%s)
   AND NOT (a.usename = current_user AND EXISTS (SELECT 1 FROM pg_locks AS w WHERE w.pid = l.pid AND NOT w.granted))
"""
"""Open transactions but for those of leaders that wait for us."""
TAKE_OVER = "UPDATE chain.cursor SET epoch = epoch + 1 WHERE chain_id = ANY(%s)"
TELL = "SELECT pg_notify('stoa_block', chain_id || ':' || block_number) FROM chain.cursor WHERE chain_id = ANY(%s)"


class Replaced(NamedTuple):
    """`events` folded; new readers waited `blocked_seconds` for the tables at the longest."""

    events: int
    blocked_seconds: float


class Busy(Exception):
    """Readers did not let go in time."""


def replace(url: str, chains: Sequence[Deployments], cache_rows: int) -> Replaced:
    """Puts rows folded anew in the place of the live ones, all at once; leaders then begin again with them.

    Chains of the database that are not among `chains` keep their rows. Raises `Misconfigured`.
    """

    def change_places(twins: Twins) -> Replaced:
        with connect(url) as holder:
            return _change_places(twins, holder)

    return _beside_the_live_ones(url, chains, cache_rows, shadow.finish, change_places)


def compare(url: str, chains: Sequence[Deployments], cache_rows: int) -> Difference | None:
    """The first difference between the live tables and a rebuild; None if they are equal. Raises `Misconfigured`."""

    def look(twins: Twins) -> Difference | None:
        with connect(url) as holder, holder.transaction():
            twins.catch_up(holder)
            twins.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            twins.connection.execute("SELECT 1")  # the snapshot; from here on leaders may go on
        try:
            found = (difference(twins.connection, chain_id, twins.marks[chain_id]) for chain_id in twins.chosen)
            return next((each for each in found if each), None)
        finally:
            twins.connection.execute("ROLLBACK")

    return _beside_the_live_ones(url, chains, cache_rows, shadow.analyze, look)


def _beside_the_live_ones(
    url: str,
    chains: Sequence[Deployments],
    cache_rows: int,
    finish: Callable[[Connection[Any]], None],
    last: Callable[[Twins], T],
) -> T:
    """Makes twins, and drops what is left of them. `last` begins where little is left to fold."""
    with connect(url) as connection:
        if not shadow.claim(connection):
            raise Misconfigured("another rebuild, verify or migrate runs on this database: wait for it")
        late.bring_back(connection, url)
        try:
            for _ in range(TRIES):
                try:
                    return _while_leaders_go_on(Twins(connection, chains, cache_rows), finish, last)
                except Rewound:
                    log.warning("a leader went back deeper than finality: beginning again")
        finally:
            if not connection.broken:
                shadow.drop(connection)
    raise Misconfigured("leaders go back deeper than finality again and again: run it when they have settled")


def _while_leaders_go_on(twins: Twins, finish: Callable[[Connection[Any]], None], last: Callable[[Twins], T]) -> T:
    twins.follow()
    finish(twins.connection)
    for _ in range(TRIES):
        twins.follow()
        try:
            return last(twins)
        except Busy:
            log.warning("other sessions hold the tables: leaders go on, trying again", after_seconds=RETRY_SECONDS)
            twins.let_leaders_go()
            time.sleep(RETRY_SECONDS)
    raise Misconfigured("other sessions hold the tables in long transactions: end them, or run it again later")


def _change_places(twins: Twins, holder: Connection[Any]) -> Replaced:
    with holder.transaction():
        twins.catch_up(holder)
        twins.copy_others()
        for chain in twins.chains:
            chain.events.name_known(holder)
        holder.execute(TAKE_OVER, (twins.chosen,))
        holder.execute(TELL, (twins.chosen,))
        shadow.keep_vacuum_out(holder)
        _outlast_readers(twins.connection, holder)
        began, longest = _lock_and_move(holder)
    return Replaced(twins.events, max(longest, time.monotonic() - began))


def _outlast_readers(connection: Connection[Any], holder: Connection[Any]) -> None:
    """Waits until no snapshot is left that was taken before now. Raises `Busy`."""
    until = time.monotonic() + READER_SECONDS
    ours = [connection.info.backend_pid, holder.info.backend_pid]
    left = set(connection.execute(OPEN, (ours,)).fetchall())
    while left:
        if time.monotonic() > until:
            raise Busy
        time.sleep(POLL_SECONDS)
        left &= set(connection.execute(OPEN, (ours,)).fetchall())


def _lock_and_move(holder: Connection[Any]) -> tuple[float, float]:
    """Gives when the locks of the try that succeeded were asked for, and the seconds of the longest one before it.

    Raises `Busy`.
    """
    longest = 0.0
    for seconds in LOCK_SECONDS:
        began = time.monotonic()
        try:
            with holder.transaction():
                shadow.put_in_place(holder, seconds)
        except errors.LockNotAvailable:
            longest = max(longest, time.monotonic() - began)
            time.sleep(seconds)  # those who waited come first
        else:
            return began, longest
    raise Busy
