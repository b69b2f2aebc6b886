"""Permit2 itself, and signatures for it. Source: https://github.com/Uniswap/permit2 (MIT).

`permit2.hex` is its code as deployed on Ethereum, taken from `dist/src/permit2.json` of `@1inch/solidity-utils` 6.9.16.
It makes its domain anew on every chain but that one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eth_abi import encode
from eth_account import Account
from eth_utils import keccak

ADDRESS = "0x000000000022D473030F116dDEE9F6B43aC78BA3"
CODE = bytes.fromhex(Path(__file__).with_suffix(".hex").read_text())

TYPES = {
    "TokenPermissions": [{"name": "token", "type": "address"}, {"name": "amount", "type": "uint256"}],
    "PermitTransferFrom": [
        {"name": "permitted", "type": "TokenPermissions"},
        {"name": "spender", "type": "address"},
        {"name": "nonce", "type": "uint256"},
        {"name": "deadline", "type": "uint256"},
    ],
}

TRANSFER = "permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes)"

Signed = tuple[int, int, bytes]
"""`ILedger.Permit2`: nonce, deadline, signature."""


def sign(key: str, chain_id: int, permitted: tuple[str, int], spender: str, nonce: int, deadline: int) -> Signed:
    """`permitted` is token and amount."""
    domain: dict[str, Any] = {"name": "Permit2", "chainId": chain_id, "verifyingContract": ADDRESS}
    message = {
        "permitted": dict(zip(("token", "amount"), permitted, strict=True)),
        "spender": spender,
        "nonce": nonce,
        "deadline": deadline,
    }
    return nonce, deadline, bytes(Account.sign_typed_data(key, domain, TYPES, message).signature)


def transfer_data(permitted: tuple[str, int], signed: Signed, to: str, owner: str) -> bytes:
    """A call of Permit2 past the market: all that was signed for, to `to`."""
    nonce, deadline, signature = signed
    types = TRANSFER.removeprefix("permitTransferFrom")
    arguments = ((permitted, nonce, deadline), (to, permitted[1]), owner, signature)
    return keccak(text=TRANSFER)[:4] + encode([types], [arguments])[32:]


def error(signature: str, *arguments: tuple[str, Any]) -> tuple[str, bytes]:
    """One of Permit2's own errors, as `reverts` is told of what the market does not know."""
    types, values = [kind for kind, _ in arguments], [value for _, value in arguments]
    return "unknown error", keccak(text=signature)[:4] + encode(types, values)
