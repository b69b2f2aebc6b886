"""Indexes that wait for the end of a first backfill.

An index that is built once over all rows costs a fraction of one that is kept while they come. Constraints and keys
stay, but for the keys of the two tables that are only appended to. What waits is remembered in `chain.late_index`, in
the transaction that drops it.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import structlog
from psycopg import Connection, errors

from indexer.connection import connect

log = structlog.get_logger()

APPENDED = ["event", "ledger_entry"]
"""No row of theirs is looked up during a backfill."""
LOCK_SECONDS = 0.5
"""How long readers are waited for: with none of the rows there yet it matters little whether the indexes are."""

PUT_OFF = """
INSERT INTO chain.late_index (name, definition, key_of)
SELECT quote_ident(c.relname), pg_get_indexdef(c.oid), CASE WHEN i.indisprimary THEN quote_ident(t.relname) END
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
 WHERE c.relnamespace = 'chain'::regnamespace AND (NOT i.indisunique OR i.indisprimary AND t.relname = ANY(%s))
   AND pg_has_role(t.relowner, 'USAGE')  -- or we could drop it, and not build it again
   AND NOT EXISTS (SELECT 1 FROM chain.cursor)
RETURNING name, key_of
"""
WAITING = """
SELECT name, definition, key_of FROM chain.late_index WHERE definition <> ''
 ORDER BY pg_relation_size(substring(definition FROM ' ON (\\S+) ')::regclass) DESC, name LIMIT 1 FOR UPDATE
"""
"""The longest work first, so that no connection is left alone with it."""
FREE = f"{WAITING} SKIP LOCKED"
FORGET = "DELETE FROM chain.late_index WHERE name = %s"
BUILT = "UPDATE chain.late_index SET definition = '' WHERE name = %s"
BUILT_KEYS = "SELECT name, key_of FROM chain.late_index WHERE definition = '' ORDER BY name FOR UPDATE"


def put_off(connection: Connection[Any]) -> None:
    """Drops the indexes of a database that has followed no chain yet, unless somebody reads it at this moment."""
    try:
        with connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = {round(LOCK_SECONDS * 1000)}")
            connection.execute("LOCK TABLE chain.late_index IN EXCLUSIVE MODE")
            found = connection.execute(PUT_OFF, (APPENDED,)).fetchall()
            for name, table in found:
                if table is not None:
                    connection.execute(f"ALTER TABLE chain.{table} DROP CONSTRAINT {name}")
            if names := [f"chain.{name}" for name, table in found if table is None]:
                connection.execute(f"DROP INDEX {', '.join(names)}")
    except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
        log.info("indexes are kept during the backfill", reason=str(error).splitlines()[0])


def any_wait(connection: Connection[Any]) -> bool:
    return connection.execute("SELECT 1 FROM chain.late_index LIMIT 1").fetchone() is not None


def bring_back(connection: Connection[Any], url: str) -> None:
    """Builds the indexes that wait, on two connections: this one and one more to `url`. All are there when it returns.

    Writers of a table wait while one is built; readers only for the keys, at the end.
    """
    if not any_wait(connection):
        return
    began = time.monotonic()
    with ThreadPoolExecutor(1, "indexes") as pool:
        helped = pool.submit(_help, url)
        # Waits in the server for what others build, and may give up: a leader whose session idles is put out.
        count = _build_all(connection, FREE) + _build_all(connection, WAITING) + helped.result()
    _make_keys(connection)
    log.info("indexes built", count=count, seconds=round(time.monotonic() - began, 2))


def _help(url: str) -> int:
    with connect(url) as connection:
        return _build_all(connection, FREE)


def _build_all(connection: Connection[Any], which: LiteralString) -> int:
    """One after the other, each in a transaction of its own. Returns how many."""
    count = 0
    while build_one(connection, which):
        count += 1
    return count


def build_one(connection: Connection[Any], which: LiteralString) -> bool:
    """The largest of these; False if there is none."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = off")  # what a crash takes back waits again
        found = connection.execute(which).fetchone()
        if found is None:
            return False
        name, definition, key_of = found
        connection.execute(definition)
        connection.execute(FORGET if key_of is None else BUILT, (name,))
    return True


def _make_keys(connection: Connection[Any]) -> None:
    """Unique indexes become their tables' keys: last, because that takes a table for itself for a moment."""
    with connection.transaction():
        for name, table in connection.execute(BUILT_KEYS).fetchall():
            connection.execute(f"ALTER TABLE chain.{table} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name}")
            connection.execute(FORGET, (name,))
