"""depositWithPermit(token, amount, to, permit)
├── native coin, or no code at the address → TokenInvalid
├── permit is good → allowance from it, claims of `to` grow
├── permit is bad (another signer, late, used, the token knows none)
│   ├── an earlier allowance suffices → claims of `to` grow
│   └── it does not → the token's own error
└── amount and recipient: as deposit
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import FAR, NATIVE, event, reverts

NO_SIGNATURE = (7, FAR, 27, b"\x01" * 32, b"\x01" * 32)


def test_deposit_with_permit__good_permit__claims_of_recipient_grow(market, coin, buyer, seller, claims, permit):
    receipt = market.depositWithPermit(coin, 7, seller, permit(buyer, 7), sender=buyer)

    assert claims(seller, coin) == 7
    assert coin.allowance(buyer, market) == 0
    assert event(receipt, "Deposited") == {"account": seller, "token": coin, "amount": 7, "payer": buyer}


@pytest.mark.parametrize("change", [{"nonce": 1}, {"deadline": 1}])
def test_deposit_with_permit__late_or_wrong_nonce__reverts(market, coin, buyer, permit, change):
    with reverts("ERC20InsufficientAllowance", market, 0, 7):
        market.depositWithPermit(coin, 7, buyer, permit(buyer, 7, **change), sender=buyer)


def test_deposit_with_permit__signed_by_another__reverts(market, coin, buyer, stranger, permit):
    with reverts("ERC20InsufficientAllowance", market, 0, 7):
        market.depositWithPermit(coin, 7, buyer, permit(buyer, 7, key_of=stranger), sender=buyer)


def test_deposit_with_permit__bad_permit_but_allowance__claims_grow(market, allowed_coin, buyer, claims):
    market.depositWithPermit(allowed_coin, 7, buyer, NO_SIGNATURE, sender=buyer)

    assert claims(buyer, allowed_coin) == 7


def test_deposit_with_permit__permit_of_another_account__its_money_stays(market, coin, buyer, stranger, permit):
    with reverts("ERC20InsufficientAllowance", market, 0, 7):
        market.depositWithPermit(coin, 7, stranger, permit(buyer, 7), sender=stranger)


def test_deposit_with_permit__native_coin__reverts(market, buyer):
    with reverts("TokenInvalid", NATIVE):
        market.depositWithPermit(NATIVE, 7, buyer, NO_SIGNATURE, sender=buyer)


def test_deposit_with_permit__token_without_code__reverts(market, buyer, stranger):
    with reverts("TokenInvalid", stranger):
        market.depositWithPermit(stranger, 7, buyer, NO_SIGNATURE, sender=buyer)


def test_deposit_with_permit__amount_zero__reverts(market, coin, buyer, permit):
    with reverts("AmountZero"):
        market.depositWithPermit(coin, 0, buyer, permit(buyer, 7), sender=buyer)


def test_deposit_with_permit__to_nobody__reverts(market, coin, buyer, permit):
    with reverts("RecipientInvalid", NATIVE):
        market.depositWithPermit(coin, 7, NATIVE, permit(buyer, 7), sender=buyer)


def test_deposit_with_permit__to_the_market__reverts(market, coin, buyer, permit):
    with reverts("RecipientInvalid", market):
        market.depositWithPermit(coin, 7, market, permit(buyer, 7), sender=buyer)
