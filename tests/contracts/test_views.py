"""getListing, tokenOf, getOrder of unknown ids revert; numbers of the market begin at nothing."""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import NATIVE, reverts


@pytest.mark.parametrize("unknown", [0, 2**40, 2**256 - 1])
@pytest.mark.parametrize(
    ("view", "error"), [("getListing", "ListingUnknown"), ("tokenOf", "ListingUnknown"), ("getOrder", "OrderUnknown")]
)
def test_view__unknown_id__reverts(market, stranger, view, error, unknown):
    with reverts(error, unknown):
        getattr(market, view).transact(unknown, sender=stranger)


def test_get_config__new_market__is_empty(admin, authority, memberships, resolver):
    market = admin.deploy(project.Market, authority, memberships, resolver)
    config = market.getConfig()

    assert (config.listingCount, config.orderCount, config.categoryCount) == (0, 0, 0)
    assert (config.feeBps, config.referralShareBps, config.listingsPaused, config.ordersPaused) == (0, 0, False, False)
    assert (market.membership(), market.disputes()) == (memberships, resolver)


def test_seller_status__never_seen__is_none(market, stranger):
    assert market.sellerStatus(stranger) == 0


def test_fees_of__new_market__are_none(market):
    assert market.feesOf(NATIVE) == 0


def test_unlimited__constant__is_the_largest_stock(market):
    assert market.UNLIMITED() == 2**32 - 1


def test_code__size__is_below_the_limit(market):
    """EIP-170."""
    assert len(market.code) < 24_576
