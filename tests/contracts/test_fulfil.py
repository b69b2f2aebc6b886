"""accept(orderId), start(orderId, document), deliver(orderId, document)
├── no such order → OrderUnknown
├── caller is not its seller → NotSeller
├── the state does not allow it → StateInvalid (every state: test_states.py)
├── after the deadline → DeadlinePassed
├── accept  → Accepted, time to deliver begins
├── start   → InProgress, time to deliver begins if it has not yet
└── deliver → Delivered, time to inspect begins
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import DAY, events, reverts

DOCUMENT = b"\x0d" * 32
ACTS = [("accept", ()), ("start", (DOCUMENT,)), ("deliver", (DOCUMENT,))]


def test_accept__placed__time_to_deliver_begins(market, order, seller):
    receipt = market.accept(order, sender=seller)

    deadline = receipt.timestamp + 7 * DAY
    assert (market.getOrder(order).state, market.getOrder(order).deadline) == (2, deadline)
    assert events(receipt) == [("OrderAccepted", {"orderId": order, "deadline": deadline})]


def test_start__placed__time_to_deliver_begins(market, order, seller):
    receipt = market.start(order, DOCUMENT, sender=seller)

    deadline = receipt.timestamp + 7 * DAY
    assert (market.getOrder(order).state, market.getOrder(order).deadline) == (3, deadline)
    assert events(receipt) == [("OrderStarted", {"orderId": order, "deadline": deadline, "document": DOCUMENT})]


def test_start__accepted__time_to_deliver_goes_on(market, order, seller, at):
    deadline = market.accept(order, sender=seller).timestamp + 7 * DAY
    at(deadline - DAY)
    receipt = market.start(order, bytes(32), sender=seller)

    assert (market.getOrder(order).state, market.getOrder(order).deadline) == (3, deadline)
    assert events(receipt) == [("OrderStarted", {"orderId": order, "deadline": deadline, "document": bytes(32)})]


@pytest.mark.parametrize("before", [[], ["accept"], ["start"]])
def test_deliver__live_order__time_to_inspect_begins(market, order, seller, before):
    for step in before:
        getattr(market, step)(order, *([DOCUMENT] if step == "start" else []), sender=seller)
    receipt = market.deliver(order, DOCUMENT, sender=seller)

    deadline = receipt.timestamp + 3 * DAY
    assert (market.getOrder(order).state, market.getOrder(order).deadline) == (4, deadline)
    assert events(receipt) == [("OrderDelivered", {"orderId": order, "deadline": deadline, "document": DOCUMENT})]


@pytest.mark.parametrize(("act", "arguments"), ACTS)
def test_fulfil__money__does_not_move(market, order, seller, act, arguments):
    before = market.getOrder(order).escrow
    getattr(market, act)(order, *arguments, sender=seller)

    assert market.getOrder(order).escrow == before == market.balance


@pytest.mark.parametrize(("act", "arguments"), ACTS)
@pytest.mark.parametrize("who", ["buyer", "other_seller", "admin", "stranger"])
def test_fulfil__not_the_seller__reverts(market, order, seller, act, arguments, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotSeller", caller, seller):
        getattr(market, act)(order, *arguments, sender=caller)


@pytest.mark.parametrize(("act", "arguments"), ACTS)
@pytest.mark.parametrize("unknown", [0, 2])
def test_fulfil__unknown_order__reverts(market, order, seller, act, arguments, unknown):
    with reverts("OrderUnknown", unknown):
        getattr(market, act)(unknown, *arguments, sender=seller)


@pytest.mark.parametrize(
    ("before", "act", "state"), [("accept", "accept", 2), ("start", "accept", 3), ("start", "start", 3)]
)
def test_fulfil__step_behind_the_order__reverts(market, order, seller, before, act, state):
    getattr(market, before)(order, *dict(ACTS)[before], sender=seller)
    with reverts("StateInvalid", order, state):
        getattr(market, act)(order, *dict(ACTS)[act], sender=seller)


@pytest.mark.parametrize(("act", "arguments"), ACTS)
def test_fulfil__delivered__reverts(market, delivered, seller, act, arguments):
    with reverts("StateInvalid", delivered, 4):
        getattr(market, act)(delivered, *arguments, sender=seller)


@pytest.mark.parametrize(("act", "arguments"), ACTS)
@pytest.mark.parametrize("offset", [-1, 0])
def test_fulfil__until_the_deadline__is_done(market, order, seller, at, act, arguments, offset):
    at(market.getOrder(order).deadline + offset)
    getattr(market, act)(order, *arguments, sender=seller)

    assert market.getOrder(order).state > 1


@pytest.mark.parametrize(("act", "arguments"), ACTS)
def test_fulfil__after_the_deadline__reverts(market, order, seller, at, act, arguments):
    deadline = market.getOrder(order).deadline
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        getattr(market, act)(order, *arguments, sender=seller)


def test_deliver__after_the_time_to_deliver__reverts(market, order, seller, at):
    deadline = market.accept(order, sender=seller).timestamp + 7 * DAY
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        market.deliver(order, DOCUMENT, sender=seller)
