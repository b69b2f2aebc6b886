"""What is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A line, or (with a `branch`) one outcome of a condition that begins there."""

    file: Path
    line: int
    branch: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.branch}".rstrip()


@dataclass
class Probes:
    """All probes by their number; the statements of one line share a place."""

    places: dict[int, Place] = field(default_factory=dict)

    def add(self, file: Path, line: int, branch: str = "") -> int:
        number = len(self.places)
        self.places[number] = Place(file, line, branch)
        return number

    def add_condition(self, file: Path, line: int, condition: str) -> int:
        """Two probes: the number returned is that of true, the next that of false."""
        number = self.add(file, line, f"`{condition}` is never true")
        self.add(file, line, f"`{condition}` is never false")
        return number

    def __iter__(self) -> Iterator[tuple[int, Place]]:
        return iter(self.places.items())
