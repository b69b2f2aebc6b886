"""Decoders of event logs, generated from the ABI when a deployment is loaded.

For each event three functions are compiled. `decode` takes all 32-byte words of a log apart with a single `struct`
call, indexed ones first; `to_json` writes the arguments; `subject` says what the event is about. They are straight
code, because they run once for each event of a backfill.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from indexer.abi import AbiError, EventAbi, Parameter, events_of
from indexer.words import SMALL_BITS, WORD, reader, shower, size

NATIVE_UINTS = {8: "31xB", 16: "30xH", 32: "28xI", 64: "24xQ"}

# What an event is about is named by the first of these among its arguments.
SUBJECTS = {
    "orderId": "order",
    "evidenceGroupID": "order",
    "listingId": "listing",
    "categoryId": "category",
    "membershipId": "membership",
    "tokenId": "membership",
    "tierId": "tier",
    "requestId": "request",
    "disputeID": "dispute",
    "arbitratorId": "arbitrator",
    "seller": "seller",
    "account": "account",
    "owner": "account",
    "maker": "account",
    "member": "member",
}


class Event(msgspec.Struct, gc=False):
    """One decoded log. `args` has the ABI's names in snake case; `timestamp` is that of the block, in UTC."""

    name: str
    args: Any
    address: bytes
    block_number: int
    log_index: int
    timestamp: datetime
    tx_hash: bytes


@dataclass(frozen=True, eq=False, slots=True)
class Decoder:
    """How to read one event of one contract. `topics` is the length of its topics in bytes.

    `decode` takes the indexed words followed by the data, and raises `struct.error` or `ValueError` if they do not fit;
    `to_json` and `subject` take what it returns.
    """

    name: str
    topic: bytes
    topics: int
    decode: Callable[[bytes], Any]
    to_json: Callable[[Any], str]
    subject: Callable[[Any], str]


def decoders(abi: Sequence[Mapping[str, Any]]) -> dict[bytes, Decoder]:
    """Decoders of all events of an ABI by topic 0. Raises `AbiError` for an unknown type."""
    made = map(_decoder, events_of(abi))
    return {decoder.topic: decoder for decoder in made}


def _decoder(event: EventAbi) -> Decoder:
    return Decoder(
        event.name,
        event.topic,
        WORD * (1 + len(event.indexed)),
        _Unpacking(event).compile(),
        _to_json(event),
        _compiled(f"lambda a: {_subject(event)}"),
    )


class _Unpacking:
    """Writes the source of one `decode`."""

    def __init__(self, event: EventAbi) -> None:
        self.event = event
        self.format = ">"
        self.names: list[str] = []
        self.scope: dict[str, Any] = {"data_start": WORD * len(event.indexed)}

    def compile(self) -> Callable[[bytes], Any]:
        values = {parameter.name: self._value(parameter) for parameter in self.event.indexed + self.event.data}
        build = self._build(self.event.name, self.event.parameters, values)
        self.scope["unpack"] = struct.Struct(self.format).unpack_from
        names = ", ".join(self.names)
        source = f"def decode(blob):\n    {f'({names},) = unpack(blob)' if names else 'pass'}\n    return {build}"
        exec(source, self.scope)
        decode: Callable[[bytes], Any] = self.scope["decode"]
        return decode

    def _build(self, name: str, parameters: Sequence[Parameter], values: Mapping[str, str]) -> str:
        fields = [(parameter.attribute, Any) for parameter in parameters]
        kind = f"{name}_{len(self.scope)}"
        self.scope[kind] = msgspec.defstruct(name, fields, gc=False)
        return f"{kind}({', '.join(values[parameter.name] for parameter in parameters)})"

    def _value(self, parameter: Parameter) -> str:
        if parameter.indexed and (parameter.dynamic or parameter.members or parameter.element):
            return self._word("32s")  # an indexed value of this kind is logged as its hash
        if parameter.members and not parameter.dynamic and not parameter.element:
            values = {member.name: self._value(member) for member in parameter.members}
            return self._build(parameter.name, parameter.members, values)
        if parameter.dynamic or parameter.element:
            return self._behind_offset(parameter)
        return self._static(parameter.type)

    def _behind_offset(self, parameter: Parameter) -> str:
        read, at = f"read_{len(self.scope)}", struct.calcsize(self.format)
        self.scope[read] = reader(parameter)
        if parameter.dynamic:
            return f"{read}(blob[data_start:], {self._word('24xQ')})"
        self.format += f"{size(parameter)}x"
        return f"{read}(blob, {at})"

    def _word(self, code: str) -> str:
        self.format += code
        self.names.append(f"w{len(self.names)}")
        return self.names[-1]

    def _static(self, kind: str) -> str:
        if kind == "address":
            return self._word("12x20s")
        if kind == "bool":
            return self._word("31x?")
        if kind.startswith("bytes"):
            return self._word(f"{kind[5:]}s{WORD - int(kind[5:])}x")
        if not kind.startswith(("uint", "int")):
            raise AbiError(f"unknown type {kind} in event {self.event.name}")
        return self._integer(int(kind.lstrip("uint")), signed=kind[0] == "i")

    def _integer(self, bits: int, signed: bool) -> str:
        for width, code in NATIVE_UINTS.items():
            if bits <= width:
                return self._word(code.lower() if signed else code)
        return f"int.from_bytes({self._word('32s')}, 'big', signed={signed})"


def _to_json(event: EventAbi) -> Callable[[Any], str]:
    scope: dict[str, Any] = {"quote": _quote}
    source = _json_members(event.parameters, "a", scope)
    return _compiled(f"lambda a: f'{source}'", **scope)


def _json_members(parameters: Sequence[Parameter], value: str, scope: dict[str, Any]) -> str:
    """The inside of an f-string. What it calls is put into `scope`."""
    pairs = ",".join(
        f"{_quote(parameter.name)}:{_json(parameter, f'{value}.{parameter.attribute}', scope)}"
        for parameter in parameters
    )
    return f"{{{{{pairs}}}}}"


def _json(parameter: Parameter, value: str, scope: dict[str, Any]) -> str:
    if parameter.indexed and (parameter.dynamic or parameter.members or parameter.element):
        return f'"0x{{{value}.hex()}}"'
    if parameter.dynamic or parameter.element:
        show = f"show_{len(scope)}"
        scope[show] = shower(parameter)
        return f"{{quote({show}({value}))}}"
    if parameter.members:
        return _json_members(parameter.members, value, scope)
    if parameter.type == "bool":
        return f'{{"true" if {value} else "false"}}'
    if parameter.type.startswith(("address", "bytes")):
        return f'"0x{{{value}.hex()}}"'
    small = int(parameter.type.lstrip("uint")) < SMALL_BITS
    return f"{{{value}}}" if small else f'"{{{value}}}"'


def _quote(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _subject(event: EventAbi) -> str:
    by_name = {parameter.name: parameter for parameter in event.parameters}
    if {"sender", "receiver"} <= by_name.keys():
        # Whoever the claims came to; for a burn, whoever they left.
        return f"'account/0x' + (a.sender if a.receiver == {bytes(20)!r} else a.receiver).hex()"
    for name, prefix in SUBJECTS.items():
        if parameter := by_name.get(name):
            value = f"a.{parameter.attribute}"
            return f"'{prefix}/0x' + {value}.hex()" if parameter.type == "address" else f"f'{prefix}/{{{value}}}'"
    return "'market'"


def _compiled(source: str, **scope: Any) -> Callable[[Any], str]:
    function: Callable[[Any], str] = eval(source, scope)
    return function
