"""setListingsPaused(paused), setOrdersPaused(paused)
├── caller is no guardian → AccessManagedUnauthorized (test_roles.py)
├── listings paused → createListing reverts (test_create_listing.py); all else goes on
└── orders paused → buy and checkout revert (test_buy.py, test_checkout.py); live orders and claims go on
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, PRICE, events, terms


@pytest.mark.parametrize("paused", [True, False])
def test_set_listings_paused__either_way__is_kept(market, guardian, paused):
    market.setListingsPaused(not paused, sender=guardian)
    receipt = market.setListingsPaused(paused, sender=guardian)

    assert market.getConfig().listingsPaused is paused
    assert market.getConfig().ordersPaused is False
    assert events(receipt) == [("ListingsPaused", {"paused": paused})]


@pytest.mark.parametrize("paused", [True, False])
def test_set_orders_paused__either_way__is_kept(market, guardian, paused):
    market.setOrdersPaused(not paused, sender=guardian)
    receipt = market.setOrdersPaused(paused, sender=guardian)

    assert market.getConfig().ordersPaused is paused
    assert market.getConfig().listingsPaused is False
    assert events(receipt) == [("OrdersPaused", {"paused": paused})]


@pytest.fixture
def paused(market, guardian):
    market.setListingsPaused(True, sender=guardian)
    market.setOrdersPaused(True, sender=guardian)


def test_paused__live_order__goes_to_its_end(market, order, paused, buyer, seller, claims):
    market.accept(order, sender=seller)
    market.start(order, bytes(32), sender=seller)
    market.release(order, 1, sender=buyer)
    market.refund(order, 1, sender=seller)
    market.deliver(order, bytes(32), sender=seller)
    market.complete(order, sender=buyer)
    market.withdraw(NATIVE, claims(seller), seller, sender=seller)

    assert market.balance == claims(buyer) == 1


def test_paused__live_order__can_be_cancelled(market, order, paused, buyer, claims):
    market.cancel(order, sender=buyer)

    assert claims(buyer) == 2 * PRICE


def test_paused__listing__can_still_be_changed(market, listing, paused, seller):
    market.updateListing(listing, terms(price=5), sender=seller)
    market.restock(listing, 1, sender=seller)

    assert (market.getListing(listing).price, market.getListing(listing).stock) == (5, 11)


def test_paused__claims__can_be_added_to_and_moved(market, paused, buyer, seller, claims):
    market.deposit(NATIVE, 7, buyer, sender=buyer, value=7)
    market.transfer(seller, 0, 3, sender=buyer)

    assert (claims(buyer), claims(seller)) == (4, 3)
