"""The market as the seed sees it: contracts, tokens, categories and what is named by which hash."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal

import click

from scripts._categories import categories
from scripts._deployments import CONTRACTS, Json, abi_path, contract
from scripts._money import tokens
from scripts._seed.catalogue import Item
from scripts._seed.rpc import Contract


@dataclass
class Market:
    """`tokens`: symbol → (address, decimals). `categories`: name → id. Digests are SHA-256 of what was uploaded."""

    market: Contract
    sellers: Contract
    council: Contract
    disputes: Contract
    membership: Contract
    reviews: Contract
    quotes: Contract
    coin: Contract
    tokens: dict[str, tuple[str, int]]
    categories: dict[str, int]
    profiles: dict[str, bytes] = field(default_factory=dict)
    listings: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Json, deployment: Json) -> Market:
        known = tokens(record)
        if "USDC" not in known:
            raise click.ClickException(
                "The demo market sells in USDC: deploy on a fresh local chain, which brings a demo coin."
            )
        named = {category.name: category.id for category in categories(deployment, contract(deployment, "Market"))}
        raw = {name: _raw(deployment["contracts"][name]["address"], name) for name in CONTRACTS}
        return cls(
            market=raw["Market"],
            sellers=raw["Sellers"],
            council=raw["Council"],
            disputes=raw["Disputes"],
            membership=raw["Membership"],
            reviews=raw["Reviews"],
            quotes=raw["Quotes"],
            coin=_raw(known["USDC"][0], "TestToken"),
            tokens=known,
            categories=named,
        )

    def price(self, item: Item) -> int:
        """Smallest units."""
        return int(Decimal(item.price).scaleb(self.tokens[item.token][1]))

    def token(self, item: Item) -> str:
        return self.tokens[item.token][0]


def _raw(address: str, name: str) -> Contract:
    return Contract(address, json.loads(abi_path(name).read_text()))
