"""The deployments file and the ABIs beside it: which contracts to follow, and how to read their events."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from indexer.abi import AbiError
from indexer.decode import Decoder, decoders
from indexer.errors import Misconfigured
from indexer.rpc import Identity


class _Contract(msgspec.Struct):
    address: str
    block: int | None = None


class _Market(msgspec.Struct):
    market: int
    start_block: int
    contracts: dict[str, _Contract]


class _File(msgspec.Struct):
    chain_id: int
    genesis: str
    markets: list[_Market]


class Contract(NamedTuple):
    """A deployed contract: the number of its market, its name, and the decoders of its events by topic 0."""

    market: int
    name: str
    address: bytes
    decoders: Mapping[bytes, Decoder]


class Deployments(NamedTuple):
    """All markets on one chain."""

    identity: Identity
    contracts: Mapping[str, Contract]
    start_blocks: Mapping[int, int]

    @property
    def chain_id(self) -> int:
        return self.identity.chain_id

    @property
    def markets(self) -> list[int]:
        return sorted(self.start_blocks)


def load(folder: Path, chain_id: int) -> Deployments:
    """Reads `<folder>/<chain id>.json` and `<folder>/abi/`. Raises `Misconfigured`."""
    path = folder / f"{chain_id}.json"
    file = _read(path)
    if file.chain_id != chain_id:
        raise Misconfigured(
            f"{path} is about chain {file.chain_id}, not {chain_id}: deploy again, or give the file back its name"
        )
    if not file.markets:
        raise Misconfigured(f"{path} lists no market: run `ape run deploy` on this chain first")
    contracts = [_contract(folder, path, market, name) for market in file.markets for name in market.contracts]
    return Deployments(
        Identity(chain_id, file.genesis.lower()),
        {f"0x{contract.address.hex()}": contract for contract in contracts},
        {market.market: market.start_block for market in file.markets},
    )


def _read(path: Path) -> _File:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        raise Misconfigured(
            f"{path} is missing: run `ape run deploy` on this chain, or point STOA_DEPLOYMENTS at its deployments"
        ) from None
    except (OSError, msgspec.MsgspecError) as error:
        raise Misconfigured(f"{path} cannot be read ({error}): deploy again, or bring the file back") from error


def _contract(folder: Path, path: Path, market: _Market, name: str) -> Contract:
    address = market.contracts[name].address
    try:
        raw = bytes.fromhex(address.removeprefix("0x"))
    except ValueError:
        raw = b""
    if len(raw) != 20:
        raise Misconfigured(
            f"{path}: {name} of market {market.market} has no valid address ({address!r}): deploy again"
        )
    return Contract(market.market, name, raw, _decoders(folder, name))


def _decoders(folder: Path, name: str) -> dict[bytes, Decoder]:
    path = _abi(folder, name)
    try:
        abi: list[dict[str, Any]] = msgspec.json.decode(path.read_bytes(), type=list[dict[str, Any]])
        return decoders(abi)
    except (OSError, msgspec.MsgspecError, AbiError) as error:
        raise Misconfigured(f"{path} cannot be read ({error}): run `ape run export`") from error


def _abi(folder: Path, name: str) -> Path:
    """Beside the deployments, or, for a state folder that holds none, those of the source tree."""
    own = folder / "abi" / f"{name}.json"
    return own if own.exists() else Path(__file__).parents[1] / "deployments" / "abi" / f"{name}.json"
