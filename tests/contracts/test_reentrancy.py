"""Every function that calls out, entered again from there: by the receiver of native coin, by a token's hook on the
sender, and on the receiver.

The functions that move coin in or out are shut while one of them runs. The others stay open, and all still adds up.
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import FAR, NATIVE, PRICE, line, payment, reverts
from tests.contracts.interface import REENTERED

CALLS_BACK = 5
NO_SIGNATURE = (1, FAR, 27, b"\x01" * 32, b"\x01" * 32)
WEALTH = 10**12


@pytest.fixture
def token(admin):
    """A token that calls back."""
    return admin.deploy(project.OddToken, CALLS_BACK)


@pytest.fixture
def intruder(market, token, stranger, buyer):
    """A contract account with wallet and claims in both coins, all allowed to the market."""
    account = stranger.deploy(project.Intruder, value=WEALTH)
    token.mint(account, WEALTH, sender=stranger)
    account.execute(token, 0, token.approve.encode_input(market, WEALTH), sender=stranger)
    market.deposit(NATIVE, PRICE, account, sender=buyer, value=PRICE)
    account.execute(market, 0, market.deposit.encode_input(token, PRICE, account), sender=stranger)
    return account


@pytest.fixture
def listings(offer, token):
    """One for native coin, one for the token."""
    return offer(), offer(token=token)


@pytest.fixture
def calls(market, token, intruder, listings):
    """Each function that is shut, as a call that would succeed by itself: (value, data)."""
    native, priced_in_token = listings
    cart = [line(priced_in_token)]
    return {
        "deposit": (1, market.deposit.encode_input(NATIVE, 1, intruder)),
        "deposit_token": (0, market.deposit.encode_input(token, 1, intruder)),
        "deposit_with_permit": (0, market.depositWithPermit.encode_input(token, 1, intruder, NO_SIGNATURE)),
        "withdraw": (0, market.withdraw.encode_input(NATIVE, 1, intruder)),
        "withdraw_token": (0, market.withdraw.encode_input(token, 1, intruder)),
        "buy": (PRICE, market.buy.encode_input(line(native), payment())),
        "buy_for_token": (0, market.buy.encode_input(line(priced_in_token), payment())),
        "checkout": (0, market.checkout.encode_input(cart, payment())),
        "checkout_with_permit": (
            0, market.checkoutWithPermit.encode_input(cart, payment(), token, NO_SIGNATURE),
        ),
    }  # fmt: skip


CALLING_OUT = [
    "deposit_token",
    "deposit_with_permit",
    "withdraw",
    "withdraw_token",
    "buy_for_token",
    "checkout",
    "checkout_with_permit",
]
SHUT = ["deposit", "deposit_with_permit", "withdraw", "withdraw_token", "buy", "checkout", "checkout_with_permit"]


@pytest.mark.parametrize("outer", CALLING_OUT)
@pytest.mark.parametrize("inner", SHUT)
def test_reentrancy__shut_function_from_within__is_refused(market, intruder, stranger, calls, outer, inner):
    value, data = calls[inner]
    intruder.arm(market, value, data, sender=stranger)
    value, data = calls[outer]
    intruder.execute(market, value, data, sender=stranger)

    assert intruder.struck() is True
    assert intruder.succeeded() is False
    assert bytes(intruder.answer()) == REENTERED


@pytest.mark.parametrize("inner", ["depositWithPermit2", "checkoutWithPermit2", "takeOffer"])
def test_reentrancy__function_with_a_signature_from_within__is_refused(
    market, token, intruder, stranger, calls, listings, inner
):
    """Shut before anybody looks at the signature."""
    unsigned = (0, FAR, b"")
    offer = (intruder, NATIVE, listings[0], 1, [(1, 1, 0)], 1, 0, FAR, bytes(32))
    arguments = {
        "depositWithPermit2": (token, 1, intruder, unsigned),
        "checkoutWithPermit2": ([line(listings[0])], payment(), token, 1, unsigned),
        "takeOffer": (offer, b"", payment()),
    }
    data = getattr(market, inner).encode_input(*arguments[inner])
    intruder.arm(market, 0, data, sender=stranger)
    intruder.execute(market, *calls["deposit_token"], sender=stranger)

    assert (intruder.struck(), intruder.succeeded()) == (True, False)
    assert bytes(intruder.answer()) == REENTERED


@pytest.mark.parametrize("function", SHUT)
def test_reentrancy__same_call_from_outside__succeeds(market, intruder, stranger, calls, function):
    """So that the refusals above have no other cause."""
    value, data = calls[function]
    intruder.execute(market, value, data, sender=stranger)


@pytest.mark.parametrize("act", ["complete", "cancel", "release"])
def test_reentrancy__order_settled_before_it_is_paid__all_adds_up(
    market, token, intruder, seller, stranger, calls, claims, act
):
    """The hook runs when the order is written and its money not yet here. Either the money comes, or all is undone."""
    inner = getattr(market, act).encode_input(1, *([1] if act == "release" else []))
    intruder.arm(market, 0, inner, sender=stranger)
    intruder.execute(market, *calls["buy_for_token"], sender=stranger)

    assert intruder.succeeded() is True
    owed = claims(intruder, token) + claims(seller, token) + market.getOrder(1).escrow
    assert token.balanceOf(market) == owed == 2 * PRICE


def test_reentrancy__claims_moved_while_paying_out__all_adds_up(market, intruder, stranger, seller, claims):
    intruder.arm(market, 0, market.transfer.encode_input(seller, 0, PRICE), sender=stranger)
    intruder.execute(market, 0, market.withdraw.encode_input(NATIVE, 1, intruder), sender=stranger)

    assert intruder.succeeded() is False
    assert (claims(intruder), claims(seller), market.balance) == (PRICE - 1, 0, PRICE - 1)


def test_reentrancy__claims_moved_while_paying_by_claims__are_gone_first(
    market, token, intruder, stranger, seller, listings, claims
):
    """Claims are spent before the wallet is asked, so its hook cannot spend them again."""
    spend_again = market.transfer.encode_input(seller, int(token.address, 16), 1)
    intruder.arm(market, 0, spend_again, sender=stranger)
    bought = market.buy.encode_input(line(listings[1], 2), payment(use_balance=True))
    intruder.execute(market, 0, bought, sender=stranger)

    assert (intruder.struck(), intruder.succeeded()) == (True, False)
    assert token.balanceOf(market) == market.getOrder(1).escrow == 2 * PRICE


def test_reentrancy__donation_while_depositing__reverts(market, token, intruder, stranger):
    """What comes beside the asked amount would be counted with it; it is not taken for a payment."""
    intruder.arm(token, 0, token.transfer.encode_input(market, 5), sender=stranger)
    with reverts("AmountNotReceived", token, 1, 6):
        intruder.execute(market, 0, market.deposit.encode_input(token, 1, intruder), sender=stranger)


def test_reentrancy__after_a_call_out__market_is_open_again(market, intruder, stranger, calls):
    for function in CALLING_OUT:
        intruder.execute(market, *calls[function], sender=stranger)

    assert market.getConfig().orderCount == 3
