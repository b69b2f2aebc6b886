"""The whole market as `make up` starts it, and a browser with a wallet in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, free_port
from tests.e2e.wallet import Wallet

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class RunningMarket:
    url: str
    chain_url: str
    process: subprocess.Popen[str]

    def get(self, path: str, **query: Any) -> Any:
        return httpx.get(f"{self.url}{path}", params=query).raise_for_status().json()

    def rpc(self, method: str, *params: Any) -> Any:
        answer = httpx.post(self.chain_url, json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).json()
        assert "error" not in answer, answer
        return answer["result"]


@pytest.fixture(scope="session")
def running() -> Iterator[RunningMarket]:
    """A market of its own, seeded; when it is stopped nothing of it is left."""
    data = Path(tempfile.mkdtemp(prefix="stoa-e2e-"))
    port, chain_port = free_port(), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.up", "up"],
        cwd=ROOT,
        env=os.environ | {"STOA_DATA": str(data), "STOA_PORT": str(port), "STOA_CHAIN_PORT": str(chain_port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = _until_open(process)
    assert process.poll() is None, f"the market did not start:\n{lines}"
    yield RunningMarket(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{chain_port}", process)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    _, left = psutil.wait_procs(children, timeout=5)
    shutil.rmtree(data, ignore_errors=True)
    assert not left, f"left running: {left}"


def _until_open(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    lines = ""
    for line in process.stdout:
        lines += line
        if "Stoa is open" in line:
            break
    return lines


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "run `make chromium` first"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@dataclass
class Visit:
    """A page of the market with a wallet, and what went wrong in it."""

    page: Page
    wallet: Wallet
    problems: list[str]


@pytest.fixture
def visit(browser: Browser, running: RunningMarket) -> Iterator[Callable[..., Visit]]:
    """Opens pages of the market as somebody with a wallet. Fails on page errors and on requests to other origins."""
    visits: list[Visit] = []

    def open_page(account: str, width: int = 1440, height: int = 900) -> Visit:
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("request", lambda request: _own(request.url, running.url) or problems.append(f"outside: {request.url}"))
        visits.append(Visit(page, Wallet(page, running.chain_url, account), problems))
        page.goto(running.url)
        return visits[-1]

    yield open_page
    for each in visits:
        each.page.context.close()
        assert not each.problems


def _own(url: str, origin: str) -> bool:
    return url.startswith((origin, "data:", "blob:"))
