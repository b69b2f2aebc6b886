"""JSON-RPC over HTTP and WebSocket: batches, several nodes, each behind a circuit breaker. Knows no database."""

import random
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
import structlog
import urllib3
from purgatory import SyncCircuitBreakerFactory
from purgatory.domain.messages.base import Event
from purgatory.domain.messages.events import ContextChanged
from purgatory.domain.model import OpenedState
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from indexer.errors import Inconsistent, Misconfigured, RpcError, Stopped, TooMuch
from indexer.metrics import provider_state

log = structlog.get_logger()
T = TypeVar("T")

# What nodes say when a range is too wide (no standard code exists).
TOO_MUCH = re.compile(
    r"too many (results|logs|blocks)|more than \d+ (results|logs)|range|response size|query timeout|"
    r"exceed.*(result|block|size)",
    re.IGNORECASE,
)
LONGEST_PAUSE = 2.0


class Call(NamedTuple):
    """One JSON-RPC call."""

    method: str
    params: tuple[Any, ...] = ()


class _Error(msgspec.Struct):
    code: int = 0
    message: str = ""


class _Answer(msgspec.Struct):
    id: int | None = None
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: _Error | None = None


class Identity(NamedTuple):
    """What makes a chain this chain."""

    chain_id: int
    genesis: str


class Node:
    """One JSON-RPC endpoint with its kept-alive connections."""

    def __init__(self, url: str, timeout: float, concurrency: int) -> None:
        self.url = url
        self.name = urllib3.util.parse_url(url).netloc or url  # a path may hold a key
        self.introduced = False
        # One pool a node; retries and failover are decided by `Nodes`.
        self._pool = urllib3.PoolManager(maxsize=concurrency + 1, retries=False, timeout=timeout)
        self._answers = msgspec.json.Decoder(list[_Answer])

    def batch(self, calls: Sequence[Call]) -> list[msgspec.Raw]:
        """Results in the order of the calls. Raises `TooMuch` or `RpcError`."""
        request = [
            {"jsonrpc": "2.0", "id": index, "method": call.method, "params": call.params}
            for index, call in enumerate(calls)
        ]
        return self._results(self._post(msgspec.json.encode(request)), len(calls))

    def _post(self, body: bytes) -> bytes:
        try:
            answer = self._pool.request("POST", self.url, body=body, headers={"Content-Type": "application/json"})
        except urllib3.exceptions.HTTPError as error:
            # Whoever answers next at this address may be another chain.
            self.introduced = False
            raise RpcError(f"{type(error).__name__}: {error}") from error
        if answer.status == 413:
            raise TooMuch(f"HTTP {answer.status}")
        if answer.status != 200:
            raise RpcError(f"HTTP {answer.status}")
        return answer.data

    def _results(self, body: bytes, count: int) -> list[msgspec.Raw]:
        results: list[msgspec.Raw | None] = [None] * count
        for answer in self._parsed(body):
            if answer.error is not None:
                raise _error(answer.error)
            if answer.id is None or not 0 <= answer.id < count:
                raise RpcError(f"an answer to call {answer.id}, which was not made")
            results[answer.id] = answer.result
        missing = results.count(None)
        if missing:
            raise RpcError(f"{missing} of {count} calls were not answered")
        return [result for result in results if result is not None]

    def _parsed(self, body: bytes) -> list[_Answer]:
        try:
            if body.lstrip()[:1] == b"{":  # the whole batch was refused
                return [msgspec.json.decode(body, type=_Answer)]
            return self._answers.decode(body)
        except msgspec.MsgspecError as error:
            raise RpcError(f"unreadable answer: {error}") from error


class SocketNode(Node):
    """A node that is asked over WebSocket, one connection a thread."""

    def __init__(self, url: str, timeout: float, concurrency: int) -> None:
        super().__init__(url, timeout, concurrency)
        self._timeout = timeout
        self._own = threading.local()

    def _post(self, body: bytes) -> bytes:
        try:
            connection = self._connection()
            connection.send(body, text=True)
            answer = connection.recv(timeout=self._timeout)
        except (OSError, TimeoutError, WebSocketException) as error:
            # An answer that comes too late would be taken for the next one.
            self._own.connection = None
            self.introduced = False
            raise RpcError(f"{type(error).__name__}: {error}") from error
        return answer.encode() if isinstance(answer, str) else answer

    def _connection(self) -> Connection:
        if getattr(self._own, "connection", None) is None:
            self._own.connection = connect(self.url, open_timeout=self._timeout, max_size=None)
        connection: Connection = self._own.connection
        return connection


