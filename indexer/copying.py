"""Lines of COPY's text format and array literals, by code generated from a table's columns.

https://www.postgresql.org/docs/current/sql-copy.html (File Formats, Text Format)
https://www.postgresql.org/docs/current/arrays.html (Array Input and Output Syntax)

A backfill writes hundreds of thousands of rows, so each table gets straight code for its line.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

NULL = "\\N"
HEX = "\\\\x"
"""Begins bytes; COPY takes one of the two backslashes."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Line = Callable[[str, Any], str]
"""Prefix (the columns that are the same for all rows) and row → a line with its end."""


def line_of(columns: Sequence[tuple[str, str, bool]]) -> Line:
    """Columns as (name, SQL type, whether it may be null)."""
    values = [_nullable(name, kind) if nullable else _expression(name, kind) for name, kind, nullable in columns]
    scope = {"stamp": stamp, "escaped": escaped, "jsonb": jsonb, "NULL": NULL, "HEX": HEX, "END": "\n"}
    line: Line = eval(f"lambda prefix, row: prefix + '\t'.join(({', '.join(values)},)) + END", scope)
    return line


def _nullable(name: str, kind: str) -> str:
    return f"NULL if row.{name} is None else {_expression(name, kind)}"


def _expression(name: str, kind: str) -> str:
    """Python that gives the text of a value that is there."""
    value = f"row.{name}"
    if kind == "BYTEA":
        return f"HEX + {value}.hex()"
    if kind == "BOOLEAN":
        return f"'t' if {value} else 'f'"
    if kind.startswith("TIMESTAMP"):
        return f"stamp({value})"
    return {"TEXT": f"escaped({value})", "JSONB": f"jsonb({value})"}.get(kind, f"str({value})")


def literal_of(kind: str) -> Callable[[Iterable[Any]], str]:
    """Values of a column → the literal of an array of them."""
    quoted: dict[str, Callable[[Any], str]] = {
        "BYTEA": _quoted_bytes,
        "BOOLEAN": _quoted_bool,
        "TEXT": _quoted_text,
        "JSONB": _quoted_json,
    }
    plain = _quoted_stamp if kind.startswith("TIMESTAMP") else quoted.get(kind, str)
    return lambda values: "{" + ",".join(["NULL" if value is None else plain(value) for value in values]) + "}"


def _quoted_bytes(value: bytes) -> str:
    return f'"\\\\x{value.hex()}"'


def _quoted_bool(value: bool) -> str:
    return "t" if value else "f"


def _quoted_text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted_json(value: Any) -> str:
    return _quoted_text(msgspec.json.encode(value).decode())


def _quoted_stamp(value: datetime) -> str:
    return f'"{stamp(value)}"'


@lru_cache(maxsize=4096)
def stamp(moment: datetime) -> str:
    """As PostgreSQL reads it. Rows of one block share their time."""
    return moment.isoformat(" ")


def escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def jsonb(value: Any) -> str:
    return escaped(msgspec.json.encode(value).decode())
