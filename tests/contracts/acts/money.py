"""Claims, wallets, and what operators set."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts import strategies as draw
from tests.contracts.machine import OPERATORS, address_of
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import pick
from tests.model.ledger import claim_of
from tests.model.outside import INFINITE
from tests.model.values import NATIVE, Membership

TREASURER = address_of(OPERATORS[2])


class Purses(Shopping):
    @rule(token=draw.numbers, amount=draw.amounts, to=draw.recipients, who=draw.anybody, cheat=draw.seldom)
    def deposit(self, token: int, amount: int, to: str, who: str, cheat: bool) -> None:
        where = pick([*self.twin.tokens, address_of("stranger")], token)
        value = (amount if where == NATIVE else 0) + cheat
        self.twin.act(who, "deposit", where, amount, self._recipient(to), value=value)

    @rule(amount=draw.amounts, to=draw.recipients, who=draw.buyers, permit=draw.permits)
    def deposit_with_permit(self, amount: int, to: str, who: str, permit: dict[str, Any]) -> None:
        token = pick([*self.twin.tokens[1:], *self.twin.tokens], permit["token"])
        self.twin.act(who, "deposit_with_permit", token, amount, self._recipient(to), self._permit(who, permit))

    @rule(holder=draw.numbers, part=draw.parts, to=draw.recipients)
    def withdraw(self, holder: int, part: tuple[int, int], to: str) -> None:
        who, token = self._holder(holder)
        self.twin.act(who, "withdraw", token, self._part(who, token, part), self._recipient(to))

    @rule(holder=draw.numbers, part=draw.parts, to=draw.recipients, owner=draw.nobody_or_anybody)
    def transfer(self, holder: int, part: tuple[int, int], to: str, owner: str) -> None:
        (who, token), receiver = self._holder(holder), self._recipient(to)
        self.twin.act(who, "transfer", receiver, claim_of(token), self._part(who, token, part))
        amount = self._part(owner, token, part)
        self.twin.act(who, "transfer_from", owner, receiver, claim_of(token), amount)

    def _holder(self, number: int) -> tuple[str, str]:
        """Somebody with a claim, and its token; bonds are claims of a contract, which sends nothing by itself."""
        people = self.twin.accounts
        holders = [holder for holder, amount in self.model.balances.items() if amount and holder[0] in people]
        return pick(holders or [(address_of("stranger"), NATIVE)], number)

    @rule(token=draw.numbers, amount=st.one_of(draw.amounts, st.just(INFINITE)), to=draw.nobody_or_anybody,
          who=draw.anybody, operator=draw.rather)  # fmt: skip
    def entrust(self, token: int, amount: int, to: str, who: str, operator: bool) -> None:
        self.twin.act(who, "approve", to, claim_of(pick(self.twin.tokens, token)), amount)
        self.twin.act(who, "set_operator", to, operator)

    def _recipient(self, to: str) -> str:
        return self.model.address if to == "market" else to

    def _part(self, owner: str, token: str, part: tuple[int, int]) -> int:
        return max(self.model.balances[owner, token] * part[0] // 4 + part[1], 0)

    @rule(who=draw.buyers, token=draw.numbers, amount=st.one_of(draw.amounts, st.just(INFINITE)))
    def allow(self, who: str, token: int, amount: int) -> None:
        self.twin.allow(who, pick(self.twin.tokens[1:], token), amount)

    @rule(token=st.sampled_from([2, 3]), who=draw.anybody, blocked=draw.seldom)
    def block(self, token: int, who: str, blocked: bool) -> None:
        self.twin.block(self.twin.tokens[token], who, blocked)

    @rule(number=st.sampled_from([1, 2]), holder=draw.buyers, tier=st.integers(0, 2), seconds=st.integers(-1, 5_000))
    def enrol(self, number: int, holder: str, tier: int, seconds: int) -> None:
        self.twin.enrol(number, Membership(holder, tier, self.twin.now + seconds))

    @rule(by=draw.anybody, several=st.lists(st.tuples(draw.rather, draw.operations), min_size=1, max_size=3))
    def operate(self, by: str, several: list[tuple[bool, tuple[str, str, Any]]]) -> None:
        for right, (operator, function, arguments) in several:
            self.twin.act(address_of(operator) if right else by, function, *arguments)

    @rule(by=draw.anybody, right=draw.rather, token=draw.numbers, part=draw.parts, to=draw.recipients)
    def collect_fees(self, by: str, right: bool, token: int, part: tuple[int, int], to: str) -> None:
        earned = [token for token, amount in self.model.fees.items() if amount]
        where = pick(earned or self.twin.tokens, token)
        amount = max(self.model.fees[where] * part[0] // 4 + part[1], 0)
        self.twin.act(TREASURER if right else by, "collect_fees", where, self._recipient(to), amount)
