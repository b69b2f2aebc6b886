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

from indexer.columns import Column

NULL = "\\N"
HEX = "\\\\x"
"""Begins bytes; COPY takes one of the two backslashes."""
JSON_HEX = '"\\\\\\\\x'
"""As `HEX` inside a JSON string, which takes one of two too."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Line = Callable[[str, Any], str]
"""Prefix (the columns that are the same for all rows) and row → a line with its end."""


def line_of(columns: Sequence[Column]) -> Line:
    """A row of a COPY."""
    values = [_shown(column, f"row.{column.name}", _text, "NULL") for column in columns]
    return _compiled("lambda prefix, row: ", "{prefix}" + "\t".join(values) + "\\n")


def object_of(columns: Sequence[Column]) -> Line:
    """A row as a JSON object in a column of a COPY; the prefix is its first members."""
    return _compiled("lambda prefix, row: ", _object(columns, [f"row.{column.name}" for column in columns]))


def key_of(columns: Sequence[Column]) -> Line:
    """As `object_of`, of a key as `rows.Table` has it: a bare value, or a tuple."""
    places = ["key"] if len(columns) == 1 else [f"key[{place}]" for place in range(len(columns))]
    return _compiled("lambda prefix, key: ", _object(columns, places))


def _compiled(function: str, text: str) -> Line:
    """`text` is the inside of an f-string."""
    scope = {"stamp": stamp, "escaped": escaped, "jsonb": jsonb, "NULL": NULL, "HEX": HEX, "JSON_HEX": JSON_HEX}
    line: Line = eval(f'{function}f"""{text}"""', scope)
    return line


def _object(columns: Sequence[Column], values: Sequence[str]) -> str:
    pairs = zip(columns, values, strict=True)
    members = "".join(f',"{column.name}":{_shown(column, value, _json, repr("null"))}' for column, value in pairs)
    return f"{{{{{{prefix}}{members}}}}}"


def _shown(column: Column, value: str, expression: Callable[[str, str], str], null: str) -> str:
    text = expression(column.type, value)
    return f"{{{null} if {value} is None else {text}}}" if column.nullable else f"{{{text}}}"


def _text(kind: str, value: str) -> str:
    """Python that gives the text of a value that is there."""
    if kind == "BYTEA":
        return f"HEX + {value}.hex()"
    if kind == "BOOLEAN":
        return f"'t' if {value} else 'f'"
    if kind.startswith("TIMESTAMP"):
        return f"stamp({value})"
    return {"TEXT": f"escaped({value})", "JSONB": f"jsonb({value})"}.get(kind, value)


def _json(kind: str, value: str) -> str:
    """As `_text`, for a value of JSON."""
    if kind == "BYTEA":
        return f"JSON_HEX + {value}.hex() + '\"'"
    if kind == "BOOLEAN":
        return f"'true' if {value} else 'false'"
    if kind.startswith("TIMESTAMP"):
        return f"'\"' + stamp({value}) + '\"'"
    return f"jsonb({value})" if kind in ("TEXT", "JSONB") else value


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
    return text if text.isidentifier() else text.translate(_ESCAPES)


def jsonb(value: Any) -> str:
    return escaped(msgspec.json.encode(value).decode())
