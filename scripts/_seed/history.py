"""The plan carried out: a queue of happenings, each a transaction at its time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from typing import Any

from scripts._content import digest
from scripts._deployments import ZERO
from scripts._seed.accounts import People
from scripts._seed.catalogue import HOUR, KINDS, Item, Seller
from scripts._seed.documents import written
from scripts._seed.market import Market
from scripts._seed.plan import Checkout, Line, Plan, orders_of
from scripts._seed.rpc import LocalChain
from scripts._seed.scenarios import DISPUTE_STEPS

UNLIMITED = 2**32 - 1
Happening = Callable[..., object]
Settled = Callable[["History", float, int, int, Line], None]
"""What follows when an order is completed or resolved: history, time, order, buyer, line."""


def _nobody_disputes(*happening: Any) -> None:
    raise NotImplementedError("a plan with disputes needs `History.on_dispute`")


class History:
    """Listings and orders over time. `sidelines` (purses, edits) may schedule happenings of their own."""

    def __init__(
        self, chain: LocalChain, market: Market, people: People, sellers: dict[str, Seller], plan: Plan, rng: Random
    ) -> None:
        self.chain, self.market, self.people, self.sellers, self.plan, self.rng = (
            chain,
            market,
            people,
            sellers,
            plan,
            rng,
        )
        config = dict(zip(("listings", "orders"), chain.call(market.market, "getConfig")[0][:2], strict=True))
        self.next_listing, self.next_order = config["listings"] + 1, config["orders"] + 1
        self.ids: dict[str, int] = {}
        self.items: dict[str, Item] = {}
        self.versions: dict[str, int] = {}
        self.prices: dict[str, int] = {}
        self.stock: dict[str, int] = {}
        self.memberships: dict[int, int] = {}
        self.cases: dict[int, int] = {}
        self.on_settled: list[Settled] = []
        self.on_dispute: Happening = _nobody_disputes
        self.documents = {
            (id(line), action): written(line, action, rng)
            for line in orders_of(plan)
            for action in ("start", "deliver")
        }
        self._queue: list[tuple[float, int, Happening, tuple[Any, ...]]] = []
        self._tie = count()
        self._nonces = count(1)

    def at(self, time: float, happening: Happening, *arguments: Any) -> None:
        """Calls `happening(time, *arguments)` when its time comes; what is yet to come does not happen."""
        if time <= self.plan.now:
            heapq.heappush(self._queue, (time, next(self._tie), happening, arguments))

    def schedule(self, items: list[Item]) -> None:
        for key, seller in self.sellers.items():
            self.at(self.plan.registered[key], self._register, seller)
        for item in items:
            self.at(self.plan.listed[item.title], self._list, item)
        for checkout in self.plan.checkouts:
            self.at(checkout.at, self._check_out, checkout)

    def run(self) -> Iterator[int]:
        """Yields how many happenings are left after each."""
        while self._queue:
            time, _, happening, arguments = heapq.heappop(self._queue)
            happening(time, *arguments)
            yield len(self._queue)

    def send(self, at: float, account: int, function: str, *arguments: Any, value: int = 0) -> None:
        self.chain.send(at, self.people[account], self.market.market, function, *arguments, value=value)

    def _register(self, at: float, seller: Seller) -> None:
        address = self.people[seller.account]
        if self.chain.call(self.market.sellers, "statusOf", address)[0] == 0:
            self.chain.send(at, address, self.market.sellers, "register", self.market.profiles[seller.key])

    def terms(self, item: Item) -> tuple[object, ...]:
        low_stock = (item.stock or 0) // 3
        discount = 500 if item.kind == "digital" else 0
        category = self.market.categories[item.category]
        return (
            self.prices[item.title],
            discount,
            0,
            *item.windows,
            0,
            low_stock,
            category,
            self.market.listings[item.title],
        )

    def _list(self, at: float, item: Item) -> None:
        self.ids[item.title], self.items[item.title] = self.next_listing, item
        self.versions[item.title], self.prices[item.title] = 1, self.market.price(item)
        self.stock[item.title] = UNLIMITED if item.stock is None else item.stock
        self.send(
            at,
            item.seller.account,
            "createListing",
            KINDS.index(item.kind),
            self.market.token(item),
            self.stock[item.title],
            self.terms(item),
        )
        self.next_listing += 1

    def update(self, at: float, item: Item, price: int) -> None:
        self.prices[item.title] = price
        self.versions[item.title] += 1
        self.send(at, item.seller.account, "updateListing", self.ids[item.title], self.terms(item))

    def restock(self, at: float, item: Item, units: int) -> None:
        self.stock[item.title] += units
        self.send(at, item.seller.account, "restock", self.ids[item.title], units)

    def total(self, line: Line) -> int:
        return self.total_of(line.item, line.quantity)

    def total_of(self, item: Item, quantity: int) -> int:
        """Smallest units; as planned where the listing is not there yet."""
        return self.prices.get(item.title, self.market.price(item)) * quantity

    def nonce(self) -> int:
        """A number for an offer, given once."""
        return next(self._nonces)

    def _check_out(self, at: float, checkout: Checkout) -> None:
        lines = sorted(checkout.lines, key=lambda line: line.item.token)
        for line in lines:
            self._take_stock(at, line)
        native = sum(self.total(line) for line in lines if self.market.token(line.item) == ZERO)
        from_balance = checkout.payment == "balance"
        value = 0 if from_balance else native + (native // 20 if checkout.payment == "over" else 0)
        referrer = ZERO if checkout.referrer is None else self.people[checkout.referrer]
        payment = (int(max(at, self.chain.time)) + 2 * HOUR, from_balance, referrer)
        wanted = [
            (
                self.ids[line.item.title],
                self.versions[line.item.title],
                line.quantity,
                self.total(line),
                self.memberships.get(checkout.buyer, 0),
            )
            for line in lines
        ]
        if len(wanted) == 1:
            self.send(at, checkout.buyer, "buy", wanted[0], payment, value=value)
        else:
            self.send(at, checkout.buyer, "checkout", wanted, payment, value=value)
        for line in lines:
            self._follow(self.next_order, checkout.buyer, line)
            self.next_order += 1

    def _take_stock(self, at: float, line: Line) -> None:
        left = self.stock[line.item.title]
        if left == UNLIMITED:
            return
        if left < line.quantity:
            self.restock(at, line.item, line.quantity + 4)
        self.stock[line.item.title] -= line.quantity

    def _follow(self, order: int, buyer: int, line: Line) -> None:
        escrow = self.total(line)
        for step, time in zip(line.scenario.steps_for(line.item), line.times, strict=True):
            sender = {
                "buyer": buyer,
                "seller": line.item.seller.account,
                "anyone": self._anyone(step.action, buyer, line),
            }[step.by]
            if step.action in DISPUTE_STEPS:
                self.at(time, self.on_dispute, step.action, order, buyer, line)
                continue
            arguments: tuple[object, ...] = (order,)
            if step.action in ("start", "deliver"):
                text = self.documents[id(line), step.action]
                arguments += (digest(text) if text else bytes(32),)
            elif step.action in ("release", "refund"):
                part = escrow * self.rng.choice((30, 40, 50) if step.action == "release" else (10, 15, 25)) // 100
                escrow -= part
                arguments += (part,)
            self.at(time, self.send, sender, step.action, *arguments)
        if line.scenario.settles:
            for settled in self.on_settled:
                settled(self, line.times[-1], order, buyer, line)

    def _anyone(self, action: str, buyer: int, line: Line) -> int:
        """Who opens a timed exit: most often who gains by it."""
        if self.rng.random() < 0.2:
            return self.rng.choice((28, 29))
        return line.item.seller.account if action == "complete" else buyer
