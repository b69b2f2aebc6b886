"""earn(membershipIds)
├── one of them is unknown → ERC721NonexistentToken, and nothing is booked
└── otherwise → earnings are all that was paid for the days that have begun; twice in a day, or twice in the list, books
    nothing more
collectEarnings(token, to, amount)
├── caller is no treasurer → AccessManagedUnauthorized
├── more than is earned → EarningsTooLow; nothing → AmountZero; to nobody → RecipientInvalid (the market's)
└── otherwise → a claim of `to`, EarningsCollected
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import DAY, NATIVE, event, reverts
from tests.contracts.memberships import CARD, COIN_TIER, FEE, GOLD, PERIOD, card_of, worth


@pytest.fixture
def earned(club, stranger, card, at):
    """The card has run out and is booked."""
    at(card + 1)
    club.earn([CARD], sender=stranger)
    return FEE


@pytest.mark.parametrize(
    ("late", "days"), [(-2 * DAY, 1), (-DAY - 1, 1), (-DAY, 0), (-1, 0), (0, 0), (1, 0), (PERIOD, 0)]
)
def test_earn__around_expiry__all_but_the_days_that_are_left(club, stranger, card, at, late, days):
    at(card + late)
    club.earn([CARD], sender=stranger)

    held = FEE * days // 30
    assert (club.earningsOf(NATIVE), club.refundOf(CARD)) == (FEE - held, held)
    assert club.getMembership(CARD).earnedUntil == card - days * DAY


def test_earn__in_the_second_of_the_purchase__is_a_day(club, buyer):
    begun = club.mint(GOLD, buyer, 1, sender=buyer, value=FEE).timestamp
    club.earn([CARD], sender=buyer)

    assert club.earningsOf(NATIVE) == FEE - FEE * 29 // 30
    assert club.getMembership(CARD).earnedUntil == begun + DAY


def test_earn__before_a_renewal__shifts_no_day(club, buyer, card, at):
    """What is earned follows from the time alone, however often others ask for it."""
    at(card - 3 * DAY - 5)
    club.earn([CARD], sender=buyer)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)
    at(card - DAY - 5)
    club.earn([CARD], sender=buyer)

    assert club.earningsOf(NATIVE) == 2 * FEE - FEE * 31 // 30


def test_earn__the_same_twice__books_once(club, stranger, card, at):
    at(card - 7 * DAY)
    club.earn([CARD, CARD], sender=stranger)

    assert club.earningsOf(NATIVE) == FEE - worth(7 * DAY)


def test_earn__after_a_cancellation__books_nothing(club, buyer, card, at):
    at(card - PERIOD // 2)
    club.cancelSubscription(CARD, sender=buyer)
    earned = club.earningsOf(NATIVE)
    at(card + PERIOD)
    club.earn([CARD], sender=buyer)

    assert club.earningsOf(NATIVE) == club.balance == earned


def test_earn__nothing__is_nothing(club, stranger, card):
    club.earn([], sender=stranger)

    assert club.earningsOf(NATIVE) == 0


def test_earn__one_is_unknown__books_none(club, stranger, card, at):
    at(card)
    with reverts("ERC721NonexistentToken", CARD + 1):
        club.earn([CARD, CARD + 1], sender=stranger)

    assert club.earningsOf(NATIVE) == 0


def test_earn__several_tokens__each_apart(coin_club, coin, buyer, card, at):
    coin_club.mint(COIN_TIER, buyer, 1, sender=buyer)
    at(card + PERIOD)
    coin_club.earn([CARD, card_of(COIN_TIER, 1)], sender=buyer)

    assert (coin_club.earningsOf(NATIVE), coin_club.earningsOf(coin)) == (FEE, FEE)


def test_collect_earnings__all__is_a_claim(club, club_claims, treasurer, stranger, earned):
    receipt = club.collectEarnings(NATIVE, stranger, earned, sender=treasurer)

    assert (club.earningsOf(NATIVE), club.balance, club_claims(stranger)) == (0, 0, earned)
    assert event(receipt, "EarningsCollected") == {"token": NATIVE, "to": stranger, "amount": earned}


def test_collect_earnings__of_an_erc20__is_a_claim(coin_club, club_claims, coin, buyer, treasurer, at):
    coin_club.mint(COIN_TIER, buyer, 2, sender=buyer)
    at(coin_club.expiresAt(card_of(COIN_TIER, 1)))
    coin_club.earn([card_of(COIN_TIER, 1)], sender=buyer)
    coin_club.collectEarnings(coin, treasurer, FEE, sender=treasurer)

    assert (coin_club.earningsOf(coin), coin.balanceOf(coin_club), club_claims(treasurer, coin)) == (FEE, FEE, FEE)
    assert coin.allowance(coin_club, coin_club.market()) == 0


def test_collect_earnings__one_wei_more__reverts(club, treasurer, earned):
    with reverts("EarningsTooLow", earned + 1, earned):
        club.collectEarnings(NATIVE, treasurer, earned + 1, sender=treasurer)


def test_collect_earnings__of_a_token_never_paid_in__reverts(club, coin, treasurer, earned):
    with reverts("EarningsTooLow", 1, 0):
        club.collectEarnings(coin, treasurer, 1, sender=treasurer)


def test_collect_earnings__nothing__reverts(club, treasurer, earned):
    with reverts("AmountZero"):
        club.collectEarnings(NATIVE, treasurer, 0, sender=treasurer)


def test_collect_earnings__to_nobody_or_the_market__reverts(club, club_market, treasurer, earned):
    for to in (NATIVE, club_market.address):
        with reverts("RecipientInvalid", to):
            club.collectEarnings(NATIVE, to, 1, sender=treasurer)

    assert club.earningsOf(NATIVE) == earned


def test_collect_earnings__by_another__reverts(club, admin, buyer, stranger, earned):
    for caller in (admin, buyer, stranger):
        with reverts("AccessManagedUnauthorized", caller):
            club.collectEarnings(NATIVE, caller, 1, sender=caller)


def test_collect_earnings__coin_forced_upon_the_club__is_nobodys(club, admin, treasurer, earned):
    admin.deploy(project.ForcedEther, club, value=5)
    with reverts("EarningsTooLow", earned + 5, earned):
        club.collectEarnings(NATIVE, treasurer, earned + 5, sender=treasurer)

    assert club.balance == earned + 5


def test_collect_earnings__while_others_are_members__leaves_what_is_held(club, buyer, treasurer, earned):
    club.mint(GOLD, buyer, 3, sender=buyer, value=3 * FEE)
    club.collectEarnings(NATIVE, treasurer, earned, sender=treasurer)
    club.cancelSubscription(CARD + 1, sender=buyer)

    assert club.balance == club.earningsOf(NATIVE)
