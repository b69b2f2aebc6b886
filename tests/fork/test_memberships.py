"""A membership paid in USDC: earned by the day, and what is not yet earned goes back."""

from __future__ import annotations

from tests.contracts.memberships import PERIOD, tier
from tests.fork.conftest import WEALTH

DUES = 30_000_007
"""For a period: thirty dollars and a bit, so roundings show."""

CARD = (1 << 32) | 1


def test_membership__minted_renewed_and_cancelled__pays_for_what_was_used(
    deployed, market, usdc, admin, treasurer, buyer, claims, chain
):
    club = deployed("Membership")
    club.addTier(tier(token=usdc.address, price=DUES), sender=admin)
    usdc.approve(club, 2 * DUES, sender=buyer)
    club.mint(1, buyer, 1, sender=buyer)
    begun = chain.blocks.head.timestamp
    club.renewSubscription(CARD, PERIOD, sender=buyer)
    assert (club.expiresAt(CARD), usdc.balanceOf(buyer)) == (begun + 2 * PERIOD, WEALTH - 2 * DUES)

    chain.pending_timestamp = begun + PERIOD // 2
    club.cancelSubscription(CARD, sender=buyer)
    # The sixteenth day has begun.
    refund = DUES * (60 - 16) // 30
    earned = 2 * DUES - refund
    assert (claims(buyer, usdc), club.earningsOf(usdc)) == (refund, earned)

    club.collectEarnings(usdc, treasurer, earned, sender=treasurer)
    market.withdraw(usdc, earned, treasurer, sender=treasurer)
    market.withdraw(usdc, refund, buyer, sender=buyer)

    assert [usdc.balanceOf(holder) for holder in (buyer, treasurer)] == [WEALTH - earned, earned]
    assert [usdc.balanceOf(contract) for contract in (club, market)] == [0, 0]
