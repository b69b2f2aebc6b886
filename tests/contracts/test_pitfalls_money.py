"""Known ways in which such systems lose or lock money. Each is tried here, by name; odd tokens and receivers in
`test_pitfalls_tokens.py`, reentrancy in `test_reentrancy.py`, shares in `test_bps.py`, powers in `test_roles.py`, the
whole table of states in `test_states.py`.
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import CONTENT, FAR, HOUR, NATIVE, NO_REASON, PRICE, events, line, payment, reverts, terms

# Terms and money between agreement and payment


def test_price_changed_in_front__purchase__reverts_and_money_stays(market, listing, buyer, seller, claims):
    market.updateListing(listing, terms(price=103), sender=seller)
    with reverts("VersionChanged", listing, 1, 2):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE)

    assert (market.balance, claims(buyer)) == (0, 0)


def test_price_changed_twice_in_front__to_the_same__still_reverts(market, listing, buyer, seller):
    market.updateListing(listing, terms(price=103), sender=seller)
    market.updateListing(listing, terms(), sender=seller)
    with reverts("VersionChanged", listing, 1, 3):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE)


def test_fee_raised_in_front__buyer__pays_no_more(market, listing, treasurer, place, claims, buyer):
    market.setFee(1_000, 0, sender=treasurer)
    place(listing)

    assert (market.getOrder(1).escrow, claims(buyer)) == (PRICE, 0)


@pytest.mark.parametrize("function", ["buy", "checkout"])
def test_overpayment__too_much_sent__can_be_withdrawn(market, listing, buyer, stranger, function):
    lines = line(listing) if function == "buy" else [line(listing)]
    getattr(market, function)(lines, payment(), sender=buyer, value=PRICE + 10**18)
    before = stranger.balance
    market.withdraw(NATIVE, 10**18, stranger, sender=buyer)

    assert stranger.balance - before == 10**18


def test_permit_front_run__deposit__still_works(market, coin, buyer, stranger, permit, claims):
    value, deadline, v, r, s = signed = permit(buyer, 7)
    coin.permit(buyer, market, value, deadline, v, r, s, sender=stranger)
    market.depositWithPermit(coin, 7, buyer, signed, sender=buyer)

    assert claims(buyer, coin) == 7


def test_permit_replayed__second_deposit__reverts(market, coin, buyer, permit):
    signed = permit(buyer, 7)
    market.depositWithPermit(coin, 7, buyer, signed, sender=buyer)
    with reverts("ERC20InsufficientAllowance", market, 0, 7):
        market.depositWithPermit(coin, 7, buyer, signed, sender=buyer)


def test_permit_for_another_market__deposit__reverts(market, authority, coin, admin, buyer, permit):
    another = admin.deploy(project.Market, authority, NATIVE, NATIVE)
    with reverts("ERC20InsufficientAllowance", another, 0, 7):
        another.depositWithPermit(coin, 7, buyer, permit(buyer, 7), sender=buyer)


def test_infinite_allowance__of_others__cannot_be_spent(market, offer, allowed_coin, other_buyer):
    """The market pulls from the caller alone."""
    allowed_coin.transfer(other_buyer, 0, sender=other_buyer)
    with reverts("ERC20InsufficientAllowance", market, 0, PRICE):
        market.buy(line(offer(token=allowed_coin)), payment(), sender=other_buyer)


# Escrow and its ends


@pytest.mark.parametrize("first", ["complete", "cancel"])
@pytest.mark.parametrize("second", ["complete", "cancel", "release", "refund", "accept", "start", "deliver"])
def test_double_settlement__any_act_after_the_end__reverts(market, order, buyer, seller, claims, first, second):
    getattr(market, first)(order, sender=buyer)
    before = (claims(buyer), claims(seller))
    more = {"release": [1], "refund": [1], "start": [bytes(32)], "deliver": [bytes(32)]}.get(second, [])
    caller = buyer if second in ("complete", "cancel", "release") else seller
    with reverts("StateInvalid", order, {"complete": 6, "cancel": 7}[first]):
        getattr(market, second)(order, *more, sender=caller)

    assert (claims(buyer), claims(seller)) == before


def test_double_settlement__parts_beyond_the_rest__revert(market, order, buyer, seller):
    market.release(order, PRICE, sender=buyer)
    market.refund(order, PRICE - 1, sender=seller)
    with reverts("AmountNotPartial", 1, 1):
        market.release(order, 1, sender=buyer)
    with reverts("AmountNotPartial", 2, 1):
        market.refund(order, 2, sender=seller)


def test_refund__promised_from_escrow__cannot_be_collected_as_fees(market, order, treasurer, fee):
    with reverts("FeesTooLow", 1, 0):
        market.collectFees(NATIVE, treasurer, 1, sender=treasurer)


def test_self_purchase__alone_or_in_a_cart__reverts(market, offer, seller, other_seller):
    own, others = offer(), offer(by=other_seller)
    with reverts("OwnListing", own):
        market.buy(line(own), payment(), sender=seller, value=PRICE)
    with reverts("OwnListing", own):
        market.checkout([line(others), line(own)], payment(), sender=seller, value=2 * PRICE)


def test_last_unit__two_buyers_in_one_block__one_gets_it(market, offer, buyer, other_buyer, chain, claims):
    listing = offer(stock=1)
    market.buy(line(listing), payment(), sender=buyer, value=PRICE)
    with reverts("OutOfStock", listing, 1, 0):
        market.buy(line(listing), payment(), sender=other_buyer, value=PRICE)

    assert (market.balance, claims(other_buyer), market.getConfig().orderCount) == (PRICE, 0, 1)


def test_stock__cancelled_twice__returns_once(market, listing, order, buyer, seller):
    market.cancel(order, sender=buyer)
    with reverts("StateInvalid", order, 7):
        market.cancel(order, sender=seller)

    assert market.getListing(listing).stock == 10


def test_stock__restocked_meanwhile__is_not_overwritten(market, listing, order, buyer, seller):
    market.restock(listing, 5, sender=seller)
    market.cancel(order, sender=buyer)

    assert market.getListing(listing).stock == 15


def test_stock__completed_or_shipped__does_not_return(market, listing, place, buyer, seller):
    market.complete(place(listing), sender=buyer)
    shipped = place(listing)
    market.start(shipped, bytes(32), sender=seller)
    market.cancel(shipped, sender=seller)

    assert market.getListing(listing).stock == 8


@pytest.mark.parametrize(
    ("offset", "may_accept", "may_cancel"), [(-1, True, False), (0, True, False), (1, False, True)]
)
def test_deadline__around_its_second__one_side_may_act(
    market, order, seller, stranger, at, offset, may_accept, may_cancel
):
    """Never both, never neither: what is too late for one is open to the other."""
    deadline = market.getOrder(order).deadline
    now = deadline + offset
    early, late = ("DeadlineNotPassed", deadline, now), ("DeadlinePassed", deadline, now)
    for act, caller, allowed, refusal in (
        (market.accept, seller, may_accept, late),
        (market.cancel, stranger, may_cancel, early),
    ):
        if not allowed:
            at(now)
            with reverts(*refusal):
                act(order, sender=caller)
    at(now)
    (market.accept if may_accept else market.cancel)(order, sender=seller if may_accept else stranger)


def test_arbitrator__that_nobody_knows__reverts(market, seller, listing):
    """Nobody answers for it here: it cannot be named, so no order can wait for one that never rules."""
    with reverts(NO_REASON):
        market.updateListing(listing, terms(arbitrator=1), sender=seller)


def test_order__arbitration__has_its_place(market, order):
    assert market.getOrder(order).arbitrator == 0


# Members, sellers, strangers


def test_membership__expired_between_quote_and_payment__reverts(market, offer, memberships, buyer, chain, at):
    """Not sold at another price in silence."""
    listing = offer(member_discount_bps=1_000)
    expires_at = chain.pending_timestamp + HOUR
    memberships.set(7, buyer, 1, expires_at, sender=buyer)
    at(expires_at + 1)
    with reverts("MembershipInvalid", 7, buyer, expires_at):
        market.buy(line(listing, membership_id=7, max_total=PRICE), payment(), sender=buyer, value=PRICE)


def test_membership__given_away_between_quote_and_payment__reverts(market, offer, memberships, buyer, stranger):
    listing = offer(member_discount_bps=1_000)
    memberships.set(7, stranger, 1, FAR, sender=buyer)
    with reverts("MembershipInvalid", 7, stranger, FAR):
        market.buy(line(listing, membership_id=7), payment(), sender=buyer, value=PRICE)


def test_discount_and_fee__together__fee_is_of_what_was_paid(market, offer, memberships, fee, buyer, seller, claims):
    listing = offer(member_discount_bps=1_000)
    memberships.set(7, buyer, 1, FAR, sender=buyer)
    market.buy(line(listing, membership_id=7), payment(), sender=buyer, value=900_000)
    market.complete(1, sender=buyer)

    assert (claims(seller), market.feesOf(NATIVE), claims(buyer)) == (877_500, 22_500, 0)


def test_suspended_seller__live_orders_and_claims__are_untouched(
    market, registry, place, listing, seller, buyer, moderator, claims
):
    first, second = place(listing), place(listing)
    registry.suspend(seller, CONTENT, sender=moderator)
    market.accept(first, sender=seller)
    market.deliver(first, bytes(32), sender=seller)
    market.complete(first, sender=buyer)
    market.refund(second, 1, sender=seller)
    market.cancel(second, sender=seller)
    market.withdraw(NATIVE, PRICE, seller, sender=seller)

    assert (claims(seller), claims(buyer), market.balance) == (0, PRICE, PRICE)


def test_forced_ether__accounting__does_not_see_it(market, order, buyer, stranger, claims):
    stranger.deploy(project.ForcedEther, market, value=12_345)
    market.cancel(order, sender=buyer)

    assert claims(buyer) == 2 * PRICE
    market.withdraw(NATIVE, 2 * PRICE, buyer, sender=buyer)
    assert market.balance == 12_345
    with reverts("ERC6909InsufficientBalance", stranger, 0, 12_345, 0):
        market.withdraw(NATIVE, 12_345, stranger, sender=stranger)


def test_tokens_sent_without_a_call__accounting__does_not_see_them(market, allowed_coin, buyer, claims):
    allowed_coin.transfer(market, 12_345, sender=buyer)
    market.deposit(allowed_coin, 10, buyer, sender=buyer)

    assert claims(buyer, allowed_coin) == 10


def test_cart__second_payment_fails__first_is_undone(market, offer, coin, buyer, claims):
    """All or nothing, the money too."""
    cart = [line(offer()), line(offer(token=coin))]
    with reverts("ERC20InsufficientAllowance", market, 0, PRICE):
        market.checkout(cart, payment(), sender=buyer, value=PRICE + 5)

    assert (market.balance, claims(buyer), market.getConfig().orderCount, market.getListing(1).stock) == (0, 0, 0, 10)


def test_seller_gone__money__comes_back_without_anyones_leave(market, order, buyer, stranger, at):
    at(market.getOrder(order).deadline + 1)

    assert events(market.cancel(order, sender=stranger))[-1][1]["refunded"] == 2 * PRICE


def test_buyer_gone__money__goes_to_the_seller_without_anyones_leave(market, delivered, seller, stranger, at):
    at(market.getOrder(delivered).deadline + 1)

    assert events(market.complete(delivered, sender=stranger))[-1][1]["paid"] == 2 * PRICE
