"""New heads by subscription: `eth_subscribe("newHeads")` on every node with a WebSocket address.

A subscription only says that there is something to look at, sooner than a poll would: what it says is checked like
everything else, and one that falls silent costs no more than the watchdog's time.
"""

import random
import threading
from collections.abc import Sequence

import msgspec
import structlog
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from indexer.chain import Header, sound
from indexer.errors import Inconsistent
from indexer.node import masked, names_of

log = structlog.get_logger()

SUBSCRIBE = msgspec.json.encode({"jsonrpc": "2.0", "id": 1, "method": "eth_subscribe", "params": ["newHeads"]})
PATIENCE = 0.5
LONGEST_PAUSE = 5.0


class _Params(msgspec.Struct):
    result: Header


class _Notice(msgspec.Struct):
    """A notification; the answer to the subscription itself has no `params`."""

    params: _Params | None = None


read_notice = msgspec.json.Decoder(_Notice).decode


class Heads:
    """Listens to all addresses at once, each in a thread of its own that connects again for ever."""

    def __init__(self, urls: Sequence[str], stop: threading.Event) -> None:
        self.stop = stop
        self._changed = threading.Condition()
        self._newest: Header | None = None
        self._listening: set[str] = set()
        self._names = names_of(urls)
        for url in urls:
            threading.Thread(target=self._listen, args=(url,), name="heads", daemon=True).start()

    @property
    def listening(self) -> bool:
        """Whether any subscription stands."""
        return bool(self._listening)

    def wait(self, seconds: float) -> Header | None:
        """A head that was not handed out yet; None if none came in time."""
        with self._changed:
            if self._newest is None:
                self._changed.wait(seconds)
            newest, self._newest = self._newest, None
        return newest

    def _listen(self, url: str) -> None:
        pause = PATIENCE
        while not self.stop.is_set():
            try:
                with connect(url, open_timeout=5, max_size=None) as connection:
                    connection.send(SUBSCRIBE, text=True)
                    pause = PATIENCE
                    self._receive(url, connection)
            except (OSError, WebSocketException, InvalidHandshake, msgspec.MsgspecError, Inconsistent) as error:
                reason = masked(str(error) or type(error).__name__, url)
                log.info("subscription ended", node=self._names[url], reason=reason)
            self._listening.discard(url)
            self.stop.wait(pause * random.uniform(0.5, 1.5))  # noqa: S311  # jitter, not a secret
            pause = min(pause * 2, LONGEST_PAUSE)

    def _receive(self, url: str, connection: Connection) -> None:
        while not self.stop.is_set():
            try:
                notice = read_notice(connection.recv(timeout=PATIENCE))
            except TimeoutError:
                continue
            self._listening.add(url)
            if notice.params is not None:
                head = sound(notice.params.result)
                with self._changed:
                    self._newest = head
                    self._changed.notify()
