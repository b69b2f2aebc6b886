"""A market with its court: the council (arbitrator 0), a foreign arbitrator (1) and a hostile one (2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from ape import project
from ape.api import AccountAPI
from ape.contracts import ContractInstance
from eth_account import Account
from web3.utils import get_create_address

from scripts._roles import ROLES
from tests.contracts.helpers import DAY, NATIVE, PRICE, event, line, payment, terms
from tests.contracts.machine import artifact

__all__ = [
    "answered",
    "consent",
    "court_authority",
    "court_central",
    "court_claims",
    "court_contracts",
    "court_council",
    "court_disputes",
    "court_hostile",
    "court_market",
    "court_order",
    "court_registry",
    "decide",
    "members",
    "raised",
]

FEE = 10**15
"""Of a vote, in wei."""
COST = 3 * FEE
"""Of each of the three arbitrators."""
COUNCIL, CENTRAL, HOSTILE = range(3)
"""Arbitrator ids."""
RAISED, ARBITRATED, CLOSED = 1, 2, 3
"""`IDisputes.Stage`."""
DISPUTED, RESOLVED = 5, 8
"""`IOrders.State`."""
RESPONSE_WINDOW = VOTE_WINDOW = APPEAL_WINDOW = 3 * DAY
RULE_WINDOW = 60 * DAY
CHOICES = 11
EXTRA, META = b"\x0a\x0b", "/ipfs/meta-evidence"
PROFILE = b"\x01" * 32


@pytest.fixture(scope="session")
def court_authority(admin: AccountAPI) -> ContractInstance:
    return admin.deploy(project.AccessManager, admin)


@pytest.fixture(scope="session")
def members(accounts: Any) -> list[AccountAPI]:
    """The council's three, on the seats 0 to 2."""
    return [accounts[index] for index in (11, 12, 13)]


@pytest.fixture(scope="session")
def court_council(
    admin: AccountAPI,
    court_authority: ContractInstance,
    members: Sequence[AccountAPI],
    treasurer: AccountAPI,
    chain: Any,
) -> ContractInstance:
    council = admin.deploy(project.Council, court_authority, FEE)
    for member in members:
        council.addMember(member, sender=admin)
    collecting = artifact("Council")[1].selector("collectReserve")
    court_authority.setTargetFunctionRole(council, [collecting], ROLES["TREASURER"], sender=admin)
    # Who is appointed in the very second of a draw does not vote in it.
    chain.pending_timestamp += 1
    court_authority.grantRole(ROLES["TREASURER"], treasurer, 0, sender=admin)
    return council


@pytest.fixture(scope="session")
def court_contracts(
    admin: AccountAPI, court_authority: ContractInstance, court_council: ContractInstance
) -> tuple[ContractInstance, ContractInstance, ContractInstance]:
    """Disputes, Market and Sellers know each other: the first is told where the others will be."""
    market, sellers = (get_create_address(admin.address, admin.nonce + later) for later in (1, 2))
    disputes = admin.deploy(project.Disputes, court_authority, market, sellers, court_council, EXTRA, META)
    deployed = admin.deploy(project.Market, court_authority, NATIVE, disputes)
    registry = admin.deploy(project.Sellers, court_authority, deployed)
    assert (deployed.address, registry.address) == (market, sellers)
    return disputes, deployed, registry


@pytest.fixture(scope="session")
def court_central(admin: AccountAPI, moderator: AccountAPI) -> ContractInstance:
    """A foreign arbitrator; `moderator` rules."""
    return moderator.deploy(project.CentralArbitrator, COST)


@pytest.fixture(scope="session")
def court_hostile(admin: AccountAPI, stranger: AccountAPI) -> ContractInstance:
    return stranger.deploy(project.HostileArbitrator, COST)


@pytest.fixture(scope="session")
def court_disputes(
    court_contracts: tuple[ContractInstance, ...],
    court_central: ContractInstance,
    court_hostile: ContractInstance,
    admin: AccountAPI,
) -> ContractInstance:
    """The contract Disputes, with all three arbitrators."""
    for arbitrator in (court_central, court_hostile):
        court_contracts[0].addArbitrator(arbitrator, RULE_WINDOW, EXTRA, META, sender=admin)
    return court_contracts[0]


@pytest.fixture(scope="session")
def court_registry(court_contracts: tuple[ContractInstance, ...], court_market: ContractInstance) -> ContractInstance:
    """The contract Sellers."""
    return court_contracts[2]


