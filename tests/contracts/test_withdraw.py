"""withdraw(token, amount, to)
├── amount is zero → AmountZero
├── to nobody or to the market → RecipientInvalid
├── more than the claims → ERC6909InsufficientBalance
├── receiver refuses the native coin → NativeTransferFailed
├── token refuses → its own error, or SafeERC20FailedOperation
└── otherwise → claims shrink, `to` is paid, Withdrawn
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import NATIVE, event, events, reverts


@pytest.fixture
def funded(market, buyer):
    """`buyer` has 10 wei of claims."""
    market.deposit(NATIVE, 10, buyer, sender=buyer, value=10)


@pytest.mark.usefixtures("funded")
def test_withdraw__native_coin_to_another__pays_out(market, buyer, stranger, claims):
    before = stranger.balance
    receipt = market.withdraw(NATIVE, 4, stranger, sender=buyer)

    assert (claims(buyer), stranger.balance - before, market.balance) == (6, 4, 6)
    assert events(receipt) == [
        ("Transfer", {"caller": buyer, "sender": buyer, "receiver": NATIVE, "id": 0, "amount": 4}),
        ("Withdrawn", {"account": buyer, "token": NATIVE, "amount": 4, "to": stranger}),
    ]


def test_withdraw__erc20__pays_out(market, allowed_coin, buyer, stranger, claims):
    market.deposit(allowed_coin, 10, buyer, sender=buyer)
    receipt = market.withdraw(allowed_coin, 10, stranger, sender=buyer)

    assert (claims(buyer, allowed_coin), allowed_coin.balanceOf(stranger)) == (0, 10)
    assert event(receipt, "Withdrawn") == {"account": buyer, "token": allowed_coin, "amount": 10, "to": stranger}


@pytest.mark.usefixtures("funded")
def test_withdraw__more_than_the_claims__reverts(market, buyer):
    with reverts("ERC6909InsufficientBalance", buyer, 10, 11, 0):
        market.withdraw(NATIVE, 11, buyer, sender=buyer)


@pytest.mark.usefixtures("funded")
def test_withdraw__claims_of_another__reverts(market, stranger):
    with reverts("ERC6909InsufficientBalance", stranger, 0, 10, 0):
        market.withdraw(NATIVE, 10, stranger, sender=stranger)


@pytest.mark.usefixtures("funded")
def test_withdraw__amount_zero__reverts(market, buyer):
    with reverts("AmountZero"):
        market.withdraw(NATIVE, 0, buyer, sender=buyer)


@pytest.mark.usefixtures("funded")
def test_withdraw__to_nobody__reverts(market, buyer):
    with reverts("RecipientInvalid", NATIVE):
        market.withdraw(NATIVE, 10, NATIVE, sender=buyer)


@pytest.mark.usefixtures("funded")
def test_withdraw__to_the_market__reverts(market, buyer):
    with reverts("RecipientInvalid", market):
        market.withdraw(NATIVE, 10, market, sender=buyer)


@pytest.mark.usefixtures("funded")
def test_withdraw__receiver_refuses__reverts_and_claims_stay(market, buyer, stranger, claims):
    rejecting = stranger.deploy(project.ContractAccount)
    with reverts("NativeTransferFailed", rejecting, 10):
        market.withdraw(NATIVE, 10, rejecting, sender=buyer)
    assert claims(buyer) == 10
