"""A source with probes: `$hit(n)` before each statement, `$went(condition, n)` around each condition."""

from __future__ import annotations

import os
from pathlib import Path

from tools.coverage.probes import Probes
from tools.coverage.syntax import Node, bodies_of, children, conditions_of, span

BLOCKS = ("Block", "UncheckedBlock")
LABEL_LENGTH = 60


def instrument(file: Path, source: bytes, tree: Node, probes: Probes) -> bytes:
    """`file` is its path below the folder of the contracts, where `Coverage.sol` will be too."""
    instrumented = _Instrumented(file, source, probes)
    instrumented.visit(tree)
    helper = os.path.relpath("Coverage.sol", file.parent)
    helper = helper if helper.startswith(".") else f"./{helper}"
    return instrumented.text() + f'\nimport {{$hit, $went}} from "{helper}";\n'.encode()


class _Instrumented:
    """A source, and what is to be inserted where. Of two things that begin at one place, the outer one comes first and
    ends last."""

    def __init__(self, file: Path, source: bytes, probes: Probes) -> None:
        self._file, self._source, self._probes = file, source, probes
        self._openings: dict[int, str] = {}
        self._closings: dict[int, str] = {}

    def text(self) -> bytes:
        pieces, done = [], 0
        for at in sorted(self._openings.keys() | self._closings.keys()):
            pieces += [self._source[done:at], self._closings.get(at, "").encode(), self._openings.get(at, "").encode()]
            done = at
        return b"".join([*pieces, self._source[done:]])

    def visit(self, node: Node) -> None:
        """Outer nodes before inner ones."""
        kind = node["nodeType"]
        if kind in ("FunctionDefinition", "ModifierDefinition") and node.get("body"):
            self._enter(node["body"], self._line(span(node)[0]))
        elif kind == "TryCatchClause":
            self._enter(node["block"], self._line(span(node)[0]), "this outcome of `try` never happens")
        elif kind in BLOCKS:
            for statement in node["statements"]:
                self._precede(statement)
        for body in bodies_of(node):
            self._wrap_body(body)
        for condition in conditions_of(node):
            self._wrap_condition(condition)
        for child in children(node):
            self.visit(child)

    def _enter(self, block: Node, line: int, branch: str = "") -> None:
        self._open(span(block)[0] + 1, f" {self._hit(line, branch)} ")

    def _precede(self, statement: Node) -> None:
        if statement["nodeType"] not in (*BLOCKS, "PlaceholderStatement"):
            start, _ = span(statement)
            self._open(start, f"{self._hit(self._line(start))} ")

    def _wrap_body(self, body: Node) -> None:
        """A single statement needs a block for its probe."""
        if body["nodeType"] in BLOCKS:
            return
        start, end = span(body)
        self._open(start, f"{{ {self._hit(self._line(start))} ")
        self._close(self._end_of_statement(end), " }")

    def _wrap_condition(self, condition: Node) -> None:
        start, end = span(condition)
        text = " ".join(self._source[start:end].decode().split())
        number = self._probes.add_condition(self._file, self._line(start), text[:LABEL_LENGTH])
        self._open(start, "$went(")
        self._close(end, f", {number})")

    def _end_of_statement(self, end: int) -> int:
        """The tree leaves out the semicolon."""
        return end if self._source[end - 1 : end] in (b"}", b";") else self._source.index(b";", end) + 1

    def _hit(self, line: int, branch: str = "") -> str:
        return f"$hit({self._probes.add(self._file, line, branch)});"

    def _line(self, offset: int) -> int:
        return self._source.count(b"\n", 0, offset) + 1

    def _open(self, at: int, text: str) -> None:
        self._openings[at] = self._openings.get(at, "") + text

    def _close(self, at: int, text: str) -> None:
        self._closings[at] = text + self._closings.get(at, "")
