"""updateListing(listingId, terms), restock(listingId, change), setListingPaused(listingId, paused)
├── no such listing → ListingUnknown
├── caller is not its seller → NotListingSeller
├── updateListing
│   ├── a term is out of range → as createListing
│   └── otherwise → terms replaced, version + 1, stock and token untouched, ListingUpdated
├── restock
│   ├── stock is unlimited → StockIsUnlimited
│   ├── below zero, or so high that it would read as unlimited → StockOutOfRange
│   └── otherwise → StockChanged
└── setListingPaused → ListingPaused; the seller may, suspended or not
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import CONTENT, HOUR, events, reverts, terms
from tests.contracts.test_create_listing import BAD_TERMS, UNLIMITED


def test_update_listing__sound__is_a_new_version(market, listing, seller):
    agreed = terms(
        price=5, member_discount_bps=7, member_tier=3, accept_window=0, deliver_window=HOUR, inspect_window=2 * HOUR,
        low_stock=2, content=b"\x11" * 32,
    )  # fmt: skip
    receipt = market.updateListing(listing, agreed, sender=seller)

    after = market.getListing(listing)
    assert (after.version, after.price, after.memberDiscountBps, after.memberTier) == (2, 5, 7, 3)
    assert (after.acceptWindow, after.deliverWindow, after.inspectWindow, after.lowStock) == (0, HOUR, 2 * HOUR, 2)
    assert (after.stock, after.seller, after.paused) == (10, seller, False)
    assert events(receipt) == [("ListingUpdated", {"listingId": listing, "version": 2, "terms": agreed})]


@pytest.mark.parametrize(("changes", "error", "arguments"), BAD_TERMS, ids=str)
def test_update_listing__term_out_of_range__reverts(market, listing, seller, changes, error, arguments):
    with reverts(error, *arguments):
        market.updateListing(listing, terms(**changes), sender=seller)


def test_update_listing__live_order__keeps_its_terms(market, order, listing, seller):
    before = market.getOrder(order)
    market.updateListing(listing, terms(price=1, deliver_window=HOUR, inspect_window=HOUR), sender=seller)

    assert market.getOrder(order) == before


@pytest.mark.parametrize(("change", "stock"), [(5, 15), (-10, 0), (0, 10), (UNLIMITED - 11, UNLIMITED - 1)])
def test_restock__in_range__changes_the_stock(market, listing, seller, change, stock):
    receipt = market.restock(listing, change, sender=seller)

    assert market.getListing(listing).stock == stock
    assert events(receipt) == [("StockChanged", {"listingId": listing, "stock": stock})]


@pytest.mark.parametrize("change", [-11, UNLIMITED - 10, 2**63 - 1, -(2**63)])
def test_restock__out_of_range__reverts(market, listing, seller, change):
    with reverts("StockOutOfRange", 10 + change, UNLIMITED - 1):
        market.restock(listing, change, sender=seller)


def test_restock__unlimited__reverts(market, offer, seller):
    listing = offer(stock=UNLIMITED)
    with reverts("StockIsUnlimited", listing):
        market.restock(listing, -1, sender=seller)


@pytest.mark.parametrize("paused", [True, False])
def test_set_listing_paused__by_the_seller__is_kept(market, listing, seller, paused):
    market.setListingPaused(listing, not paused, sender=seller)
    receipt = market.setListingPaused(listing, paused, sender=seller)

    assert market.getListing(listing).paused is paused
    assert events(receipt) == [("ListingPaused", {"listingId": listing, "paused": paused})]


def test_set_listing_paused__suspended_seller__may_still(market, registry, listing, seller, moderator):
    registry.suspend(seller, CONTENT, sender=moderator)
    market.setListingPaused(listing, True, sender=seller)

    assert market.getListing(listing).paused is True


CHANGES = [("updateListing", terms()), ("restock", 1), ("setListingPaused", True)]


@pytest.mark.parametrize(("function", "argument"), CHANGES)
def test_change_listing__not_its_seller__reverts(market, listing, seller, other_seller, admin, function, argument):
    for caller in (other_seller, admin):
        with reverts("NotListingSeller", caller, seller):
            getattr(market, function)(listing, argument, sender=caller)


@pytest.mark.parametrize(("function", "argument"), CHANGES)
def test_change_listing__unknown__reverts(market, listing, seller, function, argument):
    for unknown in (0, listing + 1, 2**256 - 1):
        with reverts("ListingUnknown", unknown):
            getattr(market, function)(unknown, argument, sender=seller)
