"""mint, renew, cancel
├── mint: value is off by one wei → PriceChanged; tier unknown → TierUnknown; periods 0 or 121 → PeriodsOutOfRange
├── renew: before expiry adds whole periods; after it books the rest and begins now; part of a period → DurationInvalid
├── cancel: by another → NotHolder; in the last second refunds nothing; a second later → MembershipExpired
└── always: the contract holds what is held and what is earned, to the wei
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import HOUR, NATIVE, PRICE, line, payment, reverts, terms
from tests.contracts.memberships import FEE, PERIOD, club, club_market, tier

__all__ = ["club", "club_market"]

CARD = (1 << 32) | 1


@pytest.fixture
def card(club, buyer):
    """Membership `CARD` of `buyer`, one period. Returns its last second."""
    club.mint(1, buyer, 1, sender=buyer, value=FEE)
    return club.expiresAt(CARD)


@pytest.mark.parametrize("off", [-1, 1])
def test_mint__value_off__reverts(club, buyer, off):
    with reverts("PriceChanged", FEE, FEE + off):
        club.mint(1, buyer, 1, sender=buyer, value=FEE + off)


@pytest.mark.parametrize("periods", [0, 121])
def test_mint__periods_out_of_range__reverts(club, buyer, periods):
    with reverts("PeriodsOutOfRange", periods, 120):
        club.mint(1, buyer, periods, sender=buyer, value=FEE * periods)


def test_mint__tier_unknown__reverts(club, buyer):
    with reverts("TierUnknown", 2, 1):
        club.mint(2, buyer, 1, sender=buyer, value=FEE)


def test_mint__receiver_without_hook__cannot_veto(club, authority, buyer):
    club.mint(1, authority, 1, sender=buyer, value=FEE)

    assert club.ownerOf(CARD) == authority


def test_cancel__midway__refunds_a_claim_and_ends_at_once(club, club_market, buyer, card, at, chain):
    at(card - PERIOD // 3)
    club.cancelSubscription(CARD, sender=buyer)

    refund = FEE * (PERIOD // 3) // PERIOD
    assert club_market.balanceOf(buyer, 0) == refund
    assert club.earningsOf(NATIVE) == club.balance == FEE - refund
    assert club.expiresAt(CARD) < chain.blocks.head.timestamp


def test_cancel__last_second__refunds_nothing(club, buyer, card, at):
    at(card)
    club.cancelSubscription(CARD, sender=buyer)

    assert club.earningsOf(NATIVE) == club.balance == FEE


def test_cancel__a_second_late__reverts(club, buyer, card, at):
    at(card + 1)
    with reverts("MembershipExpired", CARD, card):
        club.cancelSubscription(CARD, sender=buyer)


def test_cancel__by_another__reverts(club, buyer, stranger, card):
    with reverts("NotHolder", stranger, buyer):
        club.cancelSubscription(CARD, sender=stranger)


@pytest.mark.parametrize(("late", "begins"), [(-1, 0), (0, 0), (1, 1)])
def test_renew__around_expiry__adds_or_begins_again(club, stranger, card, at, late, begins):
    at(card + late)
    club.renewSubscription(CARD, PERIOD, sender=stranger, value=FEE)

    assert club.expiresAt(CARD) == card + begins + PERIOD
    assert club.earningsOf(NATIVE) == FEE * begins


def test_renew__part_of_a_period__reverts(club, buyer, card):
    with reverts("DurationInvalid", PERIOD - 1, PERIOD):
        club.renewSubscription(CARD, PERIOD - 1, sender=buyer, value=FEE)


def test_collect_earnings__more_than_earned__reverts(club, admin, buyer, card):
    with reverts("EarningsTooLow", FEE, 0):
        club.collectEarnings(NATIVE, admin, FEE, sender=admin)


@pytest.mark.parametrize(("late", "allowed"), [(0, True), (1, False)])
def test_transfer__around_expiry__only_while_valid(club, buyer, stranger, card, at, late, allowed):
    at(card + late)
    if allowed:
        club.transferFrom(buyer, stranger, CARD, sender=buyer)
        assert club.ownerOf(CARD) == stranger
    else:
        with reverts("MembershipExpired", CARD, card):
            club.transferFrom(buyer, stranger, CARD, sender=buyer)


def test_transfer__tier_forbids__reverts(club, admin, buyer, stranger):
    club.addTier(tier(transferable=False), sender=admin)
    club.mint(2, buyer, 1, sender=buyer, value=FEE)
    with reverts("NotTransferable", (2 << 32) | 1):
        club.transferFrom(buyer, stranger, (2 << 32) | 1, sender=buyer)


@pytest.mark.parametrize("name", ["", "x" * 33, "a<b", 'a"b', "a&b", "a\\b", "é"])
def test_add_tier__name_not_plain__reverts(club, admin, name):
    with reverts("TierNameInvalid", len(name.encode()), 32):
        club.addTier(tier(name=name), sender=admin)


@pytest.mark.parametrize("interface", ["0x80ac58cd", "0x8c65f84d", "0x49064906", "0x2a55205a"])
def test_supports_interface__those_it_has__yes(club, interface):
    assert club.supportsInterface(interface)


def test_buy__with_a_membership__costs_less(club, club_market, admin, buyer, seller, card, at):
    club_market.addCategory(0, "Lamps", sender=admin)
    club_market.setSellerStatus(seller, 1, sender=admin)
    club_market.createListing(0, NATIVE, 1, terms(member_discount_bps=1_000), sender=seller)
    at(card - HOUR)
    club_market.buy(line(1, membership_id=CARD), payment(), sender=buyer, value=PRICE)

    assert club_market.getOrder(1).escrow == PRICE * 9 // 10
