"""setFee(feeBps, referralShareBps), collectFees(token, to, amount)
├── caller is no treasurer → AccessManagedUnauthorized (test_roles.py)
├── setFee
│   ├── fee above 1,000 bps, or share above 10,000 → FeeTooHigh
│   └── otherwise → of later orders alone, FeeChanged
└── collectFees
    ├── amount is zero → AmountZero
    ├── to nobody or to the market → RecipientInvalid
    ├── more than the fees of that token → FeesTooLow
    └── otherwise → claims of `to`, FeesCollected
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, PRICE, events, line, payment, reverts


@pytest.fixture
def earned(market, listing, fee, place, buyer):
    """The market has earned 25,000 wei."""
    market.complete(place(listing), sender=buyer)
    return 25_000


@pytest.mark.parametrize(("bps", "share"), [(0, 0), (1_000, 10_000), (250, 2_000)])
def test_set_fee__in_range__is_kept(market, treasurer, bps, share):
    receipt = market.setFee(bps, share, sender=treasurer)

    assert (market.getConfig().feeBps, market.getConfig().referralShareBps) == (bps, share)
    assert events(receipt) == [("FeeChanged", {"feeBps": bps, "referralShareBps": share})]


@pytest.mark.parametrize(("bps", "share", "arguments"), [(1_001, 0, (1_001, 1_000)), (0, 10_001, (10_001, 10_000))])
def test_set_fee__above_the_maximum__reverts(market, treasurer, bps, share, arguments):
    with reverts("FeeTooHigh", *arguments):
        market.setFee(bps, share, sender=treasurer)


def test_set_fee__live_order__keeps_its_fee_and_share(market, listing, fee, buyer, referrer, treasurer, claims):
    market.buy(line(listing), payment(referrer=referrer.address), sender=buyer, value=PRICE)
    market.setFee(1_000, 10_000, sender=treasurer)
    market.complete(1, sender=buyer)

    assert (claims(referrer), market.feesOf(NATIVE)) == (5_000, 20_000)


def test_collect_fees__all__are_claims_of_the_receiver(market, earned, treasurer, stranger, claims):
    receipt = market.collectFees(NATIVE, stranger, earned, sender=treasurer)

    assert (claims(stranger), market.feesOf(NATIVE)) == (earned, 0)
    assert events(receipt) == [
        ("Transfer", {"caller": treasurer, "sender": NATIVE, "receiver": stranger, "id": 0, "amount": earned}),
        ("FeesCollected", {"token": NATIVE, "to": stranger, "amount": earned}),
    ]


def test_collect_fees__a_part__leaves_the_rest(market, earned, treasurer, claims):
    market.collectFees(NATIVE, treasurer, 1, sender=treasurer)

    assert market.feesOf(NATIVE) == earned - 1


def test_collect_fees__more_than_earned__reverts(market, earned, order, treasurer):
    with reverts("FeesTooLow", earned + 1, earned):
        market.collectFees(NATIVE, treasurer, earned + 1, sender=treasurer)


def test_collect_fees__earned_in_another_token__reverts(market, earned, coin, treasurer):
    with reverts("FeesTooLow", earned, 0):
        market.collectFees(coin, treasurer, earned, sender=treasurer)


def test_collect_fees__nothing__reverts(market, earned, treasurer):
    with reverts("AmountZero"):
        market.collectFees(NATIVE, treasurer, 0, sender=treasurer)


def test_collect_fees__to_nobody_or_the_market__reverts(market, earned, treasurer):
    with reverts("RecipientInvalid", NATIVE):
        market.collectFees(NATIVE, NATIVE, earned, sender=treasurer)
    with reverts("RecipientInvalid", market):
        market.collectFees(NATIVE, market, earned, sender=treasurer)
