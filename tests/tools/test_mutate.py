"""The faults that are put into contracts, on a small one."""

from __future__ import annotations

from pathlib import Path

import pyrevm
import pytest
from web3 import Web3

from tools.mutate import mutants, switches
from tools.mutate.compiler import compile_contracts, parse
from tools.mutate.home import SWITCH
from tools.mutate.mutants import Mutant
from tools.mutate.reach import Reach, nearest
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


TAKE, STOCK = Web3.keccak(text="take(uint256,bool)")[:4], Web3.keccak(text="stock()")[:4]
KEEPER = "0x" + "11" * 20


class Shop:
    """The shelf with switches, in an EVM of this process."""

    def __init__(self, shelf: str) -> None:
        trees = parse([shelf])
        sources, self.placed = switches.put(mutants.find([shelf], trees), trees)
        code = compile_contracts({"Shelf": shelf}, sources)
        assert code
        self._evm = pyrevm.EVM(spec_id="CANCUN")
        self._shelf = self._evm.deploy(KEEPER, bytes.fromhex(code["Shelf"].creation))

    def number(self, fault: str, changed: str) -> int:
        return next(n for n, mutant in self.placed.items() if (mutant.fault, mutant.changed) == (fault, changed))

    def take(self, count: int, with_fault: int) -> int | None:
        """What `take` returned, or None if it reverted."""
        self._evm.set_balance(SWITCH, with_fault)
        data = TAKE + count.to_bytes(32, "big") + (1).to_bytes(32, "big")
        try:
            return int.from_bytes(self._evm.message_call(KEEPER, self._shelf, calldata=data), "big")
        except RuntimeError:
            return None


@pytest.fixture(scope="module")
def shop(shelf: str) -> Shop:
    return Shop(shelf)


def test_switches__all_but_modifiers_and_constants__have_one(shop: Shop, found: list[Mutant]) -> None:
    without = {mutant.key for mutant in found} - {mutant.key for mutant in shop.placed.values()}
    assert {mutant.fault for mutant in found if mutant.key in without} == {"drop_modifier", "change_number"}
    assert all(
        "onlyKeeper" in mutant.original or "MOST =" in mutant.original for mutant in found if mutant.key in without
    )


def test_switches__none_is_on__contract_is_what_it_was(shop: Shop) -> None:
    assert (shop.take(5, with_fault=0), shop.take(2**255, with_fault=0)) == (5, None)


@pytest.mark.parametrize(
    ("fault", "changed", "returned"),
    [
        ("swap_branches", "return all ? 0 : count;", 0),
        ("change_number", "return (whole * share) / 0;", None),
        ("negate_condition", "if (!(count > MOST || !all)) revert TooMany(count, MOST);", None),
        ("swap_operator", "if (count > MOST && !all) revert TooMany(count, MOST);", 5),
    ],
)
def test_switches__one_is_on__that_fault_is_there(shop: Shop, fault: str, changed: str, returned: int | None) -> None:
    assert shop.take(5, with_fault=shop.number(fault, changed)) == returned


def test_switches__another_is_on_after_it__the_first_is_gone(shop: Shop) -> None:
    assert shop.take(5, with_fault=shop.number("swap_branches", "return all ? 0 : count;")) == 0
    assert shop.take(5, with_fault=0) == 5


def test_nearest__tests_that_reach_the_fault__come_quick_and_narrow_ones_first() -> None:
    def noted(test: str, faults: tuple[int, ...], seconds: float, passed: bool = True, apart: bool = False) -> Reach:
        return Reach("code", test, "text", faults, seconds, passed, apart)

    reaches = [
        noted("broad", (1, 2, 3, 4), 1.0),
        noted("slow", (1,), 9.0),
        noted("quick", (1, 2), 0.5),
        noted("elsewhere", (2,), 0.1),
        noted("failing", (1,), 0.1, passed=False),
        noted("unheard", (1,), 0.1, apart=True),
    ]
    assert list(nearest(reaches, [1])) == ["quick", "broad", "slow"]
