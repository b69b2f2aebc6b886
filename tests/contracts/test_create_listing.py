"""createListing(kind, token, stock, terms)
├── new listings are paused → ListingsArePaused
├── caller is no active seller → SellerNotActive
├── token is neither native nor a contract → TokenInvalid
├── a term is out of range → PriceZero, DiscountTooHigh, WindowOutOfRange, ArbitratorUnknown, CategoryUnknown,
│                            ContentMissing
├── kind is none of the three → reverts
└── otherwise → stored, ListingCreated with every term, the id is returned
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import CONTENT, DAY, HOUR, NATIVE, NO_REASON, PRICE, event, reverts, terms

YEAR = 365 * DAY
UNLIMITED = 2**32 - 1

BAD_TERMS = [
    ({"price": 0}, "PriceZero", ()),
    ({"member_discount_bps": 10_000}, "DiscountTooHigh", (10_000, 9_999)),
    ({"accept_window": HOUR - 1}, "WindowOutOfRange", (HOUR - 1, HOUR, YEAR)),
    ({"accept_window": YEAR + 1}, "WindowOutOfRange", (YEAR + 1, HOUR, YEAR)),
    ({"deliver_window": 0}, "WindowOutOfRange", (0, HOUR, YEAR)),
    ({"deliver_window": HOUR - 1}, "WindowOutOfRange", (HOUR - 1, HOUR, YEAR)),
    ({"deliver_window": YEAR + 1}, "WindowOutOfRange", (YEAR + 1, HOUR, YEAR)),
    ({"inspect_window": 0}, "WindowOutOfRange", (0, HOUR, YEAR)),
    ({"inspect_window": HOUR - 1}, "WindowOutOfRange", (HOUR - 1, HOUR, YEAR)),
    ({"inspect_window": YEAR + 1}, "WindowOutOfRange", (YEAR + 1, HOUR, YEAR)),
    # No contract stands where the market asks for arbitrators here.
    ({"arbitrator": 1}, NO_REASON, ()),
    ({"category": 0}, "CategoryUnknown", (0, 1)),
    ({"category": 2}, "CategoryUnknown", (2, 1)),
    ({"content": bytes(32)}, "ContentMissing", ()),
]
GOOD_TERMS = [
    {"price": 1},
    {"price": 2**96 - 1},
    {"member_discount_bps": 9_999},
    {"member_tier": 2**16 - 1},
    {"accept_window": 0},
    {"accept_window": HOUR},
    {"accept_window": YEAR},
    {"deliver_window": HOUR, "inspect_window": HOUR},
    {"deliver_window": YEAR, "inspect_window": YEAR},
    {"low_stock": 2**24 - 1},
]


def test_create_listing__sound__is_stored(market, seller):
    agreed = terms(member_discount_bps=500, member_tier=2, low_stock=3)
    receipt = market.createListing(1, NATIVE, 10, agreed, sender=seller)

    listing = market.getListing(1)
    assert (listing.seller, listing.kind, listing.native, listing.paused) == (seller, 1, True, False)
    assert (listing.memberDiscountBps, listing.memberTier, listing.arbitrator, listing.lowStock) == (500, 2, 0, 3)
    assert (listing.price, listing.stock, listing.version) == (PRICE, 10, 1)
    assert (listing.acceptWindow, listing.deliverWindow, listing.inspectWindow) == (DAY, 7 * DAY, 3 * DAY)
    assert market.getConfig().listingCount == 1
    assert event(receipt, "ListingCreated") == {
        "listingId": 1, "seller": seller, "token": NATIVE, "kind": 1, "stock": 10, "terms": agreed,
    }  # fmt: skip


def test_create_listing__priced_in_erc20__keeps_the_token(market, coin, seller):
    market.createListing(0, coin, 10, terms(), sender=seller)

    assert market.tokenOf(1) == coin
    assert market.getListing(1).native is False


def test_create_listing__priced_in_native_coin__token_is_zero(market, listing):
    assert market.tokenOf(listing) == NATIVE


def test_create_listing__several__ids_count_from_one(market, offer, other_seller):
    assert [offer(), offer(by=other_seller), offer(stock=0)] == [1, 2, 3]
    assert market.createListing.call(0, NATIVE, 1, terms(), sender=other_seller) == 4


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_create_listing__each_kind__is_kept(market, seller, kind):
    market.createListing(kind, NATIVE, UNLIMITED, terms(), sender=seller)

    assert (market.getListing(1).kind, market.getListing(1).stock) == (kind, UNLIMITED)


def test_create_listing__unknown_kind__reverts(market, seller):
    with reverts(NO_REASON):
        market.createListing(3, NATIVE, 10, terms(), sender=seller)


@pytest.mark.parametrize("changes", GOOD_TERMS, ids=str)
def test_create_listing__term_at_its_limit__is_stored(market, seller, changes):
    market.createListing(0, NATIVE, 10, terms(**changes), sender=seller)

    assert market.getConfig().listingCount == 1


@pytest.mark.parametrize(("changes", "error", "arguments"), BAD_TERMS, ids=str)
def test_create_listing__term_out_of_range__reverts(market, seller, changes, error, arguments):
    with reverts(error, *arguments):
        market.createListing(0, NATIVE, 10, terms(**changes), sender=seller)


def test_create_listing__not_registered__reverts(market, stranger):
    with reverts("SellerNotActive", stranger, 0):
        market.createListing(0, NATIVE, 10, terms(), sender=stranger)


def test_create_listing__suspended__reverts(market, registry, seller, moderator):
    registry.suspend(seller, CONTENT, sender=moderator)
    with reverts("SellerNotActive", seller, 2):
        market.createListing(0, NATIVE, 10, terms(), sender=seller)


def test_create_listing__token_without_code__reverts(market, seller, stranger):
    with reverts("TokenInvalid", stranger):
        market.createListing(0, stranger, 10, terms(), sender=seller)


def test_create_listing__listings_paused__reverts(market, seller, guardian):
    market.setListingsPaused(True, sender=guardian)
    with reverts("ListingsArePaused"):
        market.createListing(0, NATIVE, 10, terms(), sender=seller)
