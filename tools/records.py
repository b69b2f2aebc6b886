"""Writes `indexer/records.py`: the projections' rows as plain structs, so that following a chain needs no ORM.

python -m tools.records > indexer/records.py
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args

from pydantic_core import PydanticUndefined
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from indexer.tables import Scoped

HEAD = '''
"""Rows of the projections as the handlers hold them, and the columns that they come from.

Generated from `indexer.tables` by `make generate`: an indexer that starts again after a crash does not wait for an ORM.
"""

from datetime import datetime
from typing import Any

import msgspec

from indexer.columns import Column, Definition
'''

SCOPE = ("chain_id", "market")
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy types no dialect


def struct(model: type[Scoped]) -> Iterator[str]:
    yield f"class {model.__name__}(msgspec.Struct, kw_only=True, gc=False):"
    for name, field in model.model_fields.items():
        if name not in SCOPE:
            default = "" if field.default is PydanticUndefined else f" = {field.default!r}"
            yield f"    {name}: {shown(field.annotation)}{default}"


def shown(annotation: Any) -> str:
    """As source code has it."""
    if annotation is NoneType:
        return "None"
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation.__name__
    return str(annotation).replace("datetime.datetime", "datetime").replace("typing.", "")


def definition(model: type[Scoped]) -> Iterator[str]:
    table: Table = model.__table__  # type: ignore[attr-defined]
    yield f'Definition("{table.name}", {model.__name__}, ('
    for column in table.columns:
        if column.name not in SCOPE:
            told = [f'"{column.name}"', f'"{column.type.compile(DIALECT)}"']
            told += ["nullable=True"] * bool(column.nullable) + ["key=True"] * column.primary_key
            yield f"Column({', '.join(told)}),"
    yield ")),"


def source() -> str:
    models = sorted(Scoped.__subclasses__(), key=lambda model: model.__name__)
    lines = [HEAD]
    for model in models:
        lines += ["", "", *struct(model)]
    lines += ["", "", "DEFINITIONS = ("]
    for model in models:
        lines += definition(model)
    return "\n".join([*lines, ")"])


def main() -> None:
    command = ["ruff", "format", "--stdin-filename", "indexer/records.py", "-"]
    subprocess.run(command, input=source().encode(), stdout=sys.stdout, check=True)


if __name__ == "__main__":
    main()
