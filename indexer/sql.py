"""SQL of the projections' tables, made from their definitions once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from psycopg import Connection

from indexer.columns import Definition
from indexer.copying import NULL, Line, key_of, line_of, literal_of, object_of
from indexer.records import DEFINITIONS
from indexer.rows import Rows
from indexer.writing import Copy, Execute, Write

SCOPE = ("chain_id", "market")
LIVE = "chain"
"""The schema that everybody reads; `shadow` has the other one."""


class TableSql:
    """Reading and writing the rows of one table for one chain and market."""

    def __init__(self, table: Definition, schema: str) -> None:
        self.name = table.name
        self.schema = schema
        self.row = table.row
        self.columns = [column.name for column in table.columns]
        self.key = [column.name for column in table.columns if column.key]
        self._types = {column.name: column.type for column in table.columns}
        self.full = f"{schema}.{self.name}"
        self._columns = table.columns
        self._literals = {column.name: literal_of(column.type) for column in table.columns}

    # Compiled when the table is first written: most never are in one run.

    @cached_property
    def _line(self) -> Line:
        return line_of(self._columns)

    @cached_property
    def _named(self) -> Line:
        return key_of([column for column in self._columns if column.key])

    @cached_property
    def _before(self) -> Line:
        return object_of(self._columns)

    def key_of(self, row: Any) -> Any:
        """The row's key as `rows.Table` has it: a bare value, or a tuple."""
        values = tuple(getattr(row, name) for name in self.key)
        return values[0] if len(values) == 1 else values

    def load(self, connection: Connection[Any], chain_id: int, market: int, keys: Sequence[Any]) -> list[Any]:
        """The rows with these keys."""
        where, arguments = "", []
        if self.key:
            parts = [key if isinstance(key, tuple) else (key,) for key in keys]
            arguments = [list(values) for values in zip(*parts, strict=True)]
            arrays = ", ".join(f"%s::{self._types[name]}[]" for name in self.key)
            where = f" AND ({', '.join(self.key)}) IN (SELECT * FROM unnest({arrays}))"
        return self._select(connection, where, [chain_id, market, *arguments])

    def load_some(self, connection: Connection[Any], chain_id: int, market: int, limit: int) -> list[Any]:
        """Up to `limit` rows, whichever."""
        return self._select(connection, " LIMIT %s", [chain_id, market, limit])

    def highest(self, connection: Connection[Any], chain_id: int, market: int) -> int:
        """The highest key of a table whose key is a number; 0 if it is empty."""
        row = connection.execute(
            f"SELECT coalesce(max({self.key[0]}), 0) FROM {self.full} WHERE chain_id = %s AND market = %s",
            (chain_id, market),
        ).fetchone()
        return int(row[0]) if row else 0

    def insert(self, chain_id: int, market: int, rows: Iterable[Any]) -> Write:
        """New rows, by COPY."""
        names, line, prefix = ", ".join((*SCOPE, *self.columns)), self._line, f"{chain_id}\t{market}\t"
        return Copy(f"COPY {self.full} ({names}) FROM STDIN", "".join([line(prefix, row) for row in rows]))

    def update(self, chain_id: int, market: int, rows: Sequence[Any]) -> Write:
        """Changed rows, in one statement."""
        changed = [name for name in self.columns if name not in self.key]
        sets = ", ".join(f"{name} = new.{name}" for name in changed)
        arrays = ", ".join(f"%s::{self._types[name]}[]" for name in self.columns)
        same = "".join(f" AND old.{name} = new.{name}" for name in self.key)
        return Execute(
            f"UPDATE {self.full} AS old SET {sets} FROM unnest({arrays}) AS new({', '.join(self.columns)}) "
            f"WHERE old.chain_id = %s AND old.market = %s{same}",
            [*(self._literals[name](map(attrgetter(name), rows)) for name in self.columns), chain_id, market],
        )

    def undo(self, connection: Connection[Any], chain_id: int, above: int) -> None:
        """Puts every row back to what it was before the first block above `above` that changed it."""
        oldest = (
            f"SELECT DISTINCT ON (key) key, before FROM {self.schema}.undo "
            "WHERE chain_id = %(chain_id)s AND table_name = %(table)s AND block_number > %(above)s "
            "ORDER BY key, block_number"
        )
        same = "".join(f" AND t.{name} = k.{name}" for name in self.key)
        at = {"chain_id": chain_id, "table": self.name, "above": above}
        connection.execute(
            f"DELETE FROM {self.full} AS t USING ({oldest}) AS o, jsonb_populate_record(null::{self.full}, o.key) AS k "
            f"WHERE t.chain_id = %(chain_id)s AND t.market = k.market{same}",
            at,
        )
        connection.execute(
            f"INSERT INTO {self.full} SELECT r.* FROM ({oldest}) AS o, "
            f"jsonb_populate_record(null::{self.full}, o.before) AS r WHERE o.before IS NOT NULL",
            at,
        )

    def image(self, chain_id: int, market: int, key: Any, row: Any | None) -> str:
        """Key and row as columns of a COPY, JSON that `jsonb_populate_record` reads."""
        scope = f'"chain_id":{chain_id},"market":{market}'
        return f"{self._named(scope, key)}\t{NULL if row is None else self._before(scope, row)}"

    def _select(self, connection: Connection[Any], where: str, arguments: list[Any]) -> list[Any]:
        found = connection.execute(
            f"SELECT {', '.join(self.columns)} FROM {self.full} WHERE chain_id = %s AND market = %s{where}",
            arguments,
        )
        return [self.row(**dict(zip(self.columns, values, strict=True))) for values in found]


class Tables(NamedTuple):
    """The tables that follow from the events, in one schema: by name those that handlers change, and the ledger's."""

    projections: Mapping[str, TableSql]
    entries: TableSql


@cache
def tables_in(schema: str) -> Tables:
    found = {table.name: TableSql(table, schema) for table in DEFINITIONS}
    return Tables({table.name: found[table.name] for table in Rows().tables}, found["ledger_entry"])


PROJECTIONS, ENTRIES = tables_in(LIVE)
