"""Memberships and their model, done to both: random acts of random accounts in tiers for native coin, two ERC-20 tokens
and one that keeps a fee.

After each act the outcomes are compared (what is returned, or the error with its arguments; every event), then every
record and refund, and, to the wei: what the contract has of each token is what it holds plus what it has earned.
`STOA_MACHINE` = quick (default) | deep says how long.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from scripts._roles import ROLES, functions_of
from tests.contracts.chains import RICH, Answer, Revm
from tests.contracts.interface import plain, words
from tests.contracts.machine import COIN_ARGUMENTS, FEE_BPS, KEEPS_FEE, RETURNS_NOTHING, Deployed, artifact, camel
from tests.contracts.machine import address_of as of
from tests.contracts.strategies import pick, rather, seldom
from tests.model.errors import ContractError
from tests.model.ledger import claim_of
from tests.model.membership import Club, Tier
from tests.model.outside import INFINITE, Outside, Token
from tests.model.values import NATIVE, NOBODY, Message

DEEP = os.environ.get("STOA_MACHINE", "quick") == "deep"

MEMBERS = ("buyer", "other_buyer", "stranger")
ACCOUNTS = tuple(map(of, (*MEMBERS, "admin", "treasurer")))
ADMIN, TREASURER = ACCOUNTS[3:]

HOUR = 3_600
TERMS = ((10_007, HOUR, 0, True), (7, 1_000, 0, True), (2**96 - 1, 86_400, 3, False), (5, 1, 0, True))
"""Price, period, supply, transferable: of one tier in each token. Odd prices round, a price below the period too."""

anybody = st.sampled_from(ACCOUNTS)
numbers = st.integers(0, 31)
periods = st.sampled_from([1, 1, 2, 3, 120, 0, 121])
off = st.sampled_from([0] * 8 + [-1, 1])


class ClubTwin:
    """One club, twice. `now` is the time of the next block, `seen` that of the last."""

    def __init__(self) -> None:
        self.chain = Revm()
        self.now = self.seen = self.chain.start
        self.deployed: dict[str, Deployed] = {}
        for account in ACCOUNTS:
            self.chain.fund(account)
        self._deploy_all()
        self._grant_roles()
        self._build_model()

    def act(self, sender: str, function: str, *arguments: Any, value: int = 0) -> None:
        expected = self._predict(Message(sender, self.now, value), function, arguments)
        club = self.deployed["club"]
        data = club.interface.call(camel(function), *arguments)
        answer = self._send(sender, club.address, data, value)
        if answer.reverted:
            actual: Any = self._error(answer.output)
        else:
            told = [club.interface.event(log) for log in answer.logs if log.address == club.address]
            actual = club.interface.returned(camel(function), answer.output), told
        assert actual == expected, f"{function}{arguments} by {sender}: contract {actual}, model {expected}"

    def _predict(self, message: Message, function: str, arguments: tuple[Any, ...]) -> Any:
        self.model.events.clear()
        try:
            returned = getattr(self.model, function)(message, *arguments)
        except ContractError as error:
            return type(error).__name__, plain(error.args)
        return returned, list(self.model.events)

    def _error(self, output: bytes) -> Any:
        errors = (deployed.interface.error(output) for deployed in self.deployed.values())
        return next((error for error in errors if error[0] != "unknown error"), ("unknown error", (output,)))

    def check(self) -> None:
        for card_id, card in self.model.cards.items():
            record = words(card.holder) + b"".join(map(words, (card.tier_id, card.expires_at, card.earned_until)))
            assert self.read("club", "getMembership", card_id) == record, f"membership {card_id}"
            assert self.number("club", "refundOf", card_id) == self.model.refund_of(card_id, self.seen)
            assert self.read("club", "getApproved", card_id) == words(self.model.approved.get(card_id, NOBODY))
        for account in ACCOUNTS:
            held = sum(card.holder == account for card in self.model.cards.values())
            assert self.number("club", "balanceOf", account) == held
        for token in self.tokens:
            self._check_money(token)

    def _check_money(self, token: str) -> None:
        earned = self.number("club", "earningsOf", token)
        assert earned == self.model.earnings[token]
        assert self.balance_of_club(token) == self.held_by_records(token) + earned
        assert self.held_by_records(token) == self.model.held(token)
        for account in ACCOUNTS:
            claims = self.number("market", "balanceOf", account, claim_of(token))
            assert claims == self.model.claims[account, token], f"claims of {account} on {token}"

    def held_by_records(self, token: str) -> int:
        """Reckoned from the contract's records alone, by the formula that `IMemberships` gives."""
        held = 0
        for card_id, card in self.model.cards.items():
            tier = self.model.tiers[card.tier_id]
            if tier.token == token:
                record = self.read("club", "getMembership", card_id)
                expires_at, earned_until = (int.from_bytes(record[at : at + 32], "big") for at in (64, 96))
                held += tier.price * (expires_at - earned_until) // tier.period
        return held

    def balance_of_club(self, token: str) -> int:
        club = self.deployed["club"].address
        if token == NATIVE:
            return self.chain.balances([club])[0]
        return int.from_bytes(self._read(token, "coin", "balanceOf", club), "big")

    def number(self, name: str, function: str, *arguments: Any) -> int:
        return int.from_bytes(self.read(name, function, *arguments), "big")

    def read(self, name: str, function: str, *arguments: Any) -> bytes:
        return self._read(self.deployed[name].address, name, function, *arguments)

    def _read(self, address: str, name: str, function: str, *arguments: Any) -> bytes:
        return self.chain.read([(address, self.deployed[name].interface.call(function, *arguments))])[0]

    def tell(self, sender: str, name: str, function: str, *arguments: Any) -> None:
        to = self.deployed[name]
        answer = self._send(sender, to.address, to.interface.call(function, *arguments))
        assert not answer.reverted, (function, self._error(answer.output))

    def _send(self, sender: str, to: str, data: bytes, value: int = 0) -> Answer:
        self.seen = self.now
        return self.chain.send(sender, to, data, value, self.now)

    def _deploy_all(self) -> None:
        authority = self._deploy("authority", "AccessManager", words(ADMIN))
        self.market = self._deploy("market", "Market", words(authority) + words(NOBODY) + words(NOBODY))
        self._deploy("club", "Membership", words(authority) + words(self.market))
        self._deploy("coin", "TestToken", COIN_ARGUMENTS)
        self._deploy("silent", "OddToken", words(RETURNS_NOTHING))
        self._deploy("taxed", "OddToken", words(KEEPS_FEE))
        self.tokens = [NATIVE, *(self.deployed[name].address for name in ("coin", "silent", "taxed"))]

    def _deploy(self, as_name: str, contract: str, arguments: bytes) -> str:
        code, interface = artifact(contract)
        self.deployed[as_name] = Deployed(self.chain.deploy(ADMIN, code + arguments), interface)
        return self.deployed[as_name].address

    def _grant_roles(self) -> None:
        club = self.deployed["club"]
        self.tell(ADMIN, "authority", "grantRole", ROLES["TREASURER"], TREASURER, 0)
        for role, targets in functions_of("Membership").items():
            selectors = [club.interface.selector(function) for function in targets["Membership"]]
            self.tell(ADMIN, "authority", "setTargetFunctionRole", club.address, selectors, ROLES[role])

    def _build_model(self) -> None:
        coin, silent, taxed = self.tokens[1:]
        outside = Outside({coin: Token(), silent: Token(), taxed: Token(fee_bps=FEE_BPS)})
        club = self.deployed["club"].address
        self.model = Club(club, self.market, outside, ADMIN, TREASURER)
        for number, (token, (price, period, supply, transferable)) in enumerate(
            zip(self.tokens, TERMS, strict=True), 1
        ):
            self.tell(ADMIN, "club", "addTier", (token, price, period, 1, supply, transferable, "Gold"))
            self.model.tiers[number] = Tier(token, price, period, supply, transferable)
        for account in ACCOUNTS:
            outside.wallets[account, NATIVE] = RICH
            for name, token in zip(("coin", "silent", "taxed"), self.tokens[1:], strict=True):
                self.tell(account, name, "mint", account, 2**128)
                outside.mint(token, account, 2**128)
                self.allow(account, name, INFINITE)

    def allow(self, account: str, name: str, amount: int) -> None:
        club, coin = self.deployed["club"], self.deployed[name]
        self.tell(account, name, "approve", club.address, amount)
        self.model.outside.allowances[account, coin.address] = amount


