"""Readers that never pause, as the API reads: its role, its driver, one snapshot an answer."""

import asyncio
import threading
import time
from typing import Any

import asyncpg

from tests.conftest import Database
from tests.indexer.running import query

STRAY = 999_999
"""The id of rows that no event makes: they are there before a rebuild, and gone after it."""
STRAYS = {"listing": "listing_id", "orders": "order_id", "category": "category_id", "listing_version": "version"}
LOOK = (
    "SELECT chain_id, block_number FROM chain.cursor",
    *(f"SELECT count(*) FROM chain.{table} WHERE {column} = {STRAY}" for table, column in STRAYS.items()),
    "SELECT account, token, amount FROM chain.balance",
    "SELECT account, token, sum(amount) FROM chain.ledger_entry GROUP BY 1, 2",
)
"""Statements of one answer."""


class Answer:
    """What one look saw, and the seconds of its slowest statement."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.slowest = 0.0

    @property
    def strays(self) -> set[int]:
        """How many each table has; more than one number is a mixture of two states."""
        return {rows[0][0] for rows in self.rows[1:-2]}

    @property
    def adds_up(self) -> bool:
        """Balances against the ledger: two tables that every sale changes together."""
        balances, sums = ({(row[0], row[1]): int(row[2]) for row in rows} for rows in self.rows[-2:])
        return all(sums.get(key, 0) == amount for key, amount in balances.items())


def add_strays(url: str) -> None:
    """A row of each table once more, under an id of its own."""
    statements = [
        f"INSERT INTO chain.{table} SELECT (jsonb_populate_record(t, '{{\"{column}\": {STRAY}}}')).* "
        f"FROM chain.{table} AS t LIMIT 1"
        for table, column in STRAYS.items()
    ]
    query(url, "; ".join(["BEGIN", *statements, "COMMIT"]))


class Readers:
    """Several sessions that ask again and again until `stop`, which gives every answer."""

    def __init__(self, database: Database, sessions: int = 3) -> None:
        self.answers: list[Answer] = []
        self.error: BaseException | None = None
        self._stopping = threading.Event()
        self._where = {"host": database.socket_folder, "user": "stoa_api", "database": database.name}
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(sessions)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> list[Answer]:
        self._stopping.set()
        for thread in self._threads:
            thread.join(20)
        if self.error is not None:
            raise self.error
        return self.answers

    def _run(self) -> None:
        try:
            asyncio.run(self._read())
        except BaseException as error:
            self.error = error

    async def _read(self) -> None:
        connection = await asyncpg.connect(**self._where)
        while not self._stopping.is_set():
            answer = Answer()
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                for statement in LOOK:
                    began = time.perf_counter()
                    answer.rows.append(await connection.fetch(statement))
                    answer.slowest = max(answer.slowest, time.perf_counter() - began)
            self.answers.append(answer)
        await connection.close()
