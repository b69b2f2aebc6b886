"""Claims as ERC-6909 tokens
transfer(receiver, id, amount), transferFrom(sender, receiver, id, amount)
├── to nobody → ERC6909InvalidReceiver
├── to the market → RecipientInvalid
├── more than the claims → ERC6909InsufficientBalance
├── neither owner, operator nor allowed enough → ERC6909InsufficientAllowance
├── by an operator → moves, allowance untouched
├── by one allowed → moves, allowance shrinks; the infinite one does not
└── otherwise → moves, Transfer, true
approve, setOperator
├── nobody as spender → ERC6909InvalidSpender
└── otherwise → Approval, OperatorSet, true
supportsInterface: ERC-165 and ERC-6909
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, events, reverts

INFINITE = 2**256 - 1


@pytest.fixture(autouse=True)
def funded(market, buyer):
    """`buyer` has 10 wei of claims."""
    market.deposit(NATIVE, 10, buyer, sender=buyer, value=10)


def test_transfer__own_claims__moves_them(market, buyer, seller, claims):
    receipt = market.transfer(seller, 0, 4, sender=buyer)

    assert (claims(buyer), claims(seller)) == (6, 4)
    moved = {"caller": buyer, "sender": buyer, "receiver": seller, "id": 0, "amount": 4}
    assert events(receipt) == [("Transfer", moved)]


def test_transfer__simulated__returns_true(market, buyer, seller):
    assert market.transfer.call(seller, 0, 4, sender=buyer) is True
    assert market.approve.call(seller, 0, 4, sender=buyer) is True
    assert market.setOperator.call(seller, True, sender=buyer) is True


def test_transfer__to_oneself__changes_nothing(market, buyer, claims):
    market.transfer(buyer, 0, 4, sender=buyer)

    assert claims(buyer) == 10


def test_transfer__more_than_the_claims__reverts(market, buyer, seller):
    with reverts("ERC6909InsufficientBalance", buyer, 10, 11, 0):
        market.transfer(seller, 0, 11, sender=buyer)


def test_transfer__to_nobody__reverts(market, buyer):
    with reverts("ERC6909InvalidReceiver", NATIVE):
        market.transfer(NATIVE, 0, 4, sender=buyer)


def test_transfer__to_the_market__reverts(market, buyer):
    with reverts("RecipientInvalid", market):
        market.transfer(market, 0, 4, sender=buyer)


def test_transfer_from__to_the_market__reverts(market, buyer):
    with reverts("RecipientInvalid", market):
        market.transferFrom(buyer, market, 0, 4, sender=buyer)


def test_transfer_from__by_the_owner__needs_no_allowance(market, buyer, seller, claims):
    market.transferFrom(buyer, seller, 0, 4, sender=buyer)

    assert (claims(buyer), claims(seller)) == (6, 4)


def test_transfer_from__not_allowed__reverts(market, buyer, stranger):
    with reverts("ERC6909InsufficientAllowance", stranger, 0, 4, 0):
        market.transferFrom(buyer, stranger, 0, 4, sender=stranger)


def test_transfer_from__allowed_too_little__reverts(market, buyer, stranger):
    market.approve(stranger, 0, 3, sender=buyer)
    with reverts("ERC6909InsufficientAllowance", stranger, 3, 4, 0):
        market.transferFrom(buyer, stranger, 0, 4, sender=stranger)


def test_transfer_from__allowed_for_another_token__reverts(market, coin, buyer, stranger):
    market.approve(stranger, int(coin.address, 16), 4, sender=buyer)
    with reverts("ERC6909InsufficientAllowance", stranger, 0, 4, 0):
        market.transferFrom(buyer, stranger, 0, 4, sender=stranger)


def test_transfer_from__allowed__allowance_shrinks(market, buyer, stranger, claims):
    market.approve(stranger, 0, 5, sender=buyer)
    market.transferFrom(buyer, stranger, 0, 4, sender=stranger)

    assert (claims(stranger), market.allowance(buyer, stranger, 0)) == (4, 1)


def test_transfer_from__allowed_without_end__allowance_stays(market, buyer, stranger, claims):
    market.approve(stranger, 0, INFINITE, sender=buyer)
    market.transferFrom(buyer, stranger, 0, 4, sender=stranger)

    assert (claims(stranger), market.allowance(buyer, stranger, 0)) == (4, INFINITE)


def test_transfer_from__by_an_operator__moves_until_dismissed(market, buyer, stranger, claims):
    market.setOperator(stranger, True, sender=buyer)
    market.transferFrom(buyer, stranger, 0, 4, sender=stranger)
    market.setOperator(stranger, False, sender=buyer)

    assert claims(stranger) == 4
    with reverts("ERC6909InsufficientAllowance", stranger, 0, 4, 0):
        market.transferFrom(buyer, stranger, 0, 4, sender=stranger)


def test_transfer_from__nobody_as_sender__reverts(market, buyer):
    with reverts("ERC6909InsufficientAllowance", buyer, 0, 4, 0):
        market.transferFrom(NATIVE, buyer, 0, 4, sender=buyer)


def test_approve__a_spender__logs_it(market, buyer, stranger):
    receipt = market.approve(stranger, 0, 5, sender=buyer)

    assert events(receipt) == [("Approval", {"owner": buyer, "spender": stranger, "id": 0, "amount": 5})]


def test_set_operator__a_spender__logs_it(market, buyer, stranger):
    receipt = market.setOperator(stranger, True, sender=buyer)

    assert market.isOperator(buyer, stranger) is True
    assert events(receipt) == [("OperatorSet", {"owner": buyer, "spender": stranger, "approved": True})]


def test_approve__nobody__reverts(market, buyer):
    with reverts("ERC6909InvalidSpender", NATIVE):
        market.approve(NATIVE, 0, 5, sender=buyer)


def test_set_operator__nobody__reverts(market, buyer):
    with reverts("ERC6909InvalidSpender", NATIVE):
        market.setOperator(NATIVE, True, sender=buyer)


@pytest.mark.parametrize(
    ("interface", "supported"), [("0x01ffc9a7", True), ("0x0f632fb3", True), ("0xffffffff", False)]
)
def test_supports_interface__erc165_and_erc6909__are_supported(market, interface, supported):
    assert market.supportsInterface(interface) is supported
