"""One machine for all of the market: random acts by random accounts, sound and unsound, on the contracts and on their
model. What is compared after each act is said in `machine.py`, what that guarantees in `INVARIANTS.md`, what may be
done in `acts`.

The same machine runs on an EVM in this process (thousands of acts) and, shorter, on anvil as ape starts it.
`STOA_MACHINE` = quick (default) | deep says how long.
"""

from __future__ import annotations

import os

import ape
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, run_state_machine_as_test

from tests.contracts.acts.disputes import Quarrels
from tests.contracts.acts.money import Purses
from tests.contracts.acts.offers import Haggling
from tests.contracts.acts.orders import Moves
from tests.contracts.acts.sales import Sales
from tests.contracts.acts.trust import Bonding, Reputation
from tests.contracts.chains import Anvil, Chain, Revm
from tests.contracts.machine import BUYERS, OPERATORS, SELLERS, Twin, address_of
from tests.contracts.reached import Reached
from tests.contracts.rules.goods import rule_19_every_open_order_can_be_ended_by_anyone
from tests.contracts.rules.money import rule_38_whoever_has_a_claim_can_take_it_out
from tests.model.values import NATIVE, NOBODY, UNLIMITED, Kind, Line, Membership, Payment, Terms

DEEP = os.environ.get("STOA_MACHINE", "quick") == "deep"

RUNS = 20
"""At most, until everything has been reached that must be: two or three are the rule."""

PRICE = 10_007
"""Of the first listings: high enough for a fee and a share of it, and odd enough to round."""

PURSE = 10**9
"""Claims that buyers begin with, for their bids."""

STOCKS = (20, 20, UNLIMITED - 1, 20)
ARBITRATORS = (0, 1, 1, 0)

MODERATOR, TREASURER = map(address_of, OPERATORS[1:3])


class MarketMachine(Sales, Moves, Purses, Haggling, Quarrels, Reputation, Bonding, RuleBasedStateMachine):
    reached = Reached()

    @initialize(fee=st.sampled_from([0, 250, 999, 1_000]), share=st.sampled_from([0, 2_000, 10_000]))
    def open(self, fee: int, share: int) -> None:
        """Two categories, two sellers, one listing in each token: enough for a sale."""
        self.twin = Twin(self.make_chain())
        self.model, self.offers = self.twin.model, []
        self.twin.act(MODERATOR, "add_category", 0, "Home")
        self.twin.act(MODERATOR, "add_category", 1, "Lamps")
        self.twin.act(TREASURER, "set_fee", fee, share)
        for name in SELLERS[:2]:
            self.twin.act(address_of(name), "register", b"\x01" * 32, on="sellers")
        for name in SELLERS:
            self.twin.act(address_of(name), "set_operator", self.twin.sellers_model.address, True)
        for index, token in enumerate(self.twin.tokens):
            accept, arbitrator = 3_600 * (index % 2), ARBITRATORS[index]
            terms = Terms(PRICE + index, 1_000, 0, accept, 3_600, 3_600, arbitrator, 16, 1, b"\xcd" * 32)
            self.twin.act(address_of(SELLERS[index % 2]), "create_listing", Kind.GOOD, token, STOCKS[index], terms)
        for number, name in enumerate(BUYERS, 1):
            self.twin.enrol(number, Membership(address_of(name), number, self.twin.now + 5_000))
            self.twin.act(address_of(name), "deposit", NATIVE, PURSE, address_of(name), value=PURSE)
            self._first_purchases(address_of(name))
        self._first_words(address_of(SELLERS[0]), address_of(BUYERS[0]))
        self.twin.forget()

    def _first_purchases(self, who: str) -> None:
        """One order of each token that comes whole, with a referrer and without."""
        for referrer in (NOBODY, address_of("referrer")):
            cart = [Line(number, 1, 2, 2**96 - 1) for number in (1, 2, 3)]
            self.twin.act(who, "checkout", cart, Payment(self.twin.now, False, referrer), value=2 * PRICE)

    def _first_words(self, seller: str, buyer: str) -> None:
        """A sale with a review, and a bond."""
        self.twin.act(buyer, "complete", 1)
        self.twin.act(buyer, "review", 1, 4, b"\xaa" * 32)
        self.twin.act(seller, "deposit", NATIVE, PURSE, seller, value=PURSE)
        self.twin.act(seller, "deposit_bond", NATIVE, PURSE // 2, on="sellers")

    def make_chain(self) -> Chain:
        return Revm()

    @invariant()
    def contract_and_model_agree(self) -> None:
        if hasattr(self, "twin"):
            self.twin.check()
            self.reached.see(self.twin)

    def teardown(self) -> None:
        """Whatever has happened, it ends well, if only strangers and time go on."""
        if not hasattr(self, "twin") or not self.twin.sound:
            return
        self.reached.add(self.twin)
        rule_19_every_open_order_can_be_ended_by_anyone(self.twin, address_of("stranger"))
        rule_38_whoever_has_a_claim_can_take_it_out(self.twin)
        self.twin.check(all_of_it=True)


class MarketMachineOnAnvil(MarketMachine):
    reached = Reached()

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
            derandomize=False,  # or each of the runs would be the first again, where `CI` is set
            suppress_health_check=slow,
        ),
    )


@pytest.mark.timeout(7_200)
def test_market__random_history__contract_agrees_with_model() -> None:
    """Chance may pass over an act; what several runs in turn do not come to, the machine has become blind to."""
    for _ in range(RUNS):
        run(MarketMachine, *((1_024, 32) if DEEP else (70, 50)))
        missing = MarketMachine.reached.missing(long_run=DEEP)
        if not missing:
            break
    print(MarketMachine.reached)
    assert missing == []


@pytest.mark.timeout(7_200)
def test_market__random_history_on_anvil__contract_agrees_with_model(chain: ape.managers.ChainManager) -> None:
    run(MarketMachineOnAnvil, *((40, 32) if DEEP else (4, 25)))
    assert MarketMachineOnAnvil.reached.histories > 0
