"""Shares of money, over the whole range of amounts: nothing is lost or made, and whoever pays keeps the odd unit."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.chains import Revm
from tests.contracts.machine import address_of, artifact
from tests.model import bps

amounts = st.one_of(st.integers(0, 30_000), st.integers(0, 2**96 - 1))
shares = st.integers(0, 10_000)


@cache
def library():
    code, interface = artifact("BpsHarness")
    chain = Revm()
    address = chain.deploy(address_of("stranger"), code)

    def call(function, *arguments):
        (answer,) = chain.read([(address, interface.call(function, *arguments))])
        return interface.returned(function, answer)

    return call


@given(amounts, shares, shares)
@example(2**96 - 1, 10_000, 10_000)
@example(1, 9_999, 9_999)
def test_split_sale__any_amount__parts_add_up(amount, fee_bps, share_bps):
    paid, fee, referral = library()("splitSale", amount, fee_bps, share_bps)

    assert paid + fee + referral == amount
    assert (paid, fee, referral) == bps.split_sale(amount, fee_bps, share_bps)
    assert (fee + referral) * 10_000 <= amount * fee_bps


@given(amounts, shares)
@example(2**96 - 1, 10_000)
def test_share__any_amount__rounds_down(amount, share_bps):
    share = library()("share", amount, share_bps)

    assert share * 10_000 <= amount * share_bps < (share + 1) * 10_000


@given(st.integers(1, 2**128 - 1), st.integers(0, 9_999))
def test_discounted__price_and_discount_of_a_listing__never_free(amount, discount_bps):
    """Up to the largest price times the largest quantity."""
    total = library()("discounted", amount, discount_bps)

    assert 1 <= total <= amount
    assert total == bps.discounted(amount, discount_bps)


@given(st.integers(2, 2**96 - 1), st.data(), shares, shares)
def test_split_sale__in_two_parts__market_gets_no_more_than_at_once(amount, data, fee_bps, share_bps):
    """Releasing bit by bit can save a unit of fee a bit, and never costs one."""
    first = data.draw(st.integers(1, amount - 1))
    whole = bps.split_sale(amount, fee_bps, share_bps)
    parts = [library()("splitSale", part, fee_bps, share_bps) for part in (first, amount - first)]

    in_parts = sum(fee + referral for _, fee, referral in parts)
    assert 0 <= whole[1] + whole[2] - in_parts <= 1
