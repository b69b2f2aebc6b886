"""Projections again from `chain.event` where they stand, in the leader's own transaction; readers see the old ones.

This is how a leader gets past what images cannot undo: a reorganisation deeper than finality, a market that is new in
the deployments file. What an operator asks for is in `replace`, which does not hold the leader up.
"""

from indexer.bus.orphans import record
from indexer.chain import Header, Tip
from indexer.deployments import Deployments
from indexer.rewind import drop_above
from indexer.sql import ENTRIES, PROJECTIONS
from indexer.store import Store
from indexer.stored import END, StoredEvents


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
    """Empties the projections and folds the stored events; part of a transaction. Gives the number of events."""
    for sql in (*PROJECTIONS.values(), ENTRIES):
        store.connection.execute(f"DELETE FROM {sql.full} WHERE chain_id = %s", (store.chain_id,))
    store.connection.execute("DELETE FROM chain.undo WHERE chain_id = %s", (store.chain_id,))
    begin_empty(store)
    events, count = StoredEvents(store.connection, deployments), 0
    for part in events.between(-1, END):
        store.apply(part, store.at.undo_from)
        store.let_go()
        count += len(part)
    events.name_known(store.connection)
    return count


def begin_empty(store: Store) -> None:
    """The tables of this chain are empty, so whatever is not in memory is not there."""
    store.forget()
    for rows in store.fold.rows.values():
        for table in rows.tables:
            table.complete = True
