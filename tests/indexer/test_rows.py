"""Rows in memory: what is known, what is dropped, what is remembered for an undo."""

from types import SimpleNamespace
from typing import Any

import pytest

from indexer.rows import NotLoaded, Table, UnknownRow


@pytest.fixture
def table() -> Table[int, Any]:
    return Table("orders")


def row(value: int) -> Any:
    return SimpleNamespace(value=value)


def test_get__key_that_was_not_loaded__raises_not_loaded(table: Table[int, Any]) -> None:
    with pytest.raises(NotLoaded, match="orders 7"):
        table.get(7)


def test_get__complete_table__knows_that_there_is_none(table: Table[int, Any]) -> None:
    table.complete = True

    assert table.get(7) is None
    with pytest.raises(UnknownRow):
        table.change(7)


def test_change__twice_in_a_block__keeps_the_first_image(table: Table[int, Any]) -> None:
    table.keep(1, row(10))
    table.images = {}
    table.change(1).value = 11
    table.change(1).value = 12

    assert table.images[1].value == 10
    assert table.changed[1].value == 12


def test_add__then_change_in_the_same_block__image_is_none(table: Table[int, Any]) -> None:
    table.complete, table.images = True, {}
    table.add(1, row(1))
    table.change(1).value = 2

    assert table.images == {1: None}
    assert (list(table.added), list(table.changed)) == ([1], [])


def test_committed__above_the_limit__drops_the_rows_not_used_for_longest(table: Table[int, Any]) -> None:
    table.complete = True
    for key in range(4):
        table.add(key, row(key))
    table.committed(4)
    assert table.complete
    assert table.get(3).value == 3

    for key in range(4, 8):
        table.add(key, row(key))
    table.committed(4)

    assert not table.complete
    assert table.get(3).value == 3
    with pytest.raises(NotLoaded):
        table.get(0)


def test_forget__everything_goes(table: Table[int, Any]) -> None:
    table.complete = True
    table.add(1, row(1))
    table.forget()

    assert not table.holds(1)
    assert table.added == {}
