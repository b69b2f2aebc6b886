"""A market with real memberships: a tier for native coin, one for an ERC-20, and a card of the first.

A test module takes the fixtures it wants by importing them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ape import project
from ape.api import AccountAPI
from ape.contracts import ContractInstance
from eth_utils import keccak, to_checksum_address

from scripts._roles import ROLES, functions_of
from tests.contracts.helpers import DAY, NATIVE
from tests.contracts.machine import artifact

PERIOD = 30 * DAY
FEE = 10**9 + 7
"""A tier's price: no multiple of anything, so roundings show."""

WEALTH = 10**18
GOLD, COIN_TIER = 1, 2


def card_of(tier_id: int, number: int) -> int:
    """The id of a tier's membership."""
    return (tier_id << 32) | number


CARD = card_of(GOLD, 1)


def worth(left: int, price: int = FEE) -> int:
    """What a membership still holds `left` seconds before it expires: of the days that have not begun, rounded down."""
    return price * (max(left - 1, 0) // DAY * DAY) // PERIOD


def tier(**changes: Any) -> tuple[Any, ...]:
    """A sound tier but for the changes, as the contract takes it."""
    sound = {"token": NATIVE, "price": FEE, "period": PERIOD, "rank": 2, "supply": 0}
    return tuple((sound | {"transferable": True, "name": "Gold"} | changes).values())


def _next_address(account: AccountAPI, ahead: int) -> str:
    """Where `account` deploys after `ahead` more transactions; its nonce is one byte."""
    nonce = account.nonce + ahead
    encoded = bytes([nonce]) if 0 < nonce < 0x80 else bytes([0x81, nonce]) if nonce else b"\x80"
    body = b"\x94" + bytes.fromhex(account.address[2:]) + encoded
    return to_checksum_address(keccak(bytes([0xC0 + len(body)]) + body)[12:])


@pytest.fixture(scope="session")
def empty_club(admin: AccountAPI, authority: ContractInstance, treasurer: AccountAPI) -> ContractInstance:
    """The contract Membership, made before the market it pays into; roles as `ape run deploy` gives them."""
    predicted = _next_address(admin, 1)
    club = admin.deploy(project.Membership, authority, predicted)
    assert admin.deploy(project.Market, authority, club, NATIVE).address == predicted
    authority.grantRole(ROLES["TREASURER"], treasurer, 0, sender=admin)
    for role, targets in functions_of("Membership").items():
        selectors = [artifact("Membership")[1].selector(function) for function in targets["Membership"]]
        authority.setTargetFunctionRole(club, selectors, ROLES[role], sender=admin)
    return club


@pytest.fixture(scope="session")
def club(empty_club: ContractInstance, admin: AccountAPI) -> ContractInstance:
    """With the tier `GOLD`: native coin, may change hands."""
    empty_club.addTier(tier(), sender=admin)
    return empty_club


@pytest.fixture(scope="session")
def club_market(club: ContractInstance) -> ContractInstance:
    return project.Market.at(club.market())


@pytest.fixture
def card(club: ContractInstance, buyer: AccountAPI) -> int:
    """Membership `CARD` of `buyer`, one period. Returns its last second."""
    club.mint(GOLD, buyer, 1, sender=buyer, value=FEE)
    return int(club.expiresAt(CARD))


@pytest.fixture
def coin_club(club: ContractInstance, coin: ContractInstance, admin: AccountAPI, buyer: AccountAPI) -> ContractInstance:
    """With `COIN_TIER` too; the club may take the buyer's coin."""
    club.addTier(tier(token=coin, name="Silver", rank=1), sender=admin)
    coin.approve(club, WEALTH, sender=buyer)
    return club


@pytest.fixture
def club_claims(club_market: ContractInstance) -> Callable[..., int]:
    """Claims of an account in the ledger of the club's market."""

    def of(account: Any, token: Any = NATIVE) -> int:
        return int(club_market.balanceOf(account, int(str(getattr(token, "address", token)), 16)))

    return of
