"""renewSubscription(tokenId, duration)
├── no such membership → ERC721NonexistentToken
├── duration is nothing, or no multiple of the period → DurationInvalid; more than 120 periods → PeriodsOutOfRange
├── value is not the price to the wei → PriceChanged
├── valid → goes on from where it ends
└── expired → what it earned is booked, and it begins again now
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import DAY, NATIVE, events, reverts
from tests.contracts.memberships import CARD, FEE, GOLD, PERIOD, card_of, tier, worth

LAST_SECOND = 2**40 - 1


@pytest.mark.parametrize(("late", "begins"), [(-1, 0), (0, 0), (1, 1), (PERIOD, PERIOD)])
def test_renew__around_expiry__goes_on_or_begins_again(club, buyer, card, at, late, begins):
    at(card + late)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)

    assert club.expiresAt(CARD) == card + begins + PERIOD
    assert club.earningsOf(NATIVE) == (FEE if begins else 0)
    assert club.balance == 2 * FEE


def test_renew__events__say_all(club, buyer, stranger, card):
    receipt = club.renewSubscription(CARD, 3 * PERIOD, sender=stranger, value=3 * FEE)
    end = card + 3 * PERIOD

    renewed = {"membershipId": CARD, "payer": stranger, "paid": 3 * FEE, "expiresAt": end}
    assert events(receipt) == [
        ("MembershipRenewed", renewed),
        ("SubscriptionUpdate", {"tokenId": CARD, "expiration": end}),
        ("MetadataUpdate", {"_tokenId": CARD}),
    ]


def test_renew__by_a_stranger__is_a_gift(club, buyer, stranger, card):
    club.renewSubscription(CARD, PERIOD, sender=stranger, value=FEE)

    assert (club.ownerOf(CARD), club.expiresAt(CARD)) == (buyer, card + PERIOD)


def test_renew__of_a_closed_tier__still_may(club, admin, buyer, card):
    club.setTierClosed(GOLD, True, sender=admin)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)

    assert (club.isRenewable(CARD), club.expiresAt(CARD)) == (True, card + PERIOD)


def test_renew__in_the_middle__earns_on_at_the_same_pace(club, buyer, card, at):
    at(card - PERIOD // 2)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)
    at(card + PERIOD // 2)
    club.earn([CARD], sender=buyer)

    assert club.earningsOf(NATIVE) == 2 * FEE - worth(PERIOD // 2)


def test_renew__after_a_cancellation__begins_again(club, buyer, card, at):
    at(card - DAY)
    club.cancelSubscription(CARD, sender=buyer)
    earned = club.earningsOf(NATIVE)
    receipt = club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)

    assert club.expiresAt(CARD) == receipt.timestamp + PERIOD
    assert (club.earningsOf(NATIVE), club.refundOf(CARD), club.balance) == (earned, worth(PERIOD), earned + FEE)


@pytest.mark.parametrize("duration", [0, 1, PERIOD - 1, PERIOD + 1, 2**64 - 1])
def test_renew__part_of_a_period__reverts(club, buyer, card, duration):
    with reverts("DurationInvalid", duration, PERIOD):
        club.renewSubscription(CARD, duration, sender=buyer, value=FEE)


def test_renew__most_periods__and_one_more(club, buyer, card):
    with reverts("PeriodsOutOfRange", 121, 120):
        club.renewSubscription(CARD, 121 * PERIOD, sender=buyer, value=121 * FEE)
    club.renewSubscription(CARD, 120 * PERIOD, sender=buyer, value=120 * FEE)

    assert club.expiresAt(CARD) == card + 120 * PERIOD


@pytest.mark.parametrize("value", [0, FEE - 1, FEE + 1])
def test_renew__overpayment_or_less__is_never_kept(club, buyer, card, value):
    with reverts("PriceChanged", FEE, value):
        club.renewSubscription(CARD, PERIOD, sender=buyer, value=value)

    assert (club.balance, club.expiresAt(CARD)) == (FEE, card)


@pytest.mark.parametrize("membership", [0, CARD + 1, card_of(2, 1)])
def test_renew__no_such_membership__reverts(club, buyer, card, membership):
    with reverts("ERC721NonexistentToken", membership):
        club.renewSubscription(membership, PERIOD, sender=buyer, value=FEE)


def test_renew__beyond_what_a_date_can_say__reverts(club, admin, buyer):
    longest, card = (2**32 - 1) // DAY * DAY, card_of(2, 1)
    club.addTier(tier(price=1, period=longest), sender=admin)
    club.mint(2, buyer, 120, sender=buyer, value=120)
    club.renewSubscription(card, 100 * longest, sender=buyer, value=100)
    end = club.expiresAt(card)
    fits = (LAST_SECOND - end) // longest
    with reverts("SafeCastOverflowedUintDowncast", 40, end + (fits + 1) * longest):
        club.renewSubscription(card, (fits + 1) * longest, sender=buyer, value=fits + 1)
    club.renewSubscription(card, fits * longest, sender=buyer, value=fits)

    assert club.expiresAt(card) == end + fits * longest
