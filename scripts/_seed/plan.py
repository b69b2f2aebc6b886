"""The month of the demo market, decided before it happens: who lists what and who buys what when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from scripts._seed.accounts import BEA, BUYERS, REFERRERS, SELMA, SILAS
from scripts._seed.catalogue import DAY, HOUR, Item, Seller
from scripts._seed.scenarios import BY_NAME, FOR_A_DEMO_SELLER, FOR_BEA, SCENARIOS, Scenario, time_it

CARTS = (2, 2, 2, 3, 3, 4) * 7
"""Lines of the checkouts that have several."""

MONTH = 30 * DAY
ROOM = 27 * DAY
SETTLED = 600
"""Seconds before the present by which the past is over."""


class PlanError(Exception):
    """The span of history is too short for what is to have happened in it."""


@dataclass
class Line:
    """One order to be: `steps` are (Unix time, index into the scenario's steps)."""

    item: Item
    scenario: Scenario
    quantity: int
    times: tuple[float, ...]


@dataclass
class Checkout:
    """`payment`: wallet, balance (from the ledger, after a deposit) or over (more than it costs)."""

    at: float
    buyer: int
    referrer: int | None
    payment: str
    lines: list[Line]


@dataclass
class Plan:
    """Unix times. `listed` and `registered` say when; `checkouts` are in no order."""

    start: float
    now: float
    registered: dict[str, float] = field(default_factory=dict)
    listed: dict[str, float] = field(default_factory=dict)
    checkouts: list[Checkout] = field(default_factory=list)

    @property
    def squeeze(self) -> float:
        """1 where history has room for deadlines to pass; near 0 where all has to happen now."""
        return 1.0 if self.now - self.start >= ROOM else (self.now - self.start) / MONTH


class Planner:
    """Draws a plan. The same seed and the same span give the same plan."""

    def __init__(self, sellers: dict[str, Seller], items: list[Item], start: float, now: float, rng: Random) -> None:
        self.items, self.rng = items, rng
        self.plan = Plan(start, now)
        self.left = {item.title: item.stock for item in items}
        known = [scenario for scenario in SCENARIOS if self.plan.squeeze == 1 or not scenario.takes_time]
        self.pool = [scenario for scenario in known for _ in range(scenario.count)]
        self._list(sellers)

    def _list(self, sellers: dict[str, Seller]) -> None:
        """Sellers arrive in the first days; most listings follow soon, the last ones today."""
        plan, span = self.plan, self.plan.now - self.plan.start
        for key in sellers:
            early = 0.02 if key in (SILAS, SELMA) else 0.12
            plan.registered[key] = plan.start + span * self.rng.uniform(0.001, early)
        for item in self.items:
            share = self.rng.uniform(0.01, 0.22) if self.rng.random() < 0.8 else self.rng.uniform(0.22, 0.995)
            first = plan.registered[item.seller.key]
            plan.listed[item.title] = first + (plan.now - first) * share

    def draw(self) -> Plan:
        self.rng.shuffle(self.pool)
        for scenario in self._taken(FOR_BEA):
            self._single(scenario, buyer=BEA)
        for seller in (SILAS, SELMA):
            for scenario in self._taken(FOR_A_DEMO_SELLER):
                self._single(scenario, seller=seller)
        for number, lines in enumerate(CARTS):
            if self.pool:
                self._cart(lines, BEA if number < 2 else None)
        while self.pool:
            self._single(self.pool.pop())
        return self.plan

    def _taken(self, names: tuple[str, ...]) -> Iterator[Scenario]:
        """Scenarios by name, out of the pool; those it does not hold are left out."""
        for name in names:
            if BY_NAME[name] in self.pool:
                self.pool.remove(BY_NAME[name])
                yield BY_NAME[name]

    def _single(self, scenario: Scenario, buyer: int | None = None, seller: str | None = None) -> Checkout:
        at, line = self._line(scenario, None, seller, None)
        buyer = buyer or self.rng.choice(BUYERS)
        payment = self.rng.choices(("wallet", "balance", "over"), (14, 4, 1))[0]
        checkout = Checkout(at, buyer, self._referrer(buyer), payment, [line])
        self.plan.checkouts.append(checkout)
        return checkout

    def _cart(self, size: int, buyer: int | None) -> None:
        """One line decides when the checkout was; the others are found to fit it."""
        checkout = self._single(self.pool.pop(), buyer)
        for _ in range(size - 1):
            found = self._fitting(checkout)
            if found is None:
                return
            checkout.lines.append(found)

    def _fitting(self, checkout: Checkout) -> Line | None:
        others = {line.item.title for line in checkout.lines}
        for index in self.rng.sample(range(len(self.pool)), min(40, len(self.pool))):
            try:
                _, line = self._line(self.pool[index], checkout.at, None, checkout.buyer, tries=40, without=others)
            except PlanError:
                continue
            self.pool.pop(index)
            return line
        return None

    def _line(
        self,
        scenario: Scenario,
        at: float | None,
        seller: str | None,
        buyer: int | None,
        tries: int = 4000,
        without: set[str] | None = None,
    ) -> tuple[float, Line]:
        """A listing, a time and a quantity for this scenario."""
        for _ in range(tries):
            item = self.rng.choice(self.items)
            if (seller and item.seller.key != seller) or item.seller.account == buyer or not scenario.suits(item):
                continue
            if self.left[item.title] == 0 or item.title in (without or ()):
                continue
            placed, times = self._times(scenario, item, at)
            if placed is not None:
                return placed, Line(item, scenario, self._quantity(item), times)
        raise PlanError(f"no listing and time found for an order that is {scenario.name}")

    def _times(self, scenario: Scenario, item: Item, at: float | None) -> tuple[float | None, tuple[float, ...]]:
        """When the order was placed and when its steps were; None if this listing is too young for it."""
        now, timing = self.plan.now, time_it(scenario, item, self.rng, self.plan.squeeze)
        earliest = self.plan.listed[item.title] + 0.5 * HOUR * self.plan.squeeze
        latest = now - timing.end - SETTLED * self.plan.squeeze
        if timing.present is not None:
            earliest, latest = max(earliest, now - timing.present[1]), now - timing.present[0]
        if at is None:
            at = self.rng.uniform(earliest, latest) if earliest < latest else None
        if at is None or not earliest <= at <= latest:
            return None, ()
        return at, tuple(at + step for step in timing.steps)

    def _quantity(self, item: Item) -> int:
        left = self.left[item.title]
        quantity = 1 if left is not None and left < 8 else self.rng.choice((1, 1, 1, 1, 2, 2, 3))
        if left is not None:
            self.left[item.title] = max(0, left - quantity)
        return quantity

    def _referrer(self, buyer: int) -> int | None:
        if self.rng.random() > 0.17:
            return None
        return self.rng.choice([index for index in REFERRERS if index != buyer])


def orders_of(plan: Plan) -> Iterator[Line]:
    for checkout in plan.checkouts:
        yield from checkout.lines
