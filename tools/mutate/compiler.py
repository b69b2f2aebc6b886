"""The contracts' compiler, through its standard JSON and with the settings of what is deployed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SOLC = ROOT / "tools" / "solcx"
SETTINGS: dict[str, Any] = yaml.safe_load((ROOT / "ape-config.yaml").read_text())["solidity"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Bytecode:
    """Hexadecimal, without 0x."""

    creation: str
    runtime: str


def parse(files: Iterable[str]) -> dict[str, Json]:
    """Syntax trees of the files and of all that they import, by path."""
    answer = _compile({file: _read(file) for file in files}, {"*": {"": ["ast"]}})
    return {path: source["ast"] for path, source in answer["sources"].items()}


def compile_contracts(contracts: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, Bytecode] | None:
    """The bytecode of contracts (name → file) with changed sources (file → text), or None if they do not compile."""
    sources = {file: _read(file) for file in contracts.values()} | dict(changed)
    wanted = {file: {name: ["evm.bytecode.object", "evm.deployedBytecode.object"]} for name, file in contracts.items()}
    answer = _compile(sources, wanted)
    if any(error["severity"] == "error" for error in answer.get("errors", ())):
        return None
    return {name: _bytecode(answer["contracts"][file][name]["evm"]) for name, file in contracts.items()}


def errors_of(sources: Mapping[str, str]) -> list[Json]:
    """What is wrong with these sources (file → text), of which no code is made."""
    errors = _compile(sources, {}).get("errors", ())
    return [error for error in errors if error["severity"] == "error"]


def _bytecode(evm: Json) -> Bytecode:
    return Bytecode(evm["bytecode"]["object"], evm["deployedBytecode"]["object"])


def _read(file: str) -> str:
    return (ROOT / file).read_text()


def _compile(sources: Mapping[str, str], wanted: Json) -> Json:
    question = {
        "language": "Solidity",
        "sources": {file: {"content": text} for file, text in sources.items()},
        "settings": {
            "remappings": SETTINGS["import_remapping"],
            "evmVersion": SETTINGS["evm_version"],
            "viaIR": SETTINGS["via_ir"],
            "optimizer": {"enabled": True, "runs": SETTINGS["optimization_runs"]},
            "outputSelection": wanted,
        },
    }
    command = [str(SOLC / f"solc-v{SETTINGS['version']}"), "--standard-json", "--base-path", str(ROOT)]
    done = subprocess.run(command, input=json.dumps(question), text=True, stdout=subprocess.PIPE, check=True)
    answer: Json = json.loads(done.stdout)
    return answer
