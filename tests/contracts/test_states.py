"""Every state of an order × every act × everyone: the whole table, so that no transition exists by accident.

Runs in the process, on contract and model at once.
"""

from __future__ import annotations

import pytest

from tests.contracts.chains import Revm
from tests.contracts.machine import Twin, address_of
from tests.model.values import NATIVE, Kind, Line, Payment, State, Terms

HOUR = 3_600
DOCUMENT = (b"\x0d" * 32,)
ACTS = {
    "accept": (),
    "start": DOCUMENT,
    "deliver": DOCUMENT,
    "complete": (),
    "cancel": (),
    "release": (1,),
    "refund": (1,),
}
ROADS = {
    State.PLACED: [],
    State.ACCEPTED: [("seller", "accept")],
    State.IN_PROGRESS: [("seller", "accept"), ("seller", "start")],
    State.DELIVERED: [("seller", "deliver")],
    State.COMPLETED: [("buyer", "complete")],
    State.CANCELLED: [("seller", "cancel")],
}
LIVE = (State.PLACED, State.ACCEPTED, State.IN_PROGRESS, State.DELIVERED)

P, A, S, D, C, X = ROADS
"""The states, as the tables below have them: what an act leads to, or nothing where it is refused."""

IN_TIME = {
    ("seller", "accept"): {P: A},
    ("seller", "start"): {P: S, A: S},
    ("seller", "deliver"): {P: D, A: D, S: D},
    ("seller", "cancel"): {P: X, A: X, S: X, D: X},
    ("seller", "refund"): {P: P, A: A, S: S, D: D},
    ("buyer", "complete"): {P: C, A: C, S: C, D: C},
    ("buyer", "cancel"): {P: X},
    ("buyer", "release"): {P: P, A: A, S: S, D: D},
}
TOO_LATE = {
    ("seller", "cancel"): {P: X, A: X, S: X, D: X},
    ("seller", "refund"): {P: P, A: A, S: S, D: D},
    ("seller", "complete"): {D: C},
    ("buyer", "complete"): {P: C, A: C, S: C, D: C},
    ("buyer", "cancel"): {P: X, A: X, S: X},
    ("buyer", "release"): {P: P, A: A, S: S, D: D},
    ("stranger", "complete"): {D: C},
    ("stranger", "cancel"): {P: X, A: X, S: X},
}


def order_in(state: State) -> Twin:
    """A market whose order 1 is in this state."""
    twin = Twin(Revm())
    twin.act(address_of("moderator"), "add_category", 0, "Lamps")
    twin.act(address_of("seller"), "register", b"\x01" * 32, on="sellers")
    terms = Terms(10, 0, 0, HOUR, HOUR, HOUR, 0, 0, 1, b"\xcd" * 32)
    twin.act(address_of("seller"), "create_listing", Kind.GOOD, NATIVE, 5, terms)
    twin.act(address_of("buyer"), "buy", Line(1, 1, 1, 10), Payment(twin.now), value=10)
    for who, act in ROADS[state]:
        twin.act(address_of(who), act, 1, *ACTS[act])
    assert twin.model.orders[1].state == state
    return twin


@pytest.mark.parametrize("late", [False, True], ids=["in_time", "too_late"])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["seller", "buyer", "stranger"])
@pytest.mark.parametrize("state", ROADS, ids=lambda state: state.name.lower())
def test_order__any_act_in_any_state__leads_where_the_table_says(state, who, act, late):
    twin = order_in(state)
    twin.now = twin.model.orders[1].deadline + late
    twin.act(address_of(who), act, 1, *ACTS[act])
    twin.check()

    expected = (TOO_LATE if late else IN_TIME).get((who, act), {}).get(state)
    assert twin.model.orders[1].state == (state if expected is None else expected)
    assert (twin.refused is None) == (expected is not None)


@pytest.mark.parametrize("state", LIVE, ids=lambda state: state.name.lower())
def test_order__live_state__has_a_timed_exit_that_anyone_may_take(state):
    twin = order_in(state)
    twin.now = twin.model.orders[1].deadline + 1
    for act in ("complete", "cancel"):
        twin.act(address_of("stranger"), act, 1)

    assert twin.model.orders[1].state in (State.COMPLETED, State.CANCELLED)
    assert twin.model.escrow(NATIVE) == 0
