"""What a deployment consists of: the transactions in order, their simulation, and the record of them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import ape
import click
from ape.api import AccountAPI, ProviderAPI, ReceiptAPI
from ape.exceptions import ApeException
from eth_utils.address import to_checksum_address
from eth_utils.conversions import to_hex
from eth_utils.crypto import keccak

from scripts._deployments import CONTRACTS, Json
from scripts._network import Network
from scripts._roles import FUNCTIONS, LOCAL_HOLDERS, ROLES

DEMO_TOKEN = ("USD Coin (demo)", "USDC", 6)
DEMO_COUNCIL = (4, 6, 7, 8, 9)
"""On a local chain: indices of the test accounts that sit in the council."""

META_EVIDENCE = (
    'data:application/json,{"category":"Escrow","title":"An order on Stoa",'
    '"question":"Which share of the escrow is the buyer\'s?","rulingOptions":{"type":"single-select"}}'
)
"""ERC-1497, for the market's own council: 1 is 0 %, 11 is 100 %."""

DAY = 86_400
DEMO_CATEGORIES = (
    "Ceramics & glass", "Furniture", "Furniture > Lamps & light", "Textiles & clothing", "Books & paper",
    "Bicycles & outdoors", "Plants & garden", "Tools & kitchen", "Bakery & pantry", "Music & sound",
    "Design & pictures", "Software & web",
)  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What the operator decides. Fee in basis points, vote fee in wei, delay in seconds; `holders` are pairs of role
    name and address."""

    fee_bps: int
    referral_share_bps: int
    categories: tuple[str, ...]
    tokens: tuple[str, ...]
    holders: tuple[tuple[str, str], ...]
    council: tuple[str, ...]
    vote_fee: int
    admin_delay: int | None

    def completed(self, network: Network, test_accounts: Sequence[AccountAPI]) -> Choices:
        """On a local chain the demo's categories and operators stand in for what was not said."""
        for role, _ in self.holders:
            if role not in ROLES or role == "REGISTRY":
                raise click.BadParameter(
                    f"{role}: one of {', '.join(r for r in ROLES if r != 'REGISTRY')}", param_hint="--holder"
                )
        if not network.local:
            return replace(self, admin_delay=2 * DAY if self.admin_delay is None else self.admin_delay)
        demo = tuple((role, test_accounts[index].address) for role, index in LOCAL_HOLDERS.items())
        return replace(
            self,
            categories=self.categories or DEMO_CATEGORIES,
            holders=self.holders or demo,
            council=self.council or tuple(test_accounts[index].address for index in DEMO_COUNCIL),
            admin_delay=self.admin_delay or 0,
        )


@dataclass(frozen=True)
class Step:
    """One transaction: a creation if `to` is None."""

    sentence: str
    to: str | None
    data: str
    contract: str | None = None
    arguments: tuple[Any, ...] = ()


