"""A chain of its own to measure on."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from web3 import HTTPProvider, Web3

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def fresh_chain(port: int = 18_777) -> Iterator[Web3]:
    """A chain of its own, gone at the end. Accounts are unlocked, blocks are mined per transaction."""
    anvil = ROOT / "node_modules" / ".bin" / "anvil"
    process = subprocess.Popen([anvil, "--port", str(port), "--silent"])
    try:
        yield _connected(Web3(HTTPProvider(f"http://127.0.0.1:{port}")), process)
    finally:
        process.terminate()
        process.wait()


def _connected(chain: Web3, process: subprocess.Popen[bytes]) -> Web3:
    until = time.monotonic() + 10
    while not chain.is_connected():
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit("anvil does not start: is its port in use? Try `npx anvil`.")
        time.sleep(0.02)
    return chain
