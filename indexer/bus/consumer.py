"""The loop of a consumer: wake, look, tell, move the cursor."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection, IsolationLevel

from indexer.bus.cloudevents import CloudEvent
from indexer.bus.positions import Positions

log = structlog.get_logger()

CHANNEL = "stoa_block"
LOOK_SECONDS = 5.0
"""Between two looks if no block is announced: an announcement may be lost with its connection."""

RETRY_SECONDS = 0.5

Handler = Callable[[Sequence[CloudEvent]], Awaitable[None]]


async def consume(
    database_url: str,
    chain_id: int,
    name: str,
    confirmations: int,
    handler: Handler,
    *,
    from_block: int = 0,
    limit: int = 500,
) -> None:
    """Hands every event to `handler`, in order and at least once, for ever; what `handler` raises ends it.

    An event is handed over when `confirmations` blocks follow its own. If a reorganisation takes back what was handed
    over, its retraction comes next, newest first. A handler that returned is not asked again; after a crash it is, with
    the same ids. Of several processes with one `name` one is served and the others stand by.
    """
    while True:
        try:
            async with await _connect(database_url) as connection:
                await _await_turn(connection, chain_id, name)
                positions = Positions(connection, chain_id, name, confirmations)
                await positions.create(from_block)
                await _follow(positions, handler, limit)
        except psycopg.OperationalError as error:
            log.warning("database away", consumer=name, reason=str(error).strip().partition("\n")[0])
            await asyncio.sleep(RETRY_SECONDS)


async def _connect(url: str) -> AsyncConnection[Any]:
    connection = await AsyncConnection.connect(
        url, autocommit=True, application_name="stoa-bus", connect_timeout=5, options="-c timezone=UTC"
    )
    # Rewinds and events are read as of one moment.
    await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    # Before the first look, so that no block falls between the two.
    await connection.execute(f"LISTEN {CHANNEL}")
    return connection


async def _await_turn(connection: AsyncConnection[Any], chain_id: int, name: str) -> None:
    """The lock belongs to the session that moves the cursor: whoever lost one has lost the other."""
    waiting = False
    while not await _try_lock(connection, chain_id, name):
        if not waiting:
            log.info("standing by, another process serves this consumer", consumer=name)
            waiting = True
        await asyncio.sleep(RETRY_SECONDS)


async def _try_lock(connection: AsyncConnection[Any], chain_id: int, name: str) -> bool:
    found = await connection.execute(
        "SELECT pg_try_advisory_lock(hashtext('stoa consumer'), hashtext(%s))", (f"{chain_id}:{name}",)
    )
    row = await found.fetchone()
    return bool(row and row[0])


async def _follow(positions: Positions, handler: Handler, limit: int) -> None:
    while True:
        batch = await positions.next(limit)
        if batch is None:
            await _wake(positions.connection)
            continue
        if batch.events:
            await handler(batch.events)
        await positions.done(batch)


async def _wake(connection: AsyncConnection[Any]) -> None:
    """Returns when a block was committed or taken back, or after a while."""
    async for _ in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
        return
