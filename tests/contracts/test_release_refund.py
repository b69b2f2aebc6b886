"""release(orderId, amount), refund(orderId, amount)
├── no such order → OrderUnknown
├── the order has ended → StateInvalid
├── release, caller is not the buyer → NotBuyer; refund, caller is not the seller → NotSeller
├── nothing, or all of the escrow or more → AmountNotPartial
├── release → seller, market and referrer share the part, OrderReleased
└── refund → the buyer gets the part, no fee, OrderRefunded
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, PRICE, events, line, payment, reverts


def test_release__a_part__seller_market_and_referrer_share(market, listing, fee, buyer, seller, referrer, claims):
    market.buy(line(listing), payment(referrer=referrer.address), sender=buyer, value=PRICE)
    receipt = market.release(1, 400_000, sender=buyer)

    assert (claims(seller), claims(referrer), market.feesOf(NATIVE)) == (390_000, 2_000, 8_000)
    assert (market.getOrder(1).escrow, market.getOrder(1).state) == (600_000, 1)
    released = {"orderId": 1, "paid": 390_000, "fee": 8_000, "referral": 2_000, "escrow": 600_000}
    assert events(receipt)[-1] == ("OrderReleased", released)


def test_refund__a_part__buyer_gets_it_whole(market, listing, fee, place, buyer, seller, claims):
    order = place(listing)
    receipt = market.refund(order, 400_000, sender=seller)

    assert (claims(buyer), claims(seller), market.feesOf(NATIVE)) == (400_000, 0, 0)
    assert (market.getOrder(order).escrow, market.getOrder(order).state) == (600_000, 1)
    assert events(receipt) == [
        ("Transfer", {"caller": seller, "sender": NATIVE, "receiver": buyer, "id": 0, "amount": 400_000}),
        ("OrderRefunded", {"orderId": order, "amount": 400_000, "escrow": 600_000}),
    ]


def test_refund__units__stay_sold(market, listing, order, seller):
    market.refund(order, PRICE, sender=seller)

    assert market.getListing(listing).stock == 8


def test_release__then_refund_then_complete__shares_add_up(market, order, buyer, seller, claims):
    market.release(order, 300_000, sender=buyer)
    market.refund(order, 500_000, sender=seller)
    market.complete(order, sender=buyer)

    assert (claims(seller), claims(buyer)) == (1_500_000, 500_000)


def test_release__then_cancel__rest_is_refunded(market, order, buyer, seller, claims):
    market.release(order, 2 * PRICE - 1, sender=buyer)
    market.cancel(order, sender=seller)

    assert (claims(seller), claims(buyer)) == (2 * PRICE - 1, 1)


def test_release__erc20__is_paid_in_it(market, offer, allowed_coin, buyer, seller, claims):
    market.buy(line(offer(token=allowed_coin)), payment(), sender=buyer)
    market.release(1, 10, sender=buyer)
    market.refund(1, 20, sender=seller)

    assert (claims(seller, allowed_coin), claims(buyer, allowed_coin)) == (10, 20)


@pytest.mark.parametrize("amount", [0, 2 * PRICE, 2 * PRICE + 1, 2**96, 2**96 + 1, 2**256 - 1])
def test_part__not_a_part__reverts(market, order, buyer, seller, amount):
    """2⁹⁶ + 1 is one to whoever cuts the number short."""
    with reverts("AmountNotPartial", amount, 2 * PRICE):
        market.release(order, amount, sender=buyer)
    with reverts("AmountNotPartial", amount, 2 * PRICE):
        market.refund(order, amount, sender=seller)


@pytest.mark.parametrize("who", ["seller", "stranger", "admin"])
def test_release__not_the_buyer__reverts(market, order, buyer, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotBuyer", caller, buyer):
        market.release(order, 1, sender=caller)


@pytest.mark.parametrize("who", ["buyer", "other_seller", "admin"])
def test_refund__not_the_seller__reverts(market, order, seller, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotSeller", caller, seller):
        market.refund(order, 1, sender=caller)


@pytest.mark.parametrize("function", ["release", "refund"])
def test_part__unknown_order__reverts(market, order, buyer, function):
    with reverts("OrderUnknown", 2):
        getattr(market, function)(2, 1, sender=buyer)


@pytest.mark.parametrize(("end", "state"), [("complete", 6), ("cancel", 7)])
def test_part__order_has_ended__reverts(market, order, buyer, seller, end, state):
    getattr(market, end)(order, sender=buyer)
    with reverts("StateInvalid", order, state):
        market.release(order, 1, sender=buyer)
    with reverts("StateInvalid", order, state):
        market.refund(order, 1, sender=seller)
