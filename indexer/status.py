"""`python -m indexer status` and `verify`: what the database says."""

from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from indexer.deployments import Deployments
from indexer.rebuild import begin, refold
from indexer.sql import ENTRIES, PROJECTIONS
from indexer.store import Store

STATUS = """
SELECT c.chain_id, c.status, c.block_number AS block, '0x' || encode(c.block_hash, 'hex') AS block_hash,
       c.head_number AS head, greatest(c.head_number - c.block_number, 0) AS blocks_behind,
       round(extract(epoch FROM clock_timestamp() - c.head_seen_at)::numeric) AS head_seen_seconds_ago,
       c.epoch, c.markets,
       (SELECT count(*) FROM chain.event AS e WHERE e.chain_id = c.chain_id) AS events,
       (SELECT count(*) FROM chain.event AS e WHERE e.chain_id = c.chain_id AND e.name IS NULL) AS unknown_events
  FROM chain.cursor AS c ORDER BY c.chain_id
"""


def status(connection: Connection[Any]) -> list[dict[str, Any]]:
    """One entry a chain."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(STATUS).fetchall()


def first_difference(store: Store, deployments: Deployments) -> str | None:
    """Compares every projection with a rebuild, which is rolled back; None if they are equal."""
    with store.connection.transaction(force_rollback=True):
        begin(store)
        for sql in (*PROJECTIONS.values(), ENTRIES):
            store.connection.execute(
                f"CREATE TEMP TABLE was_{sql.name} ON COMMIT DROP AS SELECT * FROM {sql.full} WHERE chain_id = %s",
                (store.chain_id,),
            )
        refold(store, deployments)
        found = (_difference(store, sql.name) for sql in (*PROJECTIONS.values(), ENTRIES))
        return next((difference for difference in found if difference), None)


def _difference(store: Store, table: str) -> str | None:
    row = store.connection.execute(
        f"""
        SELECT 'live', to_jsonb(w)::text
          FROM (TABLE was_{table} EXCEPT SELECT * FROM chain.{table} WHERE chain_id = %s) w
        UNION ALL
        SELECT 'rebuilt', to_jsonb(r)::text
          FROM (SELECT * FROM chain.{table} WHERE chain_id = %s EXCEPT TABLE was_{table}) r
        LIMIT 1
        """,
        (store.chain_id, store.chain_id),
    ).fetchone()
    return None if row is None else f"{table}: only {row[0]}: {row[1]}"
