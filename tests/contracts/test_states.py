"""Every state of an order × every act × everyone: the table in `transitions.py`, whole, so that no transition exists by
accident.

Runs in the process, on contract and model at once.
"""

from __future__ import annotations

import pytest

from tests.contracts.chains import Revm
from tests.contracts.machine import Twin, address_of
from tests.contracts.rules.goods import rule_19_every_open_order_can_be_ended_by_anyone
from tests.contracts.rules.scene import ENDED, OPEN
from tests.contracts.setting import COST
from tests.contracts.transitions import ACTS, IN_TIME, PARTIES, TOO_LATE
from tests.model.values import NATIVE, Consent, Kind, Line, Payment, Settlement, State, Terms

HOUR = 3_600
BUYER = address_of("buyer")
DOCUMENT = (b"\x0d" * 32,)
ARGUMENTS = {
    "start": DOCUMENT,
    "deliver": DOCUMENT,
    "release": (1,),
    "refund": (1,),
    "open_dispute": (BUYER,),
    "resolve": (1,),
}
ROADS: dict[State, list[tuple[str, str]]] = {
    State.PLACED: [],
    State.ACCEPTED: [("seller", "accept")],
    State.IN_PROGRESS: [("seller", "accept"), ("seller", "start")],
    State.DELIVERED: [("seller", "deliver")],
    State.DISPUTED: [("seller", "accept"), ("disputes", "open_dispute")],
    State.COMPLETED: [("buyer", "complete")],
    State.CANCELLED: [("seller", "cancel")],
    State.RESOLVED: [("disputes", "resolve")],
}


def act(twin: Twin, who: str, name: str) -> None:
    if who == "disputes":
        through_disputes(twin, name)
    else:
        twin.act(address_of(who), name, 1, *ARGUMENTS.get(name, ()))


def through_disputes(twin: Twin, name: str) -> None:
    """The contract does what its callers make it do: a side raises a dispute, both sign a split. For all else it is
    nobody in particular."""
    if name == "open_dispute":
        twin.act(BUYER, "raise_dispute", 1, value=COST, on="disputes")
    elif name == "resolve":
        split = Settlement(1, twin.model.orders[1].escrow, 0, twin.now)
        consents = (Consent(side, split) for side in (BUYER, address_of("seller")))
        twin.act(address_of("judge"), "settle", split, *consents, on="disputes")
    else:
        act(twin, "judge", name)


def order_in(state: State) -> Twin:
    """A market whose order 1 is in this state."""
    twin = Twin(Revm())
    twin.act(address_of("moderator"), "add_category", 0, "Lamps")
    twin.act(address_of("seller"), "register", b"\x01" * 32, on="sellers")
    terms = Terms(10, 0, 0, HOUR, HOUR, HOUR, 0, 0, 1, b"\xcd" * 32)
    twin.act(address_of("seller"), "create_listing", Kind.GOOD, NATIVE, 5, terms)
    twin.act(address_of("buyer"), "buy", Line(1, 1, 1, 10), Payment(twin.now), value=10)
    for who, name in ROADS[state]:
        act(twin, who, name)
    assert twin.model.orders[1].state == state
    return twin


@pytest.mark.parametrize("late", [False, True], ids=["in_time", "too_late"])
@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", PARTIES)
@pytest.mark.parametrize("state", ROADS, ids=lambda state: state.name.lower())
def test_order__any_act_in_any_state__leads_where_the_table_says(state, who, name, late):
    twin = order_in(state)
    twin.now = twin.model.orders[1].deadline + late
    act(twin, who, name)
    twin.check(all_of_it=True)

    expected = (TOO_LATE if late else IN_TIME).get((who, name), {}).get(state)
    assert twin.model.orders[1].state == (state if expected is None else expected)
    assert (twin.refused is None) == (expected is not None)


@pytest.mark.parametrize("state", OPEN, ids=lambda state: state.name.lower())
def test_order__open_state__has_a_timed_exit_that_anyone_may_take(state):
    twin = order_in(state)
    rule_19_every_open_order_can_be_ended_by_anyone(twin, address_of("stranger"))

    assert twin.model.orders[1].state in ENDED
    assert twin.model.escrow(NATIVE) == 0
