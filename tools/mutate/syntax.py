"""Syntax trees as the compiler gives them: ranges, parents, and from where a piece of code can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tools.mutate.compiler import Json

DECLARATIONS = ("FunctionDefinition", "ModifierDefinition", "VariableDeclaration")


@dataclass(frozen=True)
class Range:
    """Bytes of a source file, not characters."""

    start: int
    end: int


def range_of(node: Json) -> Range:
    start, length, _ = map(int, node["src"].split(":"))
    return Range(start, start + length)


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


class Calls:
    """Who refers to whom, so that a fault deep inside is looked for where it can be seen: in the external functions."""

    def __init__(self, trees: dict[str, Json]) -> None:
        self._declarations: dict[int, Json] = {}
        self._users: defaultdict[int, set[int]] = defaultdict(set)
        for tree in trees.values():
            for body in bodies(tree):
                self._add(body)

    def _add(self, body: Json) -> None:
        self._declarations[body["id"]] = body
        for node in descend(body):
            used = node.get("referencedDeclaration")
            if isinstance(used, int):
                self._users[used].add(body["id"])
        # Whoever calls what is overridden calls this.
        for base in body.get("baseFunctions", ()):
            self._users[body["id"]].add(base)
            self._users[base].discard(body["id"])

    def entries(self, declaration: int) -> set[str]:
        """The names of the external functions through which the code of this declaration runs."""
        found, ahead = set[int](), [declaration]
        while ahead:
            current = ahead.pop()
            if current not in found:
                found.add(current)
                ahead += self._users[current]
        return {node["name"] for node in map(self._declarations.get, found) if node and _is_external(node)}


def _is_external(node: Json) -> bool:
    return node["nodeType"] == "FunctionDefinition" and node["visibility"] in ("external", "public")


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
