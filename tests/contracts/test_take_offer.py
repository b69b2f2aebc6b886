"""takeOffer(offer, signature, payment)
├── no parts → OfferEmpty
├── the payment's deadline has passed, or orders are paused → as in buy
├── the offer has expired → DeadlinePassed
├── it names a taker, not the caller → TakerInvalid
├── its nonce, or the taker's that it counters, is used up → NonceUsed
├── signature → test_offer_signatures.py
├── listing unknown, paused, changed, of a suspended seller → as in buy
├── a part costs nothing → PriceZero
├── quote (the maker is the seller)
│   ├── the caller is the seller → OwnListing
│   └── otherwise the caller buys, and pays as the payment says
├── bid (the maker is not)
│   ├── the caller is not the seller → TakerInvalid, for the bidder too
│   └── otherwise the maker buys, and pays from claims, then allowance; value sent is a claim of the caller
└── each part is an order: accepted, with its own total and window → test_milestones.py
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.helpers import DAY, NATIVE, PRICE, event, events, reverts, terms
from tests.contracts.interface import plain
from tests.contracts.offers import Offer, Part

HALF = PRICE // 2
CONTENT = b"\xab" * 32


def test_take_offer__quote__the_taker_buys_at_its_price(market, quote, take, buyer, fee):
    receipt = take(quote, buyer, HALF)
    order = market.getOrder(1)

    assert (order.buyer, order.escrow, order.quantity, order.feeBps, order.version) == (buyer, HALF, 1, fee, 1)
    assert (order.state, order.deadline) == (2, receipt.timestamp + 7 * DAY)
    assert (market.getListing(quote.listing_id).stock, market.balance) == (9, HALF)


def test_take_offer__quote__is_logged(market, quote, take, buyer, seller):
    quote = replace(quote, nonce=77, content=CONTENT)
    receipt = take(quote, buyer, HALF)

    assert [name for name, _ in events(receipt)] == ["OrderPlaced", "OfferTaken"]
    assert event(receipt, "OfferTaken") == {
        "offerHash": bytes(market.offerDigest(plain(quote))),
        "maker": seller,
        "taker": buyer,
        "nonce": 77,
        "counters": 0,
        "orderId": 1,
        "count": 1,
        "content": CONTENT,
    }


def test_take_offer__quote_too_much_sent__rest_is_a_claim_of_the_taker(quote, take, buyer, claims):
    take(quote, buyer, HALF + 3)

    assert claims(buyer) == 3


def test_take_offer__quote_too_little_sent__reverts(quote, take, buyer):
    with reverts("PaymentTooLow", HALF, HALF - 1):
        take(quote, buyer, HALF - 1)


def test_take_offer__quote_and_claims__pay_if_they_may(market, quote, take, buyer, claims):
    market.deposit(NATIVE, HALF, buyer, sender=buyer, value=HALF)
    with reverts("PaymentTooLow", HALF, 0):
        take(quote, buyer)
    take(quote, buyer, use_balance=True)

    assert (claims(buyer), market.getOrder(1).escrow) == (0, HALF)


def test_take_offer__quote_in_a_token__value_sent_is_returned(offer, take, allowed_coin, market, seller, buyer, claims):
    quote = Offer(seller.address, listing_id=offer(token=allowed_coin))
    take(quote, buyer, 5)

    assert (allowed_coin.balanceOf(market), claims(buyer)) == (PRICE, 5)


@pytest.mark.parametrize("parts", [(Part(total=0),), (Part(), Part(total=0)), (Part(total=0), Part())])
def test_take_offer__part_that_costs_nothing__reverts(quote, take, buyer, parts):
    """An order brings a review; no listing sells any for nothing, and no signature does."""
    with reverts("PriceZero"):
        take(replace(quote, parts=parts), buyer, 2 * PRICE)


def test_take_offer__part_of_one_wei__is_an_order(market, quote, take, buyer):
    take(replace(quote, parts=(Part(total=1),)), buyer, 1)

    assert (market.getOrder(1).escrow, market.getOrder(1).state) == (1, 2)


def test_take_offer__members_only_listing__the_seller_may_make_an_exception(market, offer, take, seller, buyer):
    quote = Offer(seller.address, listing_id=offer(member_tier=2, member_discount_bps=5_000))
    take(quote, buyer, PRICE)

    assert market.getOrder(1).escrow == PRICE


def test_take_offer__bid__is_paid_from_claims(market, bid, take, buyer, seller, claims):
    market.deposit(NATIVE, PRICE, buyer, sender=buyer, value=PRICE)
    receipt = take(bid, seller)

    assert (market.getOrder(1).buyer, market.getOrder(1).escrow, claims(buyer)) == (buyer, HALF, HALF)
    spent = {"account": buyer, "token": NATIVE, "checkoutId": 1, "amount": HALF}
    assert event(receipt, "BalanceSpent") == spent
    assert (event(receipt, "OfferTaken")["maker"], event(receipt, "OfferTaken")["taker"]) == (buyer, seller)


def test_take_offer__bid_without_the_claims__reverts(market, bid, take, buyer, seller):
    market.deposit(NATIVE, HALF - 1, buyer, sender=buyer, value=HALF - 1)
    with reverts("ERC6909InsufficientBalance", buyer, HALF - 1, HALF, 0):
        take(bid, seller)


def test_take_offer__bid_in_a_token__claims_then_allowance(market, offer, take, allowed_coin, buyer, seller, claims):
    bid = Offer(buyer.address, listing_id=offer(token=allowed_coin))
    market.deposit(allowed_coin, 300, buyer, sender=buyer)
    before = allowed_coin.balanceOf(buyer)
    take(bid, seller)

    assert (claims(buyer, allowed_coin), before - allowed_coin.balanceOf(buyer)) == (0, PRICE - 300)


def test_take_offer__bid_without_the_allowance__reverts(market, offer, take, coin, buyer, seller):
    with reverts("ERC20InsufficientAllowance", market, 0, PRICE):
        take(Offer(buyer.address, listing_id=offer(token=coin)), seller)


def test_take_offer__bid__value_of_the_seller_does_not_pay_and_returns(market, bid, take, buyer, seller, claims):
    with reverts("ERC6909InsufficientBalance", buyer, 0, HALF, 0):
        take(bid, seller, HALF)

    market.deposit(NATIVE, HALF, buyer, sender=buyer, value=HALF)
    take(bid, seller, 40)
    assert (claims(seller), claims(buyer)) == (40, 0)


@pytest.mark.parametrize("who", ["buyer", "other_seller", "stranger"])
def test_take_offer__bid_by_another_than_the_seller__reverts(market, bid, take, buyer, seller, who, request):
    """The bidder itself too, or a buyer would name its own price."""
    market.deposit(NATIVE, HALF, buyer, sender=buyer, value=HALF)
    caller = request.getfixturevalue(who)
    with reverts("TakerInvalid", caller, seller):
        take(bid, caller, HALF)


def test_take_offer__self_purchase_for_a_review__reverts(quote, take, seller, listing):
    with reverts("OwnListing", listing):
        take(quote, seller, HALF)


def test_take_offer__self_purchase_with_itself_as_taker__reverts(quote, take, seller, listing):
    with reverts("OwnListing", listing):
        take(replace(quote, taker=seller.address), seller, HALF)


def test_take_offer__named_taker__nobody_else(market, quote, take, buyer, other_buyer):
    quote = replace(quote, taker=buyer.address)
    with reverts("TakerInvalid", other_buyer, buyer):
        take(quote, other_buyer, HALF)
    take(quote, buyer, HALF)

    assert market.getOrder(1).buyer == buyer


@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize("which", ["offer", "payment"])
def test_take_offer__around_its_deadline__to_the_second(market, quote, take, buyer, chain, at, late, passes, which):
    deadline = chain.pending_timestamp + 9
    changes = {"deadline": deadline} if which == "payment" else {}
    quote = replace(quote, expires=deadline) if which == "offer" else quote
    at(deadline + late)
    if passes:
        take(quote, buyer, HALF, **changes)
        assert market.getConfig().orderCount == 1
        return
    with reverts("DeadlinePassed", deadline, deadline + 1):
        take(quote, buyer, HALF, **changes)


def test_take_offer__no_parts__reverts(quote, take, buyer):
    with reverts("OfferEmpty"):
        take(replace(quote, parts=()), buyer)


def test_take_offer__orders_paused__reverts(market, quote, take, buyer, guardian):
    market.setOrdersPaused(True, sender=guardian)
    with reverts("OrdersArePaused"):
        take(quote, buyer, HALF)


def test_take_offer__unknown_listing__reverts(quote, take, buyer):
    unknown = 2**40
    with reverts("ListingUnknown", unknown):
        take(replace(quote, listing_id=unknown), buyer, HALF)


def test_take_offer__paused_listing__reverts(market, quote, take, listing, buyer, seller):
    market.setListingPaused(listing, True, sender=seller)
    with reverts("ListingNotOnSale", listing):
        take(quote, buyer, HALF)


def test_take_offer__suspended_seller__reverts(registry, quote, take, buyer, seller, moderator):
    registry.suspend(seller, CONTENT, sender=moderator)
    with reverts("SellerNotActive", seller, 2):
        take(quote, buyer, HALF)


def test_take_offer__terms_changed_in_front__reverts(market, quote, bid, take, listing, buyer, seller):
    market.deposit(NATIVE, HALF, buyer, sender=buyer, value=HALF)
    market.updateListing(listing, terms(inspect_window=30 * DAY), sender=seller)
    for offer, taker in ((quote, buyer), (bid, seller)):
        with reverts("VersionChanged", listing, 1, 2):
            take(offer, taker)


def test_take_offer__price_changed_in_front_but_agreed_version_named__total_stays(
    market, quote, take, listing, buyer, seller
):
    market.updateListing(listing, terms(price=10 * PRICE), sender=seller)
    take(replace(quote, version=2), buyer, HALF)

    assert market.getOrder(1).escrow == HALF


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_take_offer__referrer_is_a_party__reverts(quote, take, buyer, who, request):
    party = request.getfixturevalue(who)
    with reverts("ReferrerInvalid", party):
        take(quote, buyer, HALF, referrer=party.address)


def test_take_offer__referrer__shares_the_fee(market, quote, take, buyer, referrer, fee):
    take(quote, buyer, HALF, referrer=referrer.address)

    assert (market.referralOf(1).referrer, market.referralOf(1).shareBps) == (referrer, 2_000)
