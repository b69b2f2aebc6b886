"""Ways in which others' memberships have failed, each shown not to work here, mostly by a purchase with a real card."""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import DAY, NATIVE, NO_REASON, PRICE, event, line, payment, reverts, terms
from tests.contracts.memberships import CARD, FEE, GOLD, PERIOD, worth

DISCOUNTED = PRICE * 9 // 10


@pytest.fixture
def shop(club_market, admin, seller):
    """The club's market with one listing: a tenth off for members, a fee of 2.5 %."""
    club_market.addCategory(0, "Lamps", sender=admin)
    club_market.setSellerStatus(seller, 1, sender=admin)
    club_market.setFee(250, 2_000, sender=admin)
    club_market.createListing(0, NATIVE, 9, terms(member_discount_bps=1_000), sender=seller)
    return club_market


def bought_by_members(shop, buyer, value=DISCOUNTED):
    return shop.buy(line(1, membership_id=CARD, max_total=value), payment(), sender=buyer, value=value)


@pytest.mark.parametrize("late", [-1, 0])
def test_membership__in_its_last_second__gets_the_price_that_was_quoted(shop, buyer, card, at, late):
    at(card + late)
    bought_by_members(shop, buyer)

    assert shop.getOrder(1).escrow == DISCOUNTED


def test_membership__expires_between_quote_and_payment__never_charges_the_full_price(shop, buyer, card, at):
    at(card + 1)
    with reverts("MembershipInvalid", CARD, buyer, card):
        bought_by_members(shop, buyer)

    assert (shop.balance, shop.getConfig().orderCount) == (0, 0)


def test_membership__cancelled_between_quote_and_payment__never_charges_the_full_price(club, shop, buyer, card):
    end = club.cancelSubscription(CARD, sender=buyer).timestamp - 1
    with reverts("MembershipInvalid", CARD, buyer, end):
        bought_by_members(shop, buyer, value=PRICE)


def test_membership__sold_between_quote_and_payment__is_of_the_new_holder(club, shop, buyer, stranger, card):
    club.transferFrom(buyer, stranger, CARD, sender=buyer)
    with reverts("MembershipInvalid", CARD, stranger, card):
        bought_by_members(shop, buyer)
    bought_by_members(shop, stranger)

    assert shop.getOrder(1).buyer == stranger


def test_discount_and_fee__stacked__add_up_to_the_wei(shop, buyer, seller, referrer, card, club_claims):
    """The fee is of what was paid, the referral of the fee; nobody pays a fee on a discount."""
    price = 1_000_003
    shop.createListing(0, NATIVE, 1, terms(price=price, member_discount_bps=333), sender=seller)
    total = price - price * 333 // 10_000
    shop.buy(line(2, membership_id=CARD), payment(referrer=referrer), sender=buyer, value=total)
    shop.complete(1, sender=buyer)

    whole_fee = total * 250 // 10_000
    shares = (club_claims(seller), shop.feesOf(NATIVE), club_claims(referrer))
    assert shares == (total - whole_fee, whole_fee - whole_fee * 2_000 // 10_000, whole_fee * 2_000 // 10_000)
    assert sum(shares) == shop.balance == total


def test_renewing__a_transferred_token__is_the_new_holders(club, club_claims, buyer, stranger, card):
    """Whoever pays, the time and the refund are the holder's."""
    club.transferFrom(buyer, stranger, CARD, sender=buyer)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)

    assert (club.ownerOf(CARD), club.expiresAt(CARD)) == (stranger, card + PERIOD)
    with reverts("NotHolder", buyer, stranger):
        club.cancelSubscription(CARD, sender=buyer)
    club.cancelSubscription(CARD, sender=stranger)
    assert (club_claims(stranger) > FEE, club_claims(buyer)) == (True, 0)


def test_renewing__a_transferred_and_expired_token__begins_for_the_new_holder(club, buyer, stranger, card, at):
    club.transferFrom(buyer, stranger, CARD, sender=buyer)
    at(card + DAY)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)

    assert club.membershipOf(CARD)[0] == stranger
    assert club.expiresAt(CARD) == card + DAY + PERIOD


@pytest.mark.parametrize("left", [PERIOD - 5, PERIOD // 2 + 2, DAY + 1, 1])
def test_refund__promised_from_money_that_the_owner_could_withdraw__is_always_there(
    club, club_claims, buyer, treasurer, card, at, left
):
    """Whenever earnings are collected to the last wei, what the holder was promised stays."""
    at(card - left)
    club.earn([CARD], sender=treasurer)
    earned = club.earningsOf(NATIVE)
    with reverts("EarningsTooLow", earned + 1, earned):
        club.collectEarnings(NATIVE, treasurer, earned + 1, sender=treasurer)
    if earned:
        club.collectEarnings(NATIVE, treasurer, earned, sender=treasurer)
    at(card - left + 1)
    club.cancelSubscription(CARD, sender=buyer)

    assert club_claims(buyer) == worth(left - 1)
    assert club.balance == club.earningsOf(NATIVE)


def test_refund__of_a_holder_that_refuses_coin__cannot_be_stuck(club, club_claims, buyer, stranger):
    """It is a claim first."""
    holder = stranger.deploy(project.BombAccount)
    club.mint(GOLD, holder, 1, sender=buyer, value=FEE)
    holder.execute(club, 0, club.cancelSubscription.encode_input(CARD), sender=stranger)

    assert club_claims(holder) + club.earningsOf(NATIVE) == FEE


def test_receiver_hook__cannot_veto_a_membership(club, authority, market, buyer):
    """Neither a contract without the hook nor one that refuses everything is asked."""
    for number, receiver in enumerate((authority, market, buyer.deploy(project.BombAccount))):
        club.mint(GOLD, receiver, 1, sender=buyer, value=FEE)
        assert club.ownerOf(CARD + number) == receiver


def test_discount__for_a_membership_bought_and_cancelled_at_once__costs_a_day(club, shop, club_claims, stranger, buyer):
    """Bought, used and given back in one transaction, which is one second."""
    member = stranger.deploy(project.Batcher)
    joined = (club, FEE, club.mint.encode_input(GOLD, member, 1))
    bought = (shop, DISCOUNTED, shop.buy.encode_input(line(1, membership_id=CARD, max_total=DISCOUNTED), payment()))
    left = (club, 0, club.cancelSubscription.encode_input(CARD))
    member.batch([joined, bought, left], sender=buyer, value=FEE + DISCOUNTED)

    assert (shop.getOrder(1).buyer, shop.getOrder(1).escrow) == (member, DISCOUNTED)
    assert (club_claims(member), club.earningsOf(NATIVE)) == (FEE * 29 // 30, FEE - FEE * 29 // 30)
    assert club.balance == club.earningsOf(NATIVE)


def test_overpayment__is_never_kept(club, buyer, card):
    for act in (
        lambda: club.mint(GOLD, buyer, 1, sender=buyer, value=FEE + 1),
        lambda: club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE + 1),
    ):
        with reverts("PriceChanged", FEE, FEE + 1):
            act()
    with reverts(NO_REASON):
        buyer.transfer(club, 1)

    assert club.balance == FEE


def test_price__of_a_tier__cannot_change_in_front_of_the_buyer(club, admin, buyer):
    """There is no function that changes terms; a new price is another tier, and the old one sells at the old."""
    club.addTier((NATIVE, 2 * FEE, PERIOD, 2, 0, True, "Gold"), sender=admin)
    receipt = club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)

    assert event(receipt, "MembershipMinted")["paid"] == FEE
