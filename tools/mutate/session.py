"""A plugin of pytest that keeps one session, one chain and one deployed world for any number of faults.

First the tests are listened to, with no fault on: which faults does each reach? Then one fault after the other is on,
and meets those tests that reach it until one fails. A test that fails without the fault as well has found nothing.
"""

from __future__ import annotations

import importlib
import inspect
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from weakref import WeakSet

import ape
import hypothesis
import pyrevm
import pytest
from _pytest.runner import runtestprotocol

from tools.mutate import reach, results
from tools.mutate.home import ANVIL_LOG, LISTEN, SWITCH, TASK
from tools.mutate.nearness import Rarity, words_of
from tools.mutate.reach import WORLD, Reach
from tools.mutate.results import Fate, Result

NEAREST = 30
"""Tests that every fault meets first."""

# A fault is found by the first example that fails; nobody reads a smaller one.
PHASES = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
hypothesis.settings.register_profile("faults", phases=PHASES, database=None)
hypothesis.settings.load_profile("faults")


@dataclass(frozen=True)
class Fault:
    """`words` is where tests that have to do with it have words in common with; `said` is what people read."""

    number: int
    key: str
    words: str
    said: str


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    if session.testsfailed:
        raise session.Failed(f"{session.testsfailed} files cannot be read")
    task = json.loads(TASK.read_text())
    trial = _Trial(session, task["code"])
    trial.listen()
    rest = [Fault(**fault) for fault in task["faults"]]
    for tests in (trial.nearest, trial.others):
        rest = [fault for fault in rest if not trial.meet(fault, tests(fault))]
    trial.make_world_anew()
    rest = [fault for fault in rest if not (trial.is_in_world(fault) and trial.meet(fault, trial.all(fault)))]
    for fault in rest:
        trial.meet(fault, trial.apart(fault))
    return True


