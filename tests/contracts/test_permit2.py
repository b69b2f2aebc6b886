"""depositWithPermit2(token, amount, to, permit), checkoutWithPermit2(lines, payment, token, amount, permit)
├── amount zero, or no recipient → as deposit
├── no code at the token's address, the native coin's too, or no Permit2 on this chain → TokenInvalid
├── Permit2 refuses: another signer, owner, spender, token, amount, chain; late; nonce used → its own error
├── the owner has not allowed the token to Permit2, or has too little → the token's error, as Permit2 tells it
├── another amount arrives → AmountNotReceived
├── deposit → claims of `to` grow, Deposited
└── checkout → claims of the caller grow, then the lines are paid as `payment` says; what is left is the caller's
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts import permit2
from tests.contracts.helpers import FAR, NATIVE, NO_REASON, PRICE, event, events, line, payment, reverts

WEALTH = 10**24
KEEPS_FEE = 4
INVALID_SIGNER = permit2.error("InvalidSigner()")
INVALID_NONCE = permit2.error("InvalidNonce()")


@pytest.fixture
def deployed(chain):
    """Permit2, at its address."""
    chain.provider.set_code(permit2.ADDRESS, permit2.CODE)


@pytest.fixture
def usdc(deployed, coin, buyer):
    """The coin; the buyer has allowed Permit2 to take it."""
    coin.approve(permit2.ADDRESS, WEALTH, sender=buyer)
    return coin


@pytest.fixture
def signed(market, chain, buyer):
    """Signs over an amount of a token, by `buyer` for the market if nothing else is said."""

    def sign_it(token, amount, by=buyer, spender=market, nonce=0, deadline=FAR, chain_id=None):
        chain_id = chain_id or chain.chain_id
        return permit2.sign(by.private_key, chain_id, (token.address, amount), spender.address, nonce, deadline)

    return sign_it


def test_deposit_with_permit2__good_permit__claims_of_recipient_grow(market, usdc, buyer, seller, claims, signed):
    receipt = market.depositWithPermit2(usdc, 7, seller, signed(usdc, 7), sender=buyer)

    assert (claims(seller, usdc), claims(buyer, usdc), usdc.balanceOf(market)) == (7, 0, 7)
    assert event(receipt, "Deposited") == {"account": seller, "token": usdc, "amount": 7, "payer": buyer}


def test_deposit_with_permit2__used_before__reverts(market, usdc, buyer, signed):
    permit = signed(usdc, 7)
    market.depositWithPermit2(usdc, 7, buyer, permit, sender=buyer)
    with reverts(*INVALID_NONCE):
        market.depositWithPermit2(usdc, 7, buyer, permit, sender=buyer)


def test_deposit_with_permit2__nonces_in_any_order__are_taken(market, usdc, buyer, signed, claims):
    for nonce in (300, 2, 1):
        market.depositWithPermit2(usdc, 7, buyer, signed(usdc, 7, nonce=nonce), sender=buyer)

    assert claims(buyer, usdc) == 21


@pytest.mark.parametrize("amount", [6, 8, 2**256 - 1])
def test_deposit_with_permit2__another_amount_than_signed__reverts(market, usdc, buyer, signed, amount):
    with reverts(*INVALID_SIGNER):
        market.depositWithPermit2(usdc, amount, buyer, signed(usdc, 7), sender=buyer)


def test_deposit_with_permit2__another_token_than_signed__reverts(market, usdc, buyer, signed, admin):
    other = admin.deploy(project.TestToken, "Other", "OTHER", 6)
    with reverts(*INVALID_SIGNER):
        market.depositWithPermit2(other, 7, buyer, signed(usdc, 7), sender=buyer)


def test_deposit_with_permit2__signed_by_another__reverts(market, usdc, buyer, stranger, signed):
    with reverts(*INVALID_SIGNER):
        market.depositWithPermit2(usdc, 7, buyer, signed(usdc, 7, by=stranger), sender=buyer)


def test_deposit_with_permit2__signed_for_another_spender__reverts(market, registry, usdc, buyer, signed):
    with reverts(*INVALID_SIGNER):
        market.depositWithPermit2(usdc, 7, buyer, signed(usdc, 7, spender=registry), sender=buyer)


def test_deposit_with_permit2__signed_for_another_chain__reverts(market, usdc, buyer, signed):
    with reverts(*INVALID_SIGNER):
        market.depositWithPermit2(usdc, 7, buyer, signed(usdc, 7, chain_id=1), sender=buyer)


@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False)])
def test_deposit_with_permit2__around_its_deadline__to_the_second(
    market, usdc, buyer, signed, claims, chain, at, late, passes
):
    deadline = chain.pending_timestamp + 9
    permit = signed(usdc, 7, deadline=deadline)
    at(deadline + late)
    if passes:
        market.depositWithPermit2(usdc, 7, buyer, permit, sender=buyer)
        assert claims(buyer, usdc) == 7
        return
    with reverts(*permit2.error("SignatureExpired(uint256)", ("uint256", deadline))):
        market.depositWithPermit2(usdc, 7, buyer, permit, sender=buyer)


def test_deposit_with_permit2__front_run_by_a_stranger__money_stays_and_permit_still_works(
    market, usdc, buyer, stranger, signed, claims
):
    """Who sees the signature can use it neither through the market nor past it."""
    permit = signed(usdc, 7)
    with reverts(*INVALID_SIGNER):
        market.depositWithPermit2(usdc, 7, stranger, permit, sender=stranger)
    account = stranger.deploy(project.ContractAccount)
    data = permit2.transfer_data((usdc.address, 7), permit, stranger.address, buyer.address)
    with reverts(*INVALID_SIGNER):
        account.execute(permit2.ADDRESS, 0, data, sender=stranger)

    market.depositWithPermit2(usdc, 7, buyer, permit, sender=buyer)
    assert (claims(buyer, usdc), claims(stranger, usdc)) == (7, 0)


def test_deposit_with_permit2__token_not_allowed_to_permit2__reverts(market, deployed, coin, buyer, signed):
    with reverts(NO_REASON):
        market.depositWithPermit2(coin, 7, buyer, signed(coin, 7), sender=buyer)


@pytest.mark.parametrize("amount", [1, 100, 10**6])
def test_deposit_with_permit2__fee_on_transfer_token__is_refused(market, deployed, buyer, admin, signed, amount):
    token = admin.deploy(project.OddToken, KEEPS_FEE)
    token.mint(buyer, WEALTH, sender=buyer)
    token.approve(permit2.ADDRESS, WEALTH, sender=buyer)
    market_call = (token, amount * 100, buyer, signed(token, amount * 100))
    with reverts("AmountNotReceived", token, amount * 100, amount * 99):
        market.depositWithPermit2(*market_call, sender=buyer)


def test_deposit_with_permit2__no_permit2_on_this_chain__reverts(market, coin, buyer, signed):
    with reverts("TokenInvalid", permit2.ADDRESS):
        market.depositWithPermit2(coin, 7, buyer, signed(coin, 7), sender=buyer)


def test_deposit_with_permit2__token_without_code__reverts(market, usdc, buyer, stranger, signed):
    for token in (NATIVE, stranger.address):
        with reverts("TokenInvalid", token):
            market.depositWithPermit2(token, 7, buyer, signed(usdc, 7), sender=buyer)


def test_deposit_with_permit2__amount_zero__reverts(market, usdc, buyer, signed):
    with reverts("AmountZero"):
        market.depositWithPermit2(usdc, 0, buyer, signed(usdc, 0), sender=buyer)


def test_deposit_with_permit2__to_nobody_or_the_market__reverts(market, usdc, buyer, signed):
    for to in (NATIVE, market.address):
        with reverts("RecipientInvalid", to):
            market.depositWithPermit2(usdc, 7, to, signed(usdc, 7), sender=buyer)


def test_checkout_with_permit2__claims_may_be_used__pays_and_keeps_the_rest(market, offer, usdc, buyer, signed, claims):
    cart = [line(offer(token=usdc), 2)]
    amount = 2 * PRICE + 30
    receipt = market.checkoutWithPermit2(
        cart, payment(use_balance=True), usdc, amount, signed(usdc, amount), sender=buyer
    )

    assert (market.getOrder(1).escrow, claims(buyer, usdc), usdc.balanceOf(market)) == (2 * PRICE, 30, amount)
    names = [name for name, _ in events(receipt) if name != "Transfer"]
    assert names == ["Deposited", "OrderPlaced", "BalanceSpent"]


def test_checkout_with_permit2__claims_may_not_be_used__wallet_is_asked(market, offer, usdc, buyer, signed):
    cart = [line(offer(token=usdc))]
    with reverts("ERC20InsufficientAllowance", market, 0, PRICE):
        market.checkoutWithPermit2(cart, payment(), usdc, PRICE, signed(usdc, PRICE), sender=buyer)


def test_checkout_with_permit2__native_line_too__both_are_paid(market, offer, usdc, buyer, signed):
    cart = [line(offer()), line(offer(token=usdc))]
    paid_with = payment(use_balance=True)
    market.checkoutWithPermit2(cart, paid_with, usdc, PRICE, signed(usdc, PRICE), sender=buyer, value=PRICE)

    assert (market.balance, usdc.balanceOf(market)) == (PRICE, PRICE)


def test_checkout_with_permit2__it_fails__permit_is_still_good(market, usdc, buyer, signed, claims):
    permit = signed(usdc, PRICE)
    with reverts("CheckoutEmpty"):
        market.checkoutWithPermit2([], payment(use_balance=True), usdc, PRICE, permit, sender=buyer)

    market.depositWithPermit2(usdc, PRICE, buyer, permit, sender=buyer)
    assert claims(buyer, usdc) == PRICE


def test_checkout_with_permit2__of_another_account__reverts(market, offer, usdc, stranger, signed):
    cart = [line(offer(token=usdc))]
    with reverts(*INVALID_SIGNER):
        market.checkoutWithPermit2(cart, payment(use_balance=True), usdc, PRICE, signed(usdc, PRICE), sender=stranger)


def test_checkout_with_permit2__nothing_to_take__reverts(market, offer, usdc, buyer, signed):
    with reverts("AmountZero"):
        market.checkoutWithPermit2([line(offer())], payment(), usdc, 0, signed(usdc, 0), sender=buyer, value=PRICE)
