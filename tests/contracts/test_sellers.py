"""register(profile), setProfile(profile)
├── registered already → SellerRegisteredAlready (a suspended seller too); not yet → SellerUnknown
├── no profile → ProfileMissing
└── otherwise → SellerRegistered with SellerStatusChanged, SellerProfileChanged
suspend(seller, reason), reinstate(seller)
├── caller is no moderator → AccessManagedUnauthorized (test_roles.py)
├── seller is not active, or not suspended → SellerStatusInvalid
└── otherwise → SellerSuspended, SellerReinstated with SellerStatusChanged
"""

from __future__ import annotations

from tests.contracts.helpers import NATIVE, events, reverts, terms

PROFILE, REASON = b"\x01" * 32, b"\x02" * 32


def test_register__anyone__is_active(market, registry, stranger):
    receipt = registry.register(PROFILE, sender=stranger)

    assert registry.statusOf(stranger) == market.sellerStatus(stranger) == 1
    assert events(receipt) == [
        ("SellerRegistered", {"seller": stranger, "profile": PROFILE}),
        ("SellerStatusChanged", {"seller": stranger, "status": 1}),
    ]


def test_register__twice__reverts(registry, seller):
    with reverts("SellerRegisteredAlready", seller):
        registry.register(PROFILE, sender=seller)


def test_register__suspended__reverts(registry, seller, moderator):
    registry.suspend(seller, REASON, sender=moderator)
    with reverts("SellerRegisteredAlready", seller):
        registry.register(PROFILE, sender=seller)


def test_register__no_profile__reverts(registry, stranger):
    with reverts("ProfileMissing"):
        registry.register(bytes(32), sender=stranger)


def test_set_profile__seller__is_logged(registry, seller):
    receipt = registry.setProfile(REASON, sender=seller)

    assert events(receipt) == [("SellerProfileChanged", {"seller": seller, "profile": REASON})]


def test_set_profile__suspended__may_still(registry, seller, moderator):
    registry.suspend(seller, REASON, sender=moderator)

    assert events(registry.setProfile(REASON, sender=seller))


def test_set_profile__not_registered__reverts(registry, stranger):
    with reverts("SellerUnknown", stranger):
        registry.setProfile(PROFILE, sender=stranger)


def test_set_profile__none__reverts(registry, seller):
    with reverts("ProfileMissing"):
        registry.setProfile(bytes(32), sender=seller)


def test_suspend__active__is_suspended(market, registry, seller, moderator):
    receipt = registry.suspend(seller, REASON, sender=moderator)

    assert registry.statusOf(seller) == 2
    assert events(receipt) == [
        ("SellerSuspended", {"seller": seller, "by": moderator, "reason": REASON}),
        ("SellerStatusChanged", {"seller": seller, "status": 2}),
    ]


def test_reinstate__suspended__sells_again(market, registry, seller, moderator):
    listings = market.getConfig().listingCount
    registry.suspend(seller, REASON, sender=moderator)
    receipt = registry.reinstate(seller, sender=moderator)

    assert registry.statusOf(seller) == 1
    assert events(receipt) == [
        ("SellerReinstated", {"seller": seller, "by": moderator}),
        ("SellerStatusChanged", {"seller": seller, "status": 1}),
    ]
    market.createListing(0, NATIVE, 1, terms(), sender=seller)
    assert market.getConfig().listingCount == listings + 1


def test_suspend__not_active__reverts(registry, seller, stranger, moderator):
    registry.suspend(seller, REASON, sender=moderator)
    with reverts("SellerStatusInvalid", seller, 2):
        registry.suspend(seller, REASON, sender=moderator)
    with reverts("SellerStatusInvalid", stranger, 0):
        registry.suspend(stranger, REASON, sender=moderator)


def test_reinstate__not_suspended__reverts(registry, seller, stranger, moderator):
    with reverts("SellerStatusInvalid", seller, 1):
        registry.reinstate(seller, sender=moderator)
    with reverts("SellerStatusInvalid", stranger, 0):
        registry.reinstate(stranger, sender=moderator)


def test_market__of_the_register__is_the_one_it_was_made_for(market, registry):
    assert registry.market() == market
