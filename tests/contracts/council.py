"""Cases before the council by itself; the account `buyer` is the arbitrated party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from ape.api import AccountAPI
from ape.contracts import ContractInstance

from tests.contracts.court import COST
from tests.contracts.helpers import event

VOTING, RULED, EXECUTED = 1, 2, 3


@pytest.fixture
def dispute(court_council: ContractInstance, buyer: AccountAPI) -> int:
    """Before a panel of all three members."""
    return created(court_council, buyer)


@pytest.fixture
def ruled(court_council: ContractInstance, dispute: int, members: list[AccountAPI]) -> int:
    """The panel has ruled 3."""
    vote(court_council, dispute, members, [3, 3, 3])
    return dispute


@pytest.fixture
def more_members(
    court_council: ContractInstance, accounts: Any, members: list[AccountAPI], admin: AccountAPI, chain: Any
) -> list[AccountAPI]:
    """Five in all."""
    for account in (accounts[14], accounts[15]):
        court_council.addMember(account, sender=admin)
    chain.pending_timestamp += 1
    return [*members, accounts[14], accounts[15]]


def created(council: ContractInstance, by: AccountAPI) -> int:
    """A new dispute's number."""
    return int(event(council.createDispute(11, b"", sender=by, value=COST), "DisputeCreation")["disputeID"])


def vote(council: ContractInstance, dispute: int, members: Sequence[AccountAPI], votes: Sequence[int | None]) -> Any:
    """The receipt of the last vote; None stays away."""
    receipts = [
        council.vote(dispute, vote, sender=member)
        for member, vote in zip(members, votes, strict=False)
        if vote is not None
    ]
    return receipts[-1] if receipts else None
