"""mint(tierId, to, periods)
├── tier unknown → TierUnknown; closed → TierIsClosed; all sold → TierSoldOut
├── to is address 0, the club or the market → RecipientInvalid
├── periods are 0 or more than 120 → PeriodsOutOfRange
├── value is not the price to the wei → PriceChanged
└── otherwise → `to` holds the tier's next membership until the last second paid for, MembershipMinted
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import DAY, NATIVE, event, events, reverts
from tests.contracts.memberships import CARD, FEE, GOLD, PERIOD, card_of, tier, worth


def test_mint__one_period__valid_to_its_last_second(club, buyer):
    receipt = club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)
    end = receipt.timestamp + PERIOD

    assert tuple(club.getMembership(CARD)) == (buyer, GOLD, end, receipt.timestamp)
    assert tuple(club.membershipOf(CARD)) == (buyer, 2, end)
    assert (club.balance, club.earningsOf(NATIVE), club.refundOf(CARD)) == (FEE, 0, worth(PERIOD))


def test_mint__events__say_all(club, buyer):
    receipt = club.mint(GOLD, buyer, 2, sender=buyer, value=2 * FEE)
    end = receipt.timestamp + 2 * PERIOD

    paid = {"holder": buyer, "payer": buyer, "paid": 2 * FEE, "expiresAt": end}
    assert events(receipt) == [
        ("Transfer", {"from": NATIVE, "to": buyer, "tokenId": CARD}),
        ("MembershipMinted", {"membershipId": CARD, "tierId": GOLD} | paid),
        ("SubscriptionUpdate", {"tokenId": CARD, "expiration": end}),
    ]


def test_mint__as_a_gift__is_the_receivers(club, buyer, stranger):
    receipt = club.mint(GOLD, stranger, 1, sender=buyer, value=FEE)

    assert (club.ownerOf(CARD), club.balanceOf(stranger), club.balanceOf(buyer)) == (stranger, 1, 0)
    assert (event(receipt, "MembershipMinted")["holder"], event(receipt, "MembershipMinted")["payer"]) == (
        stranger,
        buyer,
    )


def test_mint__gift_cancelled__refund_is_the_holders(club, club_market, buyer, stranger):
    club.mint(GOLD, stranger, 1, sender=buyer, value=FEE)
    club.cancelSubscription(CARD, sender=stranger)

    assert (club_market.balanceOf(stranger, 0) > 0, club_market.balanceOf(buyer, 0)) == (True, 0)


def test_mint__of_two_tiers__each_counts_its_own(club, admin, buyer):
    club.addTier(tier(price=5), sender=admin)
    for tier_id, price in ((GOLD, FEE), (2, 5), (GOLD, FEE)):
        club.mint(tier_id, buyer, 1, sender=buyer, value=price)

    held = [card_of(GOLD, 1), card_of(2, 1), card_of(GOLD, 2)]
    assert [club.ownerOf(membership) for membership in held] == [buyer] * 3
    assert (club.getTier(GOLD).minted, club.getTier(2).minted, club.balanceOf(buyer)) == (2, 1, 3)


@pytest.mark.parametrize("periods", [1, 120])
def test_mint__fewest_and_most_periods__are_sold(club, buyer, periods):
    receipt = club.mint(GOLD, buyer, periods, sender=buyer, value=periods * FEE)

    assert club.expiresAt(CARD) == receipt.timestamp + periods * PERIOD


@pytest.mark.parametrize("periods", [0, 121, 2**32 - 1])
def test_mint__periods_out_of_range__reverts(club, buyer, periods):
    with reverts("PeriodsOutOfRange", periods, 120):
        club.mint(GOLD, buyer, periods, sender=buyer, value=FEE)


@pytest.mark.parametrize("value", [0, FEE - 1, FEE + 1, 2 * FEE])
def test_mint__overpayment_or_less__is_never_kept(club, buyer, value):
    with reverts("PriceChanged", FEE, value):
        club.mint(GOLD, buyer, 1, sender=buyer, value=value)

    assert club.balance == 0


@pytest.mark.parametrize("tier_id", [0, 2, 2**16 + 1, 2**256 - 1])
def test_mint__tier_unknown__reverts(club, buyer, tier_id):
    with reverts("TierUnknown", tier_id, 1):
        club.mint(tier_id, buyer, 1, sender=buyer, value=FEE)


def test_mint__tier_closed__reverts_until_it_is_open_again(club, admin, buyer):
    club.setTierClosed(GOLD, True, sender=admin)
    with reverts("TierIsClosed", GOLD):
        club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)
    club.setTierClosed(GOLD, False, sender=admin)
    club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)

    assert club.ownerOf(CARD) == buyer


def test_mint__beyond_the_supply__reverts(club, admin, buyer, stranger):
    club.addTier(tier(supply=2), sender=admin)
    for _ in range(2):
        club.mint(2, buyer, 1, sender=buyer, value=FEE)
    with reverts("TierSoldOut", 2, 2):
        club.mint(2, stranger, 1, sender=stranger, value=FEE)

    assert club.getTier(2).minted == 2


def test_mint__member_cancels__does_not_free_a_place(club, admin, buyer):
    """`supply` is of memberships ever minted: whoever cancelled can come back."""
    club.addTier(tier(supply=1), sender=admin)
    club.mint(2, buyer, 1, sender=buyer, value=FEE)
    club.cancelSubscription(card_of(2, 1), sender=buyer)
    with reverts("TierSoldOut", 2, 1):
        club.mint(2, buyer, 1, sender=buyer, value=FEE)


def test_mint__for_nobody_the_club_or_the_market__reverts(club, club_market, buyer):
    for to in (NATIVE, club.address, club_market.address):
        with reverts("RecipientInvalid", to):
            club.mint(GOLD, to, 1, sender=buyer, value=FEE)


def test_mint__longest_there_is__fits(club, admin, buyer):
    """Ten dozen of the longest periods, at the highest price."""
    dearest, days = 2**96 - 1, (2**32 - 1) // DAY
    club.addTier(tier(price=dearest, period=days * DAY), sender=admin)
    admin.provider.set_balance(buyer.address, 2**128)
    receipt = club.mint(2, buyer, 120, sender=buyer, value=120 * dearest)

    assert club.expiresAt(card_of(2, 1)) == receipt.timestamp + 120 * days * DAY
    assert club.refundOf(card_of(2, 1)) == dearest * (120 * days - 1) // days
