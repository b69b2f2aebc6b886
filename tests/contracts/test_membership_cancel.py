"""cancelSubscription(tokenId)
├── no such membership → ERC721NonexistentToken; expired → MembershipExpired
├── caller does not hold it, approved or not → NotHolder
├── value sent → PriceChanged
└── otherwise → invalid at once; what is not earned is a claim of the holder, what is earned is booked: the day that
    has begun with it
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import DAY, NATIVE, events, reverts
from tests.contracts.memberships import CARD, FEE, GOLD, PERIOD, tier, worth


def test_cancel__midway__gives_back_the_rest_and_ends_at_once(club, club_claims, buyer, card, at):
    at(card - PERIOD // 3)
    receipt = club.cancelSubscription(CARD, sender=buyer)

    refund = worth(PERIOD // 3)
    assert (club_claims(buyer), club.earningsOf(NATIVE), club.balance) == (refund, FEE - refund, FEE - refund)
    assert tuple(club.getMembership(CARD)) == (buyer, GOLD, receipt.timestamp - 1, receipt.timestamp - 1)


def test_cancel__events__say_all(club, club_market, buyer, card, at):
    at(card - PERIOD // 3)
    receipt = club.cancelSubscription(CARD, sender=buyer)
    refund = worth(PERIOD // 3)

    assert [pair for pair in events(receipt) if pair[0] not in ("Transfer", "Deposited")] == [
        ("MembershipCancelled", {"membershipId": CARD, "holder": buyer, "refunded": refund}),
        ("SubscriptionUpdate", {"tokenId": CARD, "expiration": receipt.timestamp - 1}),
        ("MetadataUpdate", {"_tokenId": CARD}),
    ]


@pytest.mark.parametrize(
    ("before", "refund"),
    [(0, 0), (1, 0), (DAY, 0), (DAY + 1, FEE // 30), (PERIOD - DAY, FEE * 28 // 30), (PERIOD - 1, FEE * 29 // 30)],
)
def test_cancel__at_the_edges__to_the_second_and_the_wei(club, club_claims, buyer, card, at, before, refund):
    """A day begins with its first second. What it costs is rounded in the club's favour."""
    at(card - before)
    club.cancelSubscription(CARD, sender=buyer)

    assert (club_claims(buyer), club.earningsOf(NATIVE)) == (refund, FEE - refund)


def test_cancel__a_second_late__reverts(club, buyer, card, at):
    at(card + 1)
    with reverts("MembershipExpired", CARD, card):
        club.cancelSubscription(CARD, sender=buyer)


def test_cancel__twice__reverts(club, club_claims, buyer, card, at):
    at(card - PERIOD // 3)
    end = club.cancelSubscription(CARD, sender=buyer).timestamp - 1
    with reverts("MembershipExpired", CARD, end):
        club.cancelSubscription(CARD, sender=buyer)

    assert club_claims(buyer) == worth(PERIOD // 3)


def test_cancel__by_another__reverts(club, buyer, stranger, admin, card):
    for caller in (stranger, admin):
        with reverts("NotHolder", caller, buyer):
            club.cancelSubscription(CARD, sender=caller)


def test_cancel__by_one_who_is_approved__reverts(club, buyer, stranger, card):
    """Whom the holder lets move the membership shall not cash it in."""
    club.approve(stranger, CARD, sender=buyer)
    club.setApprovalForAll(stranger, True, sender=buyer)
    with reverts("NotHolder", stranger, buyer):
        club.cancelSubscription(CARD, sender=stranger)


def test_cancel__with_coin__reverts(club, buyer, card):
    with reverts("PriceChanged", 0, 1):
        club.cancelSubscription(CARD, sender=buyer, value=1)


def test_cancel__no_such_membership__reverts(club, buyer):
    with reverts("ERC721NonexistentToken", CARD):
        club.cancelSubscription(CARD, sender=buyer)


def test_cancel__not_transferable_of_a_closed_tier__may(club, club_claims, admin, buyer):
    club.addTier(tier(transferable=False), sender=admin)
    club.mint(2, buyer, 1, sender=buyer, value=FEE)
    club.setTierClosed(2, True, sender=admin)
    club.cancelSubscription((2 << 32) | 1, sender=buyer)

    assert club_claims(buyer) > 0


def test_cancel__earned_in_many_parts__all_adds_up(club, club_claims, buyer, card, at):
    """Rounded at every booking, nothing is lost: the parts are differences of one number."""
    for left in range(PERIOD - 7, PERIOD // 2, -(PERIOD // 11)):
        at(card - left)
        club.earn([CARD], sender=buyer)
        assert club.earningsOf(NATIVE) == FEE - worth(left)
    left = 7 * DAY
    at(card - left)
    club.cancelSubscription(CARD, sender=buyer)

    assert (club_claims(buyer), club.earningsOf(NATIVE)) == (worth(left), FEE - worth(left))


def test_cancel__of_one_member__leaves_the_others(club, buyer, other_buyer, card, at):
    club.mint(GOLD, other_buyer, 1, sender=other_buyer, value=FEE)
    club.cancelSubscription(CARD, sender=buyer)
    other = CARD + 1

    assert club.ownerOf(other) == other_buyer
    assert club.balance == club.earningsOf(NATIVE) + FEE
    assert club.getMembership(other).expiresAt - club.getMembership(other).earnedUntil == PERIOD
