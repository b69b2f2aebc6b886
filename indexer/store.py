"""commit: events, rows, images and cursor of a batch in one transaction; and the ways back."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from indexer.chain import Header, Tip
from indexer.errors import LeadershipLost
from indexer.fold import Entry, Fold, Image
from indexer.lines import BLOCK_COPY, EVENT_COPY, Prepared, block_line
from indexer.metrics import stage
from indexer.rows import Rows
from indexer.sql import LIVE, tables_in
from indexer.writing import Copy, Execute, Fenced, Write, Writer, carry_out

UNDO_COPY = "COPY {schema}.undo (chain_id, block_number, table_name, key, before) FROM STDIN"

NOT_FLUSHED = Execute("SET LOCAL synchronous_commit = off", ())
"""What a crash of PostgreSQL may lose of a backfill goes with its cursor, and is fetched again."""


class Cursor(NamedTuple):
    """Where the rows stand. Blocks from `undo_from` on can be undone by their images."""

    tip: Tip
    genesis: str
    epoch: int
    undo_from: int
    markets: list[int]


class Store:
    """The rows of one chain, written by its leader; or, in another schema, by who makes them anew."""

    def __init__(
        self,
        connection: Connection[Any],
        chain_id: int,
        fold: Fold,
        *,
        finality: int,
        cache_rows: int,
        schema: str = LIVE,
    ) -> None:
        self.writer = Writer(connection)
        self.chain_id = chain_id
        self.fold = fold
        self.finality = finality
        self.cache_rows = cache_rows
        self.schema = schema
        self.tables = tables_in(schema)
        self.cursor: Cursor | None = None

    @property
    def connection(self) -> Connection[Any]:
        """Free to use: what was committed before is written. Raises what writing it raised."""
        return self.writer.connection

    @property
    def at(self) -> Cursor:
        if self.cursor is None:
            raise LeadershipLost("no epoch was begun")
        return self.cursor

    # Beginning.

    def begin_epoch(self) -> Cursor | None:
        """Takes the chain over: commits of earlier epochs are refused from now on. None if there is no cursor yet."""
        row = self.connection.execute(
            "UPDATE chain.cursor SET epoch = epoch + 1 WHERE chain_id = %s "
            "RETURNING block_number, block_hash, genesis, epoch, undo_from, markets",
            (self.chain_id,),
        ).fetchone()
        if row is None:
            return None
        number, block_hash, genesis, epoch, undo_from, markets = row
        self.cursor = Cursor(Tip(number, hexed(block_hash)), hexed(genesis), epoch, undo_from, markets)
        self._load_all()
        return self.cursor

    def create_cursor(self, genesis: str, base: Header, markets: Sequence[int]) -> Cursor:
        """The first cursor: nothing after block `base` is known yet."""
        self.connection.execute(
            "INSERT INTO chain.cursor (chain_id, genesis, block_number, block_hash, block_timestamp, epoch, "
            "updated_at, status, undo_from, markets) "
            "VALUES (%s, %s, %s, %s, to_timestamp(%s), 0, now(), 'backfill', %s, %s::jsonb)",
            (
                self.chain_id,
                raw(genesis),
                base.height,
                raw(base.hash),
                int(base.timestamp, 16),
                base.height + 1,
                str(list(markets)),
            ),
        )
        cursor = self.begin_epoch()
        if cursor is None:
            raise LeadershipLost("the cursor was taken away")
        return cursor

    def _load_all(self) -> None:
        """Small tables live in memory as a whole."""
        self.forget()
        for market, rows in self.fold.rows.items():
            for table in rows.tables:
                if table.written_once:
                    continue
                sql = self.tables.projections[table.name]
                found = sql.load_some(self.connection, self.chain_id, market, self.cache_rows // 2 + 1)
                table.complete = len(found) <= self.cache_rows // 2
                for row in found:
                    table.keep(sql.key_of(row), row)
                if table.counted:
                    table.top = sql.highest(self.connection, self.chain_id, market)

    # Going forward.

    def commit(self, batch: Prepared) -> None:
        """Appends consecutive blocks with their events. Raises `LeadershipLost`, and then nothing was written.

        A batch of blocks that are final may still be on its way when this returns; whatever asks the database next
        waits for it, and raises what it raised.
        """
        last, at = batch.headers[-1], self.at
        head, record_from = batch.head, self._record_from(batch)
        moved = at._replace(
            tip=Tip(last.height, last.hash),
            undo_from=max(at.undo_from, min(record_from, last.height + 1), last.height - self.finality + 1),
        )
        final = self.is_final(batch)
        writes = [
            *([NOT_FLUSHED] if final else []),
            self._advanced(moved, int(last.timestamp, 16), head),
            *self._log(batch, record_from),
            *self._folded(batch.entries, record_from),
            *self._pruned(at, last.height),
            self._announced(last.height),
        ]
        self.writer.submit(writes)
        if not final:
            self.writer.settle()
        self.cursor = moved
        self.let_go()

    def is_final(self, batch: Prepared) -> bool:
        """Whether no block of the batch can be taken back any more."""
        return batch.tip.number < self._record_from(batch)

    def _record_from(self, batch: Prepared) -> int:
        return batch.head - self.finality + 1

    def seen(self, head: int) -> None:
        """Says that a node has answered just now, with this head. Raises `LeadershipLost`."""
        found = self.connection.execute(
            "UPDATE chain.cursor SET head_number = %s, head_seen_at = now(), status = %s "
            "WHERE chain_id = %s AND epoch = %s",
            (head, self._status(self.at.tip.number, head), self.chain_id, self.at.epoch),
        )
        if found.rowcount != 1:
            raise LeadershipLost(f"epoch {self.at.epoch} is over")

    def _status(self, number: int, head: int) -> str:
        return "live" if head - number <= self.finality else "backfill"

    def advance(self, moved: Cursor, timestamp: int, head: int) -> None:
        """Moves the cursor; first in a transaction. Raises `LeadershipLost`."""
        carry_out(self.connection, [self._advanced(moved, timestamp, head)])

    def _advanced(self, moved: Cursor, timestamp: int, head: int) -> Write:
        # First in the transaction: the row's lock holds off every other epoch until the commit.
        return Fenced(
            "UPDATE chain.cursor SET block_number = %s, block_hash = %s, block_timestamp = to_timestamp(%s), "
            "updated_at = now(), head_number = %s, head_seen_at = now(), status = %s, undo_from = %s, "
            "markets = %s::jsonb WHERE chain_id = %s AND epoch = %s",
            (
                moved.tip.number,
                raw(moved.tip.hash),
                timestamp,
                head,
                self._status(moved.tip.number, head),
                moved.undo_from,
                str(moved.markets),
                self.chain_id,
                moved.epoch,
            ),
            moved.epoch,
        )

    def _log(self, batch: Prepared, record_from: int) -> Iterator[Write]:
        if batch.event_rows:
            yield Copy(EVENT_COPY, batch.event_rows)
        concerned = {entry.block_number for entry in batch.entries}
        kept = [header for header in batch.headers if header.height >= record_from or header.height in concerned]
        if kept:
            yield Copy(BLOCK_COPY, "".join([block_line(self.chain_id, header) for header in kept]))

    def apply(self, entries: Sequence[Entry], record_from: int) -> None:
        """Folds events into the rows and writes what changed; part of a transaction."""
        carry_out(self.connection, list(self._folded(entries, record_from)))

    def _folded(self, entries: Sequence[Entry], record_from: int) -> Iterator[Write]:
        self._load(entries)
        with stage("fold"):
            images = self.fold.apply(entries, record_from)
        for market, rows in self.fold.rows.items():
            yield from self._changes(market, rows)
        if images:
            yield Copy(UNDO_COPY.format(schema=self.schema), "".join([self._undo_line(image) for image in images]))

    def _changes(self, market: int, rows: Rows) -> Iterator[Write]:
        for table in rows.tables:
            sql = self.tables.projections[table.name]
            if table.added:
                yield sql.insert(self.chain_id, market, table.added.values())
            if table.changed:
                yield sql.update(self.chain_id, market, list(table.changed.values()))
        if rows.entries:
            yield self.tables.entries.insert(self.chain_id, market, rows.entries)

    def _undo_line(self, image: Image) -> str:
        market, block, table, key, row = image
        said = self.tables.projections[table].image(self.chain_id, market, key, row)
        return f"{self.chain_id}\t{block}\t{table}\t{said}\n"

    def _pruned(self, at: Cursor, now: int) -> Iterator[Write]:
        """What left the finality window: images, and blocks without events."""
        if at.undo_from > at.tip.number:
            return  # nothing can be undone, so nothing is kept for it
        edge = now - self.finality
        yield Execute("DELETE FROM chain.undo WHERE chain_id = %s AND block_number <= %s", (self.chain_id, edge))
        yield Execute(
            "DELETE FROM chain.block AS b WHERE chain_id = %s AND number > %s AND number <= %s AND NOT EXISTS "
            "(SELECT 1 FROM chain.event AS e WHERE e.chain_id = b.chain_id AND e.block_number = b.number)",
            (self.chain_id, at.tip.number - self.finality, edge),
        )

    def announce(self, number: int) -> None:
        """Wakes whoever waits for a block, when the transaction commits."""
        carry_out(self.connection, [self._announced(number)])

    def _announced(self, number: int) -> Write:
        return Execute("SELECT pg_notify('stoa_block', %s)", (f"{self.chain_id}:{number}",))

    def let_go(self) -> None:
        """After a write: nothing is pending, and memory is bounded again."""
        for rows in self.fold.rows.values():
            rows.entries = []
            for table in rows.tables:
                table.committed(self.cache_rows)

    # Rows that are not in memory.

    def _load(self, entries: Sequence[Entry]) -> None:
        """Brings the rows that the events touch into memory, wave by wave along the links between rows."""
        if self.fold.complete():
            return
        wanted = self.fold.wanted(entries)
        while wanted:
            following: dict[tuple[int, str], set[Any]] = {}
            for (market, name), keys in wanted.items():
                self._load_keys(market, name, keys)
                for place, more in self.fold.follow_links(market, name, keys).items():
                    following.setdefault(place, set()).update(more)
            wanted = following

    def _load_keys(self, market: int, name: str, keys: set[Any]) -> None:
        table, sql = getattr(self.fold.rows[market], name), self.tables.projections[name]
        missing = [key for key in keys if not table.holds(key)]
        if not missing:
            return
        table.absent.update(missing)
        for row in sql.load(self.connection, self.chain_id, market, missing):
            key = sql.key_of(row)
            table.keep(key, row)
            table.absent.discard(key)

    # Going back, or beginning again: see `rewind` and `rebuild`.

    def forget(self) -> None:
        """Lets all rows in memory go."""
        for rows in self.fold.rows.values():
            rows.entries = []
            for table in rows.tables:
                table.forget()


def hexed(value: bytes) -> str:
    """Bytes as nodes write them."""
    return f"0x{value.hex()}"


def raw(value: str) -> bytes:
    """0x hex as bytes."""
    return bytes.fromhex(value[2:])
