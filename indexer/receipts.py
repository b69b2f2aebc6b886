"""The proof of a block's logs: its receipts, hashed into the trie whose root the block's header holds."""

from collections.abc import Sequence
from typing import Any

import msgspec
import rlp
from eth_hash.auto import keccak

from indexer.chain import Log

Item = tuple[bytes, bytes]
"""Nibbles of a key, and the value."""


class Receipt(msgspec.Struct, rename="camel", gc=False):
    """A transaction's receipt as `eth_getBlockReceipts` gives it, all values 0x hex."""

    transaction_index: str
    cumulative_gas_used: str
    logs_bloom: str
    logs: list[Log]
    status: str | None = None
    root: str | None = None
    type: str = "0x0"


class _Rooted(msgspec.Struct, rename="camel", gc=False):
    receipts_root: str


read_receipts = msgspec.json.Decoder(list[Receipt] | None).decode
_read_rooted = msgspec.json.Decoder(_Rooted | None).decode


def root_in(block: msgspec.Raw) -> str | None:
    """The root that a block's header holds."""
    rooted = _read_rooted(block)
    return rooted.receipts_root if rooted else None


def root_of(receipts: Sequence[Receipt]) -> str:
    """The root of the receipts' trie (yellow paper, sections 4.3.1 and D; EIP-2718), as 0x hex."""
    items = [(_nibbles(rlp.encode(index)), _encoded(receipt)) for index, receipt in enumerate(receipts)]
    return f"0x{keccak(rlp.encode(_node(sorted(items), 0) if items else b'')).hex()}"


def _encoded(receipt: Receipt) -> bytes:
    outcome = _bytes(receipt.root) if receipt.root else int(receipt.status or "0x0", 16)
    logs = [
        [_bytes(entry.address), [_bytes(topic) for topic in entry.topics], _bytes(entry.data)] for entry in receipt.logs
    ]
    body: bytes = rlp.encode([outcome, int(receipt.cumulative_gas_used, 16), _bytes(receipt.logs_bloom), logs])
    kind = int(receipt.type, 16)
    return bytes([kind]) + body if kind else body


def _node(items: Sequence[Item], depth: int) -> Any:
    """The trie's node over keys that are the same up to `depth`; none of them is the beginning of another."""
    first, last = items[0][0], items[-1][0]
    if len(items) == 1:
        return [_packed(first[depth:], leaf=True), items[0][1]]
    shared = depth
    while first[shared] == last[shared]:
        shared += 1
    if shared > depth:
        return [_packed(first[depth:shared], leaf=False), _reference(_node(items, shared))]
    parts = ([item for item in items if item[0][depth] == nibble] for nibble in range(16))
    return [*(_reference(_node(part, depth + 1)) if part else b"" for part in parts), b""]


def _reference(node: Any) -> Any:
    encoded = rlp.encode(node)
    return node if len(encoded) < 32 else keccak(encoded)


def _nibbles(key: bytes) -> bytes:
    return bytes(nibble for byte in key for nibble in (byte >> 4, byte & 15))


def _packed(nibbles: bytes, *, leaf: bool) -> bytes:
    """Hex-prefix encoding (yellow paper, section C)."""
    flag = 2 * leaf + len(nibbles) % 2
    head = bytes([flag]) if len(nibbles) % 2 else bytes([flag, 0])
    padded = head + nibbles
    return bytes(padded[at] << 4 | padded[at + 1] for at in range(0, len(padded), 2))


def _bytes(value: str) -> bytes:
    return bytes.fromhex(value[2:])
