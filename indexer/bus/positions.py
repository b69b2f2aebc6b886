"""A consumer's cursor, and what it has to be told next.

The cursor is a position in the log. A rewind moves it back to the block that stayed, after the orphans below it were
taken back; rewinds are handled one by one in their order, so several between two looks are as good as one. What may
have been told without the cursor knowing it lies below `reaching`, which is written before.
"""

from typing import Any, LiteralString, NamedTuple

from psycopg import AsyncConnection
from psycopg.rows import class_row

from indexer.bus.cloudevents import CloudEvent, Stored, envelope, retraction
from indexer.bus.correlation import CORRELATION

WHOLE_BLOCK = 2**31 - 1
"""A log index that no log has: the position after every log of a block."""

TURN = """
(SELECT count(*) FROM chain.orphan AS o
  WHERE o.chain_id = e.chain_id AND o.tx_hash = e.tx_hash AND o.log_index = e.log_index{earlier})"""
FIELDS = "e.block_number, e.log_index, e.tx_hash, e.timestamp, e.market, e.contract, e.name, e.subject, e.args"

CREATE = """
INSERT INTO chain.consumer (chain_id, name, confirmations, block_number, log_index, reaching_block, reaching_index,
                            rewind, updated_at)
SELECT %(chain_id)s, %(name)s, %(confirmations)s, %(after)s, %(index)s, %(after)s, %(index)s,
       coalesce(max(number), 0), now()
  FROM chain.rewind WHERE chain_id = %(chain_id)s
ON CONFLICT (chain_id, name) DO UPDATE SET confirmations = excluded.confirmations
"""
POSITION = """
SELECT block_number, log_index, reaching_block, reaching_index, rewind FROM chain.consumer
 WHERE chain_id = %(chain_id)s AND name = %(name)s
"""
NEXT_REWIND = """
SELECT number, to_block FROM chain.rewind WHERE chain_id = %(chain_id)s AND number > %(rewind)s ORDER BY number LIMIT 1
"""
ORPHANS = f"""
SELECT {FIELDS}, e.correlation, {TURN.format(earlier=" AND o.rewind < e.rewind")} AS turn
  FROM chain.orphan AS e
 WHERE chain_id = %(chain_id)s AND rewind = %(number)s AND name IS NOT NULL
   AND (block_number, log_index) <= (%(reaching_block)s, %(reaching_index)s)
 ORDER BY block_number DESC, log_index DESC
"""
EVENTS = f"""
SELECT {FIELDS}, {CORRELATION} AS correlation, {TURN.format(earlier="")} AS turn
  FROM chain.event AS e
 WHERE e.chain_id = %(chain_id)s AND e.name IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM chain.late_index)  -- or each look during a first backfill would read the whole log
   AND (e.block_number, e.log_index) > (%(block_number)s, %(log_index)s)
   AND e.block_number <= (SELECT c.block_number FROM chain.cursor AS c WHERE c.chain_id = %(chain_id)s)
                         - %(confirmations)s::int
 ORDER BY e.block_number, e.log_index LIMIT %(limit)s
"""
REACH = """
UPDATE chain.consumer SET reaching_block = %(to_block)s, reaching_index = %(to_index)s, updated_at = now()
 WHERE chain_id = %(chain_id)s AND name = %(name)s
"""
MOVE = """
UPDATE chain.consumer SET block_number = %(to_block)s, log_index = %(to_index)s, reaching_block = %(to_block)s,
       reaching_index = %(to_index)s, rewind = %(to_rewind)s, updated_at = now()
 WHERE chain_id = %(chain_id)s AND name = %(name)s
"""


class Position(NamedTuple):
    """A row of `chain.consumer`."""

    block_number: int
    log_index: int
    reaching_block: int
    reaching_index: int
    rewind: int


class Batch(NamedTuple):
    """What is to be told, and where the cursor stands when it was. Empty if only the cursor moves."""

    events: list[CloudEvent]
    block_number: int
    log_index: int
    rewind: int


class Positions:
    """The cursor of one consumer. The connection is its own, in autocommit mode, with repeatable reads."""

    def __init__(self, connection: AsyncConnection[Any], chain_id: int, name: str, confirmations: int) -> None:
        self.connection = connection
        self.consumer = {"chain_id": chain_id, "name": name, "confirmations": confirmations}
        self.chain_id = chain_id

    async def create(self, from_block: int) -> None:
        """Where there is none yet, a cursor before this block."""
        at = {"after": from_block - 1, "index": WHOLE_BLOCK}
        await self.connection.execute(CREATE, self.consumer | at)

    async def next(self, limit: int) -> Batch | None:
        """What comes next, at most `limit` events of it; None while there is nothing. A rewind comes first, whole."""
        async with self.connection.transaction():
            position = await self._position()
            return await self._taken_back(position) or await self._events(position, limit)

    async def done(self, batch: Batch) -> None:
        """What was told is told."""
        at = {"to_block": batch.block_number, "to_index": batch.log_index, "to_rewind": batch.rewind}
        await self.connection.execute(MOVE, self.consumer | at)

    async def _position(self) -> Position:
        async with self.connection.cursor(row_factory=class_row(Position)) as cursor:
            await cursor.execute(POSITION, self.consumer)
            position = await cursor.fetchone()
        if position is None:
            raise LookupError(f"no cursor of {self.consumer['name']}")
        return position

    async def _taken_back(self, position: Position) -> Batch | None:
        found = await self.connection.execute(NEXT_REWIND, self.consumer | {"rewind": position.rewind})
        row = await found.fetchone()
        if row is None:
            return None
        number, to_block = row
        orphans = await self._stored(ORPHANS, position._asdict() | {"number": number})
        stays = min((position.block_number, position.log_index), (to_block, WHOLE_BLOCK))
        return Batch([retraction(self.chain_id, orphan) for orphan in orphans], *stays, number)

    async def _events(self, position: Position, limit: int) -> Batch | None:
        stored = await self._stored(EVENTS, position._asdict() | {"limit": limit})
        if not stored:
            return None
        last = stored[-1]
        reach = {"to_block": last.block_number, "to_index": last.log_index}
        await self.connection.execute(REACH, self.consumer | reach)
        events = [envelope(self.chain_id, event) for event in stored]
        return Batch(events, last.block_number, last.log_index, position.rewind)

    async def _stored(self, statement: LiteralString, arguments: dict[str, Any]) -> list[Stored]:
        async with self.connection.cursor(row_factory=class_row(Stored)) as cursor:
            await cursor.execute(statement, self.consumer | arguments)
            return await cursor.fetchall()
