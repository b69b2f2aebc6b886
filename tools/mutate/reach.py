"""Which tests reach which faults, as they were listened to; kept, so that only what is new is listened to again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from tools.mutate.compiler import ROOT
from tools.mutate.home import HOME

FILE = HOME / "reach.jsonl"

WORLD = "the world that all tests begin with"


@dataclass(frozen=True)
class Reach:
    """Of one test (its id): numbers of faults and seconds. What runs in this process (`apart`) cannot be heard."""

    code: str
    test: str
    text: str
    faults: tuple[int, ...]
    seconds: float
    passed: bool
    apart: bool


def digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def text_of(test: str) -> str:
    """Changes with the test's file."""
    return digest((ROOT / test.split("::")[0]).read_text())


def known(code: str) -> dict[str, Reach]:
    """Of the contracts with these switches, by test."""
    lines = map(json.loads, FILE.read_text().splitlines() if FILE.exists() else ())
    return {line["test"]: Reach(**line | {"faults": tuple(line["faults"])}) for line in lines if line["code"] == code}


def remember(reach: Reach) -> None:
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a") as file:
        file.write(json.dumps(asdict(reach)) + "\n")


def nearest(reaches: Iterable[Reach], faults: Iterable[int]) -> Iterator[str]:
    """Tests that reach any of the faults, quick ones that reach little else first."""
    wanted = frozenset(faults)
    met = [reach for reach in reaches if reach.passed and not reach.apart and not wanted.isdisjoint(reach.faults)]
    return (reach.test for reach in sorted(met, key=lambda reach: reach.seconds * len(reach.faults)))
