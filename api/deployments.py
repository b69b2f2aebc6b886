"""The deployments files: which chains and markets this API answers for. The deploy script writes them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from api.errors import Unavailable
from api.values import Token, address, raw_address


class Native(msgspec.Struct):
    symbol: str
    name: str
    decimals: int = 18


class ListedToken(msgspec.Struct):
    address: str
    symbol: str
    name: str
    decimals: int

    def shown(self) -> Token:
        raw = raw_address(self.address)
        return Token(address=address(raw), symbol=self.symbol, name=self.name, decimals=self.decimals)


class Contract(msgspec.Struct):
    address: str


class Market(msgspec.Struct):
    market: int
    contracts: dict[str, Contract]


class Chain(msgspec.Struct):
    """One file: a chain, its coins and its markets, the newest last."""

    chain_id: int
    native: Native
    markets: list[Market]
    name: str = ""
    tokens: list[ListedToken] = []

    @property
    def coin(self) -> Token:
        return Token(
            address=address(bytes(20)),
            symbol=self.native.symbol,
            name=self.native.name,
            decimals=self.native.decimals,
        )


class Deployments:
    """Reads a chain's file again when it has changed, so a deployment needs no restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, tuple[float, Chain]] = {}

    def chains(self) -> dict[int, Chain]:
        """By chain id. Raises `Unavailable` for a damaged file."""
        found = (self._chain(path) for path in sorted(self._folder.glob("*.json")))
        return {chain.chain_id: chain for chain in found if chain.markets}

    def _chain(self, path: Path) -> Chain:
        changed = path.stat().st_mtime
        known = self._read.get(path)
        if known is None or known[0] != changed:
            self._read[path] = known = (changed, _decoded(path))
        return known[1]


def _decoded(path: Path) -> Chain:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Chain)
    except msgspec.MsgspecError as error:
        raise Unavailable(f"The deployments file {path.name} cannot be read: {error}", {"Retry-After": "5"}) from None
