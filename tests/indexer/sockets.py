"""A WebSocket in front of a node that can fall silent without closing, or close at any moment."""

import json
import threading
from typing import Any

import urllib3
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve


class SilentSocket:
    """Passes requests on, tells subscribers of nothing, and says nothing at all while `silent` is set.

    The next `drops` requests end their connection instead of being answered.
    """

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.silent = threading.Event()
        self.drops = 0
        self._pool = urllib3.PoolManager(timeout=20)
        self._server = serve(self._answer, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()

    def _answer(self, connection: ServerConnection) -> None:
        try:
            for message in connection:
                if self.drops > 0:
                    self.drops -= 1
                    return  # which closes the connection
                if not self.silent.is_set():
                    connection.send(json.dumps(self._passed_on(json.loads(message))))
        except ConnectionClosed:
            return  # as sockets do

    def _passed_on(self, asked: Any) -> Any:
        if isinstance(asked, dict) and asked["method"] == "eth_subscribe":
            return {"jsonrpc": "2.0", "id": asked["id"], "result": "0x1"}
        return self._pool.request("POST", self.upstream, json=asked).json()
