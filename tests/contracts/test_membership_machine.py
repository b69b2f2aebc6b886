"""Memberships and their model, done to both: random acts of random accounts in tiers for native coin, two ERC-20 tokens
and one that keeps a fee.

After each act the outcomes are compared (what is returned, or the error with its arguments; every event), then every
record and refund, and, to the wei: what the contract has of each token is what it holds plus what it has earned.
`STOA_MACHINE` = quick (default) | deep says how long.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.contracts.actors import address_of as of
from tests.contracts.club import ACCOUNTS, ADMIN, DAY, HOUR, MEMBERS, TREASURER, ClubTwin
from tests.contracts.strategies import pick, rather, seldom
from tests.model.outside import INFINITE
from tests.model.values import NATIVE, NOBODY

DEEP = os.environ.get("STOA_MACHINE", "quick") == "deep"

anybody = st.sampled_from(ACCOUNTS)
numbers = st.integers(0, 31)
periods = st.sampled_from([1, 1, 2, 3, 120, 0, 121])
off = st.sampled_from([0] * 8 + [-1, 1])


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

    @rule(seconds=st.sampled_from([1, HOUR, DAY - 1, DAY, DAY + 1]))
    def time_passes(self, seconds: int) -> None:
        self.twin.now += seconds

    @rule(
        card=numbers,
        offset=st.sampled_from([-DAY - 1, -DAY, -1, 0, 1]),
        then=st.sampled_from(["cancel", "renew", "transfer", "earn"]),
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
    examples, steps = (1_024, 32) if DEEP else (60, 50)
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        ClubMachine,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=slow),
    )
