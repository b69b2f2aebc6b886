"""Which tests a mutant meets, and in which order: those first that speak most of the functions it is seen through."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from tools.mutate.compiler import ROOT

FOLDER = ROOT / "tests" / "contracts"
NEAREST = 10
"""Files of tests that every mutant meets. Survivors meet all others before they are called so."""

LAST = "test_state_machine.py"
"""Random histories find much, late."""

SIZE = re.compile(r"def (test_(?:code__)?size__\w+)\(")
"""Tests of the code's size: a fault that they alone find is found by its length, not by what it does."""


def nearest(entries: Collection[str]) -> list[str]:
    """Paths of the files that call any of these functions, those first that do little else."""
    scores = {file: _density(file, frozenset(entries)) for file in _files() if file != LAST}
    ranked = sorted(scores, key=lambda file: (-scores[file], file))
    return [_path(file) for file in ranked if scores[file]][:NEAREST]


def others(met: Collection[str], long: bool) -> list[str]:
    """All other files; contracts longer than the limit run on anvil alone."""
    names = sorted(_files(), key=lambda file: (file == LAST, file))
    return [_path(file) for file in names if _path(file) not in met and not (long and file == LAST)]


@cache
def left_out() -> tuple[str, ...]:
    return tuple(f"--deselect={test}" for test in _size_tests())


def _size_tests() -> Iterator[str]:
    for file in _files():
        for name in SIZE.findall(_text(file)):
            yield f"{_path(file)}::{name}"


@cache
def _files() -> tuple[str, ...]:
    return tuple(path.name for path in sorted(FOLDER.glob("test_*.py")))


@cache
def _text(file: str) -> str:
    return (FOLDER / file).read_text()


def _density(file: str, entries: frozenset[str]) -> float:
    """How much of a file is names of these functions, called or as text."""
    names = re.findall(r"[.\"](\w+)[(\"]", _text(file))
    return sum(name in entries for name in names) / len(_text(file))


def _path(file: str) -> str:
    return str((FOLDER / file).relative_to(ROOT))
