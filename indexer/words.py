"""Reading values that lie behind an offset: strings, bytes, arrays, dynamic tuples.

Few events carry them, so these are closures over the type, not generated code.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from indexer.abi import AbiError, Parameter

WORD = 32
Reader = Callable[[bytes, int], Any]
"""Reads a value from the data, given the position of its first byte."""
Shower = Callable[[Any], Any]
"""Makes of a value what JSON has for it."""

SMALL_BITS = 64
"""Whole numbers below this width are numbers in JSON, wider ones decimal strings."""


def reader(parameter: Parameter) -> Reader:
    """How to read a value of this type. Tuples come as structs with their names in snake case, arrays as lists.

    Raises `AbiError` for an unknown type.
    """
    if (element := parameter.element) is not None:
        return _array(element, parameter.length)
    if parameter.members:
        return _tuple(parameter)
    if parameter.type in ("string", "bytes"):
        return _string if parameter.type == "string" else _bytes
    return _word(parameter.type)


def shower(parameter: Parameter) -> Shower:
    """How to show a value of this type: tuples under their ABI names, addresses and bytes as 0x hex."""
    if (element := parameter.element) is not None:
        show = shower(element)
        return lambda values: [show(value) for value in values]
    if parameter.members:
        members = [(member.name, member.attribute, shower(member)) for member in parameter.members]
        return lambda value: {name: show(getattr(value, attribute)) for name, attribute, show in members}
    if parameter.type.startswith(("address", "bytes")):
        return lambda value: f"0x{value.hex()}"
    wide = parameter.type.startswith(("uint", "int")) and int(parameter.type.lstrip("uint")) >= SMALL_BITS
    return str if wide else lambda value: value


def size(parameter: Parameter) -> int:
    """Bytes that the value takes in the head."""
    if parameter.dynamic:
        return WORD
    if (element := parameter.element) is not None:
        return size(element) * (parameter.length or 0)
    return sum(map(size, parameter.members)) or WORD


def head(parameters: tuple[Parameter, ...]) -> Reader:
    """Reads a row of values; offsets count from the row's first byte."""
    places, at = [], 0
    for parameter in parameters:
        places.append((at, parameter.dynamic, reader(parameter)))
        at += size(parameter)

    def read(data: bytes, start: int) -> list[Any]:
        return [
            value(data, start + (_offset(data, start + place) if dynamic else place))
            for place, dynamic, value in places
        ]

    return read


def _offset(data: bytes, at: int) -> int:
    value = int.from_bytes(data[at : at + WORD], "big")
    if at + WORD > len(data) or value > len(data):
        raise ValueError(f"offset {value} at {at} lies outside {len(data)} bytes")
    return value


def _bytes(data: bytes, at: int) -> bytes:
    end = at + WORD + _offset(data, at)
    if end > len(data):
        raise ValueError(f"bytes up to {end} lie outside {len(data)}")
    return data[at + WORD : end]


def _string(data: bytes, at: int) -> str:
    # A contract can log bytes that are no UTF-8, and PostgreSQL's text has no NUL.
    return _bytes(data, at).decode("utf-8", "replace").replace("\0", "\ufffd")


def _array(element: Parameter, length: int | None) -> Reader:
    width = size(element)

    def read(data: bytes, at: int) -> list[Any]:
        count, start = (length, at) if length is not None else (_offset(data, at), at + WORD)
        if start + count * width > len(data):
            raise ValueError(f"{count} elements do not fit into {len(data)} bytes")
        return list(head((element,) * count)(data, start))

    return read


def _tuple(parameter: Parameter) -> Reader:
    members = parameter.members
    kind = msgspec.defstruct(parameter.name, [(member.attribute, Any) for member in members], gc=False)
    row = head(members)
    return lambda data, at: kind(*row(data, at))


def _word(kind: str) -> Reader:
    if kind == "bool":
        return lambda data, at: any(data[at : at + WORD])
    if kind == "address":
        return lambda data, at: data[at + 12 : at + WORD]
    if kind.startswith("bytes"):
        count = int(kind[5:])
        return lambda data, at: data[at : at + count]
    if kind.startswith(("uint", "int")):
        return lambda data, at: int.from_bytes(data[at : at + WORD], "big", signed=kind[0] == "i")
    raise AbiError(f"unknown type {kind}")
