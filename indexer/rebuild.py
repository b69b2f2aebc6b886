"""All projections again from `chain.event`: no RPC, one transaction, the identical rows."""

from collections.abc import Iterator
from typing import Any

import structlog

from indexer.bus.orphans import record
from indexer.chain import Header, Tip
from indexer.deployments import Deployments
from indexer.errors import Misconfigured
from indexer.fold import Decoded, Entry, decode
from indexer.rewind import drop_above
from indexer.sql import ENTRIES, PROJECTIONS
from indexer.store import Store, hexed

log = structlog.get_logger()

CHUNK = 10_000
"""Events between two writes: memory does not grow with the log."""

EVENTS = """
SELECT block_number, log_index, block_hash, tx_hash, tx_index, timestamp, address, topics, data, name
  FROM chain.event WHERE chain_id = %s ORDER BY block_number, log_index
"""
SPEAK = """
UPDATE chain.event SET name = %s, subject = %s, args = %s::jsonb
 WHERE chain_id = %s AND block_number = %s AND log_index = %s
"""


def rebuild(store: Store, deployments: Deployments) -> int:
    """Folds every stored event again; readers see the old rows until the commit. Gives the number of events.

    A leader's commit waits for this one, is then refused because its epoch is over, and it begins again with the new
    rows. Raises `Misconfigured`.
    """
    with store.connection.transaction():
        begin(store)
        count = refold(store, deployments)
        store.announce(store.at.tip.number)
    return count


def begin(store: Store) -> None:
    """Takes the chain over until the end of the transaction. Raises `Misconfigured`."""
    if store.begin_epoch() is None:
        raise Misconfigured(f"chain {store.chain_id} is not indexed yet: run `python -m indexer run` first")


def rewind_and_rebuild(store: Store, deployments: Deployments, to: Header, head: int, *, lost_above: int) -> None:
    """Takes back every block above `to`, however deep, by folding what is stored below it again.

    Events above block `lost_above` may be lost for good; those below it come again as they were. Until that is
    committed the cursor's status is `rebuilding`. Raises `LeadershipLost`, `Misconfigured`.
    """
    store.connection.execute(
        "UPDATE chain.cursor SET status = 'rebuilding' WHERE chain_id = %s AND epoch = %s",
        (store.chain_id, store.at.epoch),
    )
    moved = store.at._replace(
        tip=Tip(to.height, to.hash),
        undo_from=max(to.height - store.finality + 1, 0),
        markets=deployments.markets,
    )
    with store.connection.transaction():
        store.advance(moved, int(to.timestamp, 16), head)
        record(store, store.at.tip.number, to.height, lost_above)
        drop_above(store, to.height)
        store.cursor = moved
        refold(store, deployments)
        store.announce(to.height)


def refold(store: Store, deployments: Deployments) -> int:
    """Empties the projections and folds the stored events; part of a transaction."""
    store.forget()
    for sql in (*PROJECTIONS.values(), ENTRIES):
        store.connection.execute(f"DELETE FROM {sql.full} WHERE chain_id = %s", (store.chain_id,))
    store.connection.execute("DELETE FROM chain.undo WHERE chain_id = %s", (store.chain_id,))
    for rows in store.fold.rows.values():
        for table in rows.tables:
            table.complete = True
    count = 0
    for decoded in _chunks(store, deployments):
        store.apply(decoded, store.at.undo_from)
        store.let_go()
        count += len(decoded)
    return count


def _chunks(store: Store, deployments: Deployments) -> Iterator[list[Decoded]]:
    """The stored events, decoded, in parts that end with a block."""
    part: list[Decoded] = []
    spoken: list[Decoded] = []
    with store.connection.cursor("events") as events:
        events.itersize = CHUNK
        for row in events.execute(EVENTS, (store.chain_id,)):
            item = decode(_entry(row, deployments))
            if len(part) >= CHUNK and item.entry.block_number != part[-1].entry.block_number:
                yield part
                part = []
            part.append(item)
            if item.event is not None and row[-1] is None:
                spoken.append(item)
    if part:
        yield part
    _speak(store, spoken)


def _entry(row: tuple[Any, ...], deployments: Deployments) -> Entry:
    number, index, block_hash, tx_hash, tx_index, timestamp, address, topics, data, _ = row
    contract = deployments.contracts.get(hexed(address))
    if contract is None:
        raise Misconfigured(
            f"{hexed(address)} has stored events and is not in the deployments file: bring its market back into it"
        )
    return Entry(
        number,
        index,
        hexed(block_hash),
        hexed(tx_hash),
        tx_index,
        timestamp,
        contract,
        [hexed(topic) for topic in topics],
        hexed(data),
    )


def _speak(store: Store, items: list[Decoded]) -> None:
    """Events that an ABI knows by now get their names."""
    with store.connection.cursor() as cursor:
        cursor.executemany(
            SPEAK,
            [
                (
                    item.event.name,
                    item.decoder.subject(item.event.args),
                    item.decoder.to_json(item.event.args),
                    store.chain_id,
                    item.entry.block_number,
                    item.entry.log_index,
                )
                for item in items
                if item.event is not None and item.decoder is not None
            ],
        )
