"""decode → apply: logs become events, events change rows. No SQL, no RPC."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from indexer.decode import Decoder, Event
from indexer.deployments import Contract, Deployments
from indexer.projections import Handler, handler_of, linked, needs
from indexer.projections.common import Need
from indexer.rows import Rows
from indexer.words import WORD

Image = tuple[int, int, str, Any, Any]
"""market, block number, table, key and the row before that block (None: there was none)."""


class Entry(msgspec.Struct, gc=False):
    """A log of ours on its way into `chain.event`; `topics` are its 32-byte words, one after the other."""

    block_number: int
    log_index: int
    block_hash: bytes
    tx_hash: bytes
    tx_index: int
    timestamp: datetime
    contract: Contract
    topics: bytes
    data: bytes


class Decoded(msgspec.Struct, gc=False):
    """An entry with what its ABI says; `event` is None if the ABI does not know it."""

    entry: Entry
    decoder: Decoder | None
    event: Event | None


def decode(entry: Entry) -> Decoded:
    """An event that no ABI knows, or that does not have the shape its ABI says, is kept raw."""
    topics = entry.topics
    decoder = entry.contract.decoders.get(topics[:WORD])
    if decoder is None or len(topics) != WORD * (1 + decoder.indexed):
        return Decoded(entry, None, None)
    try:
        args = decoder.decode(topics[WORD:] + entry.data)
    except (struct.error, ValueError):
        return Decoded(entry, None, None)
    event = Event(
        decoder.name,
        args,
        entry.contract.address,
        entry.block_number,
        entry.log_index,
        entry.timestamp,
        entry.tx_hash,
    )
    return Decoded(entry, decoder, event)


class Fold:
    """The rows of all markets of a chain, and the handlers that change them."""

    def __init__(self, deployments: Deployments) -> None:
        self.rows: Mapping[int, Rows] = {market: Rows() for market in deployments.markets}
        self._handlers: dict[tuple[str, str], Handler | None] = {
            (contract.name, decoder.name): handler_of(contract.name, decoder.name)
            for contract in deployments.contracts.values()
            for decoder in contract.decoders.values()
        }
        self._needs: dict[tuple[str, str], Sequence[Need]] = {}

    def apply(self, decoded: Iterable[Decoded], record_from: int) -> list[Image]:
        """Applies events in their order. Gives the images of the rows before each block from `record_from` on."""
        images: list[Image] = []
        current, rows_of, handlers = -1, self.rows, self._handlers
        for item in decoded:
            if (event := item.event) is None:
                continue
            if event.block_number != current:
                images += self._images(current)
                current = event.block_number
                if current >= record_from:
                    self._record()
            handler = handlers[item.entry.contract.name, event.name]
            if handler is not None:
                handler(rows_of[item.entry.contract.market], event)
        images += self._images(current)
        return images

    def wanted(self, decoded: Iterable[Decoded]) -> dict[tuple[int, str], set[Any]]:
        """Market, table and keys of the rows that the events name."""
        wanted: defaultdict[tuple[int, str], set[Any]] = defaultdict(set)
        for item in decoded:
            if (event := item.event) is None:
                continue
            contract = item.entry.contract
            for table, key_of in self._needs_of(contract, event):
                wanted[contract.market, table].add(key_of(event.args))
        for market, rows in self.rows.items():
            wanted[market, rows.market_state.name].add(())
        return wanted

    def _needs_of(self, contract: Contract, event: Event) -> Sequence[Need]:
        kind = contract.name, event.name
        found = self._needs.get(kind)
        if found is None:
            fields = event.args.__struct_fields__
            found = self._needs[kind] = tuple(needs(*kind, fields)) if self._handlers[kind] else ()
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
