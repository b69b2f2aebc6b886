"""Days as `Dates` writes them, against Python's calendar; names that a card takes, and that none of them breaks it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.chains import Revm
from tests.contracts.machine import address_of, artifact

DAY = 86_400
LAST = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
PLAIN = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\<>&')


@cache
def library():
    code, interface = artifact("CardHarness")
    chain = Revm()
    address = chain.deploy(address_of("stranger"), code)

    def call(function, *arguments):
        (answer,) = chain.read([(address, interface.call(function, *arguments))])
        return interface.returned(function, answer)

    return call


def card_of(name):
    """Metadata of membership 7 of tier 3, and the texts in its picture."""
    _, _, body = library()("uri", (3 << 32) | 7, name, DAY).partition(",")
    found = json.loads(base64.b64decode(body, validate=True))
    picture = ElementTree.fromstring(base64.b64decode(found["image"].partition(",")[2], validate=True))
    return found, list(picture.iter("{http://www.w3.org/2000/svg}text"))


@given(st.integers(0, LAST))
@example(0)
@example(LAST)
@example(2**32)
def test_iso__any_second__is_the_day_that_python_says(timestamp):
    assert library()("iso", timestamp) == datetime.fromtimestamp(timestamp, UTC).date().isoformat()


@pytest.mark.parametrize("year", [1970, 1999, 2000, 2024, 2026, 2099, 2100, 2101, 2400])
@pytest.mark.parametrize("second", [-1, 0, 1])
def test_iso__around_new_year_and_leap_days__to_the_second(year, second):
    for day in (date(year, 12, 31), date(year, 2, 28) + timedelta(1), date(year, 3, 1)):
        timestamp = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + second
        assert library()("iso", timestamp) == datetime.fromtimestamp(timestamp, UTC).date().isoformat()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("second", [-1, 0])
def test_iso__around_the_first_of_each_month__to_the_second(month, second):
    for year in (2023, 2024):
        timestamp = int(datetime(year, month, 1, tzinfo=UTC).timestamp()) + second
        assert library()("iso", timestamp) == datetime.fromtimestamp(timestamp, UTC).date().isoformat()


def test_iso__latest_second_of_a_membership__is_of_a_year_with_five_digits():
    """2**40 − 1 is the last second a record can hold; beyond Python's calendar, so the day is counted on by eras."""
    eras, rest = divmod(2**40 - 1, 146_097 * DAY)
    day = datetime.fromtimestamp(rest, UTC).date()

    assert library()("iso", 2**40 - 1) == f"{day.year + 400 * eras}-{day:%m-%d}"


@given(st.text(PLAIN, min_size=1, max_size=32))
@example("W" * 32)
def test_uri__any_plain_name__parses_and_is_written_on_the_card(name):
    assert library()("isPlain", name) is True
    found, written = card_of(name)

    assert found["name"] == f"{name} #7"
    assert [element.text for element in written] == ["STOA", name, "Valid until 1970-01-02", "No. 7"]


@pytest.mark.parametrize(("length", "size", "width"), [(1, "30", "17"), (19, "30", "323"), (20, "23", "340")])
def test_uri__name_grows__its_letters_shrink_and_it_never_grows_beyond_the_frame(length, size, width):
    _, (_, name, *_) = card_of("W" * length)

    assert (name.get("font-size"), name.get("textLength")) == (size, width)


@given(st.text(PLAIN, max_size=15), st.characters(exclude_characters=PLAIN, codec="utf-8"), st.text(PLAIN, max_size=15))
@example("", "\x7f", "")
@example("", "\x1f", "")
def test_is_plain__one_other_character_anywhere__no(before, other, after):
    assert library()("isPlain", before + other + after) is False