class ClubMachine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.twin = ClubTwin()
        self.model = self.twin.model
        for number, name in enumerate(MEMBERS, 1):
            tier = self.model.tiers[number]
            value = tier.price if tier.token == NATIVE else 0
            self.twin.act(of(name), "mint", number, of(name), 1, value=value)

    @invariant()
    def contract_and_model_agree(self) -> None:
        if hasattr(self, "twin"):
            self.twin.check()

    @rule(seconds=st.sampled_from([1, 7, 999, HOUR, 86_400]))
    def time_passes(self, seconds: int) -> None:
        self.twin.now += seconds

    @rule(
        card=numbers, offset=st.sampled_from([-1, 0, 1]), then=st.sampled_from(["cancel", "renew", "transfer", "earn"])
    )
    def a_membership_ends(self, card: int, offset: int, then: str) -> None:
        card_id = pick(list(self.model.cards), card)
        known = self.model.cards[card_id]
        self.twin.now = max(self.twin.now, known.expires_at + offset)
        if then == "renew":
            self.renew(card, 1, 0, 0, known.holder)
        elif then == "transfer":
            self.twin.act(known.holder, "transfer_from", known.holder, of("stranger"), card_id)
        elif then == "earn":
            self.twin.act(known.holder, "earn", [card_id])
        else:
            self.twin.act(known.holder, "cancel_subscription", card_id)

    @rule(
        tier=st.sampled_from([1, 1, 2, 2, 3, 3, 4, 5]), to=anybody, odd=seldom, number=periods, wrong=off, who=anybody
    )
    def mint(self, tier: int, to: str, odd: bool, number: int, wrong: int, who: str) -> None:
        receiver = pick([NOBODY, self.model.address, self.model.market], self.twin.now) if odd else to
        self.twin.act(who, "mint", tier, receiver, number, value=self._value(tier, number, wrong))

    @rule(card=numbers, number=periods, rest=off, wrong=off, who=anybody)
    def renew(self, card: int, number: int, rest: int, wrong: int, who: str) -> None:
        card_id = self._some_card(card)
        tier_id = card_id >> 32
        known = self.model.tiers.get(tier_id)
        duration = max(number * known.period + rest, 0) if known else HOUR
        self.twin.act(who, "renew_subscription", card_id, duration, value=self._value(tier_id, number, wrong))

    def _value(self, tier_id: int, number: int, wrong: int) -> int:
        tier = self.model.tiers.get(tier_id)
        price = tier.price * number if tier and tier.token == NATIVE else 0
        return max(price + wrong, 0)

    @rule(card=numbers, who=anybody, own=rather, coin=seldom)
    def cancel(self, card: int, who: str, own: bool, coin: bool) -> None:
        card_id = self._some_card(card)
        self.twin.act(self._caller(card_id, who, own), "cancel_subscription", card_id, value=int(coin))

    @rule(cards=st.lists(numbers, max_size=4), who=anybody)
    def earn(self, cards: list[int], who: str) -> None:
        self.twin.act(who, "earn", [self._some_card(card) for card in cards])

    @rule(
        token=numbers,
        quarters=st.sampled_from([1, 2, 4, 4]),
        more=off,
        to=anybody,
        odd=seldom,
        who=anybody,
        right=rather,
    )
    def collect(self, token: int, quarters: int, more: int, to: str, odd: bool, who: str, right: bool) -> None:
        where = pick([token for token, amount in self.model.earnings.items() if amount] or self.twin.tokens, token)
        amount = max(self.model.earnings[where] * quarters // 4 + more, 0)
        receiver = self.model.market if odd else to
        self.twin.act(TREASURER if right else who, "collect_earnings", where, receiver, amount)

    @rule(card=numbers, to=anybody, odd=seldom, who=anybody, own=rather)
    def transfer(self, card: int, to: str, odd: bool, who: str, own: bool) -> None:
        card_id = self._some_card(card)
        receiver = pick([NOBODY, self.model.address, self.model.market], card) if odd else to
        caller = self._caller(card_id, who, own)
        self.twin.act(caller, "transfer_from", self._caller(card_id, who, True), receiver, card_id)

    @rule(card=numbers, to=anybody, who=anybody, own=rather)
    def approve(self, card: int, to: str, who: str, own: bool) -> None:
        card_id = self._some_card(card)
        self.twin.act(self._caller(card_id, who, own), "approve", to, card_id)

    @rule(tier=st.integers(1, 5), closed=st.booleans(), who=anybody, right=rather)
    def close(self, tier: int, closed: bool, who: str, right: bool) -> None:
        self.twin.act(ADMIN if right else who, "set_tier_closed", tier, closed)

    @rule(who=anybody, name=st.sampled_from(["coin", "silent"]), amount=st.sampled_from([0, 6, 7, INFINITE, INFINITE]))
    def allow(self, who: str, name: str, amount: int) -> None:
        self.twin.allow(who, name, amount)

    def _some_card(self, number: int) -> int:
        """One there is; the highest number picks one there is not."""
        return pick(list(self.model.cards), number) if number < 31 else (1 << 32) + 10**6

    def _caller(self, card_id: int, who: str, own: bool) -> str:
        card = self.model.cards.get(card_id)
        return card.holder if card and own else who


@pytest.mark.timeout(3_600)
def test_membership__random_history__contract_agrees_with_model() -> None:
    examples, steps = (2_000, 100) if DEEP else (60, 50)
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        ClubMachine,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=slow),
    )
