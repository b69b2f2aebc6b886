"""The faults that are put into contracts, on a small one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutate import mutants, suites
from tools.mutate.compiler import compile_contracts, parse
from tools.mutate.mutants import Mutant
from tools.mutate.syntax import imports_of

SOURCE = """\
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

contract Shelf {
    uint256 internal constant MOST = 7 days;
    address internal keeper = msg.sender;
    uint256 public stock;
    event Taken(address by, uint256 count);
    error TooMany(uint256 count, uint256 most);
    modifier onlyKeeper() {
        if (msg.sender != keeper) revert TooMany(0, 0);
        _;
    }
    // Größe: what stands before the faults has characters of several bytes.
    function take(uint256 count, bool all) external onlyKeeper returns (uint256) {
        if (count > MOST || !all) revert TooMany(count, MOST);
        stock -= _part(count, 10);
        emit Taken(msg.sender, count);
        return all ? count : 0;
    }
    function _part(uint256 whole, uint256 share) private pure returns (uint256) {
        return (whole * share) / 100;
    }
}
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("mutants") / "Shelf.sol"
    file.write_text(SOURCE)
    return str(file)


@pytest.fixture(scope="module")
def found(shelf: str) -> list[Mutant]:
    return list(mutants.find([shelf], parse([shelf])))


@pytest.mark.parametrize(
    ("fault", "changed"),
    [
        ("swap_operator", "if (count >= MOST || !all) revert TooMany(count, MOST);"),
        ("swap_operator", "if (count > MOST && !all) revert TooMany(count, MOST);"),
        ("swap_operator", "stock += _part(count, 10);"),
        ("swap_operator", "return (whole / share) / 100;"),
        ("negate_condition", "if (!(count > MOST || !all)) revert TooMany(count, MOST);"),
        ("drop_guard", "{}"),
        ("drop_statement", "{}"),
        ("change_number", "uint256 internal constant MOST = (7 days + 1);"),
        ("change_number", "return all ? count : 1;"),
        ("change_number", "return (whole * share) / 0;"),
        ("drop_negation", "if (count > MOST || all) revert TooMany(count, MOST);"),
        ("drop_modifier", "function take(uint256 count, bool all) external returns (uint256) {"),
        ("swap_branches", "return all ? 0 : count;"),
        ("swap_arguments", "if (count > MOST || !all) revert TooMany(MOST, count);"),
    ],
)
def test_find__each_fault__is_there_once_or_more(found: list[Mutant], fault: str, changed: str) -> None:
    assert (fault, changed) in [(mutant.fault, mutant.changed) for mutant in found]


def test_find__no_two_mutants__are_one(found: list[Mutant]) -> None:
    assert len({mutant.key for mutant in found}) == len(found)


def test_find__line_and_original__are_those_of_the_source(found: list[Mutant]) -> None:
    lines = SOURCE.splitlines()
    assert all(mutant.original == " ".join(lines[mutant.line - 1].split()) for mutant in found)


def test_find__fault_in_a_private_function__is_seen_through_its_callers(found: list[Mutant]) -> None:
    assert {mutant.entries for mutant in found if mutant.function == "_part"} == {frozenset(["take"])}


def test_find__faults_that_change_nothing__are_none(found: list[Mutant]) -> None:
    assert SOURCE not in {mutant.source for mutant in found}


def test_compile__mutant__is_other_bytecode(shelf: str, found: list[Mutant]) -> None:
    mutant = next(mutant for mutant in found if mutant.fault == "drop_modifier")
    sound = compile_contracts({"Shelf": shelf}, {})
    faulty = compile_contracts({"Shelf": shelf}, {shelf: mutant.source})
    assert sound
    assert faulty
    assert sound["Shelf"].runtime != faulty["Shelf"].runtime


def test_compile__what_does_not_compile__is_none(shelf: str) -> None:
    assert compile_contracts({"Shelf": shelf}, {shelf: SOURCE.replace("stock -=", "stock %%=")}) is None


def test_imports__of_a_file__reach_what_is_imported_by_what_it_imports() -> None:
    market = imports_of(parse(["contracts/Market.sol"]))["contracts/Market.sol"]
    assert {"contracts/market/Orders.sol", "contracts/libraries/Bps.sol"} <= market


def test_nearest__function_with_tests_of_its_own__they_come_first() -> None:
    assert suites.nearest(["complete"])[0] == "tests/contracts/test_complete.py"
