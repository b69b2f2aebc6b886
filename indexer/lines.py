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
from indexer.fold import Decoded, Entry

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
_transaction = Struct(">i32siiii").pack
_contract = Struct(">ihi").pack
_array = Struct(">iiiiii").pack
_word = Struct(">i32s").pack


class Prepared(NamedTuple):
    """Consecutive blocks whose events are decoded and written out, ready to be committed.

    `event_rows` are those of `chain.event`, none if it is empty; `head` is the newest block that a node has shown.
    """

    headers: list[Header]
    decoded: list[Decoded]
    event_rows: bytes
    head: int

    @property
    def tip(self) -> Tip:
        return Tip(self.headers[-1].height, self.headers[-1].hash)


def prepare(chain_id: int, blocks: Blocks, decoded: list[Decoded]) -> Prepared:
    rows = EventRows(chain_id).of(decoded) if decoded else b""
    return Prepared(blocks.headers, decoded, rows, blocks.head)


class EventRows:
    """Writes rows of `chain.event` for one chain."""

    def __init__(self, chain_id: int) -> None:
        self.chain_id = chain_id
        self._names: dict[tuple[str, bytes, str], bytes] = {}

    def of(self, decoded: Iterable[Decoded]) -> bytes:
        """All of them, as one COPY takes them."""
        parts = [HEADER]
        number, block = -1, b""
        for item in decoded:
            entry = item.entry
            if entry.block_number != number:
                number, block = entry.block_number, self._block(entry)
            parts += (block, self._source(item), *_said(item))
        parts.append(TRAILER)
        return b"".join(parts)

    def _block(self, entry: Entry) -> bytes:
        microseconds = int((entry.timestamp - EPOCH).total_seconds()) * 1_000_000
        return _block(COLUMNS, 4, self.chain_id, 8, entry.block_number, 32, entry.block_hash, 8, microseconds)

    def _source(self, item: Decoded) -> bytes:
        entry, contract = item.entry, item.entry.contract
        name = "" if item.event is None else item.event.name
        key = (contract.name, contract.address, name)
        named = self._names.get(key)
        if named is None:
            whence = _contract(2, contract.market, len(contract.name)) + contract.name.encode()
            named = whence + _sized(contract.address) + (_sized(name.encode()) if name else NULL)
            self._names[key] = named
        return _transaction(32, entry.tx_hash, 4, entry.tx_index, 4, entry.log_index) + named


def _said(item: Decoded) -> tuple[bytes, ...]:
    """Subject, arguments, topics and data."""
    entry, decoder, event = item.entry, item.decoder, item.event
    subject, args = b"market", NULL
    if decoder is not None and event is not None:
        subject = decoder.subject(event.args).encode()
        text = decoder.to_json(event.args).encode()
        args = _length(1 + len(text)) + b"\1" + text  # jsonb's version
    return _length(len(subject)), subject, args, _topics(entry.topics), _length(len(entry.data)), entry.data


def _topics(words: bytes) -> bytes:
    """An array of bytea."""
    count = len(words) // WORD
    if count == 0:
        return _length(12) + bytes(8) + _length(BYTEA)
    elements = [_word(WORD, words[at : at + WORD]) for at in range(0, len(words), WORD)]
    return _array(20 + count * (4 + WORD), 1, 0, BYTEA, count, 1) + b"".join(elements)


def _sized(value: bytes) -> bytes:
    return _length(len(value)) + value


def block_line(chain_id: int, header: Header) -> str:
    """A row of `chain.block`."""
    timestamp = datetime.fromtimestamp(int(header.timestamp, 16), UTC)
    return f"{chain_id}\t{header.height}\t\\\\x{header.hash[2:]}\t\\\\x{header.parent_hash[2:]}\t{timestamp}\n"
