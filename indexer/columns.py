"""What is known of a projection's table without an ORM."""

from typing import Any, NamedTuple


class Column(NamedTuple):
    """`type` is PostgreSQL's name."""

    name: str
    type: str
    nullable: bool = False
    key: bool = False


class Definition(NamedTuple):
    """A table whose rows belong to one market on one chain; these two columns, the first of its key, are left out."""

    name: str
    row: type[Any]
    columns: tuple[Column, ...]
