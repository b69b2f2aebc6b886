"""One machine for ledger, listings and orders: random acts by random accounts, sound and unsound, on the contract and
on its model. What is compared after each act is said in `machine.py`, what that guarantees in `INVARIANTS.md`.

The same machine runs on an EVM in this process (thousands of acts) and, shorter, on anvil as ape starts it.
`STOA_MACHINE` = quick (default) | deep says how long.
"""

from __future__ import annotations

import os
from typing import Any

import ape
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.contracts import strategies as draw
from tests.contracts.chains import Anvil, Chain, Revm
from tests.contracts.machine import BUYERS, OPERATORS, SELLERS, Twin, address_of
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import one_of, pick
from tests.model.ledger import claim_of
from tests.model.orders import LIVE
from tests.model.outside import INFINITE
from tests.model.values import NATIVE, NOBODY, UNLIMITED, Kind, Line, Membership, Order, Payment, Terms

DEEP = os.environ.get("STOA_MACHINE", "quick") == "deep"

PRICE = 10_007
"""Of the first listings: high enough for a fee and a share of it, and odd enough to round."""

STOCKS = (20, 20, UNLIMITED - 1, 20)

MODERATOR, TREASURER = map(address_of, OPERATORS[1:3])


class MarketMachine(Shopping, RuleBasedStateMachine):
    @initialize(fee=st.sampled_from([0, 250, 999, 1_000]), share=st.sampled_from([0, 2_000, 10_000]))
    def open(self, fee: int, share: int) -> None:
        """Two categories, two sellers, one listing in each token: enough for a sale."""
        self.twin = Twin(self.make_chain())
        self.model = self.twin.model
        self.twin.act(MODERATOR, "add_category", 0, "Home")
        self.twin.act(MODERATOR, "add_category", 1, "Lamps")
        self.twin.act(TREASURER, "set_fee", fee, share)
        for name in SELLERS[:2]:
            self.twin.act(address_of(name), "register", b"\x01" * 32, on="sellers")
        for index, token in enumerate(self.twin.tokens):
            terms = Terms(PRICE + index, 1_000, 0, 3_600 * (index % 2), 3_600, 3_600, 0, 16, 1, b"\xcd" * 32)
            self.twin.act(address_of(SELLERS[index % 2]), "create_listing", Kind.GOOD, token, STOCKS[index], terms)
        for number, name in enumerate(BUYERS, 1):
            self.twin.enrol(number, Membership(address_of(name), number, self.twin.now + 5_000))
            self._first_purchases(address_of(name))

    def _first_purchases(self, who: str) -> None:
        """One order of each token that comes whole, with a referrer and without."""
        for referrer in (NOBODY, address_of("referrer")):
            cart = [Line(number, 1, 2, 2**96 - 1) for number in (1, 2, 3)]
            self.twin.act(who, "checkout", cart, Payment(self.twin.now, False, referrer), value=2 * PRICE)

    def make_chain(self) -> Chain:
        return Revm()

    @invariant()
    def contract_and_model_agree(self) -> None:
        if hasattr(self, "twin"):
            self.twin.check()

    # Time

    @rule(seconds=st.sampled_from([1, 60, 1_800, 4_000]))
    def time_passes(self, seconds: int) -> None:
        self.twin.now += seconds

    @rule(order=draw.numbers, offset=st.sampled_from([-1, 0, 1]), who=draw.parties, then=draw.moves)
    def a_deadline_comes(self, order: int, offset: int, who: str, then: str) -> None:
        live = [order_id for order_id, order in self.model.orders.items() if order.state in LIVE]
        if live:
            order_id = pick(live, order)
            self.twin.now = max(self.twin.now, self.model.orders[order_id].deadline + offset)
            self._move(order_id, who, then)

    @rule(number=st.sampled_from([1, 2]), offset=st.sampled_from([-1, 0, 1]), line=draw.lines, payment=draw.payments)
    def a_membership_ends(self, number: int, offset: int, line: dict[str, Any], payment: dict[str, Any]) -> None:
        membership = self.model.outside.memberships[number]
        self.twin.now = max(self.twin.now, membership.expires_at + offset)
        self._buy(membership.holder, line | {"membership": "own"}, payment)

    # Sellers and their listings

    @rule(who=draw.anybody, hash_=draw.hashes, function=st.sampled_from(["register", "set_profile"]))
    def present_oneself(self, who: str, hash_: bytes, function: str) -> None:
        self.twin.act(who, function, hash_, on="sellers")

    @rule(seller=draw.sellers, by=st.one_of(st.just(MODERATOR), draw.anybody), suspend=draw.seldom)
    def judge(self, seller: str, by: str, suspend: bool) -> None:
        if suspend:
            self.twin.act(by, "suspend", seller, b"\x02" * 32, on="sellers")
        else:
            self.twin.act(by, "reinstate", seller, on="sellers")

    @rule(who=draw.sellers, kind=draw.kinds, token=draw.numbers, stock=draw.stocks, terms=draw.any_terms)
    def create_listing(self, who: str, kind: Kind, token: int, stock: int, terms: Terms) -> None:
        tokens = [*self.twin.tokens, address_of("stranger")]
        self.twin.act(who, "create_listing", kind, pick(tokens, token), stock, terms)

    @rule(listing=draw.numbers, terms=draw.any_terms, by=draw.anybody, own=draw.rather)
    def update_listing(self, listing: int, terms: Terms, by: str, own: bool) -> None:
        self._on_listing(listing, by, own, "update_listing", terms)

    @rule(listing=draw.numbers, change=draw.restocks, by=draw.anybody, own=draw.rather)
    def restock(self, listing: int, change: int, by: str, own: bool) -> None:
        known = self.model.listings.get(one_of(self.model.listings, listing))
        room = UNLIMITED - 1 - known.stock if known else 0
        self._on_listing(listing, by, own, "restock", room if change == draw.TO_THE_BRIM else change)

    @rule(listing=draw.numbers, paused=draw.seldom, by=draw.anybody, own=draw.rather)
    def set_listing_paused(self, listing: int, paused: bool, by: str, own: bool) -> None:
        self._on_listing(listing, by, own, "set_listing_paused", paused)

    def _on_listing(self, number: int, by: str, own: bool, function: str, argument: Any) -> None:
        listing_id = one_of(self.model.listings, number)
        listing = self.model.listings.get(listing_id)
        self.twin.act(listing.seller if listing and own else by, function, listing_id, argument)

    # Purchases

    @rule(lines=draw.carts, payment=draw.payments, who=draw.shoppers)
    def checkout(self, lines: list[dict[str, Any]], payment: dict[str, Any], who: str) -> None:
        cart = [self._line(who, line) for line in lines]
        self.twin.act(who, "checkout", cart, self._payment(payment), value=self._value(who, cart, payment["tip"]))

    @rule(line=draw.lines, payment=draw.payments, who=draw.shoppers)
    def buy(self, line: dict[str, Any], payment: dict[str, Any], who: str) -> None:
        self._buy(who, line, payment)

    def _buy(self, who: str, line: dict[str, Any], payment: dict[str, Any]) -> None:
        bought = self._line(who, line)
        value = self._value(who, [bought], payment["tip"])
        self.twin.act(who, "buy", bought, self._payment(payment), value=value)

    @rule(lines=draw.carts, payment=draw.payments, who=draw.buyers, permit=draw.permits)
    def checkout_with_permit(self, lines: Any, payment: dict[str, Any], who: str, permit: dict[str, Any]) -> None:
        cart = [self._line(who, line) for line in lines]
        token = pick([*self.twin.tokens[1:], *self.twin.tokens], permit["token"])
        self.twin.act(
            who, "checkout_with_permit", cart, self._payment(payment), token, self._permit(who, permit),
            value=self._value(who, cart, payment["tip"]),
        )  # fmt: skip

    # Orders

    @rule(several=st.lists(st.tuples(draw.numbers, draw.parties, draw.moves), min_size=1, max_size=8))
    def move(self, several: list[tuple[int, str, str]]) -> None:
        for order, who, function in several:
            self._move(one_of(self.model.orders, order), who, function)

    @rule(several=st.lists(st.tuples(draw.numbers, draw.steps), min_size=1, max_size=4))
    def fulfil(self, several: list[tuple[int, str]]) -> None:
        for order, function in several:
            self._move(one_of(self.model.orders, order), "seller", function)

    def _move(self, order_id: int, who: str, function: str) -> None:
        document = [b"\x0d" * 32] if function in ("start", "deliver") else []
        self.twin.act(self._party(order_id, who), function, order_id, *document)

    @rule(order=draw.numbers, who=draw.parties, function=st.sampled_from(["release", "refund"]), part=draw.parts)
    def settle_a_part(self, order: int, who: str, function: str, part: tuple[int, int]) -> None:
        order_id = one_of(self.model.orders, order)
        known = self.model.orders.get(order_id)
        amount = known.escrow * part[0] // 4 + part[1] if known else 1
        self.twin.act(self._party(order_id, who), function, order_id, max(amount, 0))

    def _party(self, order_id: int, who: str) -> str:
        order: Order | None = self.model.orders.get(order_id)
        if order is None or who not in ("buyer", "seller"):
            return address_of(who)
        return order.buyer if who == "buyer" else self.model.listings[order.listing_id].seller

    # Claims

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
        """Somebody with a claim, and its token."""
        holders = [holder for holder, amount in self.model.balances.items() if amount]
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

    # Outside and operators

    @rule(who=draw.buyers, token=draw.numbers, amount=st.one_of(draw.amounts, st.just(INFINITE)))
    def allow(self, who: str, token: int, amount: int) -> None:
        self.twin.allow(who, pick(self.twin.tokens[1:], token), amount)

    @rule(token=st.sampled_from([2, 3]), who=draw.anybody, blocked=draw.seldom)
    def block(self, token: int, who: str, blocked: bool) -> None:
        self.twin.block(self.twin.tokens[token], who, blocked)

    @rule(number=st.sampled_from([1, 2]), holder=draw.buyers, tier=st.integers(0, 2), seconds=st.integers(-1, 5_000))
    def enrol(self, number: int, holder: str, tier: int, seconds: int) -> None:
        self.twin.enrol(number, Membership(holder, tier, self.twin.now + seconds))

    @rule(by=draw.anybody, right=draw.rather, what=draw.operations)
    def operate(self, by: str, right: bool, what: tuple[str, str, Any]) -> None:
        operator, function, arguments = what
        self.twin.act(address_of(operator) if right else by, function, *arguments)

    @rule(by=draw.anybody, right=draw.rather, token=draw.numbers, part=draw.parts, to=draw.recipients)
    def collect_fees(self, by: str, right: bool, token: int, part: tuple[int, int], to: str) -> None:
        earned = [token for token, amount in self.model.fees.items() if amount]
        where = pick(earned or self.twin.tokens, token)
        amount = max(self.model.fees[where] * part[0] // 4 + part[1], 0)
        self.twin.act(TREASURER if right else by, "collect_fees", where, self._recipient(to), amount)


class MarketMachineOnAnvil(MarketMachine):
    def make_chain(self) -> Chain:
        return Anvil(ape.networks.provider.uri)


def run(machine: type[MarketMachine], examples: int, steps: int) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=slow,
        ),
    )


@pytest.mark.timeout(7_200)
def test_market__random_history__contract_agrees_with_model() -> None:
    run(MarketMachine, *((3_000, 150) if DEEP else (120, 60)))


@pytest.mark.timeout(7_200)
def test_market__random_history_on_anvil__contract_agrees_with_model(chain: ape.managers.ChainManager) -> None:
    run(MarketMachineOnAnvil, *((40, 60) if DEEP else (4, 25)))
