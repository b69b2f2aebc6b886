"""What a batch does to the database, as data, and the thread that carries it out while the next batch is folded."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

from psycopg import Connection

from indexer.errors import LeadershipLost
from indexer.metrics import stage


class Copy(NamedTuple):
    """Rows for a COPY."""

    statement: str
    rows: str | bytes


class Execute(NamedTuple):
    """Any other statement."""

    statement: str
    arguments: Sequence[Any]


class Fenced(NamedTuple):
    """A statement that concerns one row, unless another leader's epoch has begun."""

    statement: str
    arguments: Sequence[Any]
    epoch: int


Write = Copy | Execute | Fenced


def carry_out(connection: Connection[Any], writes: Iterable[Write]) -> None:
    """In their order; part of a transaction. Raises `LeadershipLost`."""
    for write in writes:
        if isinstance(write, Copy):
            with connection.cursor().copy(write.statement) as copy:
                copy.write(write.rows)
            continue
        found = connection.execute(write.statement, write.arguments)
        if isinstance(write, Fenced) and found.rowcount != 1:
            raise LeadershipLost(f"epoch {write.epoch} is over")


class Writer:
    """One connection, used by one thread at a time: its own while a transaction is under way, else the leader's."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1, "writer")
        self._under_way: Future[None] | None = None

    @property
    def connection(self) -> Connection[Any]:
        """The connection, once what is under way is committed. Raises what that raised."""
        self.settle()
        return self._connection

    def submit(self, writes: list[Write]) -> None:
        """Begins a transaction of these after the last one. Raises what that one raised."""
        self.begin(lambda connection: _commit(connection, writes))

    def begin(self, work: Callable[[Connection[Any]], None]) -> None:
        """Begins any other work after the last one. Raises what that one raised."""
        self.settle()
        self._under_way = self._thread.submit(work, self._connection)

    def settle(self) -> None:
        """Waits until nothing is under way. Raises what it raised; then nothing of it is written."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Leaves no thread behind; a transaction that is under way is carried out."""
        with self._thread:
            yield


def _commit(connection: Connection[Any], writes: list[Write]) -> None:
    with stage("commit"), connection.transaction():
        carry_out(connection, writes)
