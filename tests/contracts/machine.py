"""The contracts and their model side by side: every act is done to both, and both must come to the same.

The same is: the value returned, or the error with its arguments; every event with every field; and after it every
number that a view shows. `INVARIANTS.md` says what that means for the market, `rules` asks whether it holds.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.contracts.actors import (
    BUYERS,
    NAMES,
    OPERATORS,
    SELLERS,
    Deployed,
    address_of,
    artifact,
    camel,
    key_of,
)
from tests.contracts.chains import Answer, Chain
from tests.contracts.interface import Event, plain, words
from tests.contracts.rules import check_rules
from tests.contracts.rules.powers import (
    rule_24_a_refusal_has_the_name_and_arguments_of_the_models,
    rule_25_the_events_tell_all,
)
from tests.contracts.rules.scene import Act, Book, Scene, photograph
from tests.contracts.setting import COIN_ARGUMENTS, FEE_BPS, KEEPS_FEE, RETURNS_NOTHING, Setting
from tests.contracts.views import views
from tests.model.errors import ContractError
from tests.model.values import NATIVE, Membership, Message

__all__ = [
    "BUYERS",
    "COIN_ARGUMENTS",
    "FEE_BPS",
    "KEEPS_FEE",
    "NAMES",
    "OPERATORS",
    "RETURNS_NOTHING",
    "SELLERS",
    "Deployed",
    "Twin",
    "address_of",
    "artifact",
    "camel",
    "key_of",
]

HEARD = ("market", "sellers", "disputes", "reviews")
"""Whose events are compared; arbitrators and tokens are others' contracts."""


class Twin(Setting):
    """One market, twice. `now` is the time of the next block, `refused` the error that the last act met."""

    def __init__(self, chain: Chain) -> None:
        super().__init__(chain)
        self.refused: str | None = None
        self.book = Book()
        self.done: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.rulings: Counter[int] = Counter()
        self.sound = True
        self._shown: dict[tuple[str, bytes], Any] = {}
        self._turn = 0

    def act(self, sender: str, function: str, *arguments: Any, value: int = 0, on: str = "market") -> None:
        """`function` is the model's name; the contract's is the same in camel case."""
        self.sound = False
        before = photograph(self)
        expected = self._predict(self.parts[on], function, Message(sender, self.now, value), arguments)
        contract = self.contracts[on]
        data = contract.interface.call(camel(function), *map(self.signed, arguments))
        actual = self._outcome(on, camel(function), self.chain.send(sender, contract.address, data, value, self.now))
        what = f"{on}.{function}{plain(arguments)} by {sender} with {value} at {self.now}"
        rule_24_a_refusal_has_the_name_and_arguments_of_the_models(what, actual, expected)
        rule_25_the_events_tell_all(what, actual, expected)
        events = () if self.refused else tuple(actual[1])
        check_rules(Scene(self, before, Act(sender, on, function, arguments, value, self.now, events, self.refused)))
        self.sound = True
        self._count(function, events)

    def forget(self) -> None:
        """What was counted so far."""
        for counter in (self.done, self.refusals, self.told, self.rulings):
            counter.clear()

    def _count(self, function: str, events: tuple[Event, ...]) -> None:
        counted = self.refusals if self.refused else self.done
        counted[self.refused or function] += 1
        self.told.update(name for name, _ in events)
        self.rulings.update(fields[2] for name, fields in events if name == "Ruling")

    def _predict(self, part: Any, function: str, message: Message, arguments: tuple[Any, ...]) -> Any:
        self.model.events.clear()
        try:
            returned = getattr(part, function)(message, *arguments)
        except ContractError as error:
            self.refused = type(error).__name__
            return self.refused, plain(error.args)
        self.refused = None
        return returned, [plain(event) for event in self.model.events]

    def _outcome(self, on: str, name: str, answer: Answer) -> Any:
        if answer.reverted:
            return self._error(answer)
        returned = self.contracts[on].interface.returned(name, answer.output)
        ours = {deployed.address: deployed.interface for deployed in map(self.contracts.get, HEARD) if deployed}
        return returned, [ours[log.address].event(log) for log in answer.logs if log.address in ours]

    def block(self, token: str, account: str, blocked: bool) -> None:
        self._tell(account, token, "setBlocked", account, blocked)
        self.model.outside.blocked[account, token] = blocked

    def enrol(self, membership_id: int, membership: Membership) -> None:
        self._tell(address_of("stranger"), self.contracts["book"].address, "set", membership_id, *plain(membership))
        self.model.outside.memberships[membership_id] = membership

    def check(self, all_of_it: bool = False) -> None:
        """Every number of the contracts is the model's, every coin is where the model has it.

        Unless all of it is wanted: what is new, and in turn a quarter of what the model says has not changed.
        """
        self.sound = False
        self._turn += 1
        expected = [
            view
            for place, view in enumerate(views(self), self._turn)
            if all_of_it or place % 4 == 0 or self._shown.get(view[1:3], self) != view[3]
        ]
        self._shown.update((view[1:3], view[3]) for view in expected)
        answers = self.chain.read([(to, data) for _, to, data, _ in expected])
        for (what, _, _, value), answer in zip(expected, answers, strict=True):
            assert answer == words(value), f"{what}: contract {answer.hex()}, model {value}"
        holders = [*self.accounts, *(self.parts[name].address for name in ("market", "disputes", "whim", "central"))]
        assert self.chain.balances(holders) == [self.model.outside.wallets[holder, NATIVE] for holder in holders]
        self.sound = True
