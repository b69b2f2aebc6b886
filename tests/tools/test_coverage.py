"""What the coverage of the contracts counts, and that nothing is counted which was not reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.coverage.__main__ import COMPILER
from tools.coverage.instrument import instrument
from tools.coverage.probes import Probes
from tools.coverage.report import by_file, table
from tools.coverage.syntax import parse

FILE = Path("Sample.sol")

SAMPLE = """
contract Sample {
    function least(uint256 a, uint256 b) external pure returns (uint256) {
        if (a == 0 || !(b > 1)) revert();
        for (; a != 0; --a) ++b;
        unchecked {
            return a < b ? a : b;
        }
    }

    function call(Sample other) external view {
        try other.least(1, 2) {} catch {}
    }
}
"""

WITH_PROBES = """
contract Sample {
    function least(uint256 a, uint256 b) external pure returns (uint256) { $hit(0);·
        $hit(1); if ($went(a == 0, 4) || !($went(b > 1, 6))) { $hit(3); revert(); }
        $hit(2); for (; $went(a != 0, 9); --a) { $hit(8); ++b; }
        unchecked {
            $hit(11); return $went(a < b, 12) ? a : b;
        }
    }

    function call(Sample other) external view { $hit(14);·
        $hit(15); try other.least(1, 2) { $hit(16); } catch { $hit(17); }
    }
}

import {$hit, $went} from "./Coverage.sol";
""".replace("·", " ")


@pytest.fixture
def probes() -> Probes:
    return Probes()


@pytest.fixture
def sample(tmp_path: Path, probes: Probes) -> str:
    """The sample with its probes."""
    (tmp_path / FILE).write_text(SAMPLE)
    tree = parse(COMPILER, tmp_path, [FILE])[FILE]
    return instrument(FILE, SAMPLE.encode(), tree, probes).decode()


def test_instrument__every_statement_and_condition__has_its_probe(sample: str) -> None:
    assert sample == WITH_PROBES


def test_report__nothing_reached__misses_everything(sample: str, probes: Probes) -> None:
    coverage = by_file(probes, set())[FILE]

    assert (coverage.lines.reached, coverage.lines.total) == (0, 6)
    assert (coverage.branches.reached, coverage.branches.total) == (0, 10)


def test_report__one_outcome_of_one_condition__is_named_as_missed(sample: str, probes: Probes) -> None:
    files = by_file(probes, set(probes.places) - {7})

    assert [str(place) for place in files[FILE].missed] == ["Sample.sol:4 `b > 1` is never false"]
    assert table(files).endswith("Sample.sol:4 `b > 1` is never false")


def test_report__line_of_two_statements__is_reached_with_either(sample: str, probes: Probes) -> None:
    assert by_file(probes, {1})[FILE].lines.reached == 1
    assert by_file(probes, {1, 3})[FILE].lines.reached == 1
