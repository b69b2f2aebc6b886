"""Many mutants in one contract, each with a switch: `if ($on(7)) { a -= b; } else { a += b; }`.

Compiled once, deployed once, a contract is every one of its mutants, and without any fault as long as none is on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tools.mutate.compiler import ROOT, Json, errors_of
from tools.mutate.mutants import Mutant
from tools.mutate.syntax import Range, bodies, children, range_of, with_semicolon

HELPER = "contracts/Switch.sol"
"""Where the compiler finds `Switch.sol`."""

Numbered = list[tuple[int, Mutant]]


def put(mutants: Iterable[Mutant], trees: Mapping[str, Json]) -> tuple[dict[str, str], dict[int, Mutant]]:
    """Sources with switches (file → text) and the mutants in them by number, from 1. A mutant that has no place for a
    switch, or that does not compile with one, is left out."""
    numbered = dict(enumerate(mutants, 1))
    while True:
        sources, placed = _sources(numbered, trees)
        wrong = set(_wrong(sources))
        if not wrong:
            return sources, placed
        numbered = {number: mutant for number, mutant in placed.items() if number not in wrong}


def _sources(numbered: Mapping[int, Mutant], trees: Mapping[str, Json]) -> tuple[dict[str, str], dict[int, Mutant]]:
    files: defaultdict[str, Numbered] = defaultdict(list)
    for number, mutant in numbered.items():
        files[mutant.file].append((number, mutant))
    sources = {HELPER: Path(__file__).with_name("Switch.sol").read_text()}
    placed: dict[int, Mutant] = {}
    for file, those in files.items():
        rewriting = _Rewriting((ROOT / file).read_bytes(), trees[file], those)
        sources[file] = rewriting.text().decode() + f'\nimport {{$on}} from "{HELPER}";\n'
        placed |= rewriting.placed
    return sources, placed


def _wrong(sources: Mapping[str, str]) -> Iterator[int]:
    """Numbers of the mutants of which the compiler complains: named where it points, or the last one before."""
    for error in errors_of(sources):
        where, text = error["sourceLocation"], sources[error["sourceLocation"]["file"]].encode()
        within = re.findall(rb"\$on\((\d+)\)", text[where["start"] : where["end"]])
        yield from map(int, within or re.findall(rb"\$on\((\d+)\)", text[: where["start"]])[-1:])


class _Rewriting:
    """One file. What carries a switch is a statement, or an expression of which it is known that both sides are of one
    type; the smallest one round the fault."""

    def __init__(self, source: bytes, tree: Json, mutants: Numbered) -> None:
        self._source = source
        self._statements = dict(_carriers(tree, source))
        self._carried: defaultdict[Range, Numbered] = defaultdict(list)
        self.placed: dict[int, Mutant] = {}
        for number, mutant in mutants:
            around = [carrier for carrier in self._statements if carrier.holds(mutant.where)]
            if around:
                self._carried[min(around, key=lambda carrier: carrier.end - carrier.start)].append((number, mutant))
                self.placed[number] = mutant

    def text(self) -> bytes:
        return self._inside(Range(0, len(self._source)))

    def _inside(self, outer: Range) -> bytes:
        pieces, done = [], outer.start
        for carrier in sorted(self._carried, key=lambda carrier: (carrier.start, -carrier.end)):
            if carrier.start >= done and outer.holds(carrier) and carrier != outer:
                pieces += [self._source[done : carrier.start], self._switched(carrier)]
                done = carrier.end
        return b"".join([*pieces, self._source[done : outer.end]])

    def _switched(self, carrier: Range) -> bytes:
        switch, otherwise = (b"{ if ($on(%d)) { %b }", b" else { %b } }")
        if not self._statements[carrier]:
            switch, otherwise = b"($on(%d) ? %b", b" : %b)"
        text = self._inside(carrier)
        for number, mutant in self._carried[carrier]:
            text = switch % (number, self._mutated(carrier, mutant)) + otherwise % text
        return text

    def _mutated(self, carrier: Range, mutant: Mutant) -> bytes:
        before, after = self._source[carrier.start : mutant.where.start], self._source[mutant.where.end : carrier.end]
        return before + mutant.text.encode() + after


NO_CARRIERS = ("VariableDeclarationStatement", "PlaceholderStatement", "InlineAssembly", "Block", "UncheckedBlock")
"""Statements that are not the same within braces, or that hold others."""


def _carriers(tree: Json, source: bytes) -> Iterator[tuple[Range, bool]]:
    """Ranges, and whether each is a statement."""
    for body in bodies(tree):
        if body["nodeType"] == "VariableDeclaration":
            yield range_of(body["value"]), False
        else:
            yield from _carriers_in(body["body"], source)


def _carriers_in(node: Json, source: bytes) -> Iterator[tuple[Range, bool]]:
    for key in ("condition", "initialValue"):
        if node.get(key) and node["nodeType"] != "Conditional":
            yield range_of(node[key]), False
    single = [node[key] for key in ("trueBody", "falseBody", "body") if node.get(key)]
    for statement in [*node.get("statements", ()), *single]:
        if statement["nodeType"] not in NO_CARRIERS:
            yield with_semicolon(range_of(statement), source), True
    for child in children(node):
        yield from _carriers_in(child, source)
