"""The table of faults names tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
NAME = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


def rows() -> list[str]:
    table = (HERE / "README.md").read_text().split("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("|") and not line.startswith(("|---", "| Fault"))]


def test_table__each_row__names_tests_that_exist() -> None:
    files = [*HERE.glob("test_*.py"), *HERE.parent.glob("chaos/test_*.py")]
    defined = {name for file in files for name in DEFINED.findall(file.read_text())}
    named = [NAME.findall(row) for row in rows()]

    assert len(named) > 15
    assert all(named)
    assert {name for row in named for name in row} - defined == set()
