"""What each ruling makes of an order, its bond and its deposits, on contracts and model at once.

Runs in the process: the buyer has released half of the price before, and the seller's bond covers it.
"""

from __future__ import annotations

import pytest

from tests.contracts.chains import Revm
from tests.contracts.machine import Twin, address_of
from tests.contracts.rules.scene import photograph
from tests.contracts.setting import CENTRAL, COST, WHIM
from tests.model.values import NATIVE, Kind, Line, Payment, State, Terms

HOUR, DAY = 3_600, 86_400
PRICE = 20_000
BUYER, SELLER = address_of("buyer"), address_of("seller")
TO_BUYER = (5_000, 0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000)
"""Of what is left in the escrow, by ruling."""


def answered_case(arbitrator: int) -> Twin:
    """Order 1 before its arbitrator, 10,000 in its escrow and 10,000 released; a bond of 12,000."""
    twin = Twin(Revm())
    twin.act(address_of("moderator"), "add_category", 0, "Lamps")
    twin.act(SELLER, "register", b"\x01" * 32, on="sellers")
    twin.act(SELLER, "set_operator", twin.sellers_model.address, True)
    twin.act(SELLER, "deposit", NATIVE, 12_000, SELLER, value=12_000)
    twin.act(SELLER, "deposit_bond", NATIVE, 12_000, on="sellers")
    terms = Terms(PRICE, 0, 0, 0, HOUR, HOUR, arbitrator, 0, 1, b"\xcd" * 32)
    twin.act(SELLER, "create_listing", Kind.GOOD, NATIVE, 5, terms)
    twin.act(BUYER, "buy", Line(1, 1, 1, PRICE), Payment(twin.now), value=PRICE)
    twin.act(BUYER, "release", 1, PRICE // 2)
    twin.act(BUYER, "raise_dispute", 1, value=COST, on="disputes")
    twin.act(SELLER, "respond", 1, value=COST, on="disputes")
    return twin


def rule(twin: Twin, arbitrator: int, ruling: int) -> None:
    if arbitrator == WHIM:
        twin.act(address_of("stranger"), "give_ruling", twin.court.address, 0, ruling, on="whim")
        return
    twin.act(address_of("judge"), "give_ruling", 0, ruling, on="central")
    twin.now += DAY + 1
    twin.act(address_of("stranger"), "execute_ruling", 0, on="central")


@pytest.mark.parametrize("arbitrator", [WHIM, CENTRAL], ids=["whim", "central"])
@pytest.mark.parametrize("ruling", range(12))
def test_ruling__of_either_arbitrator__splits_escrow_bond_and_deposits(arbitrator, ruling):
    twin = answered_case(arbitrator)
    before = dict(twin.model.balances)
    rule(twin, arbitrator, ruling)
    twin.check(all_of_it=True)

    to_buyer = TO_BUYER[ruling]
    from_bond = to_buyer if to_buyer > 5_000 else 0
    deposits = COST // 2 if to_buyer == 5_000 else COST * (to_buyer > 5_000)
    assert twin.model.orders[1].state == State.RESOLVED
    assert twin.model.balances[BUYER, NATIVE] == to_buyer + from_bond + deposits
    gained = twin.model.balances[SELLER, NATIVE] - before.get((SELLER, NATIVE), 0)
    assert gained == 10_000 - to_buyer + COST - deposits
    assert twin.sellers_model.bonds[SELLER, NATIVE].amount == 12_000 - from_bond


@pytest.mark.parametrize("ruling", [12, 255])
def test_ruling__that_is_none__is_refused_and_the_case_runs_out_for_half(ruling):
    twin = answered_case(WHIM)
    rule(twin, WHIM, ruling)
    assert twin.refused == "RulingInvalid"

    twin.now = twin.court.cases[1].deadline + 1
    twin.act(address_of("stranger"), "expire", 1, on="disputes")
    twin.check(all_of_it=True)
    assert twin.model.balances[BUYER, NATIVE] == 5_000 + COST // 2


def test_ruling__after_the_case_ran_out__is_told_and_changes_nothing():
    twin = answered_case(WHIM)
    twin.now = twin.court.cases[1].deadline + 1
    twin.act(address_of("stranger"), "expire", 1, on="disputes")
    before = photograph(twin)
    rule(twin, WHIM, 11)
    twin.check(all_of_it=True)

    assert twin.refused is None
    assert photograph(twin) == before
