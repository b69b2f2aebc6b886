"""decode → apply: logs become events, events change rows. No SQL, no RPC."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from indexer.decode import Decoder, Event
from indexer.deployments import Contract, Deployments
from indexer.projections import Handler, handler_of, linked, needs
from indexer.projections.common import Need
from indexer.rows import Rows
from indexer.words import WORD

Image = tuple[int, int, str, Any, Any]
"""market, block number, table, key and the row before that block (None: there was none)."""


class Entry(Event, gc=False):
    """A log of ours on its way into `chain.event`; `topics` are its 32-byte words, one after the other.

    One that no ABI knows, or that does not have the shape its ABI says, has no decoder: it is kept raw.
    """

    block_hash: bytes
    tx_index: int
    contract: Contract
    topics: bytes
    data: bytes
    decoder: Decoder | None


Place = tuple[int, bytes, datetime, bytes, int]
"""What a log shares with the others of its transaction: number, hash and time of the block, hash and index of its own.

A bare tuple, because a backfill makes one for every two logs.
"""


def decode(contract: Contract, place: Place, log_index: int, topics: bytes, data: bytes) -> Entry:
    """Reads a log by its contract's ABI."""
    number, block_hash, timestamp, tx_hash, tx_index = place
    name, args = "", None
    decoder = contract.decoders.get(topics[:WORD])
    if decoder is not None and len(topics) != decoder.topics:
        decoder = None
    if decoder is not None:
        try:
            name, args = decoder.name, decoder.decode(topics[WORD:] + data)
        except (struct.error, ValueError):
            decoder = None
    return Entry(
        name,
        args,
        contract.address,
        number,
        log_index,
        timestamp,
        tx_hash,
        block_hash,
        tx_index,
        contract,
        topics,
        data,
        decoder,
    )


class Fold:
    """The rows of all markets of a chain, and the handlers that change them."""

    def __init__(self, deployments: Deployments) -> None:
        self.rows: Mapping[int, Rows] = {market: Rows() for market in deployments.markets}
        self._handlers: dict[Decoder | None, Handler | None] = {
            decoder: handler_of(contract.name, decoder.name)
            for contract in deployments.contracts.values()
            for decoder in contract.decoders.values()
        }
        self._handlers[None] = None
        self._needs: dict[Decoder | None, Sequence[Need]] = {}

    def apply(self, entries: Iterable[Entry], record_from: int) -> list[Image]:
        """Applies events in their order. Gives the images of the rows before each block from `record_from` on."""
        images: list[Image] = []
        current, rows_of, handlers = -1, self.rows, self._handlers
        for entry in entries:
            if entry.block_number != current:
                images += self._images(current)
                current = entry.block_number
                if current >= record_from:
                    self._record()
            handler = handlers[entry.decoder]
            if handler is not None:
                handler(rows_of[entry.contract.market], entry)
        images += self._images(current)
        return images

    def wanted(self, entries: Iterable[Entry]) -> dict[tuple[int, str], set[Any]]:
        """Market, table and keys of the rows that the events name."""
        wanted: defaultdict[tuple[int, str], set[Any]] = defaultdict(set)
        for entry in entries:
            for table, key_of in self._needs_of(entry):
                wanted[entry.contract.market, table].add(key_of(entry.args))
        for market, rows in self.rows.items():
            wanted[market, rows.market_state.name].add(())
        return wanted

    def _needs_of(self, entry: Entry) -> Sequence[Need]:
        found = self._needs.get(entry.decoder)
        if found is None:
            handled = self._handlers[entry.decoder] is not None
            found = tuple(needs(entry.contract.name, entry.name, entry.args.__struct_fields__)) if handled else ()
            self._needs[entry.decoder] = found
        return found

    def follow_links(self, market: int, table: str, keys: Iterable[Any]) -> dict[tuple[int, str], set[Any]]:
        """As `wanted`, for the rows that a handler may reach from these."""
        wanted: dict[tuple[int, str], set[Any]] = {}
        held = getattr(self.rows[market], table)
        for key in keys:
            if (row := held.get(key)) is not None:
                self._want(wanted, market, linked(table, row))
        return wanted

    def complete(self) -> bool:
        """Whether every row that a handler can ask for is in memory."""
        return all(table.complete for rows in self.rows.values() for table in rows.tables)

    def _want(self, wanted: dict[tuple[int, str], set[Any]], market: int, keys: Iterable[tuple[str, Any]]) -> None:
        for table, key in keys:
            wanted.setdefault((market, table), set()).add(key)

    def _record(self) -> None:
        for _, table in self._tables():
            table.images = {}

    def _images(self, block: int) -> Iterator[Image]:
        for market, table in self._tables():
            if table.images:
                yield from ((market, block, table.name, key, row) for key, row in table.images.items())
            table.images = None

    def _tables(self) -> Iterator[tuple[int, Any]]:
        return ((market, table) for market, rows in self.rows.items() for table in rows.tables)
