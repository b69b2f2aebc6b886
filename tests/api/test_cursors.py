"""Cursors: they come back as they went, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table

from api.cursors import Key, Keyset
from api.errors import BrokenCursor
from indexer.tables.base import WholeNumber

ROWS = Table("row", MetaData(), Column("price", WholeNumber), Column("name", LargeBinary), Column("id", BigInteger))
prices = st.integers(-(2**256), 2**256 - 1)
ids = st.integers(-(2**63), 2**63 - 1)


def keyset(question: object = "q") -> Keyset:
    return Keyset([Key(ROWS.c.price), Key(ROWS.c.name), Key(ROWS.c.id, True)], question)


@given(prices, st.binary(max_size=32), ids)
def test_cursor__written_and_read__is_the_same_key(price: int, name: bytes, identity: int) -> None:
    written = keyset().write([price, name, identity])
    assert keyset().read(written) == [price, name, identity]
    assert written.isascii()
    assert set("+/=&?#% ").isdisjoint(written)


@given(prices, ids, st.data())
def test_cursor__one_character_changed__is_refused_or_another_key_of_the_same_question(
    price: int, identity: int, data: st.DataObject
) -> None:
    written = keyset().write([price, b"x", identity])
    at = data.draw(st.integers(0, len(written) - 1))
    changed = written[:at] + data.draw(st.sampled_from("Aa0-_z\x00é ")) + written[at + 1 :]
    try:
        price, name, identity = keyset().read(changed)
    except BrokenCursor:
        return
    assert isinstance(price, int)
    assert isinstance(name, bytes)
    assert -(2**63) <= identity < 2**63


@given(st.text(max_size=600))
def test_cursor__any_text__is_refused(text: str) -> None:
    with pytest.raises(BrokenCursor):
        keyset().read(text)


@given(prices, ids)
def test_cursor__for_another_question__is_refused(price: int, identity: int) -> None:
    written = keyset("one").write([price, b"", identity])
    with pytest.raises(BrokenCursor):
        keyset("another").read(written)


@pytest.mark.parametrize("price", [2**256, -(2**256) - 1, 10**79])
def test_cursor__more_than_a_uint256__is_refused(price: int) -> None:
    written = keyset().write([price, b"", 1])
    with pytest.raises(BrokenCursor):
        keyset().read(written)
