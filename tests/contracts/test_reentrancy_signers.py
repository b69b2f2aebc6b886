"""Every function that asks a signer, entered again from there. (`settle`: test_disputes_settle.py.)

A contract that is asked by ERC-1271 cannot write: neither the market's state nor a record of its attempt. `SmartWallet`
therefore says yes only if its call was made and refused by the lock, so each success here is an attack that was made.
The token that `…WithPermit` asks may write; it lets the owner attack, who keeps a record (`Intruder`).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from ape import project

from tests.contracts import permit2
from tests.contracts.helpers import FAR, NATIVE, PRICE, line, payment, reverts
from tests.contracts.interface import REENTERED, plain
from tests.contracts.offers import Offer

CALLS_BACK = 5
UNSIGNED = (0, FAR, b"")
NO_SIGNATURE = (1, FAR, 27, b"\x01" * 32, b"\x01" * 32)
SHUT = [
    "deposit",
    "depositWithPermit",
    "depositWithPermit2",
    "withdraw",
    "buy",
    "checkout",
    "checkoutWithPermit",
    "checkoutWithPermit2",
    "takeOffer",
]


@pytest.fixture
def wallet(market, coin, chain, buyer):
    """A contract of the buyer's with claims, and coin that Permit2 may take."""
    chain.provider.set_code(permit2.ADDRESS, permit2.CODE)
    account = buyer.deploy(project.SmartWallet)
    market.deposit(NATIVE, 2 * PRICE, account, sender=buyer, value=2 * PRICE)
    coin.transfer(account, 2 * PRICE, sender=buyer)
    account.execute(coin, 0, coin.approve.encode_input(permit2.ADDRESS, 2 * PRICE), sender=buyer)
    return account


@pytest.fixture
def quotes(admin, market):
    return admin.deploy(project.Quotes, market)


@pytest.fixture
def wanted(listing, wallet):
    """The wallet's bid."""
    return Offer(wallet.address, listing_id=listing)


@pytest.fixture
def calls(market, coin, listing, wallet, wanted):
    """Each function that is shut, as a call whose arguments can be read."""
    cart = [line(listing)]
    arguments = {
        "deposit": (coin, 1, wallet),
        "depositWithPermit": (coin, 1, wallet, NO_SIGNATURE),
        "depositWithPermit2": (coin, 1, wallet, UNSIGNED),
        "withdraw": (NATIVE, 1, wallet),
        "buy": (line(listing), payment(use_balance=True)),
        "checkout": (cart, payment(use_balance=True)),
        "checkoutWithPermit": (cart, payment(use_balance=True), coin, NO_SIGNATURE),
        "checkoutWithPermit2": (cart, payment(use_balance=True), coin, 1, UNSIGNED),
        "takeOffer": (plain(wanted), b"", payment()),
    }
    return {name: getattr(market, name).encode_input(*values) for name, values in arguments.items()}


@pytest.fixture
def by_permit2(market, coin, chain, buyer, wallet):
    """The wallet makes a call with its own Permit2 signature over `PRICE`, for which it is asked."""

    def make(function, *arguments):
        signed = permit2.sign(buyer.private_key, chain.chain_id, (coin.address, PRICE), market.address, 0, FAR)
        return wallet.execute(market, 0, function.encode_input(*arguments, signed), sender=buyer)

    return make


@pytest.mark.parametrize("inner", SHUT)
def test_take_offer__signer_that_calls_back__is_refused(
    market, wallet, wanted, calls, signature, take, buyer, seller, claims, inner
):
    wallet.arm(market, calls[inner], REENTERED, sender=buyer)
    take(wanted, seller, signed=signature(wanted, by=buyer))

    assert (market.getOrder(1).buyer, claims(wallet), market.getConfig().orderCount) == (wallet, PRICE, 1)