@pytest.fixture(scope="session")
def court_market(
    court_contracts: tuple[ContractInstance, ...],
    court_disputes: ContractInstance,
    court_authority: ContractInstance,
    admin: AccountAPI,
    seller: AccountAPI,
) -> ContractInstance:
    """One category, a registered seller, no fee."""
    _, market, registry = court_contracts
    registering = artifact("Market")[1].selector("setSellerStatus")
    court_authority.setTargetFunctionRole(market, [registering], ROLES["REGISTRY"], sender=admin)
    court_authority.grantRole(ROLES["REGISTRY"], registry, 0, sender=admin)
    market.addCategory(0, "Lamps", sender=admin)
    registry.register(PROFILE, sender=seller)
    return market


@pytest.fixture
def court_order(court_market: ContractInstance, seller: AccountAPI, buyer: AccountAPI) -> Callable[..., int]:
    """An order of `PRICE` that its seller has accepted, before the given arbitrator. Returns its id."""

    def place(arbitrator: int = COUNCIL, by: AccountAPI = buyer, of: AccountAPI = seller, accepted: bool = True) -> int:
        window = 0 if accepted else DAY
        court_market.createListing(0, NATIVE, 10, terms(arbitrator=arbitrator, accept_window=window), sender=of)
        listing = court_market.getConfig().listingCount
        court_market.buy(line(listing), payment(), sender=by, value=PRICE)
        return int(court_market.getConfig().orderCount)

    return place


@pytest.fixture
def raised(court_disputes: ContractInstance, court_order: Callable[..., int], buyer: AccountAPI) -> Callable[..., int]:
    """An order in dispute, not answered yet; raised by the buyer unless said otherwise. Returns its id."""

    def raise_it(arbitrator: int = COUNCIL, by: AccountAPI = buyer) -> int:
        order = court_order(arbitrator)
        court_disputes.raiseDispute(order, sender=by, value=COST)
        return order

    return raise_it


@pytest.fixture
def answered(
    court_disputes: ContractInstance, raised: Callable[..., int], buyer: AccountAPI, seller: AccountAPI
) -> Callable[..., tuple[int, int]]:
    """A case before its arbitrator. Returns the order's id and the arbitrator's number of it."""

    def answer(arbitrator: int = COUNCIL, by: AccountAPI = buyer) -> tuple[int, int]:
        order = raised(arbitrator, by)
        receipt = court_disputes.respond(order, sender=seller if by == buyer else buyer, value=COST)
        return order, int(event(receipt, "DisputeAnswered")["disputeID"])

    return answer


@pytest.fixture
def decide(
    court_council: ContractInstance,
    court_central: ContractInstance,
    court_hostile: ContractInstance,
    court_disputes: ContractInstance,
    members: Sequence[AccountAPI],
    moderator: AccountAPI,
    stranger: AccountAPI,
    chain: Any,
) -> Callable[[int, int, int], Any]:
    """Lets an arbitrator come to this ruling and gives it; the receipt is of the transaction that did."""

    def by_council(dispute: int, ruling: int) -> Any:
        for member in members:
            court_council.vote(dispute, ruling, sender=member)
        chain.pending_timestamp = court_council.getCase(dispute).deadline + 1
        return court_council.execute(dispute, sender=stranger)

    def by_owner(dispute: int, ruling: int) -> Any:
        court_central.giveRuling(dispute, ruling, sender=moderator)
        chain.pending_timestamp = court_central.appealPeriod(dispute)[1] + 1
        return court_central.executeRuling(dispute, sender=stranger)

    def by_whim(dispute: int, ruling: int) -> Any:
        return court_hostile.giveRuling(court_disputes, dispute, ruling, sender=stranger)

    ways = {COUNCIL: by_council, CENTRAL: by_owner, HOSTILE: by_whim}
    return lambda arbitrator, dispute, ruling: ways[arbitrator](dispute, ruling)


@pytest.fixture
def court_claims(court_market: ContractInstance) -> Callable[[Any], int]:
    """Claims of an account in native coin."""
    return lambda account: int(court_market.balanceOf(account, 0))


@pytest.fixture
def consent(court_disputes: ContractInstance) -> Callable[..., bytes]:
    """Signs a settlement (orderId, escrow, toBuyer, deadline)."""

    def sign(signer: AccountAPI, settlement: tuple[int, int, int, int]) -> bytes:
        digest = bytes(court_disputes.settlementDigest(settlement))
        return bytes(Account.unsafe_sign_hash(digest, signer.private_key).signature)

    return sign
