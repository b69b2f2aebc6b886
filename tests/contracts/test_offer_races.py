"""Of all offers with one nonce one is taken, and of an offer and the reply to it one. Stock runs out for offers too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.helpers import NATIVE, PRICE, event, reverts
from tests.contracts.offers import Part

HALF = PRICE // 2


@pytest.fixture
def haggling(market, bid, quote, buyer):
    """A funded bid, and the seller's reply to it at three quarters of the price."""
    market.deposit(NATIVE, 2 * PRICE, buyer, sender=buyer, value=2 * PRICE)
    reply = replace(quote, taker=buyer.address, parts=(Part(total=3 * HALF // 2),), nonce=9, counters=5)
    return replace(bid, nonce=5), reply


def test_take_offer__two_takers_race__one_gets_it(market, quote, take, buyer, other_buyer, seller):
    take(quote, buyer, HALF)
    with reverts("NonceUsed", seller, 1):
        take(quote, other_buyer, HALF)

    assert (market.getConfig().orderCount, market.getOrder(1).buyer) == (1, buyer)


def test_take_offer__replayed_by_the_same_taker__reverts(quote, take, buyer, seller):
    take(quote, buyer, HALF)
    with reverts("NonceUsed", seller, 1):
        take(quote, buyer, HALF)


def test_take_offer__another_offer_with_the_same_nonce__reverts(quote, take, buyer, seller):
    take(quote, buyer, HALF)
    with reverts("NonceUsed", seller, 1):
        take(replace(quote, parts=(Part(total=HALF + 1),)), buyer, HALF + 1)


def test_take_offer__same_nonce_of_another_maker__is_free(market, quote, bid, take, buyer, seller):
    take(quote, buyer, HALF)
    market.deposit(NATIVE, HALF, buyer, sender=buyer, value=HALF)
    take(bid, seller)

    assert market.getConfig().orderCount == 2


def test_take_offer__it_failed__nonce_is_still_free(market, quote, take, buyer):
    with reverts("PaymentTooLow", HALF, 0):
        take(quote, buyer)

    assert market.noncesOf(quote.maker, 0) == 0
    take(quote, buyer, HALF)


def test_take_offer__last_unit__goes_to_the_first(market, offer, quote, take, buyer, other_buyer):
    quote = replace(quote, listing_id=offer(stock=1, low_stock=1))
    receipt = take(quote, buyer, HALF)
    assert event(receipt, "StockLow")["stock"] == 0
    with reverts("OutOfStock", quote.listing_id, 1, 0):
        take(replace(quote, nonce=2), other_buyer, HALF)


def test_take_offer__no_units__reverts(quote, take, buyer):
    with reverts("QuantityZero"):
        take(replace(quote, parts=(Part(0, HALF),)), buyer, HALF)


def test_take_offer__counter_offer__uses_up_both_nonces(market, haggling, take, buyer, seller):
    _, reply = haggling
    take(reply, buyer, use_balance=True)

    assert (market.noncesOf(seller, 0), market.noncesOf(buyer, 0)) == (1 << 9, 1 << 5)
    assert market.getOrder(1).escrow == 750_000


def test_take_offer__original_after_the_counter_offer__reverts(haggling, take, buyer, seller):
    original, reply = haggling
    take(reply, buyer, use_balance=True)
    with reverts("NonceUsed", buyer, 5):
        take(original, seller)


def test_take_offer__counter_offer_after_the_original__reverts(haggling, take, buyer, seller):
    original, reply = haggling
    take(original, seller)
    with reverts("NonceUsed", buyer, 5):
        take(reply, buyer, use_balance=True)


def test_take_offer__counter_offer_to_a_cancelled_one__reverts(market, haggling, take, buyer):
    _, reply = haggling
    market.cancelNonces(0, 1 << 5, sender=buyer)
    with reverts("NonceUsed", buyer, 5):
        take(reply, buyer, use_balance=True)


def test_take_offer__reply__says_which_nonce_it_countered(haggling, take, buyer):
    _, reply = haggling
    told = event(take(reply, buyer, use_balance=True), "OfferTaken")

    assert (told["taker"], told["nonce"], told["counters"]) == (buyer, 9, 5)


def test_take_offer__bid_that_counters_a_quote__only_one_of_both(market, quote, bid, take, buyer, seller):
    market.deposit(NATIVE, PRICE, buyer, sender=buyer, value=PRICE)
    take(replace(bid, nonce=3, counters=quote.nonce), seller)
    with reverts("NonceUsed", seller, quote.nonce):
        take(quote, buyer, HALF)
