"""cancel(orderId)
├── no such order → OrderUnknown
├── the order has ended → StateInvalid
├── by the seller, any live state → Cancelled
├── by the buyer, Placed → Cancelled
├── by anyone else (the buyer too, once accepted)
│   ├── Delivered → NotSeller
│   ├── the deadline is not over → DeadlineNotPassed
│   └── the deadline is over → Cancelled
└── Cancelled → the buyer gets the whole escrow; units return unless shipped; OrderCancelled
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, PRICE, events, line, payment, reverts

STEPS = {1: [], 2: ["accept"], 3: ["start"], 4: ["deliver"]}
UNLIMITED = 2**32 - 1


@pytest.fixture
def bring_to(market, order, seller):
    """Brings the order into a state."""

    def bring(state):
        for step in STEPS[state]:
            getattr(market, step)(order, *([] if step == "accept" else [bytes(32)]), sender=seller)

    return bring


@pytest.mark.parametrize(("state", "stock"), [(1, 10), (2, 10), (3, 8), (4, 8)])
def test_cancel__by_the_seller__buyer_is_refunded(market, order, bring_to, buyer, seller, claims, state, stock):
    bring_to(state)
    receipt = market.cancel(order, sender=seller)

    assert (market.getOrder(order).state, market.getOrder(order).escrow) == (7, 0)
    assert (claims(buyer), claims(seller), market.getListing(1).stock) == (2 * PRICE, 0, stock)
    assert events(receipt) == [
        ("Transfer", {"caller": seller, "sender": NATIVE, "receiver": buyer, "id": 0, "amount": 2 * PRICE}),
        ("OrderCancelled", {"orderId": order, "by": seller, "refunded": 2 * PRICE, "stock": stock}),
    ]


def test_cancel__placed_by_the_buyer__is_refunded(market, order, buyer, claims):
    market.cancel(order, sender=buyer)

    assert (claims(buyer), market.getListing(1).stock) == (2 * PRICE, 10)


def test_cancel__fee__is_not_taken(market, listing, fee, place, buyer, claims):
    market.cancel(place(listing), sender=buyer)

    assert (claims(buyer), market.feesOf(NATIVE)) == (PRICE, 0)


@pytest.mark.parametrize("state", [2, 3])
@pytest.mark.parametrize("who", ["buyer", "stranger"])
@pytest.mark.parametrize("offset", [-1, 0])
def test_cancel__time_to_deliver_not_over__reverts(market, order, bring_to, state, who, request, at, offset):
    bring_to(state)
    deadline = market.getOrder(order).deadline
    at(deadline + offset)
    with reverts("DeadlineNotPassed", deadline, deadline + offset):
        market.cancel(order, sender=request.getfixturevalue(who))


@pytest.mark.parametrize("state", [1, 2, 3])
@pytest.mark.parametrize("who", ["buyer", "stranger"])
def test_cancel__deadline_over__anyone_may(market, order, bring_to, buyer, claims, state, who, request, at):
    bring_to(state)
    at(market.getOrder(order).deadline + 1)
    receipt = market.cancel(order, sender=request.getfixturevalue(who))

    assert claims(buyer) == 2 * PRICE
    assert events(receipt)[-1][1]["by"] == request.getfixturevalue(who)


@pytest.mark.parametrize("offset", [-1, 0])
def test_cancel__placed_by_a_stranger_before_the_deadline__reverts(market, order, stranger, at, offset):
    deadline = market.getOrder(order).deadline
    at(deadline + offset)
    with reverts("DeadlineNotPassed", deadline, deadline + offset):
        market.cancel(order, sender=stranger)


@pytest.mark.parametrize("who", ["buyer", "stranger"])
def test_cancel__delivered_and_not_the_seller__reverts(market, delivered, seller, who, request, at):
    caller = request.getfixturevalue(who)
    at(market.getOrder(delivered).deadline + 1)
    with reverts("NotSeller", caller, seller):
        market.cancel(delivered, sender=caller)


def test_cancel__unlimited_stock__stays_unlimited(market, offer, place, buyer):
    listing = offer(stock=UNLIMITED)
    market.cancel(place(listing), sender=buyer)

    assert market.getListing(listing).stock == UNLIMITED


def test_cancel__full_shelf__never_reads_as_unlimited(market, offer, place, seller):
    listing = offer(stock=UNLIMITED - 1)
    order = place(listing, 3)
    market.restock(listing, 2, sender=seller)
    market.cancel(order, sender=seller)

    assert market.getListing(listing).stock == UNLIMITED - 1


def test_cancel__erc20__is_refunded_in_it(market, offer, allowed_coin, buyer, claims):
    market.buy(line(offer(token=allowed_coin)), payment(), sender=buyer)
    market.cancel(1, sender=buyer)

    assert (claims(buyer, allowed_coin), claims(buyer)) == (PRICE, 0)


@pytest.mark.parametrize("unknown", [0, 2])
def test_cancel__unknown_order__reverts(market, order, buyer, unknown):
    with reverts("OrderUnknown", unknown):
        market.cancel(unknown, sender=buyer)


def test_cancel__twice__reverts(market, order, buyer):
    market.cancel(order, sender=buyer)
    with reverts("StateInvalid", order, 7):
        market.cancel(order, sender=buyer)
