"""buy(line, payment) with a membership
├── no membership named
│   ├── listing is for members → MembersOnly
│   └── otherwise → full price
├── named, but there is no such, it is another's, or it has expired → MembershipInvalid
├── named and valid
│   ├── tier too low → MembersOnly
│   └── otherwise → price less the discount, rounded in the seller's favour; the fee is of what was paid
└── the market has no memberships → MembershipInvalid
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import FAR, HOUR, NATIVE, PRICE, event, line, payment, reverts, terms

CARD = 7


@pytest.fixture
def member(memberships, buyer, chain):
    """`buyer` holds membership `CARD` of tier 2 for an hour. Returns its last second."""
    expires_at = chain.pending_timestamp + HOUR
    memberships.set(CARD, buyer, 2, expires_at, sender=buyer)
    return expires_at


def test_buy__as_a_member__costs_less(market, offer, buyer, member):
    listing = offer(member_discount_bps=1_000)
    receipt = market.buy(line(listing, 2, membership_id=CARD), payment(), sender=buyer, value=2 * PRICE)

    assert market.getOrder(1).escrow == 1_800_000
    assert event(receipt, "OrderPlaced")["membershipId"] == CARD
    assert event(receipt, "Deposited")["amount"] == 200_000


@pytest.mark.parametrize(("price", "bps", "total"), [(1, 9_999, 1), (3, 5_000, 2), (10_001, 9_999, 2), (19, 1, 19)])
def test_buy__discount__rounds_in_the_sellers_favour(market, offer, buyer, member, price, bps, total):
    listing = offer(price=price, member_discount_bps=bps)
    market.buy(line(listing, membership_id=CARD, max_total=total), payment(), sender=buyer, value=total)

    assert market.getOrder(1).escrow == total


def test_buy__no_discount_for_members__costs_the_same(market, listing, buyer, member):
    market.buy(line(listing, membership_id=CARD), payment(), sender=buyer, value=PRICE)

    assert market.getOrder(1).escrow == PRICE


def test_buy__not_named__costs_the_full_price(market, offer, buyer, member):
    market.buy(line(offer(member_discount_bps=1_000)), payment(), sender=buyer, value=PRICE)

    assert market.getOrder(1).escrow == PRICE


@pytest.mark.parametrize("tier", [1, 2])
def test_buy__members_only_and_tier_high_enough__is_placed(market, offer, buyer, member, tier):
    market.buy(line(offer(member_tier=tier), membership_id=CARD), payment(), sender=buyer, value=PRICE)

    assert market.getConfig().orderCount == 1


def test_buy__members_only_and_tier_too_low__reverts(market, offer, buyer, member):
    listing = offer(member_tier=3)
    with reverts("MembersOnly", listing, 3):
        market.buy(line(listing, membership_id=CARD), payment(), sender=buyer, value=PRICE)


def test_buy__members_only_and_not_named__reverts(market, offer, buyer, member):
    listing = offer(member_tier=1)
    with reverts("MembersOnly", listing, 1):
        market.buy(line(listing), payment(), sender=buyer, value=PRICE)


def test_buy__membership_of_another__reverts(market, listing, buyer, other_buyer, member):
    with reverts("MembershipInvalid", CARD, buyer, member):
        market.buy(line(listing, membership_id=CARD), payment(), sender=other_buyer, value=PRICE)


def test_buy__membership_unknown__reverts(market, listing, buyer):
    with reverts("MembershipInvalid", CARD, NATIVE, 0):
        market.buy(line(listing, membership_id=CARD), payment(), sender=buyer, value=PRICE)


def test_buy__in_the_memberships_last_second__costs_less(market, offer, buyer, member, at):
    listing = offer(member_discount_bps=1_000)
    at(member)
    market.buy(line(listing, membership_id=CARD), payment(), sender=buyer, value=PRICE)

    assert market.getOrder(1).escrow == 900_000


def test_buy__membership_expired__reverts(market, listing, buyer, member, at):
    at(member + 1)
    with reverts("MembershipInvalid", CARD, buyer, member):
        market.buy(line(listing, membership_id=CARD), payment(), sender=buyer, value=PRICE)


def test_buy__membership_of_tier_zero__gives_nothing(market, offer, memberships, buyer):
    memberships.set(CARD, buyer, 0, FAR, sender=buyer)
    market.buy(line(offer(member_discount_bps=1_000), membership_id=CARD), payment(), sender=buyer, value=PRICE)

    assert market.getOrder(1).escrow == PRICE


def test_buy__market_without_memberships__reverts(market, authority, admin, buyer, seller):
    plain_market = admin.deploy(project.Market, authority, NATIVE, NATIVE)
    plain_market.addCategory(0, "Lamps", sender=admin)
    plain_market.setSellerStatus(seller, 1, sender=admin)
    plain_market.createListing(0, NATIVE, 1, terms(), sender=seller)

    assert plain_market.membership() == NATIVE
    with reverts("MembershipInvalid", CARD, NATIVE, 0):
        plain_market.buy(line(1, membership_id=CARD), payment(), sender=buyer, value=PRICE)
