"""Names of content, against the published examples of multiformats and each other."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import cid

# `ipfs add --cid-version 1 --raw-leaves` of an empty file.
EMPTY = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def test_encode__published_example__is_its_name() -> None:
    assert cid.encode(hashlib.sha256(b"").digest()) == EMPTY


@given(st.binary(min_size=32, max_size=32))
def test_decode__encoded__is_the_digest(digest: bytes) -> None:
    name = cid.encode(digest)
    assert cid.decode(name) == digest
    assert len(name) == 59
    assert name.startswith("bafkrei")


@given(st.text(max_size=70))
def test_decode__any_text__is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="CIDv1"):
        cid.decode(text)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 58), st.sampled_from("abcz27ABZ189=é\x00 "))
def test_decode__one_character_changed__is_refused_or_another_digest(digest: bytes, at: int, character: str) -> None:
    """One content has one name: no second spelling is read."""
    name = cid.encode(digest)
    changed = name[:at] + character + name[at + 1 :]
    try:
        read = cid.decode(changed)
    except ValueError:
        return
    assert (read == digest) == (changed == name)


@pytest.mark.parametrize(
    "name",
    [
        EMPTY.upper(),
        "B" + EMPTY[1:],
        "z" + EMPTY[1:],
        EMPTY + "=",
        EMPTY[:-1],
        "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
        "bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        "../../../etc/passwd",
    ],
)
def test_decode__other_names_of_the_world__are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="CIDv1"):
        cid.decode(name)


@pytest.mark.parametrize("nothing", [None, b"", bytes(32)])
def test_optional__no_content__is_none(nothing: bytes | None) -> None:
    assert cid.optional(nothing) is None
