"""Memberships: three tiers, those who join, renew, give and leave; and sellers who put up a bond."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak

from scripts._deployments import ZERO
from scripts._seed.accounts import ADMIN, BEA, BUYERS, SELMA, SILAS
from scripts._seed.catalogue import DAY
from scripts._seed.history import History

PERIOD = 30 * DAY
USDC, ETHER = 10**6, 10**18
TRANSFER = "0x" + keccak(text="Transfer(address,address,uint256)").hex()
BONDED = (SILAS, SELMA)
"""These sellers have a bond, and some others by chance."""


def tiers(history: History) -> tuple[tuple[Any, ...], ...]:
    """Token, price, period, rank, supply, transferable, name."""
    usdc = history.market.tokens["USDC"][0]
    return (
        (usdc, 5 * USDC, PERIOD, 1, 0, True, "Neighbour"),
        (ZERO, ETHER // 100, PERIOD, 2, 0, True, "Patron"),
        (usdc, 120 * USDC, 365 * DAY, 3, 100, False, "Founder"),
    )


def schedule(history: History) -> None:
    plan, rng = history.plan, history.rng
    for terms in tiers(history):
        history.at(plan.start + 1, _member, history, ADMIN, "addTier", terms)
    for account in (BEA, *rng.sample(BUYERS, 13)):
        tier = 2 if account == BEA else rng.choice((1, 1, 1, 2, 3))
        at = plan.start + (plan.now - plan.start) * rng.uniform(0.03, 0.7)
        history.at(at, _join, history, account, tier)
    for key, seller in history.sellers.items():
        if key in BONDED or rng.random() < 0.25:
            amount = rng.choice((100, 150, 250, 400)) * USDC
            history.at(plan.registered[key] + DAY * plan.squeeze, _bond, history, seller.account, amount)


def _join(at: float, history: History, account: int, tier: int) -> None:
    """Mostly for oneself; some renew soon after, a few leave."""
    rng, squeeze = history.rng, history.plan.squeeze
    gift = account != BEA and rng.random() < 0.2
    holder = rng.choice(BUYERS) if gift else account
    _pay(at, history, account, tier, "mint", tier, history.people[holder], 1)
    membership = _last(history)
    history.memberships[holder] = membership
    fate = rng.random()
    if fate < 0.3:
        period = tiers(history)[tier - 1][2]
        later = at + rng.uniform(1, 6) * DAY * squeeze
        history.at(later, _pay, history, account, tier, "renewSubscription", membership, period)
    elif fate < 0.4 and account != BEA:
        history.at(at + rng.uniform(2, 9) * DAY * squeeze, _leave, history, holder, membership)


def _last(history: History) -> int:
    """Id of the membership that the last block minted (the fourth topic of ERC-721's Transfer)."""
    last = history.chain.block()["hash"]
    logs = history.chain.request("eth_getLogs", {"blockHash": last, "address": history.market.membership.address})
    return next(int(log["topics"][3], 16) for log in logs if log["topics"][0] == TRANSFER)


def _pay(at: float, history: History, account: int, tier: int, function: str, *arguments: Any) -> None:
    token, price, *_ = tiers(history)[tier - 1]
    if token == ZERO:
        _member(at, history, account, function, *arguments, value=price)
        return
    address = history.people[account]
    history.chain.send(at, address, history.market.coin, "approve", history.market.membership.address, price)
    _member(at, history, account, function, *arguments)


def _leave(at: float, history: History, account: int, membership: int) -> None:
    history.memberships.pop(account, None)
    _member(at, history, account, "cancelSubscription", membership)


def _member(at: float, history: History, account: int, function: str, *arguments: Any, value: int = 0) -> None:
    address = history.people[account]
    history.chain.send(at, address, history.market.membership, function, *arguments, value=value)


def _bond(at: float, history: History, account: int, amount: int) -> None:
    """Paid in, allowed, bonded."""
    usdc, address = history.market.tokens["USDC"][0], history.people[account]
    history.send(at, account, "deposit", usdc, amount, address)
    history.send(at, account, "approve", history.market.sellers.address, int(usdc, 16), amount)
    history.chain.send(at, address, history.market.sellers, "depositBond", usdc, amount)
