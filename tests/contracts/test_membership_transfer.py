"""transferFrom, safeTransferFrom, approve
├── to the club, the market or nobody → RecipientInvalid, RecipientInvalid, ERC721InvalidReceiver
├── caller is neither holder nor approved → ERC721InsufficientApproval
├── expired → MembershipExpired; the tier forbids it → NotTransferable
└── otherwise → the receiver's, with all that it holds; approval is gone
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, events, reverts
from tests.contracts.memberships import CARD, FEE, GOLD, card_of, tier


@pytest.fixture
def rigid(club, admin, buyer):
    """A membership that may not change hands."""
    club.addTier(tier(transferable=False), sender=admin)
    club.mint(2, buyer, 1, sender=buyer, value=FEE)
    return card_of(2, 1)


def test_transfer__by_its_holder__is_the_receivers(club, buyer, stranger, card):
    before = tuple(club.getMembership(CARD))
    receipt = club.transferFrom(buyer, stranger, CARD, sender=buyer)

    assert events(receipt) == [("Transfer", {"from": buyer, "to": stranger, "tokenId": CARD})]
    assert (club.balanceOf(buyer), club.balanceOf(stranger)) == (0, 1)
    assert tuple(club.getMembership(CARD)) == (stranger, *before[1:])
    assert club.membershipOf(CARD)[0] == stranger


def test_transfer__by_one_approved__is_allowed_once(club, buyer, stranger, other_buyer, card):
    club.approve(stranger, CARD, sender=buyer)
    club.transferFrom(buyer, other_buyer, CARD, sender=stranger)

    assert (club.ownerOf(CARD), club.getApproved(CARD)) == (other_buyer, NATIVE)
    with reverts("ERC721InsufficientApproval", stranger, CARD):
        club.transferFrom(other_buyer, stranger, CARD, sender=stranger)


def test_transfer__by_an_operator__is_allowed(club, buyer, stranger, card):
    club.setApprovalForAll(stranger, True, sender=buyer)
    club.transferFrom(buyer, stranger, CARD, sender=stranger)

    assert club.ownerOf(CARD) == stranger


def test_transfer__by_another__reverts(club, buyer, stranger, card):
    with reverts("ERC721InsufficientApproval", stranger, CARD):
        club.transferFrom(buyer, stranger, CARD, sender=stranger)


def test_transfer__from_another_than_its_holder__reverts(club, buyer, other_buyer, stranger, card):
    with reverts("ERC721IncorrectOwner", other_buyer, CARD, buyer):
        club.transferFrom(other_buyer, stranger, CARD, sender=buyer)


def test_transfer__to_oneself__changes_nothing(club, buyer, card):
    club.transferFrom(buyer, buyer, CARD, sender=buyer)

    assert (club.ownerOf(CARD), club.balanceOf(buyer)) == (buyer, 1)


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, True), (1, False)])
def test_transfer__around_expiry__only_while_valid(club, buyer, stranger, card, at, late, allowed):
    at(card + late)
    if not allowed:
        with reverts("MembershipExpired", CARD, card):
            club.transferFrom(buyer, stranger, CARD, sender=buyer)
        return
    club.transferFrom(buyer, stranger, CARD, sender=buyer)

    assert club.ownerOf(CARD) == stranger


def test_transfer__cancelled_before_the_buyer_pays__reverts(club, buyer, stranger, card):
    """A seller cannot take the refund and sell what is left of it."""
    end = club.cancelSubscription(CARD, sender=buyer).timestamp - 1
    with reverts("MembershipExpired", CARD, end):
        club.transferFrom(buyer, stranger, CARD, sender=buyer)


def test_transfer__tier_forbids__reverts(club, buyer, stranger, rigid):
    club.approve(stranger, rigid, sender=buyer)
    for caller in (buyer, stranger):
        with reverts("NotTransferable", rigid):
            club.transferFrom(buyer, stranger, rigid, sender=caller)


def test_transfer__to_the_club_or_the_market__reverts(club, club_market, buyer, card):
    for to in (club.address, club_market.address):
        with reverts("RecipientInvalid", to):
            club.transferFrom(buyer, to, CARD, sender=buyer)


def test_transfer__to_nobody__reverts(club, buyer, card):
    with reverts("ERC721InvalidReceiver", NATIVE):
        club.transferFrom(buyer, NATIVE, CARD, sender=buyer)


def test_safe_transfer__to_an_account__arrives(club, buyer, stranger, card):
    club.safeTransferFrom(buyer, stranger, CARD, sender=buyer)

    assert club.ownerOf(CARD) == stranger


def test_safe_transfer__to_a_contract_without_hook__reverts(club, authority, buyer, card):
    with reverts("ERC721InvalidReceiver", authority):
        club.safeTransferFrom(buyer, authority, CARD, sender=buyer)


def test_transfer__of_one_of_two__leaves_the_other(club, buyer, stranger, card):
    club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)
    club.transferFrom(buyer, stranger, CARD, sender=buyer)

    assert (club.ownerOf(CARD + 1), club.balanceOf(buyer), club.balanceOf(stranger)) == (buyer, 1, 1)
