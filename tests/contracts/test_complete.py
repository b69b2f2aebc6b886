"""complete(orderId)
├── no such order → OrderUnknown
├── the order has ended → StateInvalid
├── by the buyer, any live state → Completed
├── by anyone else
│   ├── not delivered → NotBuyer
│   ├── delivered, time to inspect not over → DeadlineNotPassed
│   └── delivered, time to inspect over → Completed
└── Completed → seller, market and referrer get the whole escrow, OrderCompleted
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, PRICE, events, line, payment, reverts


def test_complete__fee_set_after_placing__is_not_taken(market, delivered, fee, buyer, seller, claims):
    market.complete(delivered, sender=buyer)

    assert (market.getOrder(delivered).state, market.getOrder(delivered).escrow) == (6, 0)
    assert (claims(seller), market.feesOf(NATIVE)) == (2 * PRICE, 0)


def test_complete__fee_at_placing__seller_market_and_referrer_share(
    market, listing, fee, buyer, seller, referrer, claims
):
    market.buy(line(listing, 2), payment(referrer=referrer.address), sender=buyer, value=2 * PRICE)
    receipt = market.complete(1, sender=buyer)

    assert (claims(seller), claims(referrer), market.feesOf(NATIVE)) == (1_950_000, 10_000, 40_000)
    paid = {"caller": buyer, "sender": NATIVE, "id": 0}
    assert events(receipt) == [
        ("Transfer", paid | {"receiver": seller, "amount": 1_950_000}),
        ("Transfer", paid | {"receiver": referrer, "amount": 10_000}),
        ("OrderCompleted", {"orderId": 1, "by": buyer, "paid": 1_950_000, "fee": 40_000, "referral": 10_000}),
    ]


def test_complete__no_referrer__market_keeps_the_whole_fee(market, listing, fee, place, buyer, seller, claims):
    market.complete(place(listing, 2), sender=buyer)

    assert (claims(seller), market.feesOf(NATIVE)) == (1_950_000, 50_000)


def test_complete__erc20__is_paid_in_it(market, offer, fee, allowed_coin, buyer, seller, claims):
    market.buy(line(offer(token=allowed_coin)), payment(), sender=buyer)
    market.complete(1, sender=buyer)

    assert (claims(seller, allowed_coin), market.feesOf(allowed_coin)) == (975_000, 25_000)
    assert (claims(seller), market.feesOf(NATIVE)) == (0, 0)


@pytest.mark.parametrize("act", [None, "accept", "start"])
def test_complete__by_the_buyer_early__is_paid(market, order, buyer, seller, claims, act):
    if act:
        getattr(market, act)(order, *([bytes(32)] if act == "start" else []), sender=seller)
    market.complete(order, sender=buyer)

    assert claims(seller) == 2 * PRICE


def test_complete__by_the_buyer_after_all_deadlines__is_paid(market, order, buyer, seller, claims, at):
    at(market.getOrder(order).deadline + 1)
    market.complete(order, sender=buyer)

    assert claims(seller) == 2 * PRICE


@pytest.mark.parametrize("who", ["seller", "stranger", "admin"])
def test_complete__not_delivered_and_not_the_buyer__reverts(market, order, buyer, who, request, at):
    caller = request.getfixturevalue(who)
    at(market.getOrder(order).deadline + 1)
    with reverts("NotBuyer", caller, buyer):
        market.complete(order, sender=caller)


@pytest.mark.parametrize("who", ["seller", "stranger"])
@pytest.mark.parametrize("offset", [-1, 0])
def test_complete__time_to_inspect_not_over__reverts(market, delivered, who, request, at, offset):
    deadline = market.getOrder(delivered).deadline
    at(deadline + offset)
    with reverts("DeadlineNotPassed", deadline, deadline + offset):
        market.complete(delivered, sender=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["seller", "stranger"])
def test_complete__time_to_inspect_over__anyone_may(market, delivered, seller, claims, who, request, at):
    at(market.getOrder(delivered).deadline + 1)
    receipt = market.complete(delivered, sender=request.getfixturevalue(who))

    assert claims(seller) == 2 * PRICE
    assert events(receipt)[-1][1]["by"] == request.getfixturevalue(who)


@pytest.mark.parametrize("unknown", [0, 2])
def test_complete__unknown_order__reverts(market, order, buyer, unknown):
    with reverts("OrderUnknown", unknown):
        market.complete(unknown, sender=buyer)


def test_complete__twice__reverts(market, order, buyer):
    market.complete(order, sender=buyer)
    with reverts("StateInvalid", order, 6):
        market.complete(order, sender=buyer)