def node_at(url: str, timeout: float, concurrency: int) -> Node:
    kind = SocketNode if url.startswith(("ws://", "wss://")) else Node
    return kind(url, timeout, concurrency)


def _error(error: _Error) -> RpcError:
    kind = TooMuch if TOO_MUCH.search(error.message) else RpcError
    return kind(f"{error.message} ({error.code})")


class Nodes:
    """All nodes of one chain. Asks the preferred one, and the others when it fails."""

    def __init__(
        self, urls: Sequence[str], stop: threading.Event, *, timeout: float = 20.0, concurrency: int = 2
    ) -> None:
        self.stop = stop
        self.identity: Identity | None = None
        self._nodes = [node_at(url, timeout, concurrency) for url in urls]
        self._breakers = SyncCircuitBreakerFactory(default_threshold=5, default_ttl=1, exclude=[TooMuch])
        self._breakers.add_listener(self._changed)
        for node in self._nodes:
            provider_state(node.name, "closed")

    def ask(
        self,
        calls: Sequence[Call],
        read: Callable[[list[msgspec.Raw]], T],
        *,
        rounds: int | None = None,
        divisible: bool = False,
    ) -> T:
        """The calls' results, as `read` parses and checks them; `read` raises `Inconsistent` for what cannot be true.

        Tries all nodes again and again, or `rounds` times where the question itself may have become wrong, and then
        raises the last `RpcError`. Raises `TooMuch` at once if the caller can ask for less (`divisible`),
        `Misconfigured` if a node serves another chain, and `Stopped`.
        """
        for pause in self._pauses():
            for node in tuple(self._nodes):
                try:
                    return self._try(node, calls, read)
                except (RpcError, msgspec.MsgspecError, OpenedState) as error:
                    if divisible and isinstance(error, TooMuch):
                        raise
                    self._failed(node, error)
                    last = error
            if rounds is not None and (rounds := rounds - 1) == 0:
                raise RpcError(str(last)) from last
            self.stop.wait(pause)
        raise Stopped

    def _pauses(self) -> Iterator[float]:
        """Seconds to wait after each round, growing, with jitter, until the process is asked to stop."""
        pause = 0.05
        while not self.stop.is_set():
            yield pause * random.uniform(0.5, 1.5)  # noqa: S311  # jitter, not a secret
            pause = min(pause * 2, LONGEST_PAUSE)

    def introduce_again(self) -> None:
        """Chain id and genesis are checked anew before the next answer counts."""
        for node in self._nodes:
            node.introduced = False

    def _try(self, node: Node, calls: Sequence[Call], read: Callable[[list[msgspec.Raw]], T]) -> T:
        with self._breakers.get_breaker(node.url):
            if not node.introduced and self.identity is not None:
                introduce(node, self.identity)
            return read(node.batch(calls))

    def _changed(self, url: str, _kind: str, event: Event) -> None:
        if isinstance(event, ContextChanged):
            provider_state(next(node.name for node in self._nodes if node.url == url), event.state)

    def _failed(self, node: Node, error: Exception) -> None:
        if not isinstance(error, OpenedState):
            log.warning("node failed", node=node.name, reason=str(error))
        # The next question goes to another node first.
        if len(self._nodes) > 1 and self._nodes[0] is node:
            self._nodes.append(self._nodes.pop(0))


def introduce(node: Node, expected: Identity) -> None:
    """Checks chain id and genesis of a node that is new or was away. Raises `Misconfigured`."""
    chain_id, genesis = node.batch([Call("eth_chainId"), Call("eth_getBlockByNumber", ("0x0", False))])
    found = int(msgspec.json.decode(chain_id, type=str), 16)
    if found != expected.chain_id:
        raise Misconfigured(
            f"node {node.name} serves chain {found}, not {expected.chain_id}: set RPC_URLS to nodes of chain "
            f"{expected.chain_id}, or STOA_DEPLOYMENTS to the deployments of chain {found}"
        )
    block = msgspec.json.decode(genesis, type=dict[str, Any] | None)
    if block is None:
        raise Inconsistent("the genesis block is missing")
    if block["hash"] != expected.genesis:
        raise Misconfigured(
            f"node {node.name} serves another chain {found}: its genesis is {block['hash']}, the deployments file has "
            f"{expected.genesis}; deploy to the new chain and start with an empty database, or bring the old chain back"
        )
    node.introduced = True


def chain_id_of(nodes: Nodes) -> int:
    """The chain id that the nodes name."""
    return nodes.ask([Call("eth_chainId")], lambda results: int(msgspec.json.decode(results[0], type=str), 16))
