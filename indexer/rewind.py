"""Taking blocks back that the chain has left."""

from indexer.bus.orphans import record
from indexer.chain import Header, Tip
from indexer.sql import PROJECTIONS
from indexer.store import Store, hexed


def known_blocks(store: Store, below: int, limit: int) -> list[Tip]:
    """Stored blocks up to number `below`, newest first."""
    found = store.connection.execute(
        "SELECT number, hash FROM chain.block WHERE chain_id = %s AND number <= %s ORDER BY number DESC LIMIT %s",
        (store.chain_id, below, limit),
    )
    return [Tip(number, hexed(block_hash)) for number, block_hash in found]


def undo(store: Store, to: Header, head: int) -> None:
    """Takes back every block above `to` by the images of the rows; `to` is at least `undo_from` − 1.

    Raises `LeadershipLost`.
    """
    moved = store.at._replace(tip=Tip(to.height, to.hash))
    with store.connection.transaction():
        store.advance(moved, int(to.timestamp, 16), head)
        record(store, store.at.tip.number, to.height, to.height)
        for sql in PROJECTIONS.values():
            sql.undo(store.connection, store.chain_id, to.height)
        drop_above(store, to.height)
        store.announce(to.height)
    store.cursor = moved
    store.forget()


def drop_above(store: Store, number: int) -> None:
    """Deletes what belongs to single blocks; part of a transaction."""
    for table, column in (
        ("event", "block_number"),
        ("ledger_entry", "block_number"),
        ("undo", "block_number"),
        ("block", "number"),
    ):
        store.connection.execute(
            f"DELETE FROM chain.{table} WHERE chain_id = %s AND {column} > %s", (store.chain_id, number)
        )
