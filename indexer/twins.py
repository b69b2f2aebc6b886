"""The rows of chains folded anew into the twin tables (see `shadow`), while their leaders go on."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import structlog
from psycopg import Connection

from indexer import shadow
from indexer.deployments import Deployments
from indexer.errors import Misconfigured
from indexer.fold import Fold
from indexer.rebuild import begin_empty
from indexer.rows import UnknownRow
from indexer.sql import tables_in
from indexer.store import Store
from indexer.stored import CHUNK, END, StoredEvents

log = structlog.get_logger()

CURSORS = "SELECT chain_id, block_number, undo_from FROM chain.cursor"
REWINDS = "SELECT coalesce(max(number), 0) FROM chain.rewind WHERE chain_id = %s"
REWOUND = "SELECT 1 FROM chain.rewind WHERE chain_id = %s AND number > %s AND to_block < %s"


class Rewound(Exception):
    """A leader went back behind what was folded."""


class Mark(NamedTuple):
    """Of a cursor: block `tip` is committed, and blocks from `undo_from` on may be taken back at any moment."""

    tip: int
    undo_from: int

    @property
    def settled(self) -> int:
        return min(self.tip, self.undo_from - 1)


class Twin:
    """The rows of one chain."""

    def __init__(self, connection: Connection[Any], deployments: Deployments, cache_rows: int) -> None:
        self.chain_id = deployments.chain_id
        self.connection = connection
        fold = Fold(deployments)
        self.store = Store(connection, self.chain_id, fold, finality=0, cache_rows=cache_rows, schema=shadow.NEXT)
        begin_empty(self.store)
        self.events = StoredEvents(connection, deployments)
        self.at, self.count = -1, 0
        self._rewinds = connection.execute(REWINDS, (self.chain_id,)).fetchone() or (0,)

    def fold(self, up_to: int, record_from: int = END) -> int:
        """Goes on to block `up_to`. Gives the number of events. Raises `Rewound`."""
        before = self.count
        try:
            for part in self.events.between(self.at, up_to):
                with self.connection.transaction():
                    self.store.apply(part, record_from)
                self.store.let_go()
                self.at = part[-1].block_number
                self.count += len(part)
        except UnknownRow:  # a gap in the log, unless the log was changed between two looks at it
            self.check()
            raise
        self.at = max(self.at, up_to)
        return self.count - before

    def check(self) -> None:
        """Raises `Rewound`."""
        if self.connection.execute(REWOUND, (self.chain_id, *self._rewinds, self.at)).fetchone():
            raise Rewound

    def back_to(self, number: int) -> None:
        """Undoes blocks after `number`, all of which were folded with images; part of a transaction."""
        tables = tables_in(shadow.NEXT)
        for sql in tables.projections.values():
            sql.undo(self.connection, self.chain_id, number)
        for full in (tables.entries.full, f"{shadow.NEXT}.undo"):
            self.connection.execute(
                f"DELETE FROM {full} WHERE chain_id = %s AND block_number > %s", (self.chain_id, number)
            )
        self.store.forget()
        self.at = number


class Twins:
    """The twin tables, empty at first; `chains` are folded anew in them."""

    def __init__(self, connection: Connection[Any], chains: Sequence[Deployments], cache_rows: int) -> None:
        shadow.create(connection)
        self.connection = connection
        self.chains = [Twin(connection, deployments, cache_rows) for deployments in chains]
        self.chosen = [chain.chain_id for chain in self.chains]
        self.marks: dict[int, Mark] = {}

    @property
    def events(self) -> int:
        return sum(chain.count for chain in self.chains)

    def follow(self) -> None:
        """Folds what is settled, until little is left. Raises `Misconfigured`, `Rewound`."""
        for chain in self.chains:
            while chain.fold(self._mark(chain.chain_id).settled) >= CHUNK:
                log.info("folded", chain_id=chain.chain_id, up_to_block=chain.at, events=chain.count)

    def catch_up(self, holder: Connection[Any]) -> None:
        """Holds the leaders until the holder's transaction ends, and folds the rest. Raises `Rewound`."""
        shadow.hold_leaders(holder)
        self.marks = marks_of(holder)
        for chain in self.chains:
            chain.check()
            chain.fold(self.marks[chain.chain_id].tip, self.marks[chain.chain_id].undo_from)

    def copy_others(self) -> None:
        """Rows of the chains that are not folded anew, as they are; after `catch_up`."""
        with self.connection.transaction():
            for name in shadow.TABLES:
                self.connection.execute(
                    f"INSERT INTO {shadow.NEXT}.{name} SELECT * FROM chain.{name} WHERE chain_id <> ALL(%s)",
                    (self.chosen,),
                )

    def let_leaders_go(self) -> None:
        """Undoes `catch_up` and `copy_others`: those blocks may be taken back once more."""
        with self.connection.transaction():
            for name in shadow.TABLES:
                self.connection.execute(f"DELETE FROM {shadow.NEXT}.{name} WHERE chain_id <> ALL(%s)", (self.chosen,))
            for chain in self.chains:
                chain.back_to(self.marks[chain.chain_id].settled)

    def _mark(self, chain_id: int) -> Mark:
        marks = marks_of(self.connection)
        if chain_id not in marks:
            raise Misconfigured(f"chain {chain_id} is not indexed yet: run `python -m indexer run` first")
        return marks[chain_id]


def marks_of(connection: Connection[Any]) -> dict[int, Mark]:
    """Of all chains."""
    return {chain_id: Mark(tip, undo_from) for chain_id, tip, undo_from in connection.execute(CURSORS)}
