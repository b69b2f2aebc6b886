"""depositBond(token, amount)
├── caller never registered → SellerUnknown; nothing → AmountZero
├── the register may not take the claims, or there are too few → ERC6909InsufficientAllowance, …Balance
└── otherwise → the claims are the register's, BondDeposited
unlockBond(token, amount)
├── more than is bonded → BondTooLow; more than a uint88 → UnlockTooHigh
└── otherwise → may leave in ninety days, for fourteen, BondUnlocking; replaces an earlier one, 0 calls it off
withdrawBond(token)
├── nothing unlocked → AmountZero; too early → BondLocked; too late → UnlockLapsed
└── otherwise → what was unlocked, less what a slash has left too little for, BondWithdrawn
slash(seller, token, amount, to, orderId)
├── caller is not the market's disputes → NotDisputes
├── nothing bonded, or nothing asked → 0
└── otherwise → up to the bond, unlocked or not, as claims of `to`, BondSlashed
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import DAY, NATIVE, event, events, reverts

DELAY = 90 * DAY
OPEN = 14 * DAY
BOND = 1_000
PLAIN = 0
WITHOUT_HABITS = 0
REASON = b"\x02" * 32


@pytest.fixture
def funded(market, registry, seller):
    """Twice `BOND` of native coin in the seller's claims; the register may take them."""
    market.deposit(NATIVE, 2 * BOND, seller, sender=seller, value=2 * BOND)
    market.approve(registry, 0, 2 * BOND, sender=seller)


@pytest.fixture
def bonded(registry, funded, seller):
    """`BOND` of the seller is bonded."""
    registry.depositBond(NATIVE, BOND, sender=seller)


@pytest.fixture
def coin_of_giants(market, registry, admin, seller):
    """A token with so many units that 2⁸⁸ of them are bonded."""
    token = admin.deploy(project.OddToken, WITHOUT_HABITS)
    token.mint(seller, 2**88, sender=seller)
    token.approve(market, 2**88, sender=seller)
    market.deposit(token, 2**88, seller, sender=seller)
    market.setOperator(registry, True, sender=seller)
    registry.depositBond(token, 2**88, sender=seller)
    return token


@pytest.fixture
def bond(registry, seller):
    """The seller's: amount, unlocking, unlocks at."""
    return lambda token=NATIVE: tuple(registry.bondOf(seller, token))


def test_deposit_bond__claims__are_bonded(registry, funded, seller, claims, bond):
    receipt = registry.depositBond(NATIVE, BOND, sender=seller)

    assert (bond(), claims(seller), claims(registry)) == ((BOND, 0, 0), BOND, BOND)
    expected = {"seller": seller, "token": NATIVE, "amount": BOND, "bonded": BOND}
    assert event(receipt, "BondDeposited") == expected


def test_deposit_bond__more__is_added(registry, bonded, seller, bond):
    receipt = registry.depositBond(NATIVE, 5, sender=seller)

    assert (bond()[0], event(receipt, "BondDeposited")["bonded"]) == (BOND + 5, BOND + 5)


def test_deposit_bond__another_token__is_apart(market, registry, bonded, coin, buyer, seller, bond):
    coin.approve(market, 50, sender=buyer)
    market.deposit(coin, 50, seller, sender=buyer)
    market.setOperator(registry, True, sender=seller)
    registry.depositBond(coin, 50, sender=seller)

    assert (bond(coin)[0], bond()[0]) == (50, BOND)


def test_deposit_bond__suspended_seller__may(registry, funded, seller, moderator, bond):
    registry.suspend(seller, REASON, sender=moderator)
    registry.depositBond(NATIVE, BOND, sender=seller)

    assert bond()[0] == BOND


def test_deposit_bond__not_registered__reverts(registry, stranger):
    with reverts("SellerUnknown", stranger):
        registry.depositBond(NATIVE, BOND, sender=stranger)


def test_deposit_bond__nothing__reverts(registry, funded, seller):
    with reverts("AmountZero"):
        registry.depositBond(NATIVE, 0, sender=seller)


def test_deposit_bond__claims_not_allowed__reverts(market, registry, seller):
    market.deposit(NATIVE, BOND, seller, sender=seller, value=BOND)
    with reverts("ERC6909InsufficientAllowance", registry, 0, BOND, 0):
        registry.depositBond(NATIVE, BOND, sender=seller)


