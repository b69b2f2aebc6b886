"""What the model says was signed, as the bytes that a contract is shown."""

from __future__ import annotations

from functools import cache
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.contracts.actors import key_at
from tests.contracts.permits import sign
from tests.model.offers import digest
from tests.model.values import Consent, Permit, Settlement, Signature

ORDER_OF_CURVE = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141

SETTLEMENT = {
    "Settlement": [
        {"name": "orderId", "type": "uint256"},
        {"name": "escrow", "type": "uint96"},
        {"name": "toBuyer", "type": "uint96"},
        {"name": "deadline", "type": "uint40"},
    ]
}


class Signer:
    """Signs for one market on one chain; `coin_domain` is the DOMAIN_SEPARATOR of the token with permits."""

    def __init__(self, chain_id: int, market: str, disputes: str, coin_domain: bytes) -> None:
        self._chain_id = chain_id
        self._market = market
        self._disputes = disputes
        self._coin_domain = coin_domain

    def __call__(self, argument: Any) -> Any:
        """The argument, in bytes if it stands for a signature."""
        if isinstance(argument, Permit):
            return sign(key_at(argument.signer), self._coin_domain, self._market, argument)
        if isinstance(argument, Signature):
            whole = _sign(argument.signer, digest(argument.offer, self._chain_id, self._market))
            return altered(whole, argument.fault)
        if isinstance(argument, Consent):
            return self._consent(argument.signer, argument.settlement)
        return argument

    def _consent(self, signer: str, settlement: Settlement) -> bytes:
        names = (field["name"] for field in SETTLEMENT["Settlement"])
        message = dict(zip(names, vars(settlement).values(), strict=True))
        domain = {"name": "Stoa", "version": "1", "chainId": self._chain_id, "verifyingContract": self._disputes}
        signable = encode_typed_data(domain, SETTLEMENT, message)
        return bytes(Account.sign_message(signable, key_at(signer)).signature)


def altered(signature: bytes, fault: str) -> bytes:
    """`other s` is the second signature that the curve allows for the same digest and key."""
    r, s, v = signature[:32], int.from_bytes(signature[32:64], "big"), signature[64]
    faults = {
        "": signature,
        "nothing": b"",
        "short": signature[:64],
        "long": signature + b"\0",
        "other bit": bytes([signature[0] ^ 1]) + signature[1:],
        "other s": r + (ORDER_OF_CURVE - s).to_bytes(32, "big") + bytes([27 + 28 - v]),
    }
    return faults[fault]


@cache
def _sign(signer: str, digest_: bytes) -> bytes:
    return bytes(Account.unsafe_sign_hash(digest_, key_at(signer)).signature)
