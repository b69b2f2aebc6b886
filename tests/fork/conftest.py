"""A fork of Ethereum with a market on it, deployed as operators deploy it.

The fork's upstream is the node that STOA_MAINNET_RPC names; where it names none, a local one (upstream.py).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

import ape
import pytest
from ape.api import AccountAPI, ReceiptAPI
from ape.contracts import ContractInstance
from eth_account import Account
from eth_utils import keccak

from scripts._compile import compile_all
from scripts._deploy import Choices, Plan, carry_out
from scripts._network import connected
from tests.contracts.helpers import terms
from tests.fork.mainnet import CIRCLES_ABI, USDC, WETH, WRAPPED_ABI, Json
from tests.fork.upstream import local_mainnet

NETWORK = "ethereum:mainnet-fork:foundry"
UPSTREAM = "STOA_MAINNET_RPC"

FEE_BPS = 250
PROFILE = b"\x01" * 32
WEALTH = 10**9
"""A thousand dollars."""

ETHER = 10**18


def pytest_collection_finish(session: pytest.Session) -> None:
    """Ape connects right after this, by the configuration that it read as it started."""
    if session.config.getoption("collectonly"):
        return
    if session.config.getoption("network") != NETWORK:
        raise pytest.UsageError(f"tests/fork runs with --network {NETWORK}")
    if not os.environ.get(UPSTREAM):
        running = ExitStack()
        session.config.add_cleanup(running.close)
        os.environ[UPSTREAM] = running.enter_context(local_mainnet())
        ape.project.reconfigure()  # reads it again


def _actor(name: str) -> Callable[..., AccountAPI]:
    @pytest.fixture(scope="session", name=name)
    def actor(accounts: Any, chain: Any) -> AccountAPI:
        # The accounts that everybody tests with have a past on mainnet: money, used nonces, delegations (EIP-7702).
        key = Account.from_key(keccak(text=f"Stoa on a fork: {name}"))
        chain.provider.set_balance(key.address, 10 * ETHER)
        return accounts.init_test_account(0, key.address, key.key.to_0x_hex())

    return actor


admin = _actor("admin")
seller = _actor("seller")
buyer = _actor("buyer")
treasurer = _actor("treasurer")
moderator = _actor("moderator")
stranger = _actor("stranger")


@pytest.fixture(scope="session")
def plan(admin: AccountAPI, treasurer: AccountAPI, moderator: AccountAPI) -> Plan:
    """As `ape run deploy` would make it, but that the admin need not wait."""
    compile_all()
    network = connected()
    choices = Choices(
        fee_bps=FEE_BPS,
        referral_share_bps=2_000,
        categories=("Lamps",),
        tokens=(USDC, WETH),
        holders=(("TREASURER", treasurer.address), ("MODERATOR", moderator.address)),
        council=(),
        vote_fee=10**15,
        admin_delay=0,
    )
    return Plan(admin, network, choices.completed(network, ()))


@pytest.fixture(scope="session")
def receipts(plan: Plan) -> list[ReceiptAPI]:
    """Of the deployment."""
    return carry_out(plan)


@pytest.fixture(scope="session")
def deployed(plan: Plan, receipts: list[ReceiptAPI]) -> Callable[[str], ContractInstance]:
    """A contract of the deployment, by name."""
    return lambda name: ape.project.get_contract(name).at(plan.address(name))


@pytest.fixture(scope="session")
def market(deployed: Callable[[str], ContractInstance], seller: AccountAPI) -> ContractInstance:
    """With one seller."""
    deployed("Sellers").register(PROFILE, sender=seller)
    return deployed("Market")


@pytest.fixture(scope="session")
def usdc(accounts: Any, chain: Any, buyer: AccountAPI) -> ContractInstance:
    """USD Coin; Circle has minted the buyer a thousand dollars."""
    usdc = _token(USDC, CIRCLES_ABI)
    circle = _impersonated(accounts, chain, usdc.masterMinter())
    usdc.configureMinter(circle, WEALTH, sender=circle)
    usdc.mint(buyer, WEALTH, sender=circle)
    return usdc


@pytest.fixture(scope="session")
def weth(buyer: AccountAPI) -> ContractInstance:
    """Wrapped ether; the buyer has wrapped one."""
    buyer.transfer(WETH, ETHER)
    return _token(WETH, WRAPPED_ABI)


@pytest.fixture(scope="session")
def block_account(accounts: Any, chain: Any, usdc: ContractInstance) -> Callable[[AccountAPI], None]:
    """Has Circle block an account."""

    def block(account: AccountAPI) -> None:
        usdc.blacklist(account, sender=_impersonated(accounts, chain, usdc.blacklister()))

    return block


@pytest.fixture
def offer(market: ContractInstance, seller: AccountAPI) -> Callable[..., int]:
    """Puts ten of a good on sale for a token. Returns the listing's id."""

    def create(token: ContractInstance, **changes: Any) -> int:
        market.createListing(0, token, 10, terms(**changes), sender=seller)
        return int(market.getConfig().listingCount)

    return create


@pytest.fixture
def claims(market: ContractInstance) -> Callable[[AccountAPI, ContractInstance], int]:
    """Claims of an account in the ledger."""
    return lambda account, token: int(market.balanceOf(account, int(token.address, 16)))


def _token(address: str, further: Sequence[Json]) -> ContractInstance:
    abi = ape.project.get_contract("TestToken").contract_type.model_dump(mode="json")["abi"]
    return ape.Contract(address, abi=[*abi, *further])


def _impersonated(accounts: Any, chain: Any, address: str) -> AccountAPI:
    chain.provider.set_balance(address, ETHER)
    return accounts[address]
