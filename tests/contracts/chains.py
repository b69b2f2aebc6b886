"""Where contracts run: an EVM in this process (tens of thousands of calls a second), or anvil as ape has started it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import pyrevm

from tests.contracts.interface import Log

RICH = 10**30
"""Native coin that every account begins with, in wei."""

READER = "0x" + "ee" * 20

GENESIS = 1_900_000_000


@dataclass(frozen=True)
class Answer:
    """What a transaction came to: its output, or what it reverted with."""

    reverted: bool
    output: bytes
    logs: tuple[Log, ...] = ()


class Chain(Protocol):
    @property
    def start(self) -> int:
        """Unix time from which blocks may be dated."""

    @property
    def chain_id(self) -> int: ...

    def deploy(self, sender: str, code: bytes) -> str:
        """Returns the address, lower case."""

    def nonce(self, account: str) -> int:
        """Of the account's next transaction, be it a deployment."""

    def fund(self, account: str) -> None:
        """Makes the account `RICH`."""

    def send(self, sender: str, to: str, data: bytes, value: int, now: int) -> Answer:
        """One transaction in a block of the time `now` (never earlier than the last one). Gas is free."""

    def read(self, calls: Sequence[tuple[str, bytes]]) -> list[bytes]: ...

    def balances(self, accounts: Sequence[str]) -> list[int]:
        """Native coin, in wei."""


class Revm:
    """`pyrevm`: each transaction is a message call; nothing is mined."""

    start = GENESIS
    chain_id = 1

    def __init__(self) -> None:
        self._evm = pyrevm.EVM(spec_id="CANCUN")

    def nonce(self, account: str) -> int:
        return int(self._evm.basic(account).nonce)

    def deploy(self, sender: str, code: bytes) -> str:
        return str(self._evm.deploy(sender, code)).lower()

    def fund(self, account: str) -> None:
        self._evm.set_balance(account, RICH)

    def send(self, sender: str, to: str, data: bytes, value: int, now: int) -> Answer:
        self._evm.set_block_env(pyrevm.BlockEnv(number=1, timestamp=now))
        self._evm.reset_transient_storage()
        try:
            output = self._evm.message_call(sender, to, calldata=data, value=value)
        except RuntimeError as error:
            return Answer(True, _revert_data(str(error)))
        return Answer(False, bytes(output), tuple(_log(log) for log in self._evm.result.logs))

    def read(self, calls: Sequence[tuple[str, bytes]]) -> list[bytes]:
        return [bytes(self._evm.message_call(READER, to, calldata=data, is_static=True)) for to, data in calls]

    def balances(self, accounts: Sequence[str]) -> list[int]:
        return [self._evm.get_balance(account) for account in accounts]


def _revert_data(message: str) -> bytes:
    """pyrevm tells of a revert in words alone: `Revert { gas_used: 1, output: 0x… }`."""
    match = re.search(r"Revert \{.*output: 0x([0-9a-f]*)", message)
    if match is None:
        raise RuntimeError(message)
    return bytes.fromhex(match[1])


def _log(log: Any) -> Log:
    topics, data = log.data
    return Log(log.address.lower(), tuple(map(bytes, topics)), bytes(data))


class Anvil:
    """The node at `uri`, with every account unlocked. Requests that belong together go as one batch."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._client = httpx.Client(timeout=30)
        self._rpc("anvil_autoImpersonateAccount", True)

    @property
    def start(self) -> int:
        return int(self._rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + 1_000

    @property
    def chain_id(self) -> int:
        return int(self._rpc("eth_chainId"), 16)

    def nonce(self, account: str) -> int:
        return int(self._rpc("eth_getTransactionCount", account, "latest"), 16)

    def deploy(self, sender: str, code: bytes) -> str:
        return str(self._mine({"from": sender, "data": "0x" + code.hex()})["contractAddress"]).lower()

    def fund(self, account: str) -> None:
        self._rpc("anvil_setBalance", account, hex(RICH))

    def send(self, sender: str, to: str, data: bytes, value: int, now: int) -> Answer:
        self._rpc("evm_setNextBlockTimestamp", now)
        call = {"from": sender, "to": to, "data": "0x" + data.hex(), "value": hex(value)}
        receipt = self._mine(call)
        trace = self._rpc("debug_traceTransaction", receipt["transactionHash"], {"tracer": "callTracer"})
        reverted, output = receipt["status"] != "0x1", _bytes(trace.get("output", "0x"))
        return Answer(reverted, output, tuple(map(_log_of_json, receipt["logs"])))

    def read(self, calls: Sequence[tuple[str, bytes]]) -> list[bytes]:
        views = [("eth_call", ({"to": to, "data": "0x" + data.hex()}, "latest")) for to, data in calls]
        return [_bytes(result) for result in self._batch(views)]

    def balances(self, accounts: Sequence[str]) -> list[int]:
        return [int(result, 16) for result in self._batch([("eth_getBalance", (a, "latest")) for a in accounts])]

    def _mine(self, transaction: dict[str, str]) -> dict[str, Any]:
        self._rpc("anvil_setNextBlockBaseFeePerGas", "0x0")
        free = transaction | {"gas": hex(25_000_000), "gasPrice": "0x0"}
        receipt: dict[str, Any] = self._rpc("eth_sendTransactionSync", free)
        return receipt

    def _rpc(self, method: str, *parameters: Any) -> Any:
        return self._batch([(method, parameters)])[0]

    def _batch(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        body = [{"jsonrpc": "2.0", "id": i, "method": m, "params": list(p)} for i, (m, p) in enumerate(calls)]
        answers = self._client.post(self._uri, json=body).json()
        for answer in answers:
            if "error" in answer:
                raise RuntimeError(answer["error"])
        return [answer["result"] for answer in sorted(answers, key=lambda answer: answer["id"])]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def _log_of_json(log: dict[str, Any]) -> Log:
    return Log(log["address"].lower(), tuple(map(_bytes, log["topics"])), _bytes(log["data"]))
