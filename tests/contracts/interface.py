"""Calls, answers, errors and events of contracts, between Python values and bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any

from eth_abi import decode, encode
from eth_utils import keccak

Json = dict[str, Any]
Event = tuple[str, tuple[Any, ...]]
"""Name and arguments, in the order of their declaration."""

UNKNOWN = "unknown error"
REENTERED = keccak(text="ReentrancyGuardReentrantCall()")[:4]
"""What a function that is locked answers to a call from within."""


@dataclass(frozen=True)
class Log:
    address: str
    topics: tuple[bytes, ...]
    data: bytes


class Interface:
    """An ABI at work. Arguments may be dataclasses where the ABI has structs; addresses are lower-case hex."""

    def __init__(self, abi: Iterable[Json]) -> None:
        entries = list(abi)
        self._functions = {entry["name"]: entry for entry in entries if entry["type"] == "function"}
        self._events = {_topic(entry): entry for entry in entries if entry["type"] == "event"}
        self._errors = {_topic(entry)[:4]: entry for entry in entries if entry["type"] == "error"}

    def call(self, function: str, *arguments: Any) -> bytes:
        entry = self._functions[function]
        return _topic(entry)[:4] + encode(_types(entry["inputs"]), plain(arguments))

    def selector(self, function: str) -> bytes:
        return _topic(self._functions[function])[:4]

    def returned(self, function: str, output: bytes) -> Any:
        """A single value as itself, several as a tuple, none as None."""
        values = decode(_types(self._functions[function]["outputs"]), output)
        return values[0] if len(values) == 1 else values or None

    def error(self, output: bytes) -> Event:
        entry = self._errors.get(output[:4])
        if entry is None:
            return (UNKNOWN, (output,))
        return (entry["name"], decode(_types(entry["inputs"]), output[4:]))

    def knows(self, log: Log) -> bool:
        """Whether it declares this event: ERC-20 and ERC-721 have the same `Transfer` but for what is indexed."""
        entry = self._events.get(log.topics[0])
        return entry is not None and sum(i["indexed"] for i in entry["inputs"]) == len(log.topics) - 1

    def fields(self, log: Log) -> list[str]:
        return [parameter["name"] for parameter in self._events[log.topics[0]]["inputs"]]

    def event(self, log: Log) -> Event:
        entry = self._events[log.topics[0]]
        topics = iter(log.topics[1:])
        data = iter(decode(_types(i for i in entry["inputs"] if not i["indexed"]), log.data))
        return (
            entry["name"],
            tuple(decode([i["type"]], next(topics))[0] if i["indexed"] else next(data) for i in entry["inputs"]),
        )


def plain(value: Any) -> Any:
    """Structs as tuples, all the way down."""
    if is_dataclass(value):
        return plain(tuple(vars(value).values()))
    if isinstance(value, list | tuple):
        return tuple(plain(item) for item in value)
    return value


def words(value: Any) -> bytes:
    """A value, or a struct of values, as a view returns it when nothing in it is of variable length."""
    if is_dataclass(value):
        return b"".join(words(item) for item in vars(value).values())
    if isinstance(value, str):
        return bytes(12) + bytes.fromhex(value[2:])
    return int(value).to_bytes(32, "big")


@cache
def _signature_of(name: str, types: tuple[str, ...]) -> bytes:
    return keccak(text=f"{name}({','.join(types)})")


def _topic(entry: Json) -> bytes:
    return _signature_of(entry["name"], tuple(_types(entry["inputs"])))


def _types(parameters: Iterable[Json]) -> list[str]:
    return [_type(parameter) for parameter in parameters]


def _type(parameter: Json) -> str:
    if not parameter["type"].startswith("tuple"):
        return str(parameter["type"])
    return f"({','.join(_types(parameter['components']))}){parameter['type'].removeprefix('tuple')}"
