"""A market with real memberships: one tier for native coin, one for an ERC-20 that may change hands."""

from __future__ import annotations

from typing import Any

import pytest
from ape import project
from eth_utils import keccak, to_checksum_address

from tests.contracts.helpers import DAY, NATIVE

PERIOD = 30 * DAY
FEE = 10**9 + 7
"""A tier's price: no multiple of anything, so roundings show."""


def tier(**changes: Any) -> tuple[Any, ...]:
    """A sound tier but for the changes, as the contract takes it."""
    sound = {"token": NATIVE, "price": FEE, "period": PERIOD, "rank": 2, "supply": 0}
    return tuple((sound | {"transferable": True, "name": "Gold"} | changes).values())


def _next_address(account: Any, ahead: int) -> str:
    """Where `account` deploys after `ahead` more transactions; its nonce is one byte."""
    nonce = account.nonce + ahead
    encoded = bytes([nonce]) if 0 < nonce < 0x80 else bytes([0x81, nonce]) if nonce else b"\x80"
    body = b"\x94" + bytes.fromhex(account.address[2:]) + encoded
    return to_checksum_address(keccak(bytes([0xC0 + len(body)]) + body)[12:])


@pytest.fixture
def club(admin: Any, authority: Any) -> Any:
    """The contract Membership, made before the market it pays into."""
    predicted = _next_address(admin, 1)
    club = admin.deploy(project.Membership, authority, predicted)
    market = admin.deploy(project.Market, authority, club, NATIVE)
    assert market.address == predicted
    club.addTier(tier(), sender=admin)
    return club


@pytest.fixture
def club_market(club: Any) -> Any:
    return project.Market.at(club.market())
