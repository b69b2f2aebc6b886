"""commit: events, rows, images and cursor of a batch in one transaction; and the ways back."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from indexer.chain import Header, Tip
from indexer.errors import LeadershipLost
from indexer.fold import Decoded, Fold, Image
from indexer.lines import Prepared, block_line
from indexer.metrics import stage
from indexer.sql import ENTRIES, PROJECTIONS

EVENT_COPY = (
    "COPY chain.event (chain_id, block_number, log_index, block_hash, tx_hash, tx_index, timestamp, market, contract, "
    "address, name, subject, args, topics, data) FROM STDIN"
)
BLOCK_COPY = "COPY chain.block (chain_id, number, hash, parent_hash, timestamp) FROM STDIN"
UNDO_COPY = "COPY chain.undo (chain_id, block_number, table_name, key, before) FROM STDIN"


class Cursor(NamedTuple):
    """Where the rows stand. Blocks from `undo_from` on can be undone by their images."""

    tip: Tip
    genesis: str
    epoch: int
    undo_from: int
    markets: list[int]


class Store:
    """The rows of one chain, written by its leader."""

    def __init__(
        self, connection: Connection[Any], chain_id: int, fold: Fold, *, finality: int, cache_rows: int
    ) -> None:
        self.connection = connection
        self.chain_id = chain_id
        self.fold = fold
        self.finality = finality
        self.cache_rows = cache_rows
        self.cursor: Cursor | None = None

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
                sql = PROJECTIONS[table.name]
                found = sql.load_some(self.connection, self.chain_id, market, self.cache_rows // 2 + 1)
                table.complete = len(found) <= self.cache_rows // 2
                for row in found:
                    table.keep(sql.key_of(row), row)

    # Going forward.

    def commit(self, batch: Prepared) -> None:
        """Appends consecutive blocks with their events. Raises `LeadershipLost`, and then nothing was written."""
        with self.connection.transaction():
            last, at, head = batch.headers[-1], self.at, batch.head
            record_from = head - self.finality + 1
            moved = at._replace(
                tip=Tip(last.height, last.hash),
                undo_from=max(at.undo_from, min(record_from, last.height + 1), last.height - self.finality + 1),
            )
            self.advance(moved, int(last.timestamp, 16), head)
            self._write_log(batch, record_from)
            self.apply(batch.decoded, record_from)
            self._prune(at.tip.number, last.height)
            self.announce(last.height)
        self.cursor = moved
        self.let_go()

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
        # First in the transaction: the row's lock holds off every other epoch until the commit.
        found = self.connection.execute(
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
        )
        if found.rowcount != 1:
            raise LeadershipLost(f"epoch {moved.epoch} is over")

    def _write_log(self, batch: Prepared, record_from: int) -> None:
        if batch.event_lines:
            self._copy(EVENT_COPY, batch.event_lines)
        concerned = {item.entry.block_number for item in batch.decoded}
        kept = [header for header in batch.headers if header.height >= record_from or header.height in concerned]
        if kept:
            self._copy(BLOCK_COPY, "".join([block_line(self.chain_id, header) for header in kept]))

    def apply(self, decoded: Sequence[Decoded], record_from: int) -> None:
        """Folds events into the rows and writes what changed; part of a transaction."""
        self._load(decoded)
        with stage("fold"):
            images = self.fold.apply(decoded, record_from)
        for market, rows in self.fold.rows.items():
            self._write_rows(market, rows)
        self._write_images(images)

    def _write_rows(self, market: int, rows: Any) -> None:
        for table in rows.tables:
            sql = PROJECTIONS[table.name]
            if table.added:
                sql.insert(self.connection, self.chain_id, market, table.added.values())
            if table.changed:
                sql.update(self.connection, self.chain_id, market, list(table.changed.values()))
        if rows.entries:
            ENTRIES.insert(self.connection, self.chain_id, market, rows.entries)

    def _write_images(self, images: Sequence[Image]) -> None:
        if not images:
            return
        with self.connection.cursor().copy(UNDO_COPY) as copy:
            for market, block, table, key, row in images:
                named, before = PROJECTIONS[table].image(self.chain_id, market, key, row)
                copy.write_row((self.chain_id, block, table, named, before))

    def _prune(self, before: int, now: int) -> None:
        """What left the finality window: images, and blocks without events."""
        edge = now - self.finality
        self.connection.execute(
            "DELETE FROM chain.undo WHERE chain_id = %s AND block_number <= %s", (self.chain_id, edge)
        )
        self.connection.execute(
            "DELETE FROM chain.block AS b WHERE chain_id = %s AND number > %s AND number <= %s AND NOT EXISTS "
            "(SELECT 1 FROM chain.event AS e WHERE e.chain_id = b.chain_id AND e.block_number = b.number)",
            (self.chain_id, before - self.finality, edge),
        )

    def _copy(self, statement: str, lines: str) -> None:
        with self.connection.cursor().copy(statement) as copy:
            copy.write(lines)

    def announce(self, number: int) -> None:
        """Wakes whoever waits for a block, when the transaction commits."""
        self.connection.execute("SELECT pg_notify('stoa_block', %s)", (f"{self.chain_id}:{number}",))

    def let_go(self) -> None:
        """After a write: nothing is pending, and memory is bounded again."""
        for rows in self.fold.rows.values():
            rows.entries = []
            for table in rows.tables:
                table.committed(self.cache_rows)

    # Rows that are not in memory.

    def _load(self, decoded: Sequence[Decoded]) -> None:
        """Brings the rows that the events touch into memory, wave by wave along the links between rows."""
        if self.fold.complete():
            return
        wanted = self.fold.wanted(decoded)
        while wanted:
            following: dict[tuple[int, str], set[Any]] = {}
            for (market, name), keys in wanted.items():
                self._load_keys(market, name, keys)
                for place, more in self.fold.follow_links(market, name, keys).items():
                    following.setdefault(place, set()).update(more)
            wanted = following

    def _load_keys(self, market: int, name: str, keys: set[Any]) -> None:
        table, sql = getattr(self.fold.rows[market], name), PROJECTIONS[name]
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