def test_deposit_bond__too_few_claims__reverts(market, registry, funded, seller):
    market.approve(registry, 0, 2**128, sender=seller)
    with reverts("ERC6909InsufficientBalance", seller, 2 * BOND, 2 * BOND + 1, 0):
        registry.depositBond(NATIVE, 2 * BOND + 1, sender=seller)


def test_unlock_bond__a_part__leaves_in_ninety_days(registry, bonded, seller, bond):
    receipt = registry.unlockBond(NATIVE, 300, sender=seller)
    until = receipt.timestamp + DELAY

    assert bond() == (BOND, 300, until)
    expected = {"seller": seller, "token": NATIVE, "amount": 300, "unlocksAt": until}
    assert events(receipt) == [("BondUnlocking", expected)]


def test_unlock_bond__again__begins_anew(registry, bonded, seller, bond, at):
    first = registry.unlockBond(NATIVE, 300, sender=seller)
    at(first.timestamp + 10 * DAY)
    registry.unlockBond(NATIVE, 200, sender=seller)

    assert bond() == (BOND, 200, first.timestamp + 10 * DAY + DELAY)


def test_unlock_bond__nothing__calls_it_off(registry, bonded, seller, at):
    first = registry.unlockBond(NATIVE, 300, sender=seller)
    registry.unlockBond(NATIVE, 0, sender=seller)
    at(first.timestamp + DELAY)
    with reverts("AmountZero"):
        registry.withdrawBond(NATIVE, sender=seller)


def test_unlock_bond__all__may(registry, bonded, seller, bond):
    registry.unlockBond(NATIVE, BOND, sender=seller)

    assert bond()[1] == BOND


@pytest.mark.parametrize("amount", [BOND + 1, 2**88, 2**88 + 1, 2**256 - 1])
def test_unlock_bond__more_than_is_bonded__reverts(registry, bonded, seller, amount):
    with reverts("BondTooLow", amount, BOND):
        registry.unlockBond(NATIVE, amount, sender=seller)


@pytest.mark.parametrize(("late", "passes"), [(-1, False), (0, True), (1, True)])
def test_withdraw_bond__around_ninety_days__to_the_second(registry, bonded, seller, claims, at, bond, late, passes):
    until = registry.unlockBond(NATIVE, 300, sender=seller).timestamp + DELAY
    at(until + late)
    if not passes:
        with reverts("BondLocked", until, until - 1):
            registry.withdrawBond(NATIVE, sender=seller)
        return
    receipt = registry.withdrawBond(NATIVE, sender=seller)

    assert (bond()[:2], claims(seller)) == ((BOND - 300, 0), BOND + 300)
    expected = {"seller": seller, "token": NATIVE, "amount": 300, "bonded": BOND - 300}
    assert event(receipt, "BondWithdrawn") == expected


@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False), (10 * DELAY, False)])
def test_withdraw_bond__around_the_end_of_its_time__to_the_second(
    registry, bonded, seller, claims, at, bond, late, passes
):
    lapses = registry.unlockBond(NATIVE, 300, sender=seller).timestamp + DELAY + OPEN
    at(lapses + late)
    if passes:
        registry.withdrawBond(NATIVE, sender=seller)
        assert claims(seller) == BOND + 300
        return
    with reverts("UnlockLapsed", lapses, lapses + late):
        registry.withdrawBond(NATIVE, sender=seller)

    assert bond()[0] == BOND


def test_withdraw_bond__lapsed_and_unlocked_anew__waits_again(registry, bonded, seller, claims, at):
    """What was unlocked long ago does not stand ready to leave when trouble comes."""
    at(registry.unlockBond(NATIVE, 300, sender=seller).timestamp + DELAY + OPEN + 1)
    until = registry.unlockBond(NATIVE, 300, sender=seller).timestamp + DELAY
    at(until - 1)
    with reverts("BondLocked", until, until - 1):
        registry.withdrawBond(NATIVE, sender=seller)
    at(until)
    registry.withdrawBond(NATIVE, sender=seller)

    assert claims(seller) == BOND + 300


def test_unlock_bond__more_than_fits__reverts(market, registry, coin_of_giants, seller, bond):
    most = 2**88 - 1
    with reverts("UnlockTooHigh", most + 1, most):
        registry.unlockBond(coin_of_giants, most + 1, sender=seller)
    registry.unlockBond(coin_of_giants, most, sender=seller)

    assert bond(coin_of_giants)[:2] == (2**88, most)


