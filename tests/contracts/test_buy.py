"""buy(line, payment)
├── after the payment's deadline → DeadlinePassed
├── new orders are paused → OrdersArePaused
├── no such listing → ListingUnknown
├── listing is paused → ListingNotOnSale
├── another version than agreed → VersionChanged
├── the buyer's own listing → OwnListing
├── seller is suspended → SellerNotActive
├── no units → QuantityZero
├── membership (test_buy_as_member.py)
├── more than agreed → TotalAboveMaximum
├── more units than there are → OutOfStock
├── referrer is the buyer, the seller or the market → ReferrerInvalid
├── payment
│   ├── native: too little → PaymentTooLow, or claims if they may be used; too much → a claim
│   └── ERC-20: claims first if they may be used, the rest from the wallet; native coin sent is a claim
└── otherwise → stock shrinks, the order is stored with its terms, OrderPlaced (StockLow, OrderReferred)
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import CONTENT, DAY, FAR, HOUR, NATIVE, PRICE, event, events, line, payment, reverts, terms

UNLIMITED = 2**32 - 1


def test_buy__native_coin__order_holds_the_money(market, listing, buyer, seller, claims, fee, chain):
    receipt = market.buy(line(listing, 2), payment(), sender=buyer, value=2 * PRICE)

    order = market.getOrder(1)
    assert (order.buyer, order.listingId, order.quantity, order.version) == (buyer, listing, 2, 1)
    assert (order.escrow, order.feeBps, order.referred, order.arbitrator) == (2 * PRICE, fee, False, 0)
    assert (order.state, order.deadline) == (1, receipt.timestamp + DAY)
    assert (order.deliverWindow, order.inspectWindow) == (7 * DAY, 3 * DAY)
    assert market.getListing(listing).stock == 8
    assert (market.balance, claims(buyer), claims(seller)) == (2 * PRICE, 0, 0)


def test_buy__native_coin__logs_every_field(market, listing, buyer, fee):
    receipt = market.buy(line(listing, 2), payment(), sender=buyer, value=2 * PRICE)

    assert events(receipt) == [
        (
            "OrderPlaced",
            {
                "orderId": 1, "listingId": listing, "buyer": buyer, "checkoutId": 1, "version": 1, "quantity": 2,
                "total": 2 * PRICE, "feeBps": fee, "membershipId": 0, "state": 1,
                "deadline": receipt.timestamp + DAY, "stock": 8,
            },
        )
    ]  # fmt: skip


def test_buy__accepting_at_once__order_is_accepted(market, offer, place):
    order = market.getOrder(place(offer(accept_window=0)))

    assert order.state == 2


def test_buy__accepting_at_once__deadline_is_to_deliver(market, offer, buyer):
    receipt = market.buy(line(offer(accept_window=0)), payment(), sender=buyer, value=PRICE)

    assert event(receipt, "OrderPlaced")["deadline"] == receipt.timestamp + 7 * DAY
    assert event(receipt, "OrderPlaced")["state"] == 2


def test_buy__last_unit__leaves_none(market, offer, place, other_buyer):
    listing = offer(stock=1)
    place(listing)

    assert market.getListing(listing).stock == 0
    with reverts("OutOfStock", listing, 1, 0):
        place(listing, by=other_buyer)


def test_buy__unlimited_stock__stays_unlimited(market, offer, buyer):
    listing = offer(stock=UNLIMITED)
    receipt = market.buy(line(listing, 3), payment(), sender=buyer, value=3 * PRICE)

    assert market.getListing(listing).stock == UNLIMITED
    assert event(receipt, "OrderPlaced")["stock"] == UNLIMITED


@pytest.mark.parametrize(("threshold", "said"), [(0, 0), (7, 0), (8, 1), (9, 1)])
def test_buy__stock_at_the_threshold__says_it_is_low(market, offer, buyer, threshold, said):
    listing = offer(low_stock=threshold)
    receipt = market.buy(line(listing, 2), payment(), sender=buyer, value=2 * PRICE)

    low = ("StockLow", {"listingId": listing, "stock": 8, "lowStock": threshold})
    assert events(receipt)[1:] == [low] * said


def test_buy__value_above_the_price__rest_is_a_claim(market, listing, buyer, claims):
    receipt = market.buy(line(listing), payment(), sender=buyer, value=PRICE + 5)

    assert claims(buyer) == 5
    assert event(receipt, "Deposited") == {"account": buyer, "token": NATIVE, "amount": 5, "payer": buyer}


def test_buy__value_below_the_price__reverts(market, listing, buyer):
    market.deposit(NATIVE, PRICE, buyer, sender=buyer, value=PRICE)
    with reverts("PaymentTooLow", PRICE, PRICE - 1):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE - 1)


def test_buy__claims_and_value__claims_pay_the_rest(market, listing, buyer, claims):
    market.deposit(NATIVE, PRICE, buyer, sender=buyer, value=PRICE)
    receipt = market.buy(line(listing), payment(use_balance=True), sender=buyer, value=PRICE - 5)

    assert claims(buyer) == PRICE - 5
    assert event(receipt, "BalanceSpent") == {"account": buyer, "token": NATIVE, "checkoutId": 1, "amount": 5}


def test_buy__value_covers_the_price__claims_stay(market, listing, buyer, claims):
    market.deposit(NATIVE, PRICE, buyer, sender=buyer, value=PRICE)
    market.buy(line(listing), payment(use_balance=True), sender=buyer, value=PRICE)

    assert claims(buyer) == PRICE


def test_buy__claims_and_value_too_low__reverts(market, listing, buyer):
    market.deposit(NATIVE, 4, buyer, sender=buyer, value=4)
    with reverts("ERC6909InsufficientBalance", buyer, 4, 5, 0):
        market.buy(line(listing), payment(use_balance=True), sender=buyer, value=PRICE - 5)


def test_buy__erc20__wallet_pays(market, offer, allowed_coin, buyer):
    listing = offer(token=allowed_coin)
    before = allowed_coin.balanceOf(buyer)
    market.buy(line(listing, 2), payment(), sender=buyer)

    assert before - allowed_coin.balanceOf(buyer) == allowed_coin.balanceOf(market) == 2 * PRICE
    assert market.getOrder(1).escrow == 2 * PRICE


def test_buy__erc20_not_allowed__reverts(market, offer, coin, buyer):
    with reverts("ERC20InsufficientAllowance", market, 0, PRICE):
        market.buy(line(offer(token=coin)), payment(), sender=buyer)


@pytest.mark.parametrize("held", [5, PRICE, PRICE + 5])
def test_buy__erc20_with_claims__claims_pay_first(market, offer, allowed_coin, buyer, claims, held):
    listing = offer(token=allowed_coin)
    market.deposit(allowed_coin, held, buyer, sender=buyer)
    receipt = market.buy(line(listing), payment(use_balance=True), sender=buyer)

    spent = min(held, PRICE)
    assert claims(buyer, allowed_coin) == held - spent
    assert allowed_coin.balanceOf(market) == max(held, PRICE)
    paid = {"account": buyer, "token": allowed_coin, "checkoutId": 1, "amount": spent}
    assert event(receipt, "BalanceSpent") == paid


def test_buy__erc20_without_claims__says_nothing_of_them(market, offer, allowed_coin, buyer):
    receipt = market.buy(line(offer(token=allowed_coin)), payment(use_balance=True), sender=buyer)

    assert [name for name, _ in events(receipt)] == ["OrderPlaced"]


def test_buy__erc20_claims_not_to_be_used__stay(market, offer, allowed_coin, buyer, claims):
    market.deposit(allowed_coin, PRICE, buyer, sender=buyer)
    market.buy(line(offer(token=allowed_coin)), payment(), sender=buyer)

    assert claims(buyer, allowed_coin) == PRICE


def test_buy__erc20_and_native_coin_sent__coin_is_a_claim(market, offer, allowed_coin, buyer, claims):
    market.buy(line(offer(token=allowed_coin)), payment(), sender=buyer, value=5)

    assert claims(buyer) == 5


def test_buy__with_a_referrer__share_is_kept(market, listing, buyer, referrer, fee):
    receipt = market.buy(line(listing), payment(referrer=referrer.address), sender=buyer, value=PRICE)

    assert market.getOrder(1).referred is True
    assert tuple(market.referralOf(1)) == (referrer, 2_000)
    assert event(receipt, "OrderReferred") == {"orderId": 1, "referrer": referrer, "shareBps": 2_000}


def test_buy__without_a_referrer__there_is_none(market, order):
    assert tuple(market.referralOf(order)) == (NATIVE, 0)


@pytest.mark.parametrize("who", ["buyer", "seller", "market"])
def test_buy__referrer_takes_part__reverts(market, listing, buyer, who, request):
    party = request.getfixturevalue(who)
    with reverts("ReferrerInvalid", party):
        market.buy(line(listing), payment(referrer=party.address), sender=buyer, value=PRICE)


@pytest.mark.parametrize("offset", [-1, 0])
def test_buy__until_the_deadline__is_placed(market, listing, buyer, chain, at, offset):
    deadline = chain.pending_timestamp + HOUR
    at(deadline + offset)
    market.buy(line(listing), payment(deadline=deadline), sender=buyer, value=PRICE)

    assert market.getConfig().orderCount == 1


def test_buy__after_the_deadline__reverts(market, listing, buyer, chain, at):
    deadline = chain.pending_timestamp + HOUR
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        market.buy(line(listing), payment(deadline=deadline), sender=buyer, value=PRICE)


def test_buy__orders_paused__reverts(market, listing, buyer, guardian):
    market.setOrdersPaused(True, sender=guardian)
    with reverts("OrdersArePaused"):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE)


def test_buy__listings_paused__is_placed(market, listing, place, guardian):
    market.setListingsPaused(True, sender=guardian)

    assert place(listing) == 1


@pytest.mark.parametrize("unknown", [0, 2, 2**40 + 1, 2**256 - 1])
def test_buy__unknown_listing__reverts(market, listing, buyer, unknown):
    """2⁴⁰ + 1 is listing 1 to whoever cuts the number short."""
    with reverts("ListingUnknown", unknown):
        market.buy(line(unknown), payment(), sender=buyer, value=PRICE)


def test_buy__listing_paused__reverts(market, listing, buyer, seller):
    market.setListingPaused(listing, True, sender=seller)
    with reverts("ListingNotOnSale", listing):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE)


@pytest.mark.parametrize("agreed", [0, 1, 3])
def test_buy__another_version__reverts(market, listing, buyer, seller, agreed):
    market.updateListing(listing, terms(), sender=seller)
    with reverts("VersionChanged", listing, agreed, 2):
        market.buy(line(listing, version=agreed), payment(), sender=buyer, value=PRICE)


def test_buy__own_listing__reverts(market, listing, seller):
    with reverts("OwnListing", listing):
        market.buy(line(listing), payment(), sender=seller, value=PRICE)


def test_buy__seller_suspended__reverts(market, registry, listing, buyer, seller, moderator):
    registry.suspend(seller, CONTENT, sender=moderator)
    with reverts("SellerNotActive", seller, 2):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE)


def test_buy__no_units__reverts(market, listing, buyer):
    with reverts("QuantityZero"):
        market.buy(line(listing, 0), payment(), sender=buyer)


def test_buy__more_units_than_there_are__reverts(market, listing, buyer):
    with reverts("OutOfStock", listing, 11, 10):
        market.buy(line(listing, 11), payment(), sender=buyer, value=11 * PRICE)


def test_buy__exactly_the_maximum__is_placed(market, listing, buyer):
    market.buy(line(listing, 2, max_total=2 * PRICE), payment(), sender=buyer, value=2 * PRICE)

    assert market.getOrder(1).escrow == 2 * PRICE


def test_buy__one_above_the_maximum__reverts(market, listing, buyer):
    with reverts("TotalAboveMaximum", listing, 2 * PRICE, 2 * PRICE - 1):
        market.buy(line(listing, 2, max_total=2 * PRICE - 1), payment(), sender=buyer, value=2 * PRICE)


def test_buy__total_beyond_its_type__reverts(market, offer, buyer):
    """The dearest listing there can be, in the greatest number: the product is not cut short."""
    listing = offer(price=2**96 - 1, stock=UNLIMITED)
    total = (2**96 - 1) * UNLIMITED
    with reverts("TotalAboveMaximum", listing, total, 2**96 - 1):
        market.buy(line(listing, UNLIMITED), payment(), sender=buyer)


def test_buy__simulated__returns_the_order_id(market, order, listing, buyer):
    assert market.buy.call(line(listing), payment(deadline=FAR), sender=buyer, value=PRICE) == order + 1
