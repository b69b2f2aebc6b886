"""Transactions of a local chain without signing, of anvil's own accounts and others, at times of our choosing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ape.api import ProviderAPI
from eth_abi.abi import decode, encode
from eth_utils.abi import collapse_if_tuple, function_abi_to_4byte_selector
from eth_utils.conversions import to_bytes, to_hex

GAS = hex(3_000_000)
RICH = hex(10_000 * 10**18)
Abi = list[dict[str, Any]]


class Function:
    """One function of an ABI, ready to encode; ape's own encoding converts each argument and is far slower."""

    def __init__(self, abi: dict[str, Any]) -> None:
        self.selector = function_abi_to_4byte_selector(abi)  # type: ignore[arg-type]
        self.inputs = [collapse_if_tuple(entry) for entry in abi["inputs"]]
        self.outputs = [collapse_if_tuple(entry) for entry in abi["outputs"]]

    def encoded(self, *arguments: Any) -> str:
        return to_hex(self.selector + encode(self.inputs, arguments))


class Contract:
    """A contract's functions by name; overloads are not told apart (ours have none)."""

    def __init__(self, address: str, abi: Abi) -> None:
        self.address = address
        self.functions = {entry["name"]: Function(entry) for entry in abi if entry["type"] == "function"}


class TransactionFailed(Exception):
    """A transaction of the seed reverted, for a reason that its repetition did not show."""


class LocalChain:
    """Sends and mines one transaction a block. Raises ape's ProviderError with the reason, or `TransactionFailed`,
    when one reverts."""

    def __init__(self, provider: ProviderAPI) -> None:
        self.provider = provider
        self.walking = True
        """Whether blocks get the times that are asked for; else the chain's own clock runs on."""
        self.time = int(self.block()["timestamp"], 16)
        self.sent = 0

    def request(self, method: str, *parameters: Any) -> Any:
        return self.provider.make_request(method, list(parameters))

    def block(self, number: str = "latest") -> dict[str, Any]:
        return dict(self.request("eth_getBlockByNumber", number, False))

    def unlock(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self.request("anvil_impersonateAccount", address)
            self.request("anvil_setBalance", address, RICH)

    def lock(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self.request("anvil_stopImpersonatingAccount", address)

    def send(self, at: float, sender: str, contract: Contract, function: str, *arguments: Any, value: int = 0) -> None:
        """One transaction in a block of its own at the Unix time `at`, or the next second if that is past."""
        if self.walking:
            self._set_time(at)
        call = {
            "from": sender,
            "to": contract.address,
            "data": contract.functions[function].encoded(*arguments),
            "value": hex(value),
            # Not estimated: a council's panel is drawn in the block, at a cost that an estimate cannot know.
            "gas": GAS,
        }
        # Synchronous: a transaction still in the pool would be mined at the time meant for the next one.
        receipt = self.request("eth_sendTransactionSync", call)
        self.sent += 1
        if int(receipt["status"], 16) != 1:
            self.request("eth_call", call, hex(int(receipt["blockNumber"], 16) - 1))
            raise TransactionFailed(f"{function} by {sender} reverted in block {int(receipt['blockNumber'], 16)}")

    def call(self, contract: Contract, function: str, *arguments: Any) -> tuple[Any, ...]:
        called = contract.functions[function]
        answer = self.request("eth_call", {"to": contract.address, "data": called.encoded(*arguments)}, "latest")
        return decode(called.outputs, to_bytes(hexstr=answer))

    def catch_up(self, now: float) -> None:
        """A block at the present. anvil keeps the offset of the time last set: its clock is the wall clock's again."""
        self._set_time(now)
        self.request("evm_mine")

    def _set_time(self, at: float) -> None:
        self.time = max(self.time + 1, int(at))
        self.request("evm_setNextBlockTimestamp", hex(self.time))
