"""checkout(lines, payment), checkoutWithPermit(lines, payment, token, permit)
├── no lines → CheckoutEmpty
├── any line fails → all fail, with that line's error (test_buy.py)
├── lines of one token in a row → one transfer
├── native coin: what is left after all lines → one claim
├── claims may be used: for each token
├── permit
│   ├── good → its allowance pays
│   ├── bad, but an earlier allowance suffices → pays
│   └── of a token without code → TokenInvalid
└── otherwise → orders with neighbouring ids, one checkout id
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import FAR, NATIVE, PRICE, event, events, line, payment, reverts

NO_SIGNATURE = (7, FAR, 27, b"\x01" * 32, b"\x01" * 32)


@pytest.fixture
def cart(offer, other_seller):
    """One unit of each of two sellers, for native coin."""
    return [line(offer()), line(offer(by=other_seller))]


def test_checkout__two_sellers__is_one_checkout_of_two_orders(market, cart, buyer):
    receipt = market.checkout(cart, payment(), sender=buyer, value=2 * PRICE)

    placed = [fields for name, fields in events(receipt) if name == "OrderPlaced"]
    assert [(fields["orderId"], fields["checkoutId"], fields["listingId"]) for fields in placed] == [
        (1, 1, 1),
        (2, 1, 2),
    ]
    assert [market.getOrder(order).escrow for order in (1, 2)] == [PRICE, PRICE]
    assert market.balance == 2 * PRICE


def test_checkout__after_others__is_named_by_its_first_order(market, order, cart, buyer):
    receipt = market.checkout(cart, payment(), sender=buyer, value=2 * PRICE)

    placed = [fields for name, fields in events(receipt) if name == "OrderPlaced"]
    assert [(fields["orderId"], fields["checkoutId"]) for fields in placed] == [(2, 2), (3, 2)]
    assert market.checkout.call(cart, payment(), sender=buyer, value=2 * PRICE) == 4


def test_checkout__too_much__one_claim_of_the_rest(market, cart, buyer, claims):
    receipt = market.checkout(cart, payment(), sender=buyer, value=2 * PRICE + 5)

    assert claims(buyer) == 5
    assert event(receipt, "Deposited")["amount"] == 5


def test_checkout__too_little__reverts(market, cart, buyer):
    with reverts("PaymentTooLow", 2 * PRICE, 2 * PRICE - 1):
        market.checkout(cart, payment(), sender=buyer, value=2 * PRICE - 1)


def test_checkout__value_of_one_line_for_two_tokens__is_not_counted_twice(market, offer, allowed_coin, buyer):
    cart = [line(offer()), line(offer(token=allowed_coin)), line(offer())]
    with reverts("PaymentTooLow", PRICE, 0):
        market.checkout(cart, payment(), sender=buyer, value=PRICE)


def test_checkout__three_tokens__each_is_paid(market, offer, allowed_coin, other_seller, buyer, claims):
    cart = [line(offer()), line(offer(token=allowed_coin), 2), line(offer(by=other_seller))]
    market.checkout(cart, payment(), sender=buyer, value=2 * PRICE)

    assert (market.balance, allowed_coin.balanceOf(market)) == (2 * PRICE, 2 * PRICE)


def test_checkout__neighbours_in_one_token__are_one_transfer(market, offer, allowed_coin, other_seller, buyer):
    cart = [line(offer(token=allowed_coin)), line(offer(by=other_seller, token=allowed_coin), 2)]
    receipt = market.checkout(cart, payment(), sender=buyer)

    assert [log.event_arguments["value"] for log in receipt.decode_logs(allowed_coin.Transfer)] == [3 * PRICE]


def test_checkout__claims_may_be_used__pay_in_each_token(market, offer, allowed_coin, buyer, claims):
    market.deposit(NATIVE, 10, buyer, sender=buyer, value=10)
    market.deposit(allowed_coin, 20, buyer, sender=buyer)
    cart = [line(offer()), line(offer(token=allowed_coin))]
    receipt = market.checkout(cart, payment(use_balance=True), sender=buyer, value=PRICE - 10)

    spent = [(fields["token"], fields["amount"]) for name, fields in events(receipt) if name == "BalanceSpent"]
    assert spent == [(NATIVE, 10), (allowed_coin, 20)]
    assert (claims(buyer), claims(buyer, allowed_coin)) == (0, 0)


def test_checkout__same_listing_twice__takes_stock_twice(market, listing, buyer):
    market.checkout([line(listing, 6), line(listing, 4)], payment(), sender=buyer, value=10 * PRICE)

    assert market.getListing(listing).stock == 0


def test_checkout__same_listing_beyond_its_stock__reverts(market, listing, buyer):
    with reverts("OutOfStock", listing, 5, 4):
        market.checkout([line(listing, 6), line(listing, 5)], payment(), sender=buyer, value=11 * PRICE)


def test_checkout__no_lines__reverts(market, buyer):
    with reverts("CheckoutEmpty"):
        market.checkout([], payment(), sender=buyer)


def test_checkout__last_line_fails__nothing_happens(market, cart, buyer):
    with reverts("ListingUnknown", 99):
        market.checkout([*cart, line(99)], payment(), sender=buyer, value=3 * PRICE)

    assert (market.getConfig().orderCount, market.getListing(1).stock, market.balance) == (0, 10, 0)


def test_checkout__referrer_sells_one_line__reverts(market, cart, buyer, other_seller):
    with reverts("ReferrerInvalid", other_seller):
        market.checkout(cart, payment(referrer=other_seller.address), sender=buyer, value=2 * PRICE)


def test_checkout__after_the_deadline__reverts(market, cart, buyer, chain, at):
    deadline = chain.pending_timestamp + 9
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        market.checkout(cart, payment(deadline=deadline), sender=buyer, value=2 * PRICE)


def test_checkout__orders_paused__reverts(market, cart, buyer, guardian):
    market.setOrdersPaused(True, sender=guardian)
    with reverts("OrdersArePaused"):
        market.checkout(cart, payment(), sender=buyer, value=2 * PRICE)


def test_checkout_with_permit__good_permit__pays(market, offer, coin, buyer, permit):
    cart = [line(offer(token=coin), 2)]
    market.checkoutWithPermit(cart, payment(), coin, permit(buyer, 2 * PRICE), sender=buyer)

    assert coin.balanceOf(market) == market.getOrder(1).escrow == 2 * PRICE
    assert coin.allowance(buyer, market) == 0


def test_checkout_with_permit__bad_permit_but_allowance__pays(market, offer, allowed_coin, buyer):
    cart = [line(offer(token=allowed_coin))]
    market.checkoutWithPermit(cart, payment(), allowed_coin, NO_SIGNATURE, sender=buyer)

    assert market.getOrder(1).escrow == PRICE


def test_checkout_with_permit__bad_permit__reverts(market, offer, coin, buyer):
    with reverts("ERC20InsufficientAllowance", market, 0, PRICE):
        market.checkoutWithPermit([line(offer(token=coin))], payment(), coin, NO_SIGNATURE, sender=buyer)


def test_checkout_with_permit__permit_for_less__reverts(market, offer, coin, buyer, permit):
    signed = permit(buyer, PRICE - 1)
    with reverts("ERC20InsufficientAllowance", market, PRICE - 1, PRICE):
        market.checkoutWithPermit([line(offer(token=coin))], payment(), coin, signed, sender=buyer)


def test_checkout_with_permit__token_without_code__reverts(market, listing, buyer):
    with reverts("TokenInvalid", NATIVE):
        market.checkoutWithPermit([line(listing)], payment(), NATIVE, NO_SIGNATURE, sender=buyer, value=PRICE)


def test_checkout_with_permit__no_lines__reverts(market, coin, buyer, permit):
    with reverts("CheckoutEmpty"):
        market.checkoutWithPermit([], payment(), coin, permit(buyer, 1), sender=buyer)


def test_checkout_with_permit__native_line_too__both_are_paid(market, offer, coin, buyer, permit):
    cart = [line(offer()), line(offer(token=coin))]
    market.checkoutWithPermit(cart, payment(), coin, permit(buyer, PRICE), sender=buyer, value=PRICE)

    assert (market.balance, coin.balanceOf(market)) == (PRICE, PRICE)
