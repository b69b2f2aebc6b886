"""The deployments folder: which contracts live where on which chain. Written by `deploy` and `export`, read by all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import ape
import click

from scripts._network import Network, connected, has_code

CONTRACTS = ("AccessManager", "Council", "Membership", "Disputes", "Market", "Sellers", "Reviews", "Quotes")
"""In the order of their creation; each address follows from the deployer's nonce, so they may name one another."""

ZERO = "0x" + "00" * 20
Json = dict[str, Any]


class NoDeployment(click.ClickException):
    """The chain has no market that we know of."""


def folder() -> Path:
    return Path(os.environ.get("STOA_DEPLOYMENTS") or "deployments")


def path_of(chain_id: int) -> Path:
    return folder() / f"{chain_id}.json"


def abi_path(name: str) -> Path:
    """ABIs are a part of the project, wherever the record of a chain is kept."""
    return Path(__file__).parent.parent / "deployments" / "abi" / f"{name}.json"


def read(chain_id: int) -> Json | None:
    path = path_of(chain_id)
    if not path.exists():
        return None
    try:
        record: Json = json.loads(path.read_text())
        record["genesis"], record["markets"][-1]["contracts"]["Market"]["address"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise click.ClickException(
            f"{path} is not a deployments file ({error!r}): move it away and deploy again."
        ) from error
    return record


def write(record: Json) -> Path:
    """Replaces the file in one step, so that a reader never sees half of it."""
    path = path_of(record["chain_id"])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(record, indent=2) + "\n")
    draft.replace(path)
    return path


def live_market(record: Json | None, network: Network) -> Json | None:
    """The newest market of the record, if its contract is on this very chain."""
    if record is None or record["genesis"] != network.genesis:
        return None
    newest = record["markets"][-1]
    return newest if has_code(newest["contracts"]["Market"]["address"]) else None


def current() -> tuple[Json, Json]:
    """The record of the connected chain and its newest market. Raises `NoDeployment`."""
    network = connected()
    record = read(network.chain_id)
    market = live_market(record, network)
    if record is None or market is None:
        raise NoDeployment(f"No market on chain {network.chain_id} ({network.name}): `ape run deploy` makes one.")
    return record, market


def contract(market: Json, name: str) -> ape.contracts.ContractInstance:
    return ape.Contract(market["contracts"][name]["address"], abi=str(abi_path(name)))
