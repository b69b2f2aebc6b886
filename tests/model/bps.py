"""Shares in basis points: a share rounds down, the rest is a subtraction, so parts add up to the whole."""

from __future__ import annotations

from tests.model.values import ONE


def share(amount: int, bps: int) -> int:
    return amount * bps // ONE


def discounted(amount: int, bps: int) -> int:
    return amount - share(amount, bps)


def split_sale(amount: int, fee_bps: int, referral_share_bps: int) -> tuple[int, int, int]:
    """What the seller, the market and the referrer get of `amount`."""
    whole_fee = share(amount, fee_bps)
    referral = share(whole_fee, referral_share_bps)
    return amount - whole_fee, whole_fee - referral, referral
