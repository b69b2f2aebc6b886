"""The first row in which the live tables and their twins differ."""

from typing import Any, NamedTuple

from psycopg import Connection

from indexer import shadow
from indexer.sql import ENTRIES, PROJECTIONS
from indexer.twins import Mark

KEYS = {
    **{sql.name: ["market", *sql.key] for sql in (*PROJECTIONS.values(), ENTRIES)},
    "undo": ["block_number", "table_name", "key"],
}
DIFFERENT = """
SELECT to_jsonb(l), to_jsonb(r)
  FROM (SELECT * FROM chain.{table} WHERE {rows}) AS l
  FULL JOIN (SELECT * FROM {next}.{table} WHERE {rows}) AS r USING ({key})
 WHERE l IS DISTINCT FROM r
 ORDER BY {key} LIMIT 1
"""


class Difference(NamedTuple):
    """One value that is not what a rebuild makes of it; `column` is None where only one side has the row at all."""

    chain_id: int
    table: str
    key: dict[str, Any]
    column: str | None
    live: Any
    rebuilt: Any

    def __str__(self) -> str:
        key = " ".join(f"{name} {value}" for name, value in self.key.items())
        if self.column is not None:
            return f"{self.table} {key}: {self.column} is {self.live}, a rebuild makes it {self.rebuilt}"
        if self.rebuilt is None:
            return f"{self.table} {key}: a rebuild does not make this row: {self.live}"
        return f"{self.table} {key}: the row is missing that a rebuild makes: {self.rebuilt}"


def difference(connection: Connection[Any], chain_id: int, mark: Mark) -> Difference | None:
    """Of one chain, tables in the order of their names; images only of blocks that can be undone."""
    for table in sorted(KEYS):
        rows = f"chain_id = {chain_id}"
        if table == "undo":
            rows += f" AND block_number >= {mark.undo_from}"
        statement = DIFFERENT.format(table=table, rows=rows, next=shadow.NEXT, key=", ".join(KEYS[table]))
        found = connection.execute(statement).fetchone()
        if found:
            return _told(chain_id, table, *found)
    return None


def _told(chain_id: int, table: str, live: dict[str, Any] | None, rebuilt: dict[str, Any] | None) -> Difference:
    row = live or rebuilt or {}
    key = {"chain_id": chain_id} | {name: row[name] for name in KEYS[table]}
    if live is None or rebuilt is None:
        return Difference(chain_id, table, key, None, live, rebuilt)
    column = next(name for name in live if live[name] != rebuilt[name])
    return Difference(chain_id, table, key, column, live[column], rebuilt[column])
