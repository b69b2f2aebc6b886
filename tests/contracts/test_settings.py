"""What is tested, measured and deployed is compiled alike, and fits on any chain."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml
from ape import project

ROOT = Path(__file__).resolve().parents[2]
SIZE_LIMIT = 24_576  # bytes, EIP-170


def test_compiler_settings__of_forge_and_ape__are_the_same() -> None:
    forge = tomllib.loads((ROOT / "foundry.toml").read_text())["profile"]["default"]
    ape = yaml.safe_load((ROOT / "ape-config.yaml").read_text())["solidity"]

    assert forge["solc"].endswith(f"v{ape['version']}")
    assert forge["evm_version"] == ape["evm_version"]
    assert forge["via_ir"] == ape["via_ir"]
    assert forge["optimizer"]
    assert forge["optimizer_runs"] == ape["optimization_runs"]


@pytest.mark.parametrize("name", ["AccessManager", "Market", "Sellers", "Reviews", "Quotes"])
def test_size__of_what_is_deployed__is_within_the_limit(name: str) -> None:
    code = project.get_contract(name).contract_type.runtime_bytecode.bytecode
    assert 0 < len(bytes.fromhex(code.removeprefix("0x"))) <= SIZE_LIMIT
