"""One JSON-RPC node over HTTP or WebSocket: a batch out, results in. Knows no other node and no database."""

import re
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import msgspec
import urllib3
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from indexer.errors import RpcError, TooMuch

# What nodes say when a range is too wide (no standard code exists).
TOO_MUCH = re.compile(
    r"too many (results|logs|blocks)|more than \d+ (results|logs)|(?<!out of )(?<!outof)range|response size|"
    r"query timeout|exceed.*(result|block|size)",
    re.IGNORECASE,
)


class Call(NamedTuple):
    """One JSON-RPC call."""

    method: str
    params: tuple[Any, ...] = ()


HEAD = Call("eth_getBlockByNumber", ("latest", False))


class _Error(msgspec.Struct):
    code: int = 0
    message: str = ""


class _Answer(msgspec.Struct):
    id: int | None = None
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: _Error | None = None


class Node:
    """One JSON-RPC endpoint with its kept-alive connections; `name` and its errors hold no credentials."""

    def __init__(self, url: str, name: str, timeout: float, concurrency: int) -> None:
        self.url = url
        self.name = name
        self.introduced = False
        self._timeout = timeout
        # One pool a node; retries and failover are decided by `Nodes`.
        self._pool = urllib3.PoolManager(maxsize=concurrency + 1, retries=False)
        self._answers = msgspec.json.Decoder(list[_Answer])

    def batch(self, calls: Sequence[Call], timeout: float | None = None) -> list[msgspec.Raw]:
        """Results in the order of the calls, within `timeout` seconds. Raises `TooMuch` or `RpcError`."""
        request = [
            {"jsonrpc": "2.0", "id": index, "method": call.method, "params": call.params}
            for index, call in enumerate(calls)
        ]
        try:
            return self._results(self._post(msgspec.json.encode(request), timeout or self._timeout), len(calls))
        except RpcError as error:
            # A node may repeat the address it was asked at, and so may the libraries.
            raise type(error)(masked(str(error), self.url)) from None

    def _post(self, body: bytes, timeout: float) -> bytes:
        try:
            answer = self._pool.request(
                "POST", self.url, body=body, headers={"Content-Type": "application/json"}, timeout=timeout
            )
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

    def __init__(self, url: str, name: str, timeout: float, concurrency: int) -> None:
        super().__init__(url, name, timeout, concurrency)
        self._own = threading.local()

    def _post(self, body: bytes, timeout: float) -> bytes:
        try:
            connection = self._connection(timeout)
            connection.send(body, text=True)
            answer = connection.recv(timeout=timeout)
        except (OSError, TimeoutError, WebSocketException) as error:
            self._leave()
            self.introduced = False
            raise RpcError(f"{type(error).__name__}: {error}") from error
        return answer.encode() if isinstance(answer, str) else answer

    def _connection(self, timeout: float) -> Connection:
        if getattr(self._own, "connection", None) is None:
            self._own.connection = connect(self.url, open_timeout=timeout, close_timeout=0.1, max_size=None)
        connection: Connection = self._own.connection
        return connection

    def _leave(self) -> None:
        """An answer that comes too late would be taken for the next one."""
        connection: Connection | None = getattr(self._own, "connection", None)
        self._own.connection = None
        if connection is not None:
            connection.close()


def node_at(url: str, name: str, timeout: float, concurrency: int) -> Node:
    kind = SocketNode if url.startswith(("ws://", "wss://")) else Node
    return kind(url, name, timeout, concurrency)


def names_of(urls: Iterable[str]) -> dict[str, str]:
    """A name for each address: scheme, host and port, and which one of them. Never user, path or query."""
    names: dict[str, str] = {}
    for url in dict.fromkeys(urls):
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        same = sum(name == place or name.startswith(f"{place}#") for name in names.values())
        names[url] = f"{place}#{same + 1}" if same else place
    return names


def masked(text: str, url: str) -> str:
    """The text without the parts of an address that may be a secret: user and password, path, query."""
    parts = urlsplit(url)
    login, values = parts.netloc.rpartition("@")[0], [value for _, value in parse_qsl(parts.query)]
    secrets = {login, *login.split(":"), parts.query, *values}
    # Keys are long; short parts such as /v2 or /eth are words that an error may well contain.
    secrets |= {part for part in (parts.path, *parts.path.split("/")) if len(part) > 6}
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "…")
    return text


def _error(error: _Error) -> RpcError:
    kind = TooMuch if TOO_MUCH.search(error.message) else RpcError
    return kind(f"{error.message} ({error.code})")
