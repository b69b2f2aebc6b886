"""What was reached of what there is, per file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.coverage.probes import Place, Probes


@dataclass
class Share:
    """Places of one kind."""

    reached: int = 0
    missed: list[Place] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.reached + len(self.missed)

    @property
    def percent(self) -> float:
        return 100 * self.reached / self.total if self.total else 100.0

    def count(self, place: Place, reached: bool) -> None:
        if reached:
            self.reached += 1
        else:
            self.missed.append(place)

    def __str__(self) -> str:
        return f"{self.reached:>5}/{self.total:<5}{self.percent:>6.1f} %"


@dataclass
class Coverage:
    lines: Share = field(default_factory=Share)
    branches: Share = field(default_factory=Share)

    def count(self, place: Place, reached: bool) -> None:
        (self.branches if place.branch else self.lines).count(place, reached)

    @property
    def missed(self) -> list[Place]:
        return sorted([*self.lines.missed, *self.branches.missed], key=lambda place: (place.line, place.branch))

    def as_json(self) -> dict[str, Any]:
        shares = {"lines": self.lines, "branches": self.branches}
        figures = {name: {"reached": share.reached, "total": share.total} for name, share in shares.items()}
        return figures | {"missed": [str(place) for place in self.missed]}


def by_file(probes: Probes, heard: set[int]) -> dict[Path, Coverage]:
    """Every branch counts by itself, though two may read alike; a line counts once, as reached with any statement."""
    files: dict[Path, Coverage] = defaultdict(Coverage)
    lines: dict[Place, bool] = defaultdict(bool)
    for number, place in probes:
        if place.branch:
            files[place.file].count(place, number in heard)
        else:
            lines[place] |= number in heard
    for place, reached in lines.items():
        files[place.file].count(place, reached)
    return dict(sorted(files.items()))


def total(coverages: Iterable[Coverage]) -> Coverage:
    whole = Coverage()
    for coverage in coverages:
        for mine, its in ((whole.lines, coverage.lines), (whole.branches, coverage.branches)):
            mine.reached += its.reached
            mine.missed += its.missed
    return whole


def table(files: dict[Path, Coverage]) -> str:
    whole = total(files.values())
    rows = [f"{'':<32}{'lines':>18}{'branches':>18}"]
    for name, coverage in [*((str(file), coverage) for file, coverage in files.items()), ("all", whole)]:
        rows.append(f"{name:<32}{coverage.lines}{coverage.branches}")
    return "\n".join([*rows, "", *(str(place) for coverage in files.values() for place in coverage.missed)])
