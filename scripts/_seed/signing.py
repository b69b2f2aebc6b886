"""EIP-712 signatures of the demo's people, under the domain that the contracts check (name "Stoa", version "1")."""

from __future__ import annotations

from typing import Any

from eth_account import Account

from scripts._network import LOCAL_CHAIN_ID

SETTLEMENT = (("orderId", "uint256"), ("escrow", "uint96"), ("toBuyer", "uint96"), ("deadline", "uint40"))
PART = (("quantity", "uint32"), ("total", "uint96"), ("deliverWindow", "uint32"))
OFFER = (
    ("maker", "address"),
    ("taker", "address"),
    ("listingId", "uint256"),
    ("version", "uint32"),
    ("parts", "Part[]"),
    ("nonce", "uint256"),
    ("counters", "uint256"),
    ("expires", "uint40"),
    ("content", "bytes32"),
)
Fields = tuple[tuple[str, str], ...]


def settlement(key: bytes, contract: str, values: tuple[Any, ...]) -> bytes:
    """Signs `IDisputes.Settlement` for the contract Disputes."""
    return _signed(key, contract, {"Settlement": SETTLEMENT}, _named(SETTLEMENT, values))


def offer(key: bytes, contract: str, values: tuple[Any, ...]) -> bytes:
    """Signs `IOffers.Offer` for the contract Market."""
    message = _named(OFFER, values)
    message["parts"] = [_named(PART, part) for part in message["parts"]]
    return _signed(key, contract, {"Offer": OFFER, "Part": PART}, message)


def _named(fields: Fields, values: tuple[Any, ...]) -> dict[str, Any]:
    return {name: value for (name, _), value in zip(fields, values, strict=True)}


def _signed(key: bytes, contract: str, types: dict[str, Fields], message: dict[str, Any]) -> bytes:
    domain = {"name": "Stoa", "version": "1", "chainId": LOCAL_CHAIN_ID, "verifyingContract": contract}
    described = {name: [{"name": field, "type": kind} for field, kind in fields] for name, fields in types.items()}
    return bytes(Account.sign_typed_data(key, domain, described, message).signature)
