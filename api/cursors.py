"""Cursors of keyset pages: where the last page ended, and for which question.

Opaque to callers. A cursor that was altered, is spelled in another way, or is sent with other parameters is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Integer, Row, Select, SmallInteger, and_, literal, or_, tuple_

from api.errors import BrokenCursor

# Bits of a whole number that a column takes; one without such a type is as wide as a uint256.
_BITS = {SmallInteger: 15, Integer: 31, BigInteger: 63}
_UINT256 = 256


@dataclass(frozen=True)
class Key:
    """A column or expression that rows are sorted by."""

    column: ColumnElement[Any]
    descending: bool = False

    def ordered(self) -> ColumnElement[Any]:
        return self.column.desc() if self.descending else self.column.asc()


class Keyset:
    """Pages over a unique tuple of keys. `question` is all that decides which rows there are."""

    def __init__(self, keys: Sequence[Key], question: Any) -> None:
        self.keys = list(keys)
        self._mark = hashlib.sha256(repr(question).encode()).digest()[:6].hex()

    def page(self, query: Select[Any], cursor: str | None, limit: int) -> Select[Any]:
        """The query for the rows after `cursor`, one more than `limit`, so that `next` knows whether more follow.

        Raises `BrokenCursor`.
        """
        labels = [key.column.label(f"key_{number}") for number, key in enumerate(self.keys)]
        query = query.add_columns(*labels).order_by(*(key.ordered() for key in self.keys)).limit(limit + 1)
        return query if cursor is None else query.where(_after(self.keys, self.read(cursor)))

    def split(self, rows: Sequence[Row[Any]], limit: int) -> tuple[Sequence[Row[Any]], str | None]:
        """The rows of the page, and the cursor of the next one if there is one."""
        if len(rows) <= limit:
            return rows, None
        last = rows[limit - 1]
        return rows[:limit], self.write([getattr(last, f"key_{number}") for number in range(len(self.keys))])

    def write(self, values: Sequence[Any]) -> str:
        """The cursor behind the row with these keys."""
        plain = [_plain(value) for value in values]
        return base64.urlsafe_b64encode(orjson.dumps([self._mark, *plain])).decode().rstrip("=")

    def read(self, cursor: str) -> list[Any]:
        """The keys in a cursor. Raises `BrokenCursor` for any text that `write` would not give for this question."""
        try:
            _, *values = orjson.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=="))
            read = [_typed(value, key.column) for value, key in zip(values, self.keys, strict=True)]
        except (binascii.Error, ValueError, TypeError):
            raise BrokenCursor from None
        if self.write(read) != cursor:
            raise BrokenCursor
        return read


def _after(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows behind these values: one comparison of rows, which an index answers, where all keys run the same way."""
    bound = [literal(value, key.column.type) for value, key in zip(values, keys, strict=True)]
    columns, backwards = tuple_(*(key.column for key in keys)), {key.descending for key in keys}
    if len(backwards) == 1:
        return columns < tuple_(*bound) if backwards.pop() else columns > tuple_(*bound)
    first = keys[0].column
    beyond = first < bound[0] if keys[0].descending else first > bound[0]
    return or_(beyond, and_(first == bound[0], _after(keys[1:], values[1:])))


def _plain(value: Any) -> str:
    """Whole numbers travel as text, they may exceed 64 bits."""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _typed(value: Any, column: ColumnElement[Any]) -> Any:
    """A key's value as its column takes it. Raises `ValueError` or `TypeError`."""
    if not isinstance(value, str) or len(value) > 80:
        raise TypeError(value)
    kind = column.type.python_type
    if kind is bytes:
        return bytes.fromhex(value)
    return datetime.fromisoformat(value) if kind is datetime else _whole(value, column)


def _whole(value: str, column: ColumnElement[Any]) -> int:
    bits = next((_BITS[each] for each in type(column.type).__mro__ if each in _BITS), _UINT256)
    number = int(value)
    if not -(2**bits) <= number < 2**bits:
        raise ValueError(value)
    return number
