"""Who acts in the machine, what is deployed for them, and how both are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ape import project
from eth_account import Account
from eth_utils import keccak

from tests.contracts.interface import Interface

SELLERS = ("seller", "other_seller", "third_seller")
BUYERS = ("buyer", "other_buyer")
OPERATORS = ("admin", "moderator", "treasurer", "guardian", "arbiter")
"""Who holds a role; each is named for it."""

NAMES = (*SELLERS, *BUYERS, *OPERATORS, "referrer", "judge", "stranger")
"""`judge` owns the arbitrator that keeps the rules."""


@cache
def key_of(name: str) -> bytes:
    return keccak(text=name)


@cache
def address_of(name: str) -> str:
    return str(Account.from_key(key_of(name)).address).lower()


@cache
def key_at(address: str) -> bytes:
    return next(key_of(name) for name in NAMES if address_of(name) == address)


@cache
def artifact(name: str) -> tuple[bytes, Interface]:
    """Creation code and interface, as ape has compiled them."""
    kind = getattr(project, name).contract_type
    return bytes(kind.get_deployment_bytecode()), Interface(entry.model_dump(mode="json") for entry in kind.abi)


@dataclass(frozen=True)
class Deployed:
    address: str
    interface: Interface


def at(contracts: Mapping[str, Deployed], address: str) -> Deployed:
    return next(deployed for deployed in contracts.values() if deployed.address == address)


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)
