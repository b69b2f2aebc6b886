"""Events and types of a contract ABI (https://docs.soliditylang.org/en/latest/abi-spec.html)."""

import re
from collections.abc import Mapping, Sequence
from keyword import iskeyword
from typing import Any, NamedTuple

from eth_hash.auto import keccak

ARRAY = re.compile(r"(.*)\[(\d*)\]$")


class AbiError(ValueError):
    """An ABI that cannot be read."""


class Parameter(NamedTuple):
    """An argument of an event, or a member of a tuple in one."""

    name: str
    type: str
    members: tuple["Parameter", ...] = ()
    indexed: bool = False

    @classmethod
    def of(cls, raw: Mapping[str, Any], position: int = 0) -> "Parameter":
        members = tuple(cls.of(member, index) for index, member in enumerate(raw.get("components", ())))
        return cls(raw.get("name") or f"arg{position}", raw["type"], members, raw.get("indexed", False))

    @property
    def attribute(self) -> str:
        """The name in Python: snake case, with an underscore after a keyword."""
        name = snake(self.name)
        return f"{name}_" if iskeyword(name) else name

    @property
    def element(self) -> "Parameter | None":
        """What an array holds; None for a type that is no array."""
        found = ARRAY.match(self.type)
        return Parameter(self.name, found[1], self.members) if found else None

    @property
    def length(self) -> int | None:
        """The number of elements of a fixed array; None where the data carries it."""
        found = ARRAY.match(self.type)
        return int(found[2]) if found and found[2] else None

    @property
    def dynamic(self) -> bool:
        """Whether the head holds an offset in place of the value."""
        if element := self.element:
            return self.length is None or element.dynamic
        return self.type in ("string", "bytes") or any(member.dynamic for member in self.members)

    @property
    def canonical(self) -> str:
        """The type as it stands in a signature, tuples spelled out."""
        members = ",".join(member.canonical for member in self.members)
        return self.type.replace("tuple", f"({members})", 1) if self.type.startswith("tuple") else self.type


class EventAbi(NamedTuple):
    """An event: its name and arguments in their order of declaration."""

    name: str
    parameters: tuple[Parameter, ...]

    @property
    def indexed(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.indexed)

    @property
    def data(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if not parameter.indexed)

    @property
    def topic(self) -> bytes:
        """Topic 0: the hash of the signature."""
        types = ",".join(parameter.canonical for parameter in self.parameters)
        return bytes(keccak(f"{self.name}({types})".encode()))


def events_of(abi: Sequence[Mapping[str, Any]]) -> list[EventAbi]:
    """The events of an ABI that have a topic 0."""
    return [
        EventAbi(item["name"], tuple(Parameter.of(raw, index) for index, raw in enumerate(item["inputs"])))
        for item in abi
        if item.get("type") == "event" and not item.get("anonymous")
    ]


def snake(name: str) -> str:
    """`OrderPlaced` and `orderPlaced` → `order_placed`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
