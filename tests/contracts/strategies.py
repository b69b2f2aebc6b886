"""What the state machine draws: mostly sound arguments, with a fault now and then; and who acts.

Things that exist are drawn as numbers and picked by remainder, so that a failing history shrinks to small ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.contracts.machine import BUYERS, NAMES, SELLERS, address_of
from tests.model.values import MAX_WINDOW, MIN_WINDOW, NOBODY, UNLIMITED, Kind, Terms

ALL, ALL_AND_ONE = -1, -2
"""Quantities: the whole stock, and a unit more."""

numbers = st.sampled_from(range(64))
"""Picks one of the things there are; the highest few pick one there is not."""


def pick(things: Sequence[Any], number: int) -> Any:
    return things[number % len(things)]


def one_of(known: Mapping[int, Any], number: int) -> int:
    """An id there is; now and then one there is not."""
    return 1 + number % len(known) if known and number < 62 else len(known) + 63 - number


nobody_or_anybody = st.sampled_from([NOBODY, *map(address_of, NAMES)])
anybody = st.sampled_from([address_of(name) for name in NAMES])
sellers = st.sampled_from([address_of(name) for name in SELLERS])
buyers = st.sampled_from([address_of(name) for name in BUYERS])

hashes = st.sampled_from([b"\xaa" * 32, b"\xbb" * 32, b"\xcc" * 32, bytes(32)])
seldom = st.sampled_from([False] * 11 + [True])
rather = st.sampled_from([True] * 3 + [False])

amounts = st.one_of(st.integers(0, 3), st.integers(0, 10**6), st.integers(10**15, 10**20))
small = st.sampled_from(range(1, 60))
prices = st.one_of(small, st.integers(1, 10**18), st.sampled_from([0, 2**96 - 1]))
stocks = st.one_of(st.integers(0, 8), st.sampled_from([UNLIMITED, UNLIMITED - 1, UNLIMITED - 2]))
TO_THE_BRIM = 2**62
"""A change of stock: as much as there is room for."""

restocks = st.one_of(
    st.integers(-4, 8), st.just(TO_THE_BRIM), st.sampled_from([-(2**63), 2**63 - 1, UNLIMITED - 1, UNLIMITED])
)
quantities = st.sampled_from([1, 1, 1, 1, 2, 2, 2, 3, 3, 5, ALL, ALL, ALL_AND_ONE, 0, UNLIMITED])
windows = st.sampled_from([MIN_WINDOW] * 3 + [7 * 86_400, MAX_WINDOW, MIN_WINDOW - 1, MAX_WINDOW + 1])
fees = st.one_of(st.integers(0, 1_001), st.sampled_from([250, 1_000, 65_535]))
shares = st.sampled_from([0, 1, 2_000, 10_000, 10_001])
names = st.sampled_from(["Lamps", "é" * 32, "é" * 33, "", "x" * 64, "x" * 65])

terms = st.builds(
    Terms,
    price=prices,
    member_discount_bps=st.sampled_from([0, 0, 1, 1_000, 9_999, 10_000]),
    member_tier=st.sampled_from([0, 0, 0, 1, 2]),
    accept_window=st.one_of(st.just(0), windows),
    deliver_window=windows,
    inspect_window=windows,
    arbitrator=st.sampled_from([0] * 15 + [1]),
    low_stock=st.integers(0, 3),
    category=st.sampled_from([1, 2] * 5 + [0, 3, 65_535]),
    content=st.sampled_from([b"\xcd" * 32] * 12 + [bytes(32)]),
)
sound_terms = st.builds(
    Terms,
    price=st.one_of(small, st.integers(1, 10**18)),
    member_discount_bps=st.sampled_from([0, 1, 1_000, 9_999]),
    member_tier=st.sampled_from([0, 0, 0, 1]),
    accept_window=st.sampled_from([0, MIN_WINDOW]),
    deliver_window=st.just(MIN_WINDOW),
    inspect_window=st.just(MIN_WINDOW),
    arbitrator=st.just(0),
    low_stock=st.integers(0, 3),
    category=st.just(1),
    content=st.just(b"\xcd" * 32),
)
any_terms = st.one_of(sound_terms, sound_terms, terms)
kinds = st.sampled_from(list(Kind))

lines = st.fixed_dictionaries(
    {
        "listing": numbers,
        "quantity": quantities,
        "membership": st.sampled_from(["", "", "", "own", "own", "any"]),
        "fault": st.sampled_from([""] * 16 + ["version", "maximum", "unknown"]),
    }
)
carts = st.one_of(st.lists(lines, min_size=1, max_size=4), st.lists(lines, min_size=1, max_size=3), st.just([]))
payments = st.fixed_dictionaries(
    {
        "late": seldom,
        "use_balance": st.booleans(),
        "referrer": st.sampled_from([NOBODY] * 4 + [address_of("referrer")] * 4 + [address_of(name) for name in NAMES]),
        "tip": st.sampled_from([0, 0, 0, 0, 0, 1, 10**18, -1, -(10**9), None]),
    }
)
"""`tip` is what the value sent is above or below the price; None sends nothing."""
permits = st.fixed_dictionaries(
    {
        "token": numbers,
        "value": st.one_of(amounts, st.just(2**256 - 1)),
        "forged": seldom,
        "late": seldom,
        "used": seldom,
    }
)
shoppers = st.one_of(buyers, buyers, anybody)
parties = st.sampled_from(["buyer", "buyer", "seller", "seller", "stranger"])
mostly_seller = st.sampled_from(["seller"] * 4 + ["buyer", "stranger"])
recipients = st.sampled_from([address_of(name) for name in NAMES] * 2 + [NOBODY, "market"])
parts = st.tuples(st.sampled_from([0, 1, 1, 2, 2, 3, 4, 4]), st.sampled_from([0, 0, 0, 1, -1]))
"""Quarters of what there is, and units more."""
moves = st.sampled_from(["accept", "start", "deliver", "complete", "complete", "cancel", "cancel"])
steps = st.sampled_from(["accept", "start", "deliver", "deliver"])

operations = st.one_of(
    st.tuples(st.just("treasurer"), st.just("set_fee"), st.tuples(fees, shares)),
    st.tuples(st.just("moderator"), st.just("add_category"), st.tuples(st.integers(0, 4), names)),
    st.tuples(st.just("moderator"), st.just("rename_category"), st.tuples(st.integers(0, 4), names)),
    st.tuples(st.just("guardian"), st.just("set_listings_paused"), st.tuples(seldom)),
    st.tuples(st.just("guardian"), st.just("set_orders_paused"), st.tuples(seldom)),
    st.tuples(st.just("stranger"), st.just("set_seller_status"), st.tuples(anybody, st.sampled_from([0, 1, 2]))),
)
"""Who may (nobody, the last), what, with which arguments."""
