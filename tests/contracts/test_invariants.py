"""`INVARIANTS.md` and the code say the same: no rule without code, no code without a rule."""

from __future__ import annotations

import re
from pathlib import Path

from tests.contracts.rules import AFTER_EACH_ACT, memberships

HERE = Path(__file__).parent
DOCUMENT = (HERE / "INVARIANTS.md").read_text()
PYTHON = "".join(path.read_text() for path in sorted((HERE / "rules").glob("*.py")))
SOLIDITY = "".join(path.read_text() for path in sorted((HERE.parent / "forge").glob("*.sol")))

RULES = re.findall(r"^- \*\*(M?\d+)\*\* ", DOCUMENT, re.MULTILINE)
ROWS = dict(re.findall(r"^\| (M?\d+) \| (.*) \|$", DOCUMENT, re.MULTILINE))
IN_PYTHON = re.findall(r"^def (rule_\w+)\(", PYTHON, re.MULTILINE)
IN_SOLIDITY = re.findall(r"function ((?:invariant|_rule)_\w+)\(", SOLIDITY)


def numbers(name: str) -> list[str]:
    """`rule_01_…` is of rule 1, `invariant_17_18_…` of two, `rule_m1_…` of M1."""
    found = re.match(r"(?:invariant|_?rule)((?:_(?:m\d|\d\d))+)_", name)
    assert found, f"{name} has no number"
    return [number.lstrip("0").upper() for number in found[1].strip("_").split("_")]


def named(row: str, pattern: str) -> list[str]:
    return re.findall(rf"`({pattern}_\w+)`", row)


def test_rules__of_the_document__have_numbers_of_their_own() -> None:
    assert len(RULES) == len(set(RULES)) >= 25
    assert set(ROWS) == set(RULES)


def test_rules__of_the_document__are_each_one_function() -> None:
    assert sorted(number for name in IN_PYTHON for number in numbers(name)) == sorted(RULES)
    for number, row in ROWS.items():
        assert [numbers(name) for name in named(row, "rule")] == [[number]]
        assert named(row, "rule")[0] in IN_PYTHON


def test_invariants__of_forge__are_in_the_table_and_bear_its_numbers() -> None:
    told = {(number, name) for number, row in ROWS.items() for name in named(row, "(?:invariant|_rule)")}
    assert told == {(number, name) for name in IN_SOLIDITY for number in numbers(name)}


def test_functions__of_all_rules__are_called() -> None:
    asked = {rule.__name__ for rule in (*AFTER_EACH_ACT, *memberships.AFTER_EACH_ACT)}
    code = "".join(path.read_text() for path in HERE.glob("*.py") if path.name != Path(__file__).name)
    for name in IN_PYTHON:
        assert name in asked or f"{name}(" in code, f"nobody asks {name}"
    for name in (name for name in IN_SOLIDITY if name.startswith("_rule")):
        assert SOLIDITY.count(f"{name}(") > 1, f"nobody asks {name}"
