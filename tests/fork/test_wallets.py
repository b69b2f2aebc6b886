"""Money in, money out, and what a page reads in between."""

from __future__ import annotations

import ape

from tests.contracts.helpers import FAR, PRICE, line, payment
from tests.contracts.machine import artifact
from tests.contracts.permits import sign
from tests.fork.mainnet import MULTICALL3, MULTICALL_ABI
from tests.model.values import Config, Listing, Permit, SellerStatus


def test_deposit__usdc_with_its_permit__no_allowance_is_left(market, usdc, buyer, seller, claims):
    permit = Permit(PRICE, FAR, buyer.address, usdc.nonces(buyer))
    key = bytes.fromhex(buyer.private_key.removeprefix("0x"))
    signed = sign(key, bytes(usdc.DOMAIN_SEPARATOR()), market.address, permit)
    market.depositWithPermit(usdc, PRICE, seller, signed, sender=buyer)

    assert (claims(seller, usdc), usdc.balanceOf(market)) == (PRICE, PRICE)
    assert usdc.allowance(buyer, market) == 0


def test_withdraw__circle_has_blocked_the_account__another_address_is_paid(
    market, usdc, buyer, seller, stranger, claims, block_account
):
    usdc.approve(market, PRICE, sender=buyer)
    market.deposit(usdc, PRICE, seller, sender=buyer)
    block_account(seller)
    with ape.reverts("Blacklistable: account is blacklisted"):
        market.withdraw(usdc, PRICE, seller, sender=seller)

    market.withdraw(usdc, PRICE, stranger, sender=seller)

    assert (usdc.balanceOf(stranger), claims(seller, usdc)) == (PRICE, 0)


def test_views__through_multicall3__a_page_in_one_call(market, deployed, usdc, buyer, seller, offer):
    listing = offer(usdc)
    usdc.approve(market, PRICE, sender=buyer)
    market.buy(line(listing), payment(), sender=buyer)
    questions = (
        ("Market", "getConfig"),
        ("Market", "getListing", listing),
        ("Market", "getOrder", 1),
        ("Sellers", "statusOf", seller.address),
        ("Membership", "tierCount"),
    )
    calls = [(deployed(contract), False, artifact(contract)[1].call(*question)) for contract, *question in questions]
    results = ape.Contract(MULTICALL3, abi=MULTICALL_ABI).aggregate3.call(calls)
    config, listed, order, status, tiers = (
        artifact(contract)[1].returned(function, bytes(data))
        for (contract, function, *_), (_, data) in zip(questions, results, strict=True)
    )

    assert (Config(*config).listing_count, Config(*config).order_count) == (1, 1)
    assert (Listing(*listed).seller, Listing(*listed).stock) == (seller.address.lower(), 9)
    by, of, quantity, *_ = order
    assert (by, of, quantity) == (buyer.address.lower(), listing, 1)
    assert (status, tiers) == (SellerStatus.ACTIVE, 0)
