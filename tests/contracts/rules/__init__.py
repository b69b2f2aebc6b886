"""`INVARIANTS.md` in code: each rule is a function that bears its number, and is asked after each act.

Numbers of contract and model are compared by `Twin`, so a rule may look at the model's; what has happened it reads in
the contracts' own events.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from tests.contracts.rules import goods, money, powers, trust
from tests.contracts.rules.bookkeeping import enter
from tests.contracts.rules.scene import Scene

ELSEWHERE = ("rule_19", "rule_24", "rule_25", "rule_38")
"""Asked at the end of a history, and of the two outcomes of an act."""


def _rules(module: ModuleType) -> list[Callable[[Scene], None]]:
    return [rule for name, rule in vars(module).items() if name.startswith("rule_") and not name.startswith(ELSEWHERE)]


AFTER_EACH_ACT = [rule for module in (money, goods, powers, trust) for rule in _rules(module)]


def check_rules(scene: Scene) -> None:
    enter(scene)
    for rule in AFTER_EACH_ACT:
        rule(scene)