@dataclass
class Plan:
    """Every transaction of a deployment, known before the first is sent: addresses follow from the deployer's nonce.

    Categories and fee are set while the deployer, as admin, still may; the last transaction hands the functions to
    their roles.
    """

    deployer: AccountAPI
    network: Network
    choices: Choices
    nonce: int = field(init=False)

    def __post_init__(self) -> None:
        self.nonce = self.deployer.nonce

    @property
    def contracts(self) -> tuple[str, ...]:
        return (*CONTRACTS, "TestToken") if self.network.local else CONTRACTS

    def address(self, name: str) -> str:
        """Where the contract will live (CREATE: keccak of the RLP of sender and nonce)."""
        nonce = self.nonce + self.contracts.index(name)
        number = b"" if nonce == 0 else nonce.to_bytes((nonce.bit_length() + 7) // 8, "big")
        encoded = number if len(number) == 1 and number[0] < 0x80 else bytes([0x80 + len(number)]) + number
        payload = b"\x94" + bytes.fromhex(self.deployer.address[2:]) + encoded
        return to_checksum_address(keccak(bytes([0xC0 + len(payload)]) + payload)[12:])

    def arguments(self, name: str) -> tuple[Any, ...]:
        manager, council, membership, disputes, market, sellers, *_ = map(self.address, CONTRACTS)
        return {
            "AccessManager": (self.deployer.address,),
            "Council": (manager, self.choices.vote_fee),
            "Membership": (manager, market),
            "Disputes": (manager, market, sellers, council, b"", META_EVIDENCE),
            "Market": (manager, membership, disputes),
            "Sellers": (manager, market),
            "Reviews": (manager, market),
            "Quotes": (market,),
            "TestToken": DEMO_TOKEN,
        }[name]

    def sentences(self) -> Iterator[str]:
        yield f"On {self.network.name} (chain {self.network.chain_id}), as {self.deployer.address}:"
        yield from (f"  {step.sentence}" for step in self.steps)
        for role, holder in self.choices.holders:
            yield f"    {role} is held by {holder}"

    @cached_property
    def steps(self) -> list[Step]:
        return [
            *(self._creation(name) for name in self.contracts),
            *self._categories(),
            self._fee(),
            *self._council(),
            self._roles(),
        ]

    def _creation(self, name: str) -> Step:
        arguments = self.arguments(name)
        transaction = ape.project.get_contract(name).constructor.serialize_transaction(*arguments)
        return Step(f"create {name} at {self.address(name)}", None, to_hex(transaction.data), name, arguments)

    def _call(self, sentence: str, contract: str, function: str, *arguments: Any) -> Step:
        return Step(sentence, self.address(contract), _encoded(contract, function, *arguments))

    def _categories(self) -> Iterator[Step]:
        names: list[str] = []
        for path in self.choices.categories:
            parent, _, name = path.rpartition(" > ")
            if parent and parent not in names:
                raise click.BadParameter(
                    f"{path}: name the category {parent} before its children", param_hint="--category"
                )
            yield self._call(
                f"add category {path}", "Market", "addCategory", names.index(parent) + 1 if parent else 0, name
            )
            names.append(name)

    def _fee(self) -> Step:
        fee, share = self.choices.fee_bps, self.choices.referral_share_bps
        return self._call(f"set the fee to {fee} bps, {share} bps of it for referrers", "Market", "setFee", fee, share)

    def _council(self) -> Iterator[Step]:
        for member in self.choices.council:
            yield self._call(f"seat {member} in the council", "Council", "addMember", member)

    def _roles(self) -> Step:
        calls = [_encoded("AccessManager", "labelRole", number, name) for name, number in ROLES.items() if number]
        calls += [
            self._handover(role, contract, functions)
            for role, parts in FUNCTIONS.items()
            if role != "ADMIN"  # who may call what nobody was given
            for contract, functions in parts.items()
        ]
        holders = [*self.choices.holders, ("REGISTRY", self.address("Sellers"))]
        calls += [_encoded("AccessManager", "grantRole", ROLES[role], holder, 0) for role, holder in holders]
        # From here on what the admin does waits; that is last, because it goes for this too.
        calls.append(_encoded("AccessManager", "grantRole", 0, self.deployer.address, self.choices.admin_delay))
        return self._call(
            "hand the functions to their roles, and the roles to their holders", "AccessManager", "multicall", calls
        )

    def _handover(self, role: str, contract: str, functions: tuple[str, ...]) -> str:
        selectors = [_encoded_selector(contract, function) for function in functions]
        return _encoded("AccessManager", "setTargetFunctionRole", self.address(contract), selectors, ROLES[role])


def _abi(contract: str, function: str) -> Any:
    methods = ape.project.get_contract(contract).contract_type.mutable_methods
    return next(method for method in methods if method.name == function)


def _encoded_selector(contract: str, function: str) -> str:
    return to_hex(keccak(text=_abi(contract, function).selector)[:4])


def _encoded(contract: str, function: str, *arguments: Any) -> str:
    abi = _abi(contract, function)
    encoded = ape.networks.provider.network.ecosystem.encode_calldata(abi, *arguments)
    return _encoded_selector(contract, function) + bytes(encoded).hex()


def simulate(plan: Plan, provider: ProviderAPI) -> str:
    """Runs all steps on the node without sending them (`eth_simulateV1`). Raises ClickException where one would revert.

    Nodes that cannot simulate creations (anvil 1.7 among them) try the creations one by one.
    """
    calls = [{"from": plan.deployer.address, "to": step.to, "input": step.data} for step in plan.steps]
    calls = [{key: value for key, value in call.items() if value} for call in calls]
    try:
        blocks = provider.make_request("eth_simulateV1", [{"blockStateCalls": [{"calls": calls}]}, "latest"])
    except ApeException:
        return _try_creations(plan, provider)
    results = blocks[0]["calls"]
    for step, result in zip(plan.steps, results, strict=True):
        if int(result["status"], 16) != 1:
            raise click.ClickException(f"{step.sentence}: would fail with {result.get('error', result['returnData'])}")
    gas = sum(int(result["gasUsed"], 16) for result in results)
    return f"Simulation: {len(results)} transactions succeed, {gas:,} gas in all."


def _try_creations(plan: Plan, provider: ProviderAPI) -> str:
    creations = [step for step in plan.steps if step.to is None]
    gas = 0
    for step in creations:
        try:
            gas += int(
                provider.make_request("eth_estimateGas", [{"from": plan.deployer.address, "input": step.data}]), 16
            )
        except ApeException as error:
            raise click.ClickException(f"{step.sentence}: would fail with {error}") from error
    return (
        f"Simulation: the {len(creations)} creations succeed, {gas:,} gas; this node cannot try the calls that follow."
    )


def carry_out(plan: Plan) -> list[ReceiptAPI]:
    """Sends the steps one after the other. Raises ClickException if a contract lands elsewhere than planned."""
    ecosystem = ape.networks.provider.network.ecosystem
    receipts = []
    for step in plan.steps:
        fields = {"data": step.data, "receiver": step.to} if step.to else {"data": step.data}
        receipt = plan.deployer.call(ecosystem.create_transaction(**fields))
        if step.contract and receipt.contract_address != plan.address(step.contract):
            raise click.ClickException(
                f"{step.contract} is at {receipt.contract_address}: did the deployer send something else meanwhile?"
            )
        receipts.append(receipt)
    return receipts


def record_of(
    record: Json | None, network: Network, name: str | None, plan: Plan, receipts: Sequence[ReceiptAPI]
) -> Json:
    """The deployments file with the new market in it."""
    created = {
        step.contract: (step, receipt) for step, receipt in zip(plan.steps, receipts, strict=True) if step.contract
    }
    record = record or {
        "chain_id": network.chain_id,
        "genesis": network.genesis,
        "name": name or network.name,
        "native": {"symbol": network.native_symbol, "name": network.native_name, "decimals": 18},
        "tokens": [],
        "markets": [],
    }
    known = {token["address"].lower() for token in record["tokens"]}
    offered = [*plan.choices.tokens, *([plan.address("TestToken")] if "TestToken" in created else [])]
    record["tokens"] += [_token(address) for address in offered if address.lower() not in known]
    record["markets"].append({
        "market": len(record["markets"]) + 1,
        "start_block": receipts[0].block_number,
        "commit": _commit(),
        "contracts": {name: _entry(plan, *created[name]) for name in CONTRACTS},
    })  # fmt: skip
    return record


def _entry(plan: Plan, step: Step, receipt: ReceiptAPI) -> Json:
    return {
        "address": plan.address(str(step.contract)),
        "arguments": [str(argument) for argument in step.arguments],
        "transaction": receipt.txn_hash,
        "block": receipt.block_number,
    }


def _token(address: str) -> Json:
    """What the token says of itself."""
    token = ape.Contract(address, abi=ape.project.get_contract("TestToken").contract_type.abi)
    return {
        "address": to_checksum_address(address),
        "symbol": token.symbol(),
        "name": token.name(),
        "decimals": token.decimals(),
    }


def _commit() -> str | None:
    """Hash of the commit whose contracts these are; None where the contracts differ from every commit."""
    try:
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--", "contracts"], capture_output=True, text=True, check=True
        ).stdout
        head = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None  # deployed from an archive, not from a clone
    return None if changed else head
