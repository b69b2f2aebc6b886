"""What became of each mutant: a line of JSON each as it is known, and at the end the score."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from tools.mutate.compiler import ROOT, Json
from tools.mutate.home import HOME
from tools.mutate.mutants import Mutant

JOURNAL = HOME / "results.jsonl"
REPORT = ROOT / "benchmarks" / "results" / "mutation.json"
ACCEPTED = ROOT / "tests" / "contracts" / "survivors.toml"

Fate = Literal["killed", "survived", "not compiled"]


@dataclass(frozen=True)
class Result:
    """`by` is the test that found it."""

    key: str
    fate: Fate
    by: str | None = None


def known() -> dict[str, Result]:
    if not JOURNAL.exists():
        return {}
    lines = map(json.loads, JOURNAL.read_text().splitlines())
    return {line["key"]: Result(**line) for line in lines}


def remember(result: Result) -> None:
    JOURNAL.parent.mkdir(exist_ok=True)
    with JOURNAL.open("a") as journal:
        journal.write(json.dumps(asdict(result)) + "\n")


def forget_survivors() -> None:
    """They are met anew, and who survives again is written down again."""
    settled = [result for result in known().values() if result.fate != "survived"]
    JOURNAL.unlink(missing_ok=True)
    for result in settled:
        remember(result)


def report(sample: Sequence[Mutant], results: dict[str, Result], seed: int) -> Json:
    """Mutants that do not compile are none, so they are not counted; `unmet` are those that a stopped run left out."""
    known = [mutant for mutant in sample if mutant.key in results]
    met = [mutant for mutant in known if results[mutant.key].fate != "not compiled"]
    survivors = [mutant for mutant in met if results[mutant.key].fate == "survived"]
    return {
        "score": round(1 - len(survivors) / len(met), 4) if met else None,
        "killed": len(met) - len(survivors),
        "survived": len(survivors),
        "sample": len(met),
        "unmet": len(sample) - len(known),
        "seed": seed,
        "survivors": [_shown(mutant) for mutant in survivors],
    }


def unexplained(survivors: Iterable[Json]) -> list[Json]:
    """Survivors without a reason in `survivors.toml`."""
    accepted = tomllib.loads(ACCEPTED.read_text())["survivor"]
    known = {(entry["file"], entry["original"], entry["mutant"]) for entry in accepted}
    return [one for one in survivors if (one["file"], one["original"], one["mutant"]) not in known]


def _shown(mutant: Mutant) -> Json:
    return {"file": mutant.file, "line": mutant.line, "original": mutant.original, "mutant": mutant.changed}
