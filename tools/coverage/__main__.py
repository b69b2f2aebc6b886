"""`python -m tools.coverage [TESTS…]`: all tests of the contracts, or those named, on contracts with probes."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import click

from tools.coverage.instrument import instrument
from tools.coverage.probes import Probes
from tools.coverage.report import Coverage, by_file, table, total
from tools.coverage.run import run_tests
from tools.coverage.syntax import parse

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "tools" / "solcx" / "solc-v0.8.37"
RESULTS = ROOT / "benchmarks" / "results" / "coverage.json"
LEAST = 100.0
"""Percent of the lines, and of the branches."""


@click.command()
@click.argument("tests", nargs=-1)
def main(tests: tuple[str, ...]) -> None:
    """Fails if a test fails or too little is reached. Only the figures of all tests are written."""
    with tempfile.TemporaryDirectory(prefix="stoa-coverage-") as folder:
        probes = make_project(Path(folder))
        heard, passed = run_tests(ROOT, Path(folder), list(tests))
    files = by_file(probes, heard)
    click.echo(table(files))
    if not tests and passed:
        _write(files)
    if not passed or (not tests and _least(files) < LEAST):
        sys.exit(1)


def make_project(folder: Path) -> Probes:
    """What ape needs of this repository, the contracts with probes among it."""
    shutil.copy(ROOT / "ape-config.yaml", folder)
    shutil.copytree(ROOT / "contracts", folder / "contracts")
    packages = Path("node_modules", "@openzeppelin", "contracts")
    shutil.copytree(ROOT / packages, folder / packages)
    shutil.copy(Path(__file__).with_name("Coverage.sol"), folder / "contracts")

    probes, trees = Probes(), parse(COMPILER, ROOT, _counted())
    for file, tree in trees.items():
        text = instrument(file.relative_to("contracts"), (ROOT / file).read_bytes(), tree, probes)
        (folder / file).write_bytes(text)
    return probes


def _counted() -> list[Path]:
    """Mocks are part of the tests; interfaces do nothing."""
    files = (path.relative_to(ROOT) for path in sorted((ROOT / "contracts").rglob("*.sol")))
    return [file for file in files if not {"mocks", "interfaces"} & set(file.parts)]


def _least(files: dict[Path, Coverage]) -> float:
    whole = total(files.values())
    return min(whole.lines.percent, whole.branches.percent)


def _write(files: dict[Path, Coverage]) -> None:
    figures = {str(file): coverage.as_json() for file, coverage in files.items()}
    whole = total(files.values()).as_json()
    RESULTS.write_text(json.dumps({"files": figures, "all": whole}, indent=2) + "\n")


if __name__ == "__main__":
    main()
