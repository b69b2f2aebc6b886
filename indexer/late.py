"""Indexes that wait for the end of a first backfill.

An index that is built once over all rows costs a fraction of one that is kept while they come. Constraints and keys
stay, but for the keys of the two tables that are only appended to. What waits is remembered in `chain.late_index`, in
the transaction that drops it.
"""

import time
from typing import Any

import structlog
from psycopg import Connection, errors

log = structlog.get_logger()

APPENDED = ["event", "ledger_entry"]
"""No row of theirs is looked up during a backfill."""
LOCK_SECONDS = 0.5
"""How long readers are waited for: with none of the rows there yet it matters little whether the indexes are."""

FOUND = """
SELECT quote_ident(c.relname), pg_get_indexdef(c.oid), i.indisprimary, quote_ident(t.relname)
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
 WHERE c.relnamespace = 'chain'::regnamespace AND (NOT i.indisunique OR i.indisprimary AND t.relname = ANY(%s))
   AND pg_has_role(t.relowner, 'USAGE')  -- or we could drop it, and not build it again
   AND NOT EXISTS (SELECT 1 FROM chain.cursor)
 ORDER BY i.indisprimary, c.relname
"""
REMEMBER = "INSERT INTO chain.late_index (name, definition, key_of) VALUES (%s, %s, %s)"
WAITING = "DELETE FROM chain.late_index RETURNING name, definition, key_of"


def put_off(connection: Connection[Any]) -> None:
    """Drops the indexes of a database that has followed no chain yet, unless somebody reads it at this moment."""
    try:
        with connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = {round(LOCK_SECONDS * 1000)}")
            connection.execute("LOCK TABLE chain.late_index IN EXCLUSIVE MODE")
            for name, definition, key, table in connection.execute(FOUND, (APPENDED,)).fetchall():
                connection.execute(REMEMBER, (name, definition, table if key else None))
                connection.execute(
                    f"ALTER TABLE chain.{table} DROP CONSTRAINT {name}" if key else f"DROP INDEX chain.{name}"
                )
    except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
        log.info("indexes are kept during the backfill", reason=str(error).splitlines()[0])


def any_wait(connection: Connection[Any]) -> bool:
    return connection.execute("SELECT 1 FROM chain.late_index LIMIT 1").fetchone() is not None


def bring_back(connection: Connection[Any]) -> None:
    """Builds the indexes that wait, all or none. Writers wait meanwhile; readers only for the keys, at the end."""
    began = time.monotonic()
    with connection.transaction():
        connection.execute("LOCK TABLE chain.late_index IN EXCLUSIVE MODE")
        waiting = connection.execute(WAITING).fetchall()
        for _, definition, _ in waiting:
            connection.execute(definition)
        for name, _, table in waiting:
            if table is not None:
                connection.execute(f"ALTER TABLE chain.{table} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name}")
    if waiting:
        log.info("indexes built", count=len(waiting), seconds=round(time.monotonic() - began, 2))
