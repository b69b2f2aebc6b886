"""A sale in a real token, from the wallet that pays to the wallet that is paid."""

from __future__ import annotations

from tests.contracts import permit2
from tests.contracts.helpers import FAR, PRICE, line, payment
from tests.fork.conftest import FEE_BPS, WEALTH
from tests.fork.mainnet import PERMIT2

FEE = PRICE * FEE_BPS // 10_000


def test_purchase__usdc_through_permit2__fee_is_split_and_seller_is_paid_out(
    market, usdc, buyer, seller, treasurer, offer, claims
):
    usdc.approve(PERMIT2, 2**256 - 1, sender=buyer)
    cart = [line(offer(usdc))]
    signed = permit2.sign(buyer.private_key, 1, (usdc.address, PRICE), market.address, 0, FAR)
    market.checkoutWithPermit2(cart, payment(use_balance=True), usdc, PRICE, signed, sender=buyer)
    market.complete(1, sender=buyer)

    assert (usdc.balanceOf(buyer), usdc.balanceOf(market)) == (WEALTH - PRICE, PRICE)
    assert (claims(seller, usdc), market.feesOf(usdc)) == (PRICE - FEE, FEE)
    assert usdc.allowance(buyer, market) == 0

    market.withdraw(usdc, PRICE - FEE, seller, sender=seller)
    market.collectFees(usdc, treasurer, FEE, sender=treasurer)
    market.withdraw(usdc, FEE, treasurer, sender=treasurer)

    assert [usdc.balanceOf(holder) for holder in (seller, treasurer, market)] == [PRICE - FEE, FEE, 0]


def test_purchase__weth_by_allowance__seller_unwraps_it(market, weth, buyer, seller, offer):
    weth.approve(market, PRICE, sender=buyer)
    market.buy(line(offer(weth)), payment(), sender=buyer)
    assert (weth.balanceOf(market), weth.allowance(buyer, market)) == (PRICE, 0)

    market.complete(1, sender=buyer)
    market.withdraw(weth, PRICE - FEE, seller, sender=seller)
    before = seller.balance
    receipt = weth.withdraw(PRICE - FEE, sender=seller)

    assert weth.balanceOf(seller) == 0
    assert seller.balance == before + PRICE - FEE - receipt.total_fees_paid
