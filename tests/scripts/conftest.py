"""Operators at work: `ape run …` in a process of its own against a local chain of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from scripts._content import cid
from scripts._seed.rpc import Contract
from tests.conftest import ANVIL, ROOT, free_port

MONTH = 30 * 86_400
APE = Path(sys.executable).parent / "ape"


@dataclass
class Workplace:
    """A chain and a deployments folder."""

    url: str
    folder: Path
    client: httpx.Client = field(default_factory=httpx.Client, repr=False)

    def ape(self, *words: str, answer: str = "", network: bool = True) -> subprocess.CompletedProcess[str]:
        """What a command says and how it ends; `answer` is typed at its questions."""
        chosen = ("--network", "ethereum:local:foundry") if network else ()
        env = os.environ | {
            "APE_FOUNDRY_HOST": self.url,
            "STOA_DEPLOYMENTS": str(self.folder),
            "SOLCX_BINARY_PATH": str(ROOT / "tools" / "solcx"),
            "COLUMNS": "400",
        }
        return subprocess.run(
            [APE, *words, *chosen], cwd=ROOT, env=env, input=answer, capture_output=True, text=True, timeout=200
        )

    def rpc(self, method: str, *parameters: Any) -> Any:
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        answer = self.client.post(self.url, json=question, timeout=30).json()
        assert "error" not in answer, answer
        return answer["result"]

    @property
    def record(self) -> dict[str, Any]:
        return json.loads((self.folder / "31337.json").read_text())

    def address(self, name: str) -> str:
        return self.record["markets"][-1]["contracts"][name]["address"]

    def call(self, name: str, function: str, *arguments: Any) -> tuple[Any, ...]:
        """A contract's answer, decoded."""
        from eth_abi.abi import decode

        contract = Contract(self.address(name), json.loads((ROOT / f"deployments/abi/{name}.json").read_text()))
        called = contract.functions[function]
        answer = self.rpc("eth_call", {"to": contract.address, "data": called.encoded(*arguments)}, "latest")
        return decode(called.outputs, bytes.fromhex(answer[2:]))


@pytest.fixture(scope="session")
def start_chain() -> Iterator[Callable[..., str]]:
    """Starts local chains that live as long as the tests; returns the URL."""
    running = []

    def start(*options: str) -> str:
        port = free_port()
        running.append(subprocess.Popen([ANVIL, "--port", str(port), "--silent", *options]))
        url = f"http://127.0.0.1:{port}"
        _await(url)
        return url

    yield start
    for process in running:
        process.kill()
        process.wait()


def _await(url: str) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            httpx.post(url, json={"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []})
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("anvil does not answer")


def _deploy(url: str, folder: Path) -> Workplace:
    place = Workplace(url, folder)
    done = place.ape("run", "deploy", "--yes")
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture(scope="session")
def deployed(start_chain: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A market as `ape run deploy` makes it; tests leave it as it is."""
    return _deploy(start_chain(), tmp_path_factory.mktemp("deployed"))


@dataclass
class Shelf:
    """Keeps what is posted to it under its CID, as the API does."""

    url: str = ""
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    lies: bool = False

    def take(self, media_type: str, data: bytes) -> str:
        self.kept[cid(data)] = media_type, data
        return cid(b"something else") if self.lies else cid(data)


@pytest.fixture(scope="session")
def open_shelf() -> Iterator[Callable[[], Shelf]]:
    """Opens places that take content over HTTP."""
    servers = []

    def start() -> Shelf:
        shelf = Shelf()
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(shelf))
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        shelf.url = f"http://127.0.0.1:{server.server_port}"
        return shelf

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def _handler(shelf: Shelf) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            answer = json.dumps({"cid": shelf.take(self.headers["Content-Type"], data), "size": len(data)}).encode()
            self.send_response(201 if self.path == "/api/content" else 404)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *words: Any) -> None:
            """Says nothing."""

    return Handler


@dataclass
class Seeded:
    place: Workplace
    shelf: Shelf
    config: tuple[Any, ...]
    orders: list[tuple[Any, ...]]


@pytest.fixture(scope="session")
def seeded(
    start_chain: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, open_shelf: Callable[[], Shelf]
) -> Seeded:
    """The demo market, with its numbers and orders as the seed left them; tests may go on from there."""
    url = start_chain("--timestamp", str(int(time.time()) - MONTH))
    place, shelf = _deploy(url, tmp_path_factory.mktemp("seeded")), open_shelf()
    done = place.ape("run", "seed", "--api", shelf.url)
    assert done.returncode == 0, done.stderr
    (config,) = place.call("Market", "getConfig")
    orders = [place.call("Market", "getOrder", number)[0] for number in range(1, config[1] + 1)]
    return Seeded(place, shelf, config, orders)
