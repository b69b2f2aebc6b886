"""The chain's state file, which gains a block 0 at each start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.up.errors import CannotStart
from tools.up.market import keep_one_beginning


def block(number: int, timestamp: int) -> dict[str, Any]:
    return {"header": {"number": hex(number), "timestamp": hex(timestamp)}}


def test_keep_one_beginning__several__the_oldest_stays(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"blocks": [block(0, 90), block(1, 11), block(0, 10), block(0, 80)], "accounts": {}}))

    keep_one_beginning(state)

    assert json.loads(state.read_text()) == {"blocks": [block(1, 11), block(0, 10)], "accounts": {}}


def test_keep_one_beginning__cut_off__says_to_reset(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"blocks": [')

    with pytest.raises(CannotStart, match="make reset"):
        keep_one_beginning(state)
