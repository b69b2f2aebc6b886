"""Syntax trees as the compiler gives them: ranges, children, bodies and imports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.mutate.compiler import Json

DECLARATIONS = ("FunctionDefinition", "ModifierDefinition", "VariableDeclaration")


@dataclass(frozen=True)
class Range:
    """Bytes of a source file, not characters."""

    start: int
    end: int

    def holds(self, other: Range) -> bool:
        return self.start <= other.start and other.end <= self.end


def range_of(node: Json) -> Range:
    start, length, _ = map(int, node["src"].split(":"))
    return Range(start, start + length)


def with_semicolon(where: Range, source: bytes) -> Range:
    """The compiler's range of a statement may end before its semicolon."""
    rest = re.match(rb"\s*;", source[where.end :])
    return Range(where.start, where.end + (rest.end() if rest else 0))


def children(node: Json) -> Iterator[Json]:
    for value in node.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "nodeType" in item:
                yield item


def descend(node: Json) -> Iterator[Json]:
    yield node
    for child in children(node):
        yield from descend(child)


def bodies(tree: Json) -> Iterator[Json]:
    """What does something: functions, modifiers, and constants with their values."""
    for contract in tree["nodes"]:
        if contract["nodeType"] == "ContractDefinition" and contract["contractKind"] != "interface":
            for node in contract["nodes"]:
                if node["nodeType"] in DECLARATIONS and (node.get("body") or node.get("value")):
                    yield node


def imports_of(trees: dict[str, Json]) -> dict[str, set[str]]:
    """Each file with all files that it imports, also through others, and itself."""
    direct = {
        file: {node["absolutePath"] for node in tree["nodes"] if node["nodeType"] == "ImportDirective"}
        for file, tree in trees.items()
    }
    return {file: _reached(file, direct) for file in trees}


def _reached(file: str, direct: dict[str, set[str]]) -> set[str]:
    found, ahead = set[str](), [file]
    while ahead:
        current = ahead.pop()
        if current not in found:
            found.add(current)
            ahead += direct[current]
    return found
