"""Memberships paid in ERC-20 tokens, the good one and those with bad habits; and every way back in from a token's hook.

A purchase writes first and takes the token last; what moves tokens is shut while one of them moves.
"""

from __future__ import annotations

import pytest
from ape import project
from eth_utils import keccak

from tests.contracts.helpers import NATIVE, reverts
from tests.contracts.memberships import CARD, COIN_TIER, FEE, GOLD, PERIOD, WEALTH, card_of, tier, worth

RETURNS_NOTHING, RETURNS_FALSE, MOVES_NOTHING, KEEPS_FEE, CALLS_BACK = range(1, 6)
REENTERED = keccak(text="ReentrancyGuardReentrantCall()")[:4]
ODD_TIER = 2
ODD_CARD = card_of(ODD_TIER, 1)


@pytest.fixture
def odd(club, admin, buyer):
    """A token without habits yet, the price of `ODD_TIER`; the club may take the buyer's."""
    odd = admin.deploy(project.OddToken, 0)
    odd.mint(buyer, WEALTH, sender=buyer)
    odd.approve(club, WEALTH, sender=buyer)
    club.addTier(tier(token=odd, name="Odd"), sender=admin)
    return odd


def test_mint__for_an_erc20__takes_the_price_of_the_payer(coin_club, coin, buyer, stranger):
    before = coin.balanceOf(buyer)
    coin_club.mint(COIN_TIER, stranger, 3, sender=buyer)

    assert (coin.balanceOf(coin_club), before - coin.balanceOf(buyer)) == (3 * FEE, 3 * FEE)
    assert (coin_club.ownerOf(card_of(COIN_TIER, 1)), coin_club.balance) == (stranger, 0)


