"""How orders go: what happens to each, by whom and when, up to the state in which it is found."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from scripts._seed.catalogue import DAY, Item


@dataclass(frozen=True)
class Step:
    """`low` and `high`: when, as a share of the time that is left until the order's deadline; above 1 it has passed."""

    action: str
    by: str
    low: float
    high: float


@dataclass(frozen=True)
class Scenario:
    """`rest`: share of the last state's time that has passed now; None for an order that has ended."""

    name: str
    count: int
    steps: tuple[Step, ...]
    rest: tuple[float, float] | None = None

    @property
    def settles(self) -> bool:
        """Whether it ends with money for the seller, so that there is something to review."""
        return bool(self.steps) and self.steps[-1].action in ("complete", "execute", "settle")

    @property
    def takes_time(self) -> bool:
        """Whether a deadline has to pass."""
        return any(step.high > 1 for step in self.steps) or (self.rest is not None and self.rest[1] > 1)

    def steps_for(self, item: Item) -> tuple[Step, ...]:
        """An automatic listing needs no acceptance, a file is delivered without being begun."""
        skipped = ({"accept"} if item.automatic else set()) | ({"start"} if item.kind == "digital" else set())
        return tuple(step for step in self.steps if step.action not in skipped)

    def suits(self, item: Item) -> bool:
        waits_unaccepted = not self.steps or self.steps[0].action == "cancel"
        found_begun = self.rest is not None and bool(self.steps) and self.steps[-1].action in ("start", "release")
        return not (waits_unaccepted and item.automatic) and not (found_begun and item.kind == "digital")


ACCEPT = Step("accept", "seller", 0.02, 0.5)
START = Step("start", "seller", 0.05, 0.3)
DELIVER = Step("deliver", "seller", 0.1, 0.5)
AT_ONCE = Step("deliver", "seller", 0.05, 0.4)
COMPLETE = Step("complete", "buyer", 0.03, 0.6)
RELEASE = Step("release", "buyer", 0.05, 0.3)
REFUND = Step("refund", "seller", 0.05, 0.3)
RAISE = Step("raise", "buyer", 0.05, 0.5)
RESPOND = Step("respond", "seller", 0.1, 0.6)
LEFT_ALONE = (1.02, 1.15)
WAITING = (0.05, 0.85)
OVERDUE = (1.05, 1.5)


DISPUTE_STEPS = ("raise", "respond", "first vote", "votes", "execute", "settle", "concede")
RESPONSE, RULING = 3 * DAY, 60 * DAY
"""Seconds that a dispute leaves for the answer, and the council for the ruling."""


def _at_court(action: str, low: float, high: float) -> Step:
    """Days after the council was given the case."""
    return Step(action, "anyone", low * DAY / RULING, high * DAY / RULING)


FIRST_VOTE, VOTES, EXECUTE = _at_court("first vote", 0.2, 1), _at_court("votes", 0.2, 2), _at_court("execute", 3.1, 4)


def _cancel(by: str, low: float = 0.05, high: float = 0.6) -> Step:
    return Step("cancel", by, low, high)


