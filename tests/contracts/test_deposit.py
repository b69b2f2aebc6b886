"""deposit(token, amount, to)
├── native coin
│   ├── value is not the amount → ValueMismatch
│   └── value is the amount → claims of `to` grow, Deposited
├── ERC-20
│   ├── native coin comes along → ValueMismatch
│   ├── no code at the address → TokenInvalid
│   ├── not allowed, or not owned → the token's own error
│   └── allowed and owned → claims of `to` grow, Deposited
├── amount is zero → AmountZero
└── to nobody or to the market → RecipientInvalid
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, NO_REASON, event, events, reverts


def test_deposit__native_coin__claims_of_recipient_grow(market, buyer, seller, claims):
    receipt = market.deposit(NATIVE, 7, seller, sender=buyer, value=7)

    assert claims(seller) == 7
    assert claims(buyer) == 0
    assert market.balance == 7
    assert events(receipt) == [
        ("Transfer", {"caller": buyer, "sender": NATIVE, "receiver": seller, "id": 0, "amount": 7}),
        ("Deposited", {"account": seller, "token": NATIVE, "amount": 7, "payer": buyer}),
    ]


def test_deposit__erc20__claims_of_recipient_grow(market, allowed_coin, buyer, seller, claims):
    receipt = market.deposit(allowed_coin, 7, seller, sender=buyer)

    assert claims(seller, allowed_coin) == 7
    assert allowed_coin.balanceOf(market) == 7
    assert event(receipt, "Deposited") == {"account": seller, "token": allowed_coin, "amount": 7, "payer": buyer}


@pytest.mark.parametrize("sent", [6, 8])
def test_deposit__value_is_not_the_amount__reverts(market, buyer, sent):
    with reverts("ValueMismatch", 7, sent):
        market.deposit(NATIVE, 7, buyer, sender=buyer, value=sent)


def test_deposit__native_coin_with_erc20__reverts(market, allowed_coin, buyer):
    with reverts("ValueMismatch", 0, 1):
        market.deposit(allowed_coin, 7, buyer, sender=buyer, value=1)


def test_deposit__token_without_code__reverts(market, buyer, stranger):
    with reverts("TokenInvalid", stranger):
        market.deposit(stranger, 7, buyer, sender=buyer)


def test_deposit__not_allowed__reverts(market, coin, buyer):
    with reverts("ERC20InsufficientAllowance", market, 0, 7):
        market.deposit(coin, 7, buyer, sender=buyer)


def test_deposit__not_owned__reverts(market, coin, stranger):
    coin.approve(market, 7, sender=stranger)
    with reverts("ERC20InsufficientBalance", stranger, 0, 7):
        market.deposit(coin, 7, stranger, sender=stranger)


def test_deposit__amount_zero__reverts(market, buyer):
    with reverts("AmountZero"):
        market.deposit(NATIVE, 0, buyer, sender=buyer)


def test_deposit__to_nobody__reverts(market, buyer):
    with reverts("RecipientInvalid", NATIVE):
        market.deposit(NATIVE, 7, NATIVE, sender=buyer, value=7)


def test_deposit__to_the_market__reverts(market, buyer):
    with reverts("RecipientInvalid", market):
        market.deposit(NATIVE, 7, market, sender=buyer, value=7)


def test_receive__native_coin_without_a_call__reverts(market, buyer):
    """Coin sent without a word would belong to nobody."""
    with reverts(NO_REASON):
        buyer.transfer(market, 7)
