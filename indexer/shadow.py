"""Empty twins of the projections in a schema of their own, and their way into the place of the live ones.

The twins are made from PostgreSQL's catalogue, not from our definitions, so that they have whatever an operator has
added too: indexes, storage parameters, grants. Names are per schema, so nothing has to be renamed when they move.
"""

from typing import Any

import structlog
from psycopg import Connection, errors

from indexer.errors import Misconfigured
from indexer.sql import ENTRIES, LIVE, PROJECTIONS

log = structlog.get_logger()

NEXT = "chain_next"
TABLES = ("undo", ENTRIES.name, *PROJECTIONS)
_LIVE_TABLES = ", ".join(f"{LIVE}.{name}" for name in TABLES)
LOCK = 0x53746F62
"""First half of the advisory lock of whoever works on the twins; the second is 0."""

LIKE = (
    "INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING STORAGE INCLUDING COMPRESSION "
    "INCLUDING STATISTICS INCLUDING COMMENTS INCLUDING CONSTRAINTS"
)
OPTIONS = """
SELECT c.relname, quote_ident(o.option_name), o.option_value
  FROM pg_class AS c, pg_options_to_table(c.reloptions) AS o
 WHERE c.relnamespace = %s::regnamespace AND c.relname = ANY(%s)
"""
GRANTS = """
SELECT c.relname, a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
       CASE WHEN a.is_grantable THEN 'WITH GRANT OPTION' ELSE '' END
  FROM pg_class AS c, aclexplode(c.relacl) AS a
 WHERE c.relnamespace = %s::regnamespace AND c.relname = ANY(%s) AND a.grantee <> c.relowner
"""
KEYS = """
SELECT r.relname, quote_ident(c.conname), pg_get_constraintdef(c.oid)
  FROM pg_constraint AS c JOIN pg_class AS r ON r.oid = c.conrelid
 WHERE r.relnamespace = %s::regnamespace AND r.relname = ANY(%s) AND c.contype IN ('p', 'u', 'x', 'f')
 ORDER BY c.contype = 'f', c.contype <> 'p', c.oid
"""
INDEXES = """
SELECT r.relname, pg_get_indexdef(i.indexrelid)
  FROM pg_index AS i JOIN pg_class AS r ON r.oid = i.indrelid
 WHERE r.relnamespace = %s::regnamespace AND r.relname = ANY(%s)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
 ORDER BY i.indexrelid
"""


def claim(connection: Connection[Any]) -> bool:
    """Whether the twins are this session's now, until it ends: nobody else works on them."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s, 0)", (LOCK,)).fetchone()
    return bool(row and row[0])


def sweep(connection: Connection[Any]) -> None:
    """Drops what a process that died has left; what a living one works on is let be."""
    if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = %s", (NEXT,)).fetchone() is None:
        return
    with connection.transaction():
        row = connection.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", (LOCK,)).fetchone()
        if row and row[0] and (left := drop(connection)):
            log.warning("dropped the tables of a rebuild that was broken off", tables=left)


def drop(connection: Connection[Any]) -> int:
    """Drops the twins. Gives how many there were."""
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (NEXT,)).fetchall()
    for (name,) in found:
        connection.execute(f'DROP TABLE {NEXT}."{name}"')
    return len(found)


def create(connection: Connection[Any]) -> None:
    """Makes the twins anew, with their keys and grants; other indexes come when they are full.

    Raises `Misconfigured`.
    """
    if not _exists(connection):
        raise Misconfigured(f"schema {NEXT} is missing: run `python -m indexer migrate` with ADMIN_DATABASE_URL")
    with connection.transaction():
        drop(connection)
        for name in TABLES:
            connection.execute(f"CREATE TABLE {NEXT}.{name} (LIKE {LIVE}.{name} {LIKE})")
        for name, option, value in _of_live(connection, OPTIONS):
            connection.execute(f"ALTER TABLE {NEXT}.{name} SET ({option} = {value})")
        for name, key, definition in _of_live(connection, KEYS):
            connection.execute(f"ALTER TABLE {NEXT}.{name} ADD CONSTRAINT {key} {definition}")
        for name, privilege, role, grantable in _of_live(connection, GRANTS):
            connection.execute(f"GRANT {privilege} ON {NEXT}.{name} TO {role} {grantable}")


def finish(connection: Connection[Any]) -> None:
    """Indexes, statistics and visibility, once most rows are there: the first reader is as fast as the last one was."""
    for _, definition in _of_live(connection, INDEXES):
        connection.execute(definition.replace(f" ON {LIVE}.", f" ON {NEXT}.", 1))
    for name in TABLES:
        connection.execute(f"VACUUM (ANALYZE) {NEXT}.{name}")


def analyze(connection: Connection[Any]) -> None:
    """Statistics alone, of twins that are only looked at."""
    for name in TABLES:
        connection.execute(f"ANALYZE {NEXT}.{name}")


def hold_leaders(connection: Connection[Any]) -> None:
    """Until the end of the transaction no leader commits: each commit begins with the cursor. Readers go on."""
    connection.execute("LOCK TABLE chain.cursor IN EXCLUSIVE MODE")


def keep_vacuum_out(connection: Connection[Any]) -> None:
    """Until the end of the transaction; readers and writers go on. A vacuum under way by itself gives way after 1 s."""
    connection.execute(f"LOCK TABLE {_LIVE_TABLES} IN SHARE UPDATE EXCLUSIVE MODE")


def put_in_place(connection: Connection[Any], lock_seconds: float) -> None:
    """Drops the live tables and moves the twins to where they were; part of a transaction.

    The cursor's table is the gate: each answer of the API begins there. New ones wait at it without holding anything,
    while those under way come to their end; locking the other tables first would be a deadlock with them.

    Raises `psycopg.errors.LockNotAvailable` if a reader held one of them for `lock_seconds`; meanwhile new readers
    waited. Raises `Misconfigured` if something that is not ours, like a view, hangs on a live table.
    """
    connection.execute(f"SET LOCAL lock_timeout = {round(lock_seconds * 1000)}")
    connection.execute("LOCK TABLE chain.cursor IN ACCESS EXCLUSIVE MODE")
    connection.execute(f"LOCK TABLE {_LIVE_TABLES} IN ACCESS EXCLUSIVE MODE")
    try:
        connection.execute(f"DROP TABLE {_LIVE_TABLES}")
    except errors.DependentObjectsStillExist as error:
        reason = (error.diag.message_detail or str(error)).splitlines()[0]
        raise Misconfigured(
            f"the tables cannot be replaced: {reason}: drop it, and make it again afterwards"
        ) from error
    for name in TABLES:
        connection.execute(f"ALTER TABLE {NEXT}.{name} SET SCHEMA {LIVE}")


def _exists(connection: Connection[Any]) -> bool:
    return connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (NEXT,)).fetchone() is not None


def _of_live(connection: Connection[Any], statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement, (LIVE, list(TABLES))).fetchall()
