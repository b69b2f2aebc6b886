"""What the state machine draws: mostly sound arguments, with a fault now and then; and who acts.

Things that exist are drawn as numbers and picked by remainder, so that a failing history shrinks to small ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.contracts.actors import BUYERS, NAMES, OPERATORS, SELLERS, address_of
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
    arbitrator=st.sampled_from([0] * 8 + [1] * 7 + [2]),
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
    arbitrator=st.sampled_from([0, 1]),
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
        "membership": st.sampled_from(["", "", "", "own", "own", "own", "own", "ended", "any"]),
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
        "value": st.one_of(amounts, st.just(2**256 - 1), st.just(2**256 - 1)),
        "forged": seldom,
        "late": seldom,
        "used": seldom,
    }
)
shoppers = st.one_of(buyers, buyers, anybody)
parties = st.sampled_from(["buyer"] * 5 + ["seller"] * 5 + ["stranger", "stranger", *OPERATORS])
mostly_buyer = st.sampled_from(["buyer"] * 6 + ["seller", "stranger"])
mostly_seller = st.sampled_from(["seller"] * 6 + ["buyer", "stranger"])
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
    st.tuples(st.just("moderator"), st.just("rename_category"), st.tuples(st.integers(1, 2), st.just("Lights"))),
    st.tuples(st.just("stranger"), st.just("set_seller_status"), st.tuples(anybody, st.sampled_from([0, 1, 2]))),
)
"""Who may (nobody, the last), what, with which arguments."""

offset = st.sampled_from([-1, 0, 1])
"""Seconds from a deadline."""
tips = st.sampled_from([0, 0, 0, 0, 1, 10**9, -1])
"""What is sent too much, or too little."""

SIGNATURE_FAULTS = ("nothing", "short", "long", "other bit", "other s")
_part = st.tuples(st.sampled_from([1] * 8 + [2, 2]), st.one_of(small, small, st.integers(1, 10**6)),
                  st.sampled_from([0, 0, MIN_WINDOW, MAX_WINDOW]))  # fmt: skip
bargains = st.fixed_dictionaries(
    {
        "listing": numbers,
        "buyer": buyers,
        "bid": st.booleans(),
        "parts": st.one_of(st.lists(_part, min_size=1, max_size=3), st.just([(1, 7, 0), (1, 11, MIN_WINDOW)])),
        "lasts": st.sampled_from([0, 60, 3_600, 10**7]),
        "taker": st.sampled_from(["anyone", "right"]),
        "content": hashes,
        "fault": st.sampled_from(
            [""] * 30
            + ["used nonce", "no nonce", "far nonce", "late", "another taker", "another maker", "another version"]
            + ["no parts", "for nothing", "no units", "all units", "huge price", "short window"]
        ),
    }
)
"""`parts`: quantity, total, window. `lasts`: seconds."""
takings = st.fixed_dictionaries(
    {
        "fault": st.sampled_from(
            [""] * 20 + [*SIGNATURE_FAULTS, "by another", "something else", "another taker", "late", "too little"]
        ),
        "referrer": st.sampled_from([NOBODY] * 5 + [address_of("referrer")] * 2 + [address_of("seller")]),
        "use_balance": st.booleans(),
        "too_much": st.sampled_from([0] * 6 + [5]),
    }
)

rulings = st.sampled_from([*range(12), *range(12), 12, 255])
costs = st.sampled_from([10**15, 10**15, 2 * 10**15, 3 * 10**15, 5 * 10**14, 0])
stars = st.sampled_from([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 0, 6])
shares_of_escrow = st.sampled_from([0, 1, 2, 3, 4, 4, 5])
"""Quarters of an escrow, and one more than there are."""
consents = st.sampled_from(["right"] * 8 + ["nobody's", "another's", "over something else"])

quarrels = st.fixed_dictionaries(
    {
        "order": numbers,
        "who": mostly_buyer,
        "tip": tips,
        "released": st.sampled_from([0, 0, 1, 3]),
        "answered": rather,
        "decided": st.booleans(),
        "ruling": rulings,
    }
)
"""`released`: quarters of the escrow."""
