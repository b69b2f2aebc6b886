"""ABIs as files: what the page, the indexer and these scripts know of the contracts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ape

from scripts._deployments import CONTRACTS, abi_path

EXPORTED = (*CONTRACTS, "TestToken")


def rendered(name: str) -> str:
    """The contract's ABI as the text of its file: a plain array, in an order that does not depend on the compiler."""
    entries = [
        entry.model_dump(mode="json", by_alias=True, exclude_none=True)
        for entry in ape.project.get_contract(name).contract_type.abi
    ]
    return json.dumps(sorted(entries, key=_order), indent=1, sort_keys=True) + "\n"


def _order(entry: dict[str, Any]) -> tuple[str, str, str]:
    return entry["type"], entry.get("name", ""), json.dumps(entry.get("inputs", []), sort_keys=True)


def stale() -> list[Path]:
    """Files that differ from what the contracts say now."""
    return [path for name in EXPORTED if not _same(path := abi_path(name), rendered(name))]


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def write_all() -> list[Path]:
    """Writes the files that changed and returns them."""
    changed = stale()
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rendered(path.stem))
    return changed