@pytest.mark.parametrize("inner", SHUT)
def test_deposit_with_permit2__signer_that_calls_back__is_refused(
    market, coin, wallet, calls, by_permit2, buyer, claims, inner
):
    wallet.arm(market, calls[inner], REENTERED, sender=buyer)
    by_permit2(market.depositWithPermit2, coin, PRICE, wallet)

    assert (claims(wallet, coin), claims(wallet), coin.balanceOf(market)) == (PRICE, 2 * PRICE, PRICE)


@pytest.mark.parametrize("inner", SHUT)
def test_checkout_with_permit2__signer_that_calls_back__is_refused(
    market, coin, offer, wallet, calls, by_permit2, buyer, claims, inner
):
    cart = [line(offer(token=coin))]
    wallet.arm(market, calls[inner], REENTERED, sender=buyer)
    by_permit2(market.checkoutWithPermit2, cart, payment(use_balance=True), coin, PRICE)

    assert (market.getOrder(1).escrow, claims(wallet, coin), coin.balanceOf(market)) == (PRICE, 0, PRICE)
    assert market.getConfig().orderCount == 1


def test_publish__signer_that_calls_back__cannot_write(market, quotes, wallet, wanted, signature, buyer):
    """There is no lock to meet: whoever is asked may not even log, and ends without an answer."""
    asking = quotes.requestQuotes.encode_input((1, NATIVE, PRICE, FAR, b"\xab" * 32))
    wallet.arm(quotes, asking, b"\x00" * 4, sender=buyer)

    receipt = quotes.publish(plain(wanted), signature(wanted, by=buyer), 0, sender=buyer)
    assert (len(list(receipt.decode_logs(quotes.OfferPublished))), quotes.requestCount()) == (1, 0)
    wallet.execute(quotes, 0, asking, sender=buyer)
    assert quotes.requestCount() == 1


@pytest.mark.parametrize("state_of_things", ["allowed", "refused otherwise"])
def test_take_offer__attack_that_the_lock_did_not_refuse__has_no_signature(
    market, wallet, wanted, signature, take, buyer, seller, state_of_things
):
    """So that the signatures above do say that the lock was met."""
    reading = market.getConfig.encode_input()
    failing = market.getListing.encode_input(99)
    wallet.arm(market, reading if state_of_things == "allowed" else failing, REENTERED, sender=buyer)
    with reverts("SignatureInvalid", wallet):
        take(wanted, seller, signed=signature(wanted, by=buyer))


@pytest.mark.parametrize("outer", ["depositWithPermit", "checkoutWithPermit"])
@pytest.mark.parametrize("inner", [*SHUT, "permitted"])
def test_permit__token_whose_owner_calls_back__is_refused(
    market, admin, buyer, stranger, calls, offer, claims, outer, inner
):
    token = admin.deploy(project.OddToken, CALLS_BACK)
    intruder = stranger.deploy(project.Intruder)
    token.mint(intruder, PRICE, sender=stranger)
    intruder.execute(token, 0, token.approve.encode_input(market, PRICE), sender=stranger)
    cart = [line(offer(token=token))]
    calls["permitted"] = market.depositWithPermit.encode_input(token, 1, intruder, NO_SIGNATURE)
    outers = {
        "depositWithPermit": market.depositWithPermit.encode_input(token, PRICE, intruder, NO_SIGNATURE),
        "checkoutWithPermit": market.checkoutWithPermit.encode_input(cart, payment(), token, NO_SIGNATURE),
    }
    intruder.arm(market, 0, calls[inner], sender=stranger)
    intruder.execute(market, 0, outers[outer], sender=stranger)

    assert (intruder.struck(), intruder.succeeded(), bytes(intruder.answer())) == (True, False, REENTERED)
    held = claims(intruder, token) + (market.getOrder(1).escrow if outer == "checkoutWithPermit" else 0)
    assert held == token.balanceOf(market) == PRICE


def test_take_offer__signer_that_is_not_armed__signs(market, wallet, wanted, signature, take, buyer, seller):
    """So that nothing above fails for another reason."""
    take(replace(wanted, nonce=4), seller, signed=signature(replace(wanted, nonce=4), by=buyer))

    assert market.getOrder(1).buyer == wallet
