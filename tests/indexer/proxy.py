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

    def __init__(self, calls: Calls, forward: Callable[[Calls], Calls]) -> None:
        self.calls = calls
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
        self._pool = urllib3.PoolManager(maxsize=8, timeout=20)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: bytes) -> Exchange:
        self.requests += 1
        parsed = json.loads(body)
        exchange = Exchange(parsed if isinstance(parsed, list) else [parsed], self._forward)
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
                exchange = proxy.answer(self.rfile.read(int(self.headers["Content-Length"])))
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


def status(code: int) -> Fault:
    """An HTTP error."""

    def fault(exchange: Exchange) -> None:
        exchange.status, exchange.body = code, b"no"

    return fault


def dropped(exchange: Exchange) -> None:
    """The connection closes without an answer."""
    exchange.drop = True


def truncated(exchange: Exchange) -> None:
    """The JSON ends in the middle."""
    exchange.pass_on()
    exchange.body = json.dumps(exchange.answers).encode()[:-20]


def not_json(exchange: Exchange) -> None:
    exchange.body = b"<html>busy</html>"


def unanswered(exchange: Exchange) -> None:
    """One call of the batch is left out."""
    exchange.pass_on()
    exchange.answers = exchange.answers[:-1]


def refused_batch(exchange: Exchange) -> None:
    """The whole batch gets one error."""
    exchange.body = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32000, "message": "busy"}}).encode()


def null_blocks(exchange: Exchange) -> None:
    """Blocks that exist are null."""
    exchange.pass_on()
    _replace(exchange, "eth_getBlockByNumber", lambda call, result: None)


def missing_logs(exchange: Exchange) -> None:
    """No block has any logs."""
    exchange.pass_on()
    _replace(exchange, "eth_getLogs", lambda call, result: [])


def foreign_logs(exchange: Exchange) -> None:
    """Logs carry the hash of another block."""
    exchange.pass_on()
    _replace(
        exchange, "eth_getLogs", lambda call, result: [entry | {"blockHash": "0x" + "ee" * 32} for entry in result]
    )


def lagging(blocks: int) -> Fault:
    """A node behind the same address that has not seen the newest blocks yet."""

    def fault(exchange: Exchange) -> None:
        [head] = exchange.forward([{"jsonrpc": "2.0", "id": 0, "method": "eth_blockNumber", "params": []}])
        newest = max(int(head["result"], 16) - blocks, 0)
        exchange.calls = [_behind(call, newest) for call in exchange.calls]
        exchange.pass_on()
        _replace(exchange, "eth_getBlockByNumber", lambda call, result: _seen(result, newest))
        _replace(
            exchange, "eth_getLogs", lambda call, result: [e for e in result if int(e["blockNumber"], 16) <= newest]
        )

    return fault


def at_most(results: int) -> Fault:
    """`eth_getLogs` refuses to give more than so many logs for a range."""

    def fault(exchange: Exchange) -> None:
        exchange.pass_on()
        for call, answer in zip(exchange.calls, exchange.answers, strict=True):
            ranged = call["method"] == "eth_getLogs" and "fromBlock" in call["params"][0]
            if ranged and len(answer["result"]) > results:
                del answer["result"]
                answer["error"] = {"code": -32005, "message": f"query returned more than {results} results"}

    return fault


def _behind(call: dict[str, Any], newest: int) -> dict[str, Any]:
    if call["method"] == "eth_getBlockByNumber" and call["params"][0] == "latest":
        return call | {"params": [hex(newest), False]}
    return call


def _seen(block: dict[str, Any] | None, newest: int) -> dict[str, Any] | None:
    return block if block is not None and int(block["number"], 16) <= newest else None


def _replace(exchange: Exchange, method: str, change: Callable[[dict[str, Any], Any], Any]) -> None:
    by_id = {call["id"]: call for call in exchange.calls}
    for answer in exchange.answers:
        call = by_id[answer["id"]]
        if call["method"] == method and "result" in answer:
            answer["result"] = change(call, answer["result"])
