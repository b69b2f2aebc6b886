"""How far the indexer is, as it says it itself (NOTIFY stoa_block), for those who wait for a block of their own."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import psycopg
import structlog

log = structlog.get_logger(__name__)

CHANNEL = "stoa_block"
RECONNECT_SECONDS = 1.0


class Blocks:
    """The newest indexed block of each chain. `run` keeps it true; `reached` waits on it."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._newest: dict[int, int] = {}
        self._changed = asyncio.Condition()

    async def run(self) -> None:
        """Listens for ever, again after a lost connection."""
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                log.warning("not listening for blocks", error=str(error))
                await asyncio.sleep(RECONNECT_SECONDS)

    async def reached(self, chain_id: int, block: int, within: float) -> None:
        """Waits until `block` is said to be indexed, at most `within` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: self._newest.get(chain_id, 0) >= block)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            # What was committed before we listened is in the table.
            rows = await connection.execute("SELECT chain_id, block_number FROM chain.cursor")
            for chain_id, number in await rows.fetchall():
                await self._note(chain_id, number)
            async for notice in connection.notifies():
                chain_id, number = notice.payload.split(":")
                await self._note(int(chain_id), int(number))

    async def _note(self, chain_id: int, number: int) -> None:
        async with self._changed:
            self._newest[chain_id] = number
            self._changed.notify_all()
