"""What the connected chain is, and who signs."""

from __future__ import annotations

from dataclasses import dataclass

import click
from ape import accounts, chain, networks
from ape.api import AccountAPI

from scripts._roles import LOCAL_HOLDERS

LOCAL_CHAIN_ID = 31337


@dataclass(frozen=True)
class Network:
    """`genesis` is the hash of block 0: it tells two chains of one id apart."""

    chain_id: int
    genesis: str
    name: str
    native_symbol: str
    native_name: str

    @property
    def local(self) -> bool:
        return self.chain_id == LOCAL_CHAIN_ID


def connected() -> Network:
    """The chain that `--network` chose."""
    network = networks.provider.network
    block = networks.provider.make_request("eth_getBlockByNumber", ["0x0", False])
    symbol = network.ecosystem.fee_token_symbol
    local = chain.chain_id == LOCAL_CHAIN_ID
    name = "Local" if local else f"{network.ecosystem.name} {network.name}".title()
    return Network(chain.chain_id, block["hash"], name, symbol, "Ether" if symbol == "ETH" else symbol)


def has_code(address: str) -> bool:
    return bool(networks.provider.make_request("eth_getCode", [address, "latest"]) != "0x")


def signer(alias: str | None, role: str) -> AccountAPI:
    """The account named by `--account`; else the role's own on a local chain; else one that the operator picks."""
    if alias:
        return _loaded(alias)
    if chain.chain_id == LOCAL_CHAIN_ID:
        return accounts.test_accounts[LOCAL_HOLDERS.get(role, 0)]
    if not len(accounts):
        raise click.ClickException(
            "No account to sign with: `ape accounts import ALIAS` first, then `--account ALIAS`."
        )
    from ape.cli import select_account

    return select_account("Sign with which account?")


def _loaded(alias: str) -> AccountAPI:
    if alias not in accounts.aliases:
        raise click.ClickException(f"No account {alias!r}: `ape accounts list` shows what there is.")
    return accounts.load(alias)
