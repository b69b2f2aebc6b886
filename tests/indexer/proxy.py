"""A proxy in front of a node that does what bad nodes do."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import urllib3

Calls = list[dict[str, Any]]
Fault = Callable[["Exchange"], None]


class Exchange:
    """One request on its way: a fault may change `answers`, or say how to reply in another way."""

    def __init__(self, calls: Calls, forward: Callable[[Calls], Calls], path: str = "/") -> None:
        self.calls = calls
        self.path = path
        self.answers: Calls = []
        self.forward = forward
        self.status = 200
        self.body: bytes | None = None
        self.drop = False

    def pass_on(self) -> None:
        self.answers = self.forward(self.calls)

    def asks(self, method: str) -> bool:
        return any(call["method"] == method for call in self.calls)


class FaultyProxy:
    """Listens on a port of its own; `faults` are used up one a request, then it is honest."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.faults: list[Fault] = []
        self.always: Fault | None = None
        self.requests = 0
        self.calls: Calls = []
        self._pool = urllib3.PoolManager(maxsize=8, timeout=20)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: bytes, path: str) -> Exchange:
        self.requests += 1
        parsed = json.loads(body)
        exchange = Exchange(parsed if isinstance(parsed, list) else [parsed], self._forward, path)
        self.calls += exchange.calls
        fault = self.faults.pop(0) if self.faults else self.always
        (fault or honest)(exchange)
        return exchange

    def _forward(self, calls: Calls) -> Calls:
        reply = self._pool.request("POST", self.upstream, json=calls)
        return list(reply.json())

    def _handler(proxy) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # `self` is the request's
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                exchange = proxy.answer(self.rfile.read(int(self.headers["Content-Length"])), self.path)
                if exchange.drop:
                    self.close_connection = True
                    return
                body = exchange.body if exchange.body is not None else json.dumps(exchange.answers).encode()
                self.send_response(exchange.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        return Handler


def honest(exchange: Exchange) -> None:
    exchange.pass_on()
