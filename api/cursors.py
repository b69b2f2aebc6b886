"""Cursors of keyset pages: where the last page ended, and for which question.

Opaque to callers. A cursor that was altered, or is sent with other parameters, is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, literal, tuple_

from api.errors import BrokenCursor


class Keyset:
    """Pages over an ascending, unique tuple of keys. `question` is all that decides which rows there are."""

    def __init__(self, keys: Sequence[ColumnElement[Any]], question: Any) -> None:
        self.keys = list(keys)
        self._mark = hashlib.sha256(repr(question).encode()).digest()[:6].hex()

    def page(self, query: Select[Any], cursor: str | None, limit: int) -> Select[Any]:
        """The query for the rows after `cursor`, one more than `limit`, so that `next` knows whether more follow."""
        labels = [key.label(f"key_{number}") for number, key in enumerate(self.keys)]
        query = query.add_columns(*labels).order_by(*self.keys).limit(limit + 1)
        if cursor is None:
            return query
        after = [literal(value, key.type) for value, key in zip(self._read(cursor), self.keys, strict=True)]
        return query.where(tuple_(*self.keys) > tuple_(*after))

    def split(self, rows: Sequence[Row[Any]], limit: int) -> tuple[Sequence[Row[Any]], str | None]:
        """The rows of the page, and the cursor of the next one if there is one."""
        if len(rows) <= limit:
            return rows, None
        last = rows[limit - 1]
        values = [_plain(getattr(last, f"key_{number}")) for number in range(len(self.keys))]
        return rows[:limit], self._write(values)

    def _write(self, values: list[Any]) -> str:
        return base64.urlsafe_b64encode(orjson.dumps([self._mark, *values])).decode().rstrip("=")

    def _read(self, cursor: str) -> list[Any]:
        try:
            mark, *values = orjson.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=="))
            read = [_typed(value, key) for value, key in zip(values, self.keys, strict=True)]
        except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError):
            raise BrokenCursor from None
        if mark != self._mark:
            raise BrokenCursor
        return read


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, int) else value


def _typed(value: Any, key: ColumnElement[Any]) -> Any:
    """A key's value as its column takes it; whole numbers travel as text, they may exceed 64 bits."""
    kind = key.type.python_type
    if not isinstance(value, str):
        raise TypeError(value)
    return bytes.fromhex(value) if kind is bytes else int(value) if len(value) <= 80 else None
