"""A proxy in front of the node that passes everything on and counts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3


@dataclass
class Count:
    """`requests` over HTTP, and the JSON-RPC `calls` in them."""

    url: str = ""
    requests: int = 0
    calls: int = 0


@contextmanager
def counted(upstream: str) -> Iterator[Count]:
    count, lock, pool = Count(), threading.Lock(), urllib3.PoolManager(maxsize=64, timeout=120)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls = json.loads(body)
            with lock:
                count.requests += 1
                count.calls += len(calls) if isinstance(calls, list) else 1
            answer = pool.request("POST", upstream, body=body, headers={"Content-Type": "application/json"})
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            self.wfile.write(answer.data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    count.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield count
    finally:
        server.shutdown()
        server.server_close()
