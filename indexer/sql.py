"""SQL of the projections' tables, made from their definitions once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
from psycopg import Connection
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from indexer import rows as row_types
from indexer.copying import line_of, literal_of
from indexer.tables import Scoped
from indexer.writing import Copy, Execute, Write

dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy types no dialect

SCOPE = ("chain_id", "market")
LIVE = "chain"
"""The schema that everybody reads; `shadow` has the other one."""
LARGEST_EXACT = 2**53
"""JSON's largest whole number that every reader keeps exact."""


class TableSql:
    """Reading and writing the rows of one table for one chain and market."""

    def __init__(self, table: Table, row: type[Any], schema: str) -> None:
        self.name = table.name
        self.schema = schema
        self.row = row
        self.columns = [column.name for column in table.columns if column.name not in SCOPE]
        self.key = [column.name for column in table.primary_key if column.name not in SCOPE]
        self._types = {column.name: column.type.compile(dialect) for column in table.columns}
        self.full = f"{schema}.{self.name}"
        own = [table.columns[name] for name in self.columns]
        self._line = line_of([(column.name, self._types[column.name], bool(column.nullable)) for column in own])
        self._literals = {name: literal_of(self._types[name]) for name in self.columns}

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

    def image(self, chain_id: int, market: int, key: Any, row: Any | None) -> tuple[str, str | None]:
        """Key and row as JSON that `jsonb_populate_record` reads."""
        scope = {"chain_id": chain_id, "market": market}
        parts = key if isinstance(key, tuple) else (key,)
        named = scope | dict(zip(self.key, map(_plain, parts), strict=True))
        before = None if row is None else scope | {name: _plain(getattr(row, name)) for name in self.columns}
        return _text(named), None if before is None else _text(before)

    def _select(self, connection: Connection[Any], where: str, arguments: list[Any]) -> list[Any]:
        found = connection.execute(
            f"SELECT {', '.join(self.columns)} FROM {self.full} WHERE chain_id = %s AND market = %s{where}",
            arguments,
        )
        return [self.row(**dict(zip(self.columns, values, strict=True))) for values in found]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, int) and abs(value) > LARGEST_EXACT:
        return str(value)
    return value


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _table(model: type[Scoped], schema: str) -> TableSql:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return TableSql(table, getattr(row_types, model.__name__), schema)


class Tables(NamedTuple):
    """The tables that follow from the events, in one schema: by name those that handlers change, and the ledger's."""

    projections: Mapping[str, TableSql]
    entries: TableSql


@cache
def tables_in(schema: str) -> Tables:
    found = {str(model.__tablename__): _table(model, schema) for model in Scoped.__subclasses__()}
    return Tables({table.name: found[table.name] for table in row_types.Rows().tables}, found["ledger_entry"])


PROJECTIONS, ENTRIES = tables_in(LIVE)
