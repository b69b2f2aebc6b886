"""A real anvil for tests: blocks are mined only when a test says so."""

import json
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
GAS = hex(3_000_000)


class NodeError(Exception):
    """The node's own error message."""


class Anvil:
    """An anvil process of its own that keeps so many states; `rpc` sends one call."""

    def __init__(self, *arguments: str, port: int | None = None, states: int = 100_000) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # By default it forgets, after some hundred blocks, the states that a reorganisation goes back to.
        self._arguments = ("--prune-history", str(states), *arguments)
        self._id = 0
        self.start()

    def start(self) -> None:
        binary = ROOT / "node_modules" / ".bin" / "anvil"
        command = [
            str(binary),
            "--port",
            str(self.port),
            "--silent",
            "--no-mining",
            "--accounts",
            "12",
            *self._arguments,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not self._answers():
            assert self.process.poll() is None, "anvil ended at once"
            assert time.monotonic() < until, "anvil does not answer"
            time.sleep(0.02)
        self.accounts: list[str] = self.rpc("eth_accounts")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def rpc(self, method: str, *params: Any) -> Any:
        self._id += 1
        body = json.dumps({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            reply = json.load(answer)
        if "error" in reply:
            raise NodeError(reply["error"]["message"])
        return reply["result"]

    def send(self, sender: str, to: str | None, data: bytes, value: int = 0) -> str:
        """Puts a transaction into the pool and gives its hash."""
        transaction = {"from": sender, "data": f"0x{data.hex()}", "value": hex(value), "gas": GAS}
        return str(self.rpc("eth_sendTransaction", transaction | ({"to": to} if to else {"gas": hex(12_000_000)})))

    def mine(self, blocks: int = 1) -> None:
        for _ in range(blocks):
            self.rpc("evm_mine")

    @property
    def height(self) -> int:
        return int(self.rpc("eth_blockNumber"), 16)

    def block(self, number: int | str) -> dict[str, Any]:
        found = self.rpc("eth_getBlockByNumber", hex(number) if isinstance(number, int) else number, False)
        assert found is not None, f"no block {number}"
        return dict(found)

    def roll_back(self, blocks: int) -> None:
        """Takes the newest blocks away; their transactions are gone."""
        self.rpc("anvil_rollback", blocks)

    def _answers(self) -> bool:
        try:
            self.rpc("eth_chainId")
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
