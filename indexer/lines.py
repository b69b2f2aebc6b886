"""Rows of the tables that are only appended to, as COPY reads them: events in its binary format, blocks in its text.

https://www.postgresql.org/docs/current/sql-copy.html (File Formats)

Binary, because parsing hex was half of what PostgreSQL did in a backfill. The columns stand in an order in which whole
stretches repeat from row to row: those of a block, of a transaction, of a contract.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from struct import Struct
from typing import NamedTuple

from indexer.chain import Blocks, Header, Tip
from indexer.fold import Entry

EVENT_COPY = (
    "COPY chain.event (chain_id, block_number, block_hash, timestamp, tx_hash, tx_index, log_index, market, contract, "
    "address, name, subject, args, topics, data) FROM STDIN (FORMAT binary)"
)
BLOCK_COPY = "COPY chain.block (chain_id, number, hash, parent_hash, timestamp) FROM STDIN"

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""PostgreSQL's, which binary timestamps count microseconds from."""

WORD = 32
COLUMNS = 15
HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
BYTEA = 17
"""Type of an array's elements, by its oid."""

_length = Struct(">i").pack
_block = Struct(">hiiiqi32siq").pack
_transaction = Struct(">i32siii").pack
_contract = Struct(">ihi").pack
_array = Struct(">iiiiii").pack
_json = Struct(">ib").pack
_WORD_FOLLOWS = _length(WORD)
_JSONB_VERSION = 1


class Prepared(NamedTuple):
    """Consecutive blocks whose events are decoded and written out, ready to be committed.

    `event_rows` are those of `chain.event`, none if it is empty; `head` is the newest block that a node has shown.
    """

    headers: list[Header]
    entries: list[Entry]
    event_rows: bytes
    head: int

    @property
    def tip(self) -> Tip:
        return Tip(self.headers[-1].height, self.headers[-1].hash)


def prepare(chain_id: int, blocks: Blocks, entries: list[Entry]) -> Prepared:
    return Prepared(blocks.headers, entries, event_rows(chain_id, entries) if entries else b"", blocks.head)


def event_rows(chain_id: int, entries: Iterable[Entry]) -> bytes:
    """All of them, as one COPY takes them."""
    parts, names = [HEADER], dict[tuple[bytes, str], bytes]()
    number, tx_hash, block, whence = -1, b"", b"", b""
    for entry in entries:
        if entry.block_number != number:
            number, tx_hash, block = entry.block_number, b"", _block_of(chain_id, entry)
        if entry.tx_hash is not tx_hash:
            tx_hash = entry.tx_hash
            whence = block + _transaction(32, tx_hash, 4, entry.tx_index, 4)
        named = names.get((entry.address, entry.name))
        if named is None:
            named = names[entry.address, entry.name] = _named(entry)
        subject, args = b"market", NULL
        if (decoder := entry.decoder) is not None:
            subject = decoder.subject(entry.args).encode()
            text = decoder.to_json(entry.args).encode()
            args = _json(1 + len(text), _JSONB_VERSION) + text
        topics, data = entry.topics, entry.data
        parts += (
            whence,
            _length(entry.log_index),
            named,
            _length(len(subject)),
            subject,
            args,
            _ARRAYS[len(topics)],
            _WORD_FOLLOWS.join(_WORDS[len(topics)](topics)),
            _length(len(data)),
            data,
        )
    parts.append(TRAILER)
    return b"".join(parts)


def _block_of(chain_id: int, entry: Entry) -> bytes:
    microseconds = int((entry.timestamp - EPOCH).total_seconds()) * 1_000_000
    return _block(COLUMNS, 4, chain_id, 8, entry.block_number, 32, entry.block_hash, 8, microseconds)


def _named(entry: Entry) -> bytes:
    """Contract and event."""
    contract, name = entry.contract, entry.name
    whence = _contract(2, contract.market, len(contract.name)) + contract.name.encode()
    return whence + _sized(contract.address) + (_sized(name.encode()) if name else NULL)


def _array_of(count: int) -> bytes:
    """The beginning of an array of so many words, up to the first one."""
    if count == 0:
        return _length(12) + bytes(8) + _length(BYTEA)
    return _array(20 + count * (4 + WORD), 1, 0, BYTEA, count, 1) + _WORD_FOLLOWS


TOPICS = range(5)
"""The EVM has LOG0 to LOG4."""
_ARRAYS = {WORD * count: _array_of(count) for count in TOPICS}
_WORDS = {WORD * count: Struct("32s" * count).unpack for count in TOPICS}


def _sized(value: bytes) -> bytes:
    return _length(len(value)) + value


def block_line(chain_id: int, header: Header) -> str:
    """A row of `chain.block`."""
    timestamp = datetime.fromtimestamp(int(header.timestamp, 16), UTC)
    return f"{chain_id}\t{header.height}\t\\\\x{header.hash[2:]}\t\\\\x{header.parent_hash[2:]}\t{timestamp}\n"
