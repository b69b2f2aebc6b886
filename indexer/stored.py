"""The stored events of a chain, as they are folded again: no RPC."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from indexer.deployments import Deployments
from indexer.errors import Misconfigured
from indexer.fold import Entry, decode
from indexer.store import hexed

CHUNK = 10_000
"""Events between two writes: memory does not grow with the log."""
END = 2**62

EDGE = """
SELECT block_number FROM chain.event WHERE chain_id = %s AND block_number > %s AND block_number <= %s
 ORDER BY block_number, log_index OFFSET %s LIMIT 1
"""
EVENTS = """
SELECT block_number, log_index, block_hash, tx_hash, tx_index, timestamp, address, topics, data, name
  FROM chain.event WHERE chain_id = %s AND block_number > %s AND block_number <= %s ORDER BY block_number, log_index
"""
SPEAK = """
UPDATE chain.event SET name = %s, subject = %s, args = %s::jsonb
 WHERE chain_id = %s AND block_number = %s AND log_index = %s
"""


class StoredEvents:
    """Reads on one connection. Events that an ABI knows by now, and did not when they were stored, are remembered."""

    def __init__(self, connection: Connection[Any], deployments: Deployments) -> None:
        self.connection = connection
        self.deployments = deployments
        self._spoken: list[Entry] = []

    def between(self, above: int, up_to: int) -> Iterator[list[Entry]]:
        """Of the blocks after `above` up to `up_to`, in parts that end with a block. Raises `Misconfigured`."""
        while above < up_to:
            edge = self._edge(above, up_to)
            if part := self._read(above, edge):
                yield part
            above = edge

    def name_known(self, connection: Connection[Any]) -> None:
        """Gives the remembered events their names; part of a transaction."""
        with connection.cursor() as cursor:
            cursor.executemany(
                SPEAK,
                [
                    (
                        entry.name,
                        entry.decoder.subject(entry.args),
                        entry.decoder.to_json(entry.args),
                        self.deployments.chain_id,
                        entry.block_number,
                        entry.log_index,
                    )
                    for entry in self._spoken
                    if entry.decoder is not None
                ],
            )

    def _edge(self, above: int, up_to: int) -> int:
        found = self.connection.execute(EDGE, (self.deployments.chain_id, above, up_to, CHUNK)).fetchone()
        return int(found[0]) if found else up_to

    def _read(self, above: int, up_to: int) -> list[Entry]:
        part = []
        for row in self.connection.execute(EVENTS, (self.deployments.chain_id, above, up_to)):
            entry = self._entry(row)
            part.append(entry)
            if entry.decoder is not None and row[-1] is None:
                self._spoken.append(entry)
        return part

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        number, index, block_hash, tx_hash, tx_index, timestamp, address, topics, data, _ = row
        contract = self.deployments.contracts.get(hexed(address))
        if contract is None:
            raise Misconfigured(
                f"{hexed(address)} has stored events and is not in the deployments file: bring its market back into it"
            )
        place = number, block_hash, timestamp, tx_hash, tx_index
        return decode(contract, place, index, b"".join(topics), data)
