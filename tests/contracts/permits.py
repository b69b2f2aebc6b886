"""EIP-2612 signatures."""

from __future__ import annotations

from eth_account import Account
from eth_utils import keccak

from tests.contracts.interface import words
from tests.model.values import Permit

TYPE = keccak(text="Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)")

Signed = tuple[int, int, int, bytes, bytes]
"""`ILedger.Permit`: value, deadline, v, r, s."""


def sign(key: bytes, domain: bytes, spender: str, permit: Permit) -> Signed:
    """`domain` is the token's DOMAIN_SEPARATOR."""
    fields = (permit.signer, spender, permit.value, permit.nonce, permit.deadline)
    struct = keccak(TYPE + b"".join(map(words, fields)))
    signature = Account.unsafe_sign_hash(keccak(b"\x19\x01" + domain + struct), key)
    r, s = (number.to_bytes(32, "big") for number in (signature.r, signature.s))
    return permit.value, permit.deadline, signature.v, r, s