class _Trial:
    def __init__(self, session: pytest.Session, code: str) -> None:
        self._session, self._code = session, code
        self._items = {item.nodeid: item for item in session.items if isinstance(item, pytest.Function)}
        self._say = session.config.pluginmanager.getplugin("terminalreporter").write_line
        self._read = 0
        self._on, self._anew = 0, False
        self._reaches: dict[str, Reach] = {}
        self._rarity = Rarity({test: inspect.getsource(item.obj) for test, item in self._items.items()})
        self._revms = WeakSet[Any]()
        self._world: Any = None
        self._let_revm_have_faults()

    def listen(self) -> None:
        """The first test of all makes the world."""
        self._turn(LISTEN)
        known, missing = reach.known(self._code), []
        for test in self._items:
            if test in known and known[test].text == reach.text_of(test):
                self._reaches[test] = known[test]
            else:
                missing.append(test)
        first = next(iter(self._items))
        self._note(first, WORLD)
        self._world = ape.chain.snapshot()
        heard = [test for test in missing if not self._is_apart(test)]
        for test in set(missing) - set(heard):
            self._keep(Reach(self._code, test, reach.text_of(test), (), 0.0, True, apart=True))
        for test, following in _with_next(heard):
            self._note(test, test, following)

    def nearest(self, fault: Fault) -> list[str]:
        """Of the tests that reach the fault, those that have most to do with it."""
        return [test for test in self.all(fault) if self._reaches_it(test, fault)][:NEAREST]

    def others(self, fault: Fault) -> list[str]:
        return [test for test in self.all(fault) if self._reaches_it(test, fault)][NEAREST:]

    def apart(self, _: Fault) -> list[str]:
        """Long histories, of which nobody hears what they reach."""
        return [test for test, one in self._reaches.items() if one.apart]

    def meet(self, fault: Fault, tests: list[str]) -> bool:
        """Whether a test found it. A survivor that may be found as the world is made is not written down yet."""
        began = time.monotonic()
        found = self._find(fault.number, tests)
        fate: Fate = "killed" if found else "survived"
        self._say(f"{fate:8} {time.monotonic() - began:5.1f} s, {fault.said} by {found or len(tests)}")
        if found or self._anew or not self.is_in_world(fault):
            results.remember(Result(fault.key, fate, found))
        return found is not None

    def all(self, fault: Fault) -> list[str]:
        """All tests that can be heard; first those that are quick, and have words in common with the line."""
        words = words_of(fault.words)
        heard = [one for one in self._reaches.values() if one.passed and not one.apart]
        worth = {one.test: self._rarity.common(words, one.test) / one.seconds for one in heard}
        return sorted(worth, key=lambda test: -worth[test])

    def is_in_world(self, fault: Fault) -> bool:
        return fault.number in self._reaches[WORLD].faults

    def make_world_anew(self) -> None:
        """From now on each fault is on before the world is made."""
        self._anew = True

    def _reaches_it(self, test: str, fault: Fault) -> bool:
        return fault.number in self._reaches[test].faults

    def _find(self, number: int, ahead: list[str]) -> str | None:
        while failed := self._first_failure(ahead, number):
            if self._first_failure([failed], 0) is None:
                return failed
            self._say(f"{failed} fails without any fault")
            ahead = ahead[ahead.index(failed) + 1 :]
        return None

    def _first_failure(self, tests: Iterable[str], number: int) -> str | None:
        self._turn(number)
        for test, following in _with_next(tests):
            if not self._run(test, following):
                return test
        return None

    def _note(self, test: str, name: str, following: str | None = None) -> None:
        began = time.monotonic()
        passed = self._run(test, following)
        seconds = round(time.monotonic() - began, 3)
        faults = sorted(self._heard())
        text = reach.text_of(test)
        noted = Reach(self._code, name, text, tuple(faults), seconds, passed and name != WORLD, apart=False)
        self._keep(noted)
        self._say(f"{seconds:5.1f} s, {len(faults)} faults reached by {name}" + ("" if passed else ", which FAILS"))

    def _keep(self, noted: Reach) -> None:
        self._reaches[noted.test] = noted
        reach.remember(noted)

    def _is_apart(self, test: str) -> bool:
        """Its contracts run in this process, or some of them do: long histories, which only survivors meet."""
        return hasattr(self._items[test].module, "Revm")

    def _heard(self) -> set[int]:
        """What anvil was told since the last time."""
        with Path(ANVIL_LOG).open(errors="replace") as log:
            log.seek(self._read)
            numbers = {int(line) for line in log.read().split("\n") if line.isdigit()}
            self._read = log.tell()
        return numbers

    def _run(self, test: str, following: str | None) -> bool:
        after = self._items[following] if following else self._session
        reports = runtestprotocol(self._items[test], log=False, nextitem=after)  # type: ignore[arg-type]
        return not any(report.failed for report in reports)

    def _turn(self, number: int) -> None:
        """Nothing but the world is there: what tests of a file share is made under the fault that is on."""
        last = None if self._anew else self._session
        self._session._setupstate.teardown_exact(last)  # type: ignore[arg-type]
        if self._world and not self._anew:
            # What a faulty contract did may have outlived the tests.
            ape.chain.restore(self._world)
            self._world = ape.chain.snapshot()
        self._on = number
        ape.chain.provider.make_request("anvil_setBalance", [SWITCH, hex(number)])
        for revm in self._revms:
            revm._evm.set_balance(SWITCH, number)

    def _let_revm_have_faults(self) -> None:
        def begin(revm: Any) -> None:
            config = pyrevm.CfgEnv(limit_contract_code_size=1 << 24)
            revm._evm = pyrevm.EVM(env=pyrevm.Env(cfg=config), spec_id="CANCUN")
            revm._evm.set_balance(SWITCH, self._on)
            self._revms.add(revm)

        importlib.import_module("tests.contracts.chains").Revm.__init__ = begin


def _with_next(tests: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    yield from pairwise([*tests, None])
