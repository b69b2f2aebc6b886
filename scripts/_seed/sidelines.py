"""What happens beside listings and orders: purses are filled and emptied, prices move, shelves are refilled."""

from __future__ import annotations

from scripts._deployments import ZERO
from scripts._seed.accounts import BEA, BUYERS, TREASURER
from scripts._seed.catalogue import DAY, HOUR, Item
from scripts._seed.history import History
from scripts._seed.plan import Checkout

COINS = 25_000 * 10**6
"""Demo USDC in each purse, smallest units."""

ENOUGH = 2**256 - 1


def schedule(history: History, items: list[Item]) -> None:
    _fill_purses(history)
    _deposit(history)
    _withdraw(history)
    _edit(history, items)
    _collect(history)


def _fill_purses(history: History) -> None:
    """Demo USDC and its allowance for everyone who buys, before anything else."""
    chain, market, people = history.chain, history.market, history.people
    for account in (BEA, *BUYERS, *(seller.account for seller in history.sellers.values())):
        history.at(history.plan.start, lambda at, a=account: chain.send(at, people[a], market.coin, "mint", people[a], COINS))  # type: ignore[misc]
        history.at(history.plan.start, lambda at, a=account: chain.send(at, people[a], market.coin, "approve", market.market.address, ENOUGH))  # type: ignore[misc]


def _deposit(history: History) -> None:
    """Bea keeps a balance; whoever pays from the balance fills it a while before."""
    start = history.plan.start + 2 * DAY * history.plan.squeeze
    usdc = history.market.tokens["USDC"][0]
    history.at(start, lambda at: history.send(at, BEA, "deposit", ZERO, 5 * 10**17, history.people[BEA], value=5 * 10**17))
    history.at(start + HOUR * history.plan.squeeze, lambda at: history.send(at, BEA, "deposit", usdc, 250 * 10**6, history.people[BEA]))
    for checkout in history.plan.checkouts:
        if checkout.payment == "balance":
            before = checkout.at - history.rng.uniform(0.1, 3) * HOUR * history.plan.squeeze
            history.at(max(before, history.plan.start + 1), lambda at, c=checkout: _deposit_for(history, at, c))  # type: ignore[misc]
    history.at(history.plan.start + 9 * DAY * history.plan.squeeze, lambda at: history.send(at, BEA, "transfer", history.people[28], 0, 10**16))
    history.at(history.plan.start + 16 * DAY * history.plan.squeeze, lambda at: history.send(at, BEA, "transfer", history.people[2], int(usdc, 16), 12 * 10**6))


def _deposit_for(history: History, at: float, checkout: Checkout) -> None:
    """A quarter more than the cart costs now, for prices move."""
    due: dict[str, int] = {}
    for line in checkout.lines:
        token = history.market.token(line.item)
        due[token] = due.get(token, 0) + history.total(line) * 5 // 4
    for token, amount in sorted(due.items()):
        value = amount if token == ZERO else 0
        history.send(at, checkout.buyer, "deposit", token, amount, history.people[checkout.buyer], value=value)


def _withdraw(history: History) -> None:
    """Sellers take out what they have earned, buyers what came back; the rest stays."""
    accounts = [seller.account for seller in history.sellers.values()] + list(BUYERS)
    span = history.plan.now - history.plan.start
    for account in history.rng.sample(accounts, 26):
        time = history.plan.start + span * history.rng.uniform(0.45, 0.97)
        history.at(time, lambda at, a=account: _take_out(history, at, a))  # type: ignore[misc]


def _take_out(history: History, at: float, account: int) -> None:
    for token, _ in history.market.tokens.values():
        held = history.chain.call(history.market.market, "balanceOf", history.people[account], int(token, 16))[0]
        part = held * history.rng.choice((50, 60, 80, 100)) // 100
        if part:
            history.send(at, account, "withdraw", token, part, history.people[account])


def _edit(history: History, items: list[Item]) -> None:
    """Some prices change, some shelves are refilled, a few listings pause."""
    plan, rng = history.plan, history.rng
    chosen = rng.sample([item for item in items if plan.now - plan.listed[item.title] > 2 * DAY * plan.squeeze], 31)
    for item in chosen[:16]:
        time = rng.uniform(plan.listed[item.title] + DAY * plan.squeeze, plan.now)
        history.at(time, lambda at, i=item: history.update(at, i, history.prices[i.title] * rng.choice((90, 95, 105, 110)) // 100))  # type: ignore[misc]
    for item in (item for item in chosen[16:27] if item.stock is not None):
        time = rng.uniform(plan.listed[item.title] + DAY * plan.squeeze, plan.now)
        history.at(time, lambda at, i=item: history.restock(at, i, rng.choice((2, 5, 10))))  # type: ignore[misc]
    for item in chosen[27:]:
        history.at(plan.now, lambda at, i=item: history.send(at, i.seller.account, "setListingPaused", history.ids[i.title], True))  # type: ignore[misc]


def _collect(history: History) -> None:
    """The treasurer moves some of what the market has earned."""
    history.at(history.plan.start + 21 * DAY * history.plan.squeeze, lambda at: _collect_half(history, at))


def _collect_half(history: History, at: float) -> None:
    for token, _ in history.market.tokens.values():
        half = history.chain.call(history.market.market, "feesOf", token)[0] // 2
        if half:
            history.send(at, TREASURER, "collectFees", token, history.people[TREASURER], half)