def test_cancel__paid_in_an_erc20__refunds_it(coin_club, club_claims, coin, buyer, at):
    coin_club.mint(COIN_TIER, buyer, 1, sender=buyer)
    membership = card_of(COIN_TIER, 1)
    at(coin_club.expiresAt(membership) - PERIOD // 3)
    coin_club.cancelSubscription(membership, sender=buyer)

    refund = worth(PERIOD // 3)
    assert (club_claims(buyer, coin), club_claims(buyer)) == (refund, 0)
    assert coin.balanceOf(coin_club) == coin_club.earningsOf(coin) == FEE - refund
    assert coin.allowance(coin_club, coin_club.market()) == 0


@pytest.mark.parametrize("act", ["mint", "renew"])
def test_pay__native_coin_for_an_erc20__reverts(coin_club, coin, buyer, act):
    coin_club.mint(COIN_TIER, buyer, 1, sender=buyer)
    with reverts("PriceChanged", 0, FEE):
        if act == "mint":
            coin_club.mint(COIN_TIER, buyer, 1, sender=buyer, value=FEE)
        else:
            coin_club.renewSubscription(card_of(COIN_TIER, 1), PERIOD, sender=buyer, value=FEE)


def test_mint__not_allowed_enough__reverts(coin_club, coin, buyer):
    coin.approve(coin_club, FEE - 1, sender=buyer)
    with reverts("ERC20InsufficientAllowance", coin_club, FEE - 1, FEE):
        coin_club.mint(COIN_TIER, buyer, 1, sender=buyer)


def test_token_that_returns_nothing__pays_renews_and_refunds(club, club_claims, odd, buyer):
    odd.setHabit(RETURNS_NOTHING, sender=buyer)
    club.mint(ODD_TIER, buyer, 1, sender=buyer)
    club.renewSubscription(ODD_CARD, PERIOD, sender=buyer)
    club.cancelSubscription(ODD_CARD, sender=buyer)

    assert club_claims(buyer, odd) > FEE
    assert club_claims(buyer, odd) + club.earningsOf(odd) == 2 * FEE


@pytest.mark.parametrize("act", ["mint", "renew"])
@pytest.mark.parametrize(
    ("habit", "error", "received"),
    [
        (RETURNS_FALSE, "SafeERC20FailedOperation", None),
        (MOVES_NOTHING, "AmountNotReceived", 0),
        (KEEPS_FEE, "AmountNotReceived", FEE - FEE // 100),
    ],
)
def test_token_with_a_bad_habit__is_refused(club, odd, buyer, act, habit, error, received):
    club.mint(ODD_TIER, buyer, 1, sender=buyer)
    end = club.expiresAt(ODD_CARD)
    odd.setHabit(habit, sender=buyer)
    with reverts(error, odd, *([FEE, received] if received is not None else [])):
        if act == "mint":
            club.mint(ODD_TIER, buyer, 1, sender=buyer)
        else:
            club.renewSubscription(ODD_CARD, PERIOD, sender=buyer)

    assert (club.expiresAt(ODD_CARD), club.getTier(ODD_TIER).minted, odd.balanceOf(club)) == (end, 1, FEE)


def test_token_that_blocks_the_holder__refund_is_a_claim_all_the_same(club, club_claims, odd, buyer):
    club.mint(ODD_TIER, buyer, 1, sender=buyer)
    odd.setBlocked(buyer, True, sender=buyer)
    club.cancelSubscription(ODD_CARD, sender=buyer)

    assert club_claims(buyer, odd) > 0


@pytest.fixture
def intruder(club, odd, stranger, buyer):
    """A contract account that is a member in both coins and strikes when the token calls it back."""
    account = stranger.deploy(project.Intruder, value=WEALTH)
    odd.mint(account, WEALTH, sender=stranger)
    account.execute(odd, 0, odd.approve.encode_input(club, WEALTH), sender=stranger)
    club.mint(GOLD, account, 1, sender=buyer, value=FEE)
    club.mint(ODD_TIER, account, 1, sender=buyer)
    odd.setHabit(CALLS_BACK, sender=buyer)
    return account


@pytest.fixture
def calls(club, odd, intruder):
    """Each function that pays or is paid in the token, and its like in native coin, as calls that would succeed."""
    return {
        "mint": club.mint.encode_input(ODD_TIER, intruder, 1),
        "renew": club.renewSubscription.encode_input(ODD_CARD, PERIOD),
        "cancel": club.cancelSubscription.encode_input(ODD_CARD),
        "cancel_native": club.cancelSubscription.encode_input(CARD),
        "earn": club.earn.encode_input([CARD, ODD_CARD]),
    }


@pytest.mark.parametrize("outer", ["mint", "renew"])
@pytest.mark.parametrize("inner", ["mint", "renew", "cancel", "cancel_native", "earn"])
def test_reentrancy__what_moves_money_from_a_payers_hook__is_refused(club, intruder, stranger, calls, outer, inner):
    intruder.arm(club, 0, calls[inner], sender=stranger)
    intruder.execute(club, 0, calls[outer], sender=stranger)

    assert (intruder.struck(), intruder.succeeded()) == (True, False)
    assert bytes(intruder.answer()) == REENTERED


@pytest.mark.parametrize("function", ["mint", "renew", "cancel", "cancel_native", "earn"])
def test_reentrancy__same_call_from_outside__succeeds(club, intruder, stranger, calls, function):
    """So that the refusals above have no other cause."""
    intruder.execute(club, 0, calls[function], sender=stranger)


def test_reentrancy__collect_earnings_from_within__is_refused(club, authority, admin, intruder, stranger, calls, at):
    at(club.expiresAt(CARD))
    club.earn([CARD], sender=stranger)
    authority.grantRole(2, intruder, 0, sender=admin)
    intruder.arm(club, 0, club.collectEarnings.encode_input(NATIVE, stranger, FEE), sender=stranger)
    intruder.execute(club, 0, calls["mint"], sender=stranger)

    assert (intruder.succeeded(), bytes(intruder.answer())) == (False, REENTERED)


def test_reentrancy__sold_while_renewing__stays_sold(club, odd, intruder, buyer, stranger, calls):
    """The renewal must not write the old holder back over the new one."""
    sale = club.transferFrom.encode_input(intruder, buyer, ODD_CARD)
    intruder.arm(club, 0, sale, sender=stranger)
    before = club.expiresAt(ODD_CARD)
    intruder.execute(club, 0, calls["renew"], sender=stranger)

    assert intruder.succeeded() is True
    assert (club.ownerOf(ODD_CARD), club.expiresAt(ODD_CARD)) == (buyer, before + PERIOD)
    assert (club.balanceOf(buyer), club.balanceOf(intruder)) == (1, 1)


def test_reentrancy__another_coin_while_paying__all_adds_up(club, odd, intruder, stranger, calls):
    """A purchase in native coin is open meanwhile: it shares nothing with the one that is paid in the token."""
    intruder.arm(club, FEE, club.mint.encode_input(GOLD, intruder, 1), sender=stranger)
    intruder.execute(club, 0, calls["mint"], sender=stranger)

    assert intruder.succeeded() is True
    assert (club.balance, odd.balanceOf(club)) == (2 * FEE, 2 * FEE)
    assert club.balanceOf(intruder) == 4


def test_reentrancy__donation_while_paying__reverts(club, odd, intruder, stranger, calls):
    """What comes beside the price would be counted with it."""
    intruder.arm(odd, 0, odd.transfer.encode_input(club, 5), sender=stranger)
    before = odd.balanceOf(club)
    with pytest.raises(Exception, match=keccak(text="AmountNotReceived(address,uint256,uint256)")[:4].hex()):
        intruder.execute(club, 0, calls["mint"], sender=stranger)

    assert odd.balanceOf(club) == before
