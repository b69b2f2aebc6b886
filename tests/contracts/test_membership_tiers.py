"""addTier(terms)
├── caller is no admin → AccessManagedUnauthorized
├── price, period or rank is 0, the period is not of whole days, or the token is no contract → TierInvalid
├── name is empty, longer than 32 bytes, or has what JSON or XML would take for its own → TierNameInvalid
└── otherwise → a tier under the next id, TierAdded
setTierClosed(tierId, closed), setRoyalty(receiver, bps)
├── caller lacks the role → AccessManagedUnauthorized
├── no such tier → TierUnknown; more than 1,000 bps → RoyaltyTooHigh; receiver 0 → ERC2981InvalidDefaultRoyaltyReceiver
└── otherwise → TierClosed, RoyaltyChanged
"""

from __future__ import annotations

import pytest

from scripts._roles import functions_of
from tests.contracts.helpers import DAY, FAR, NATIVE, event, reverts
from tests.contracts.memberships import CARD, FEE, GOLD, PERIOD, tier

RESTRICTED = [
    (role, function)
    for role, targets in functions_of("Membership").items()
    for function in targets["Membership"]
]  # fmt: skip


@pytest.mark.parametrize(("role", "function"), RESTRICTED)
def test_restricted__any_other_account__reverts(club, request, role, function):
    arguments = {
        "addTier": (tier(),),
        "setTierClosed": (GOLD, True),
        "collectEarnings": (NATIVE, club, 1),
        "setRoyalty": (club, 1),
    }
    for name in sorted({"admin", "treasurer", "moderator", "buyer", "stranger"} - {role.lower()}):
        caller = request.getfixturevalue(name)
        with reverts("AccessManagedUnauthorized", caller):
            getattr(club, function)(*arguments[function], sender=caller)


def test_add_tier__sound__is_stored_and_told(club, coin, admin):
    terms = tier(token=coin.address, price=5, period=7 * DAY, rank=9, supply=3, transferable=False, name="Bronze")
    receipt = club.addTier(terms, sender=admin)

    assert tuple(club.getTier(2)) == (coin.address, 5, 7 * DAY, 9, 3, 0, False, False, "Bronze")
    told = event(receipt, "TierAdded")
    assert (told["tierId"], told["terms"][1:], club.tierCount()) == (2, terms[1:], 2)


@pytest.mark.parametrize("change", [{"price": 0}, {"period": 0}, {"rank": 0}])
def test_add_tier__nothing_where_something_must_be__reverts(club, admin, change):
    with reverts("TierInvalid"):
        club.addTier(tier(**change), sender=admin)


@pytest.mark.parametrize("period", [1, DAY - 1, DAY + 1, 2**32 - 1])
def test_add_tier__period_not_of_whole_days__reverts(club, admin, period):
    with reverts("TierInvalid"):
        club.addTier(tier(period=period), sender=admin)


def test_add_tier__token_without_code__reverts(club, admin, stranger):
    with reverts("TierInvalid"):
        club.addTier(tier(token=stranger), sender=admin)


@pytest.mark.parametrize("name", ["x", "x" * 32, "Friends of the Painted Porch", " ~!#$%'()*+,-./:;=?@[]^_`{|}"])
def test_add_tier__plain_name__is_taken(club, admin, name):
    club.addTier(tier(name=name), sender=admin)

    assert club.getTier(2).name == name


@pytest.mark.parametrize(
    "name",
    ["", "x" * 33, "é" * 16, "a<b", "a>b", 'a"b', "a&b", "a\\b", "é", "a\nb", "a\x00b", "\x7f", "\u202egold", "🏛"],
)
def test_add_tier__name_not_plain__reverts(club, admin, name):
    with reverts("TierNameInvalid", len(name.encode()), 32):
        club.addTier(tier(name=name), sender=admin)


def test_set_tier_closed__and_open__is_told(club, admin):
    for closed in (True, False):
        receipt = club.setTierClosed(GOLD, closed, sender=admin)

        assert event(receipt, "TierClosed") == {"tierId": GOLD, "closed": closed}
        assert club.getTier(GOLD).closed is closed


@pytest.mark.parametrize("tier_id", [0, 2])
def test_set_tier_closed__unknown__reverts(club, admin, tier_id):
    with reverts("TierUnknown", tier_id, 1):
        club.setTierClosed(tier_id, True, sender=admin)


@pytest.mark.parametrize("tier_id", [0, 2])
def test_get_tier__unknown__reverts(club, stranger, tier_id):
    with reverts("TierUnknown", tier_id, 1):
        club.getTier.transact(tier_id, sender=stranger)


def test_tier_closed__members__keep_what_they_paid_for(club, admin, buyer, card):
    club.setTierClosed(GOLD, True, sender=admin)

    assert tuple(club.membershipOf(CARD)) == (buyer, 2, card)


@pytest.mark.parametrize("bps", [0, 1, 1_000])
def test_set_royalty__up_to_a_tenth__is_of_every_membership(club, treasurer, card, bps):
    receipt = club.setRoyalty(treasurer, bps, sender=treasurer)

    assert event(receipt, "RoyaltyChanged") == {"receiver": treasurer, "bps": bps}
    assert tuple(club.royaltyInfo(CARD, 1_000_000)) == (treasurer, 100 * bps)


@pytest.mark.parametrize("bps", [1_001, 10_000, 2**96 - 1])
def test_set_royalty__more__reverts(club, treasurer, bps):
    with reverts("RoyaltyTooHigh", bps, 1_000):
        club.setRoyalty(treasurer, bps, sender=treasurer)


def test_set_royalty__to_nobody__reverts(club, treasurer):
    with reverts("ERC2981InvalidDefaultRoyaltyReceiver", NATIVE):
        club.setRoyalty(NATIVE, 1, sender=treasurer)


def test_royalty__never_set__is_nothing(club, card):
    assert tuple(club.royaltyInfo(CARD, FAR)) == (NATIVE, 0)


def test_terms_of_a_tier__after_all_that_can_be_done_to_it__are_the_same(club, admin, buyer, at):
    before = tuple(club.getTier(GOLD))
    club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)
    club.setTierClosed(GOLD, True, sender=admin)
    club.addTier(tier(price=1, period=PERIOD // 2), sender=admin)

    after = club.getTier(GOLD)
    assert (after.minted, after.closed) == (1, True)
    assert (*before[:5], before[6], before[8]) == (*tuple(after)[:5], after.transferable, after.name)
