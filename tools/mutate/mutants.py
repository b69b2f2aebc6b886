"""Every mutant of the contracts: one fault in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.mutate.compiler import ROOT, Json
from tools.mutate.operators import OPERATORS, Edit
from tools.mutate.syntax import Range, bodies, descend

APART = ("interfaces", "mocks")
"""Folders that do nothing, or that are not deployed."""


@dataclass(frozen=True)
class Mutant:
    """`text` is written `where` something else was; `original` and `changed` are lines of source, `source` is all."""

    file: str
    line: int
    function: str
    fault: str
    original: str
    changed: str
    source: str
    where: Range
    text: str

    @property
    def key(self) -> str:
        """Of this fault in this very source."""
        return hashlib.sha256(f"{self.file} {self.source}".encode()).hexdigest()[:16]


def all_files() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "contracts").rglob("*.sol"))]


def files(only: str | None) -> list[str]:
    """Contracts that are deployed, and what they are made of."""
    ours = [file for file in all_files() if not set(Path(file).parts) & set(APART)]
    return [file for file in ours if only in (None, file)]


def find(wanted: Iterable[str], trees: dict[str, Json]) -> Iterator[Mutant]:
    for file in wanted:
        source = (ROOT / file).read_bytes()
        for body in bodies(trees[file]):
            for fault, edit in _edits(body, source):
                yield _mutant(Path(file), source, body["name"] or body["kind"], fault, edit)


def _edits(body: Json, source: bytes) -> Iterator[tuple[str, Edit]]:
    for node in descend(body):
        for operator in OPERATORS:
            for where, text in operator(node, source):
                # f(0, 0) swapped is what it was.
                if source[where.start : where.end] != text.encode():
                    yield operator.__name__, (where, text)


def _mutant(file: Path, source: bytes, function: str, fault: str, edit: Edit) -> Mutant:
    where, text = edit
    changed = source[: where.start] + text.encode() + source[where.end :]
    first, last = source.rfind(b"\n", 0, where.start) + 1, source.find(b"\n", where.end)
    added = len(changed) - len(source)
    return Mutant(
        str(file),
        source.count(b"\n", 0, where.start) + 1,
        function,
        fault,
        _one_line(source[first:last]),
        _one_line(changed[first : last + added]),
        changed.decode(),
        where,
        text,
    )


def _one_line(text: bytes) -> str:
    return " ".join(text.decode().split())
