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
    _keep_a_balance(history)
    _deposit(history)
    _withdraw(history)
    _edit(history, items)
    history.at(_day(history, 21), _collect_half, history)


def _day(history: History, days: float) -> float:
    return history.plan.start + days * DAY * history.plan.squeeze


def _fill_purses(history: History) -> None:
    """Demo USDC and its allowance for everyone who buys, before anything else."""
    market = history.market
    for account in (BEA, *BUYERS, *(seller.account for seller in history.sellers.values())):
        address = history.people[account]
        for function, arguments in (("mint", (address, COINS)), ("approve", (market.market.address, ENOUGH))):
            history.at(history.plan.start, history.chain.send, address, market.coin, function, *arguments)


def _keep_a_balance(history: History) -> None:
    """Bea has money in the market and sends some of it on."""
    usdc = history.market.tokens["USDC"][0]
    history.at(_day(history, 2), _pay_in, history, BEA, ZERO, 5 * 10**17)
    history.at(_day(history, 2.1), _pay_in, history, BEA, usdc, 250 * 10**6)
    history.at(_day(history, 9), history.send, BEA, "transfer", history.people[28], 0, 10**16)
    history.at(_day(history, 16), history.send, BEA, "transfer", history.people[2], int(usdc, 16), 12 * 10**6)


def _pay_in(at: float, history: History, account: int, token: str, amount: int) -> None:
    value = amount if token == ZERO else 0
    history.send(at, account, "deposit", token, amount, history.people[account], value=value)


def _deposit(history: History) -> None:
    """Whoever pays a cart from the balance fills it a while before."""
    for checkout in history.plan.checkouts:
        if checkout.payment == "balance":
            before = checkout.at - history.rng.uniform(0.1, 3) * HOUR * history.plan.squeeze
            history.at(max(before, history.plan.start + 1), _deposit_for, history, checkout)


def _deposit_for(at: float, history: History, checkout: Checkout) -> None:
    """A quarter more than the cart costs now, for prices move."""
    due: dict[str, int] = {}
    for line in checkout.lines:
        token = history.market.token(line.item)
        due[token] = due.get(token, 0) + history.total(line) * 5 // 4
    for token, amount in sorted(due.items()):
        _pay_in(at, history, checkout.buyer, token, amount)


def _withdraw(history: History) -> None:
    """Sellers take out what they have earned, buyers what came back; the rest stays."""
    accounts = [seller.account for seller in history.sellers.values()] + list(BUYERS)
    span = history.plan.now - history.plan.start
    for account in history.rng.sample(accounts, 26):
        history.at(history.plan.start + span * history.rng.uniform(0.45, 0.97), _take_out, history, account)


def _take_out(at: float, history: History, account: int) -> None:
    for token, _ in history.market.tokens.values():
        held = history.chain.call(history.market.market, "balanceOf", history.people[account], int(token, 16))[0]
        part = held * history.rng.choice((50, 60, 80, 100)) // 100
        if part:
            history.send(at, account, "withdraw", token, part, history.people[account])


def _edit(history: History, items: list[Item]) -> None:
    """Some prices change, some shelves are refilled, a few listings pause."""
    plan, rng = history.plan, history.rng
    settled = [item for item in items if plan.now - plan.listed[item.title] > 2 * DAY * plan.squeeze]
    chosen = rng.sample(settled, 31)
    for item in chosen[:16]:
        history.at(_after(history, item), _reprice, history, item)
    for item in (item for item in chosen[16:27] if item.stock is not None):
        history.at(_after(history, item), history.restock, item, rng.choice((2, 5, 10)))
    for item in chosen[27:]:
        history.at(plan.now, _pause, history, item)


def _after(history: History, item: Item) -> float:
    """Some time after the listing's first day."""
    plan = history.plan
    return history.rng.uniform(plan.listed[item.title] + DAY * plan.squeeze, plan.now)


def _reprice(at: float, history: History, item: Item) -> None:
    history.update(at, item, history.prices[item.title] * history.rng.choice((90, 95, 105, 110)) // 100)


def _pause(at: float, history: History, item: Item) -> None:
    history.send(at, item.seller.account, "setListingPaused", history.ids[item.title], True)


def _collect_half(at: float, history: History) -> None:
    """The treasurer moves some of what the market has earned."""
    for token, _ in history.market.tokens.values():
        half = history.chain.call(history.market.market, "feesOf", token)[0] // 2
        if half:
            history.send(at, TREASURER, "collectFees", token, history.people[TREASURER], half)
