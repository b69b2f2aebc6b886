"""Tokens and receivers as they are in the wild: they refuse, block, lie, keep a part, say nothing. None of them makes a
claim that is not held, or keeps anybody else from their own.
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import NATIVE, PRICE, line, payment, reverts

RETURNS_NOTHING, RETURNS_FALSE, MOVES_NOTHING, KEEPS_FEE = 1, 2, 3, 4
WEALTH = 10**24


@pytest.fixture
def odd(market, buyer, admin):
    """Deploys a token with a bad habit; the buyer has plenty and allows it all."""

    def deploy(habit=0):
        token = admin.deploy(project.OddToken, habit)
        token.mint(buyer, WEALTH, sender=buyer)
        token.approve(market, WEALTH, sender=buyer)
        return token

    return deploy


def bought(market, offer, buyer, token):
    """An order of `buyer` for `PRICE` of the token."""
    market.buy(line(offer(token=token)), payment(), sender=buyer)
    return market.getConfig().orderCount


# Receivers and tokens that refuse


def test_rejecting_receiver__as_buyer__does_not_block_the_seller(market, listing, seller, stranger, claims):
    account = stranger.deploy(project.ContractAccount, value=PRICE)
    data = market.buy.encode_input(line(listing), payment())
    account.execute(market, PRICE, data, sender=stranger)
    market.refund(1, 100, sender=seller)
    account.execute(market, 0, market.complete.encode_input(1), sender=stranger)

    assert (claims(seller), claims(account)) == (PRICE - 100, 100)
    market.withdraw(NATIVE, PRICE - 100, seller, sender=seller)


def test_rejecting_receiver__own_claims__leave_by_another_address(market, buyer, stranger, claims):
    account = stranger.deploy(project.ContractAccount)
    market.deposit(NATIVE, 100, account, sender=buyer, value=100)
    with reverts("NativeTransferFailed", account, 100):
        account.execute(market, 0, market.withdraw.encode_input(NATIVE, 100, account), sender=stranger)

    before = stranger.balance
    market_call = market.withdraw.encode_input(NATIVE, 100, stranger)
    receipt = account.execute(market, 0, market_call, sender=stranger)
    assert stranger.balance + receipt.total_fees_paid - before == 100


def test_bomb_receiver__a_megabyte_of_reasons__is_not_copied(market, buyer, stranger):
    """The bomb itself burns 2 M gas of the 3 M; a copy of its data would burn as much again."""
    bomb = stranger.deploy(project.BombAccount)
    market.deposit(NATIVE, 100, buyer, sender=buyer, value=100)
    with reverts("NativeTransferFailed", bomb, 100):
        market.withdraw(NATIVE, 100, bomb, sender=buyer, gas=3_000_000)


def test_blacklisting_token__seller_blocked__order_settles_and_claim_leaves_by_another_address(
    market, offer, odd, buyer, seller, stranger, claims
):
    token = odd()
    order = bought(market, offer, buyer, token)
    token.setBlocked(seller, True, sender=stranger)
    market.complete(order, sender=buyer)

    assert claims(seller, token) == PRICE
    with reverts("AccountBlocked", seller):
        market.withdraw(token, PRICE, seller, sender=seller)
    market.withdraw(token, PRICE, stranger, sender=seller)
    assert token.balanceOf(stranger) == PRICE


def test_blacklisting_token__buyer_blocked__refund_waits_as_a_claim(market, offer, odd, buyer, seller, claims):
    token = odd()
    order = bought(market, offer, buyer, token)
    token.setBlocked(buyer, True, sender=seller)
    market.cancel(order, sender=seller)

    assert claims(buyer, token) == PRICE


def test_blacklisting_token__market_blocked__strands_that_token_alone(market, odd, allowed_coin, buyer):
    token = odd()
    for of in (token, allowed_coin):
        market.deposit(of, 10, buyer, sender=buyer)
    token.setBlocked(market, True, sender=buyer)

    with reverts("AccountBlocked", market):
        market.withdraw(token, 10, buyer, sender=buyer)
    market.withdraw(allowed_coin, 10, buyer, sender=buyer)


# Tokens that lie


def test_fee_on_transfer__deposit_or_buy__reverts(market, offer, odd, buyer):
    token = odd(KEEPS_FEE)
    with reverts("AmountNotReceived", token, 1_000, 990):
        market.deposit(token, 1_000, buyer, sender=buyer)
    with reverts("AmountNotReceived", token, PRICE, PRICE * 99 // 100):
        bought(market, offer, buyer, token)


def test_fee_on_transfer__begun_after_the_deposit__claim_is_paid_whole(market, odd, buyer, stranger, claims):
    """What the token keeps on the way out is between it and the receiver."""
    token = odd()
    market.deposit(token, 1_000, buyer, sender=buyer)
    token.setHabit(KEEPS_FEE, sender=stranger)
    market.withdraw(token, 1_000, stranger, sender=buyer)

    assert (claims(buyer, token), token.balanceOf(market), token.balanceOf(stranger)) == (0, 0, 990)


def test_false_returning_token__deposit_or_buy__reverts(market, offer, odd, buyer):
    token = odd(RETURNS_FALSE)
    with reverts("SafeERC20FailedOperation", token):
        market.deposit(token, 1_000, buyer, sender=buyer)
    with reverts("SafeERC20FailedOperation", token):
        bought(market, offer, buyer, token)


def test_false_returning_token__withdraw__reverts_and_claims_stay(market, odd, buyer, claims):
    token = odd()
    market.deposit(token, 1_000, buyer, sender=buyer)
    token.setHabit(RETURNS_FALSE, sender=buyer)
    with reverts("SafeERC20FailedOperation", token):
        market.withdraw(token, 1_000, buyer, sender=buyer)

    assert claims(buyer, token) == 1_000


def test_token_that_moves_nothing__deposit_or_buy__reverts(market, offer, odd, buyer):
    token = odd(MOVES_NOTHING)
    with reverts("AmountNotReceived", token, 1_000, 0):
        market.deposit(token, 1_000, buyer, sender=buyer)
    with reverts("AmountNotReceived", token, PRICE, 0):
        bought(market, offer, buyer, token)


def test_silent_token__whole_sale__works(market, offer, odd, buyer, seller):
    token = odd(RETURNS_NOTHING)
    market.complete(bought(market, offer, buyer, token), sender=buyer)
    market.withdraw(token, PRICE, seller, sender=seller)

    assert token.balanceOf(seller) == PRICE