SCENARIOS = (
    Scenario("disputed, unanswered", 3, (ACCEPT, START, DELIVER, RAISE), WAITING),
    Scenario("disputed, before the council", 3, (ACCEPT, START, DELIVER, RAISE, RESPOND, FIRST_VOTE), (0.001, 0.016)),
    Scenario("resolved by the council", 5, (ACCEPT, START, DELIVER, RAISE, RESPOND, VOTES, EXECUTE)),
    Scenario("resolved by agreement", 2, (ACCEPT, START, DELIVER, RAISE, Step("settle", "seller", 0.1, 0.6))),
    Scenario("conceded by the seller", 1, (ACCEPT, START, DELIVER, RAISE, Step("concede", "seller", 0.1, 0.6))),
    Scenario("completed", 67, (ACCEPT, START, DELIVER, COMPLETE)),
    Scenario("completed by time", 22, (ACCEPT, START, DELIVER, Step("complete", "anyone", *LEFT_ALONE))),
    Scenario("completed early", 6, (ACCEPT, COMPLETE)),
    Scenario("completed after a release", 14, (ACCEPT, START, RELEASE, DELIVER, COMPLETE)),
    Scenario("completed after a refund", 10, (ACCEPT, START, DELIVER, REFUND, COMPLETE)),
    Scenario("delivered at once, completed", 16, (AT_ONCE, COMPLETE)),
    Scenario("cancelled by the buyer", 12, (_cancel("buyer"),)),
    Scenario("declined by the seller", 9, (_cancel("seller"),)),
    Scenario("given up by the seller", 5, (ACCEPT, _cancel("seller"))),
    Scenario("given up by the seller on the way", 3, (ACCEPT, START, _cancel("seller"))),
    Scenario("taken back by the seller", 5, (ACCEPT, START, DELIVER, _cancel("seller"))),
    Scenario("never accepted", 8, (_cancel("anyone", *LEFT_ALONE),)),
    Scenario("never begun", 5, (ACCEPT, _cancel("anyone", *LEFT_ALONE))),
    Scenario("never delivered", 4, (ACCEPT, START, _cancel("anyone", *LEFT_ALONE))),
    Scenario("placed", 22, (), WAITING),
    Scenario("placed, overdue", 4, (), OVERDUE),
    Scenario("accepted", 18, (ACCEPT,), WAITING),
    Scenario("accepted, overdue", 3, (ACCEPT,), OVERDUE),
    Scenario("in progress", 18, (ACCEPT, START), WAITING),
    Scenario("in progress after a release", 5, (ACCEPT, START, RELEASE), WAITING),
    Scenario("in progress, overdue", 3, (ACCEPT, START), OVERDUE),
    Scenario("delivered", 20, (ACCEPT, START, DELIVER), WAITING),
    Scenario("delivered after a refund", 3, (ACCEPT, START, DELIVER, REFUND), WAITING),
    Scenario("delivered, overdue", 4, (ACCEPT, START, DELIVER), OVERDUE),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}

FOR_BEA = (
    "placed", "accepted", "in progress", "in progress after a release", "delivered", "delivered", "delivered, overdue",
    "placed, overdue", "completed", "completed", "completed", "completed after a refund",
    "cancelled by the buyer", "never delivered", "disputed, before the council", "resolved by the council",
)  # fmt: skip
"""The demo buyer's own orders: something to do in every state."""

FOR_A_DEMO_SELLER = (
    "placed",
    "placed",
    "placed",
    "accepted",
    "accepted",
    "in progress",
    "delivered",
    "delivered, overdue",
    "completed",
    "completed",
)
"""What waits for each of the demo sellers."""


@dataclass(frozen=True)
class Timing:
    """Seconds after the order is placed of each step, and of the earliest and latest present (None: any later time)."""

    steps: tuple[float, ...]
    present: tuple[float, float] | None

    @property
    def end(self) -> float:
        return self.steps[-1] if self.steps else 0.0


def time_it(scenario: Scenario, item: Item, rng: Random, squeeze: float = 1.0) -> Timing:
    """Draws the times of an order's steps. `squeeze` below 1 shortens delays for want of history."""
    accept, deliver, inspect = item.windows
    at, deadline = 0.0, float(accept or deliver)
    times = []
    for step in scenario.steps_for(item):
        share = rng.uniform(step.low, step.high)
        at += (deadline - at) * (share if share > 1 else share * squeeze)
        times.append(at)
        if step.action == "accept" or (step.action == "start" and not _accepted(scenario, item)):
            deadline = at + deliver
        elif step.action == "deliver":
            deadline = at + inspect
        elif step.action == "raise":
            deadline = at + RESPONSE
        elif step.action == "respond":
            deadline = at + RULING
    if scenario.rest is None:
        return Timing(tuple(times), None)
    low, high = ((deadline - at) * share * (1 if share > 1 else squeeze) for share in scenario.rest)
    return Timing(tuple(times), (at + low, at + high))


def _accepted(scenario: Scenario, item: Item) -> bool:
    return item.automatic or any(step.action == "accept" for step in scenario.steps)
