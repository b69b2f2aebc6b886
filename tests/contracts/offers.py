"""Offers, and EIP-712 signatures over them (`IOffers`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.datastructures import SignedMessage

from tests.contracts.helpers import FAR, NATIVE, PRICE

TYPES = {
    "Part": [
        {"name": "quantity", "type": "uint32"},
        {"name": "total", "type": "uint96"},
        {"name": "deliverWindow", "type": "uint32"},
    ],
    "Offer": [
        {"name": "maker", "type": "address"},
        {"name": "taker", "type": "address"},
        {"name": "listingId", "type": "uint256"},
        {"name": "version", "type": "uint32"},
        {"name": "parts", "type": "Part[]"},
        {"name": "nonce", "type": "uint256"},
        {"name": "counters", "type": "uint256"},
        {"name": "expires", "type": "uint40"},
        {"name": "content", "type": "bytes32"},
    ],
}


@dataclass(frozen=True)
class Part:
    quantity: int = 1
    total: int = PRICE
    deliver_window: int = 0


@dataclass(frozen=True)
class Offer:
    """Fields in the order of the contract's, so that `plain` makes its struct of them."""

    maker: str
    taker: str = NATIVE
    listing_id: int = 1
    version: int = 1
    parts: tuple[Part, ...] = (Part(),)
    nonce: int = 1
    counters: int = 0
    expires: int = FAR
    content: bytes = bytes(32)


def sign_offer(key: str, offer: Offer, domain: dict[str, Any]) -> SignedMessage:
    """`domain` says chain and market; the rest of it is always the same."""
    fields = (name["name"] for name in TYPES["Offer"])
    message = dict(zip(fields, vars(offer).values(), strict=True))
    message["parts"] = [
        dict(zip(("quantity", "total", "deliverWindow"), vars(part).values(), strict=True)) for part in offer.parts
    ]
    return Account.sign_typed_data(key, {"name": "Stoa", "version": "1"} | domain, TYPES, message)