def test_withdraw_bond__twice__reverts(registry, bonded, seller, at):
    at(registry.unlockBond(NATIVE, 300, sender=seller).timestamp + DELAY)
    registry.withdrawBond(NATIVE, sender=seller)
    with reverts("AmountZero"):
        registry.withdrawBond(NATIVE, sender=seller)


def test_withdraw_bond__nothing_unlocked__reverts(registry, bonded, seller, stranger):
    for caller in (seller, stranger):
        with reverts("AmountZero"):
            registry.withdrawBond(NATIVE, sender=caller)


def test_withdraw_bond__of_another_seller__stays(registry, bonded, seller, other_seller, at):
    at(registry.unlockBond(NATIVE, BOND, sender=seller).timestamp + DELAY)
    with reverts("AmountZero"):
        registry.withdrawBond(NATIVE, sender=other_seller)


def test_slash__a_part__is_a_claim_of_the_buyer(registry, bonded, seller, buyer, resolver, claims, bond):
    receipt = registry.slash(seller, NATIVE, 400, buyer, 9, sender=resolver)

    assert (bond()[0], claims(buyer), claims(registry)) == (BOND - 400, 400, BOND - 400)
    expected = {"seller": seller, "token": NATIVE, "orderId": 9, "to": buyer, "amount": 400, "bonded": BOND - 400}
    assert event(receipt, "BondSlashed") == expected


@pytest.mark.parametrize("amount", [BOND, BOND + 1, 2**128 + 1, 2**256 - 1])
def test_slash__more_than_is_bonded__takes_what_is_there(
    registry, bonded, seller, buyer, resolver, claims, bond, amount
):
    assert registry.slash.call(seller, NATIVE, amount, buyer, 9, sender=resolver) == BOND
    registry.slash(seller, NATIVE, amount, buyer, 9, sender=resolver)

    assert (bond()[0], claims(buyer)) == (0, BOND)


def test_slash__nothing__takes_nothing(registry, bonded, seller, other_seller, buyer, resolver):
    for of, amount in ((seller, 0), (other_seller, 5)):
        assert registry.slash.call(of, NATIVE, amount, buyer, 9, sender=resolver) == 0
        assert events(registry.slash(of, NATIVE, amount, buyer, 9, sender=resolver)) == []


@pytest.mark.parametrize("who", ["seller", "buyer", "moderator", "admin", "stranger"])
def test_slash__by_another__reverts(registry, bonded, seller, buyer, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotDisputes", caller):
        registry.slash(seller, NATIVE, 1, buyer, 9, sender=caller)


def test_slash__while_unlocking__still_answers(registry, bonded, seller, buyer, resolver, claims, bond, at):
    at(registry.unlockBond(NATIVE, BOND, sender=seller).timestamp + DELAY)
    registry.slash(seller, NATIVE, 400, buyer, 9, sender=resolver)
    registry.withdrawBond(NATIVE, sender=seller)

    assert (bond()[0], claims(buyer), claims(seller), claims(registry)) == (0, 400, 2 * BOND - 400, 0)


def test_slash__part_that_is_not_unlocking__goes_first(registry, bonded, seller, buyer, resolver, bond):
    registry.unlockBond(NATIVE, 300, sender=seller)
    registry.slash(seller, NATIVE, 700, buyer, 9, sender=resolver)

    assert bond()[:2] == (300, 300)


def test_slash__then_bonded_again__new_bond_serves_its_own_time(registry, bonded, seller, buyer, resolver, bond, at):
    at(registry.unlockBond(NATIVE, BOND, sender=seller).timestamp + DELAY)
    registry.slash(seller, NATIVE, 400, buyer, 9, sender=resolver)
    registry.depositBond(NATIVE, 400, sender=seller)
    registry.withdrawBond(NATIVE, sender=seller)

    assert bond()[:2] == (400, 0)


def test_slash__of_one_seller__leaves_the_others(market, registry, bonded, other_seller, seller, buyer, resolver):
    market.deposit(NATIVE, BOND, other_seller, sender=buyer, value=BOND)
    market.setOperator(registry, True, sender=other_seller)
    registry.depositBond(NATIVE, BOND, sender=other_seller)
    registry.slash(seller, NATIVE, 2 * BOND, buyer, 9, sender=resolver)

    assert registry.bondOf(other_seller, NATIVE).amount == BOND
