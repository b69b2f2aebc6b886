"""Copies of the repository in which the tests meet mutants: all of it linked but what ape has compiled.

The contracts' sources stay as they are, so ape finds nothing to compile; only the bytecode beside them is a mutant's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.mutate.compiler import ROOT, Bytecode, Json
from tools.mutate.home import ANVIL_LOG, HOME

LONGEST = 1_800
"""Seconds that the tests of a mutant may take; who takes longer is caught in a loop, and found by that."""

TOO_LONG = "time"
"""What is said to have found a mutant that does not end."""

PYTEST = (sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider")

TESTS = ROOT / "tests" / "contracts"

SIZE = re.compile(r"def (test_(?:code__)?size__\w+)\(")
"""Tests of the code's size: a fault that they alone find is found by its length, not by what it does."""


class Workplace:
    def __init__(self, name: str) -> None:
        self._folder = HOME / name
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        for entry in ROOT.iterdir():
            if entry.name not in (".build", ".git", HOME.name, "contracts"):
                (self._folder / entry.name).symlink_to(entry)
        shutil.copytree(ROOT / "contracts", self._folder / "contracts")
        shutil.copytree(ROOT / ".build", self._folder / ".build", ignore=shutil.ignore_patterns("slither"))
        self._manifest = self._folder / ".build" / "__local__.json"
        self._compiled = self._manifest.read_text()

    def put(self, code: Mapping[str, Bytecode]) -> None:
        """Ape deploys this instead of what it has compiled."""
        manifest = json.loads(self._compiled)
        for name, bytecode in code.items():
            kind: Json = manifest["contractTypes"][name]
            kind["deploymentBytecode"]["bytecode"] = "0x" + bytecode.creation
            kind["runtimeBytecode"]["bytecode"] = "0x" + bytecode.runtime
        self._manifest.write_text(json.dumps(manifest))

    def session(self, arguments: Sequence[str]) -> None:
        """Runs `tools.mutate.session` to its end; what it found is in the journal."""
        command = [*PYTEST, "-p", "tools.mutate.session", *arguments, "tests/contracts"]
        if code := subprocess.run(command, cwd=self._folder, env=_environment()).returncode:
            raise SystemExit(f"pytest ended with code {code}")

    def test(self, arguments: Sequence[str]) -> str | None:
        """Runs pytest until the first test fails, and returns its name (without parameters), or None if all passed."""
        with (self._folder / "tests.log").open("w") as log:
            process = subprocess.Popen(
                [*PYTEST, "-x", "-rfE", *arguments], cwd=self._folder, env=_environment(), stdout=log, stderr=log
            )
            try:
                return self._verdict(process.wait(LONGEST))
            except subprocess.TimeoutExpired:
                # Interrupted, not killed, so that it still ends its anvil.
                process.send_signal(signal.SIGINT)
                process.wait()
                return TOO_LONG

    def _verdict(self, code: int) -> str | None:
        """Anything but passed and failed tests is a fault of ours."""
        log = (self._folder / "tests.log").read_text()
        if code == 0:
            return None
        failed: list[str] = re.findall(r"^(?:FAILED|ERROR) ([^\s\[]+)", log, re.MULTILINE)
        if code != 1 or not failed:
            raise SystemExit(f"pytest ended with code {code}:\n{log[-2_000:]}")
        return failed[0]


def contracts_of(imports: Mapping[str, set[str]], file: str) -> dict[str, str]:
    """Name → file of the contracts with code of their own in which the source `file` may be."""
    manifest = json.loads((ROOT / ".build" / "__local__.json").read_text())
    return {
        name: kind["sourceId"]
        for name, kind in manifest["contractTypes"].items()
        if len((kind.get("deploymentBytecode") or {}).get("bytecode") or "") > 2
        and file in imports[kind["sourceId"]]
        and "/libraries/" not in kind["sourceId"]
    }


def left_out() -> list[str]:
    files = sorted(TESTS.glob("test_*.py"))
    tests = [(file.relative_to(ROOT), name) for file in files for name in SIZE.findall(file.read_text())]
    return [f"--deselect={file}::{name}" for file, name in tests]


def _environment() -> dict[str, str]:
    return os.environ | {"PATH": f"{_tools()}:{os.environ['PATH']}"}


def _tools() -> Path:
    """An anvil that takes contracts of any size (a fault that makes one longer shall not be found by that) and that
    writes down what they say."""
    folder = HOME / "bin"
    folder.mkdir(exist_ok=True)
    anvil = ROOT / "node_modules" / ".bin" / "anvil"
    wrapper = folder / "anvil"
    wrapper.write_text(f'#!/bin/sh\nexec {anvil} --disable-code-size-limit "$@" > {ANVIL_LOG}\n')
    wrapper.chmod(0o755)
    return folder
