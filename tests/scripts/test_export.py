"""ape run export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts import _abi, export


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(_abi, "abi_path", lambda name: tmp_path / "abi" / f"{name}.json")
    return tmp_path / "abi"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(export.cli, words)
    return result.exit_code, result.output


def test_export__nothing_there__writes_every_contract(folder: Path) -> None:
    assert run()[0] == 0
    assert {path.stem for path in folder.iterdir()} == set(_abi.EXPORTED)
    for path in folder.iterdir():
        text = path.read_text()
        assert text.endswith("]\n")
        assert {entry["type"] for entry in json.loads(text)} <= {
            "constructor",
            "error",
            "event",
            "fallback",
            "function",
            "receive",
        }


def test_export__twice__writes_the_same(folder: Path) -> None:
    run()
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert "0 changed" in run()[1]
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_check__fresh__succeeds(folder: Path) -> None:
    run()
    assert run("--check") == (0, "")


def test_check__stale__fails_and_names_the_file(folder: Path) -> None:
    run()
    (folder / "Market.json").write_text("[]\n")
    code, said = run("--check")
    assert code == 1
    assert "Market.json is out of date" in said
    assert "Sellers.json" not in said
    assert (folder / "Market.json").read_text() == "[]\n"


def test_check__committed_files__are_fresh() -> None:
    assert run("--check") == (0, "")
