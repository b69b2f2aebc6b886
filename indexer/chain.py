"""Blocks and logs as nodes send them, and the checks that they belong together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from eth_hash.auto import keccak

from indexer.errors import Absent, Inconsistent


class Header(msgspec.Struct, rename="camel", gc=False):
    """The part of a block that is needed; numbers and hashes as 0x hex."""

    number: str
    hash: str
    parent_hash: str
    timestamp: str
    logs_bloom: str

    @property
    def height(self) -> int:
        return int(self.number, 16)


def sound(header: Header) -> Header:
    """The header, after its numbers were read. Raises `Inconsistent` for one that is none."""
    try:
        for number in (header.number, header.timestamp, header.logs_bloom):
            int(number, 16)
    except ValueError as error:
        raise Inconsistent(f"unreadable block: {error}") from error
    return header


class Log(msgspec.Struct, rename="camel", gc=False):
    """A log as `eth_getLogs` gives it, all values 0x hex."""

    address: str
    topics: list[str]
    data: str
    block_number: str
    block_hash: str
    transaction_hash: str
    transaction_index: str
    log_index: str
    removed: bool = False


class Tip(NamedTuple):
    """A block by number and hash (0x hex)."""

    number: int
    hash: str


class Blocks(NamedTuple):
    """Consecutive blocks, each the parent of the next, with all logs of the watched contracts in them.

    `head` is the newest block that a node has shown.
    """

    headers: list[Header]
    logs: list[Log]
    head: int

    @property
    def tip(self) -> Tip:
        return Tip(self.headers[-1].height, self.headers[-1].hash)


read_header = msgspec.json.Decoder(Header | None).decode
read_logs = msgspec.json.Decoder(list[Log]).decode


def headers_from(results: Iterable[msgspec.Raw], first: int) -> list[Header]:
    """Headers of consecutive blocks from `first` on. Raises `Inconsistent` for a gap."""
    headers: list[Header] = []
    for number, raw in enumerate(results, first):
        header = read_header(raw)
        if header is None:
            raise Absent(number)
        if sound(header).height != number:
            raise Inconsistent(f"block {header.height} came for {number}")
        if headers and header.parent_hash != headers[-1].hash:
            raise Inconsistent(f"block {number} does not follow {headers[-1].hash}")
        headers.append(header)
    return headers


class Watch:
    """The contracts that are followed, and where their addresses stand in a block's bloom filter."""

    def __init__(self, addresses: Iterable[bytes]) -> None:
        self.addresses = [f"0x{address.hex()}" for address in addresses]
        self._known = frozenset(self.addresses)
        self._mask_of = {address: bloom_bits(bytes.fromhex(address[2:])) for address in self.addresses}
        self._masks = list(self._mask_of.values())

    def may_concern(self, header: Header) -> bool:
        """Whether the block's bloom filter leaves room for a log of ours."""
        bloom = int(header.logs_bloom, 16)
        return any(bloom & mask == mask for mask in self._masks)

    def worth_asking(self, header: Header) -> bool:
        """As `may_concern`, and true for an empty filter, which some chains put into every block."""
        return int(header.logs_bloom, 16) == 0 or self.may_concern(header)

    def check(self, headers: Sequence[Header], logs: Sequence[Log]) -> list[Header]:
        """Checks that the logs stand in these blocks, in order, and that the blocks' bloom filters speak of them.

        Returns the blocks whose bloom filter speaks of a log of ours while none came. Raises `Inconsistent`.
        """
        by_number = {header.number: header for header in headers}
        block, block_hash, index, told = "", "", -1, set[tuple[str, str]]()
        height = -1
        for entry in logs:
            if entry.block_number != block:
                header = by_number.get(entry.block_number)
                if header is None or header.height <= height:
                    raise Inconsistent(f"a log of block {entry.block_number}, which is not in the range or comes late")
                block, block_hash, height, index = entry.block_number, header.hash, header.height, -1
            if entry.block_hash != block_hash or entry.removed:
                raise Inconsistent(f"a log of block {entry.block_hash}, which is not in the range")
            before, index = index, int(entry.log_index, 16)
            if index <= before or entry.address not in self._known:
                raise Inconsistent(f"log {index} of {entry.address} was not asked for, or is out of order")
            told.add((block, entry.address))
        for number, address in told:
            bloom, mask = int(by_number[number].logs_bloom, 16), self._mask_of[address]
            if bloom and bloom & mask != mask:
                raise Inconsistent(f"logs of {address} in block {int(number, 16)}, whose bloom filter knows of none")
        spoken = {number for number, _ in told}
        return [header for header in headers if header.number not in spoken and self.may_concern(header)]


def bloom_bits(value: bytes) -> int:
    """The three bits of a value in the 2048-bit filter (yellow paper, section 4.3.1)."""
    digest = keccak(value)
    return sum({1 << (int.from_bytes(digest[at : at + 2], "big") & 2047) for at in (0, 2, 4)})


def bloom_of(logs: Iterable[Log]) -> int:
    """The bloom filter of a block with exactly these logs."""
    bloom = 0
    for value in {value for entry in logs for value in (entry.address, *entry.topics)}:
        bloom |= bloom_bits(bytes.fromhex(value[2:]))
    return bloom
