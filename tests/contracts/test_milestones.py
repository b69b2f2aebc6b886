"""An offer of several parts: a project by milestones. Each part is an order by itself, with a window that begins when
the offer is taken; all are placed and paid at once, or none.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.helpers import DAY, HOUR, NATIVE, PRICE, event, events, reverts
from tests.contracts.offers import Part

YEAR = 365 * DAY
PARTS = (Part(1, 100, 10 * DAY), Part(2, 200, 20 * DAY), Part(1, 300, 0))


@pytest.fixture
def project(quote):
    """A quote of three parts; the last one has the listing's window of a week."""
    return replace(quote, parts=PARTS)


def test_milestones__taken__are_one_checkout_of_an_order_each(market, project, take, buyer):
    receipt = take(project, buyer, 600)
    placed = [fields for name, fields in events(receipt) if name == "OrderPlaced"]

    assert [(order["orderId"], order["checkoutId"], order["total"]) for order in placed] == [
        (1, 1, 100),
        (2, 1, 200),
        (3, 1, 300),
    ]
    assert [order["deadline"] - receipt.timestamp for order in placed] == [10 * DAY, 20 * DAY, 7 * DAY]
    assert [order["stock"] for order in placed] == [9, 7, 6]
    assert (event(receipt, "OfferTaken")["orderId"], event(receipt, "OfferTaken")["count"]) == (1, 3)


def test_milestones__of_a_bid__are_paid_together(market, bid, take, buyer, seller, claims):
    market.deposit(NATIVE, 600, buyer, sender=buyer, value=600)
    receipt = take(replace(bid, parts=PARTS), seller)

    assert claims(buyer) == 0
    assert event(receipt, "BalanceSpent")["amount"] == 600


def test_milestones__each__settles_by_itself(market, project, take, buyer, seller, claims, at):
    receipt = take(project, buyer, 600)
    market.deliver(1, bytes(32), sender=seller)
    market.complete(1, sender=buyer)
    market.cancel(2, sender=seller)
    at(receipt.timestamp + 7 * DAY + 1)
    market.cancel(3, sender=buyer)

    assert (claims(seller), claims(buyer)) == (100, 500)


def test_milestones__window_of_each__is_its_own(market, project, take, buyer, at):
    receipt = take(project, buyer, 600)
    at(receipt.timestamp + 10 * DAY + 1)
    market.cancel(1, sender=buyer)
    at(receipt.timestamp + 10 * DAY + 2)
    with reverts("DeadlineNotPassed", receipt.timestamp + 20 * DAY, receipt.timestamp + 10 * DAY + 2):
        market.cancel(2, sender=buyer)


def test_milestones__last_part_fails__nothing_happens(market, project, take, buyer):
    with reverts("OutOfStock", project.listing_id, 8, 7):
        take(replace(project, parts=(*PARTS[:2], Part(8, 300))), buyer, 600)

    assert (market.getConfig().orderCount, market.getListing(project.listing_id).stock, market.balance) == (0, 10, 0)


@pytest.mark.parametrize("window", [HOUR, YEAR])
def test_milestones__window_at_its_limit__is_taken(market, project, take, buyer, window):
    take(replace(project, parts=(Part(1, 100, window),)), buyer, 100)

    assert market.getOrder(1).deliverWindow == window


@pytest.mark.parametrize("window", [1, HOUR - 1, YEAR + 1, 2**32 - 1])
def test_milestones__window_beyond_its_limit__reverts(project, take, buyer, window):
    with reverts("WindowOutOfRange", window, HOUR, YEAR):
        take(replace(project, parts=(Part(1, 100, window),)), buyer, 100)


def test_milestones__totals_beyond_a_uint96__are_not_cut_short(market, project, take, buyer):
    most = 2**96 - 1
    with reverts("PaymentTooLow", 2 * most, PRICE):
        take(replace(project, parts=(Part(1, most), Part(1, most))), buyer, PRICE)
