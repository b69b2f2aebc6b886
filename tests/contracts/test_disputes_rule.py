"""rule(disputeID, ruling)
├── caller has no such dispute → NotArbitrator
├── ruling above 11 → RulingInvalid
├── the case has ended otherwise → Ruling, and nothing changes
└── otherwise → order Resolved, deposits and bond as below, Ruling, DisputeClosed
    ├── the buyer gets more than half → the deposits are the buyer's, the bond answers for what was released
    ├── half → the deposits are halved, an odd wei is the buyer's
    └── less → the deposits are the seller's
"""

from __future__ import annotations

import pytest

from tests.contracts.court import CENTRAL, CLOSED, COST, COUNCIL, HOSTILE, RESOLVED
from tests.contracts.helpers import NATIVE, PRICE, event, reverts

BOND = 10_000


@pytest.fixture
def bonded(court_market, court_registry, seller):
    """The seller's bond in native coin."""
    court_market.deposit(NATIVE, BOND, seller, sender=seller, value=BOND)
    court_market.setOperator(court_registry, True, sender=seller)
    court_registry.depositBond(NATIVE, BOND, sender=seller)
    return BOND


RULINGS = [
    (0, 5_000, COST // 2),
    (1, 0, 0),
    (2, 1_000, 0),
    (5, 4_000, 0),
    (6, 5_000, COST // 2),
    (7, 6_000, COST),
    (11, 10_000, COST),
]


@pytest.mark.parametrize("arbitrator", [COUNCIL, CENTRAL])
@pytest.mark.parametrize(("ruling", "bps", "deposit"), RULINGS)
def test_rule__each_grade__is_what_the_parties_get(
    court_disputes, court_market, court_claims, answered, decide, buyer, seller, arbitrator, ruling, bps, deposit
):
    """The same story before the council and before a foreign arbitrator."""
    order, dispute = answered(arbitrator)
    receipt = decide(arbitrator, dispute, ruling)

    share = PRICE * bps // 10_000
    assert court_claims(buyer) == share + deposit
    assert court_claims(seller) == PRICE - share + COST - deposit
    assert court_market.getOrder(order).state == RESOLVED
    assert (court_disputes.getCase(order).stage, court_disputes.getCase(order).pool) == (CLOSED, 0)
    assert court_disputes.balance == 0
    assert event(receipt, "Ruling")["ruling"] == ruling
    assert event(receipt, "DisputeClosed") == {
        "orderId": order, "buyerBps": bps, "depositToBuyer": deposit, "depositToSeller": COST - deposit, "fromBond": 0,
    }  # fmt: skip


def test_rule__odd_pool_halved__wei_is_the_buyers(court_disputes, court_hostile, raised, decide, seller, stranger):
    order = raised(HOSTILE)
    court_hostile.setCost(COST - 1, sender=stranger)
    court_disputes.respond(order, sender=seller, value=COST)
    closed = event(decide(HOSTILE, 0, 0), "DisputeClosed")

    assert (closed["depositToBuyer"], closed["depositToSeller"]) == (COST // 2 + 1, COST // 2)


def test_rule__odd_escrow_halved__unit_is_the_sellers(court_disputes, court_market, court_order, decide, buyer, seller):
    _, dispute = _released(court_disputes, court_market, court_order, buyer, seller, 1)
    resolved = event(decide(HOSTILE, dispute, 0), "OrderResolved")

    assert (resolved["refunded"], resolved["paid"]) == (PRICE // 2 - 1, PRICE // 2)


@pytest.mark.parametrize(("ruling", "bps"), [(7, 6_000), (11, 10_000)])
def test_rule__buyer_wins_after_a_release__bond_answers(
    court_disputes, court_market, court_registry, court_order, decide, bonded, buyer, seller, ruling, bps
):
    _, dispute = _released(court_disputes, court_market, court_order, buyer, seller, 5_000)
    closed = event(decide(HOSTILE, dispute, ruling), "DisputeClosed")

    assert closed["fromBond"] == 5_000 * bps // 10_000
    assert court_registry.bondOf(seller, NATIVE).amount == BOND - closed["fromBond"]


def test_rule__bond_below_the_loss__gives_what_it_has(
    court_disputes, court_market, court_registry, court_order, decide, bonded, buyer, seller
):
    _, dispute = _released(court_disputes, court_market, court_order, buyer, seller, 2 * BOND)

    assert event(decide(HOSTILE, dispute, 11), "DisputeClosed")["fromBond"] == BOND
    assert court_registry.bondOf(seller, NATIVE).amount == 0


@pytest.mark.parametrize("ruling", [0, 1, 6])
def test_rule__buyer_does_not_win__bond_stays(
    court_disputes, court_market, court_registry, court_order, decide, bonded, buyer, seller, ruling
):
    _, dispute = _released(court_disputes, court_market, court_order, buyer, seller, 5_000)

    assert event(decide(HOSTILE, dispute, ruling), "DisputeClosed")["fromBond"] == 0
    assert court_registry.bondOf(seller, NATIVE).amount == BOND


def _released(disputes, market, place, buyer, seller, amount):
    """An answered case of an order of which a part has been released."""
    order = place(HOSTILE)
    market.release(order, amount, sender=buyer)
    disputes.raiseDispute(order, sender=buyer, value=COST)
    receipt = disputes.respond(order, sender=seller, value=COST)
    return order, event(receipt, "DisputeAnswered")["disputeID"]


@pytest.mark.parametrize("caller", ["buyer", "seller", "admin", "stranger"])
def test_rule__by_an_account__reverts(court_disputes, answered, request, caller):
    _, dispute = answered()
    by = request.getfixturevalue(caller)
    with reverts("NotArbitrator", by, dispute):
        court_disputes.rule(dispute, 11, sender=by)


def test_rule__by_the_arbitrator_of_another_case__reverts(court_disputes, court_hostile, answered, stranger):
    _, dispute = answered(COUNCIL)
    with reverts("NotArbitrator", court_hostile, dispute):
        court_hostile.giveRuling(court_disputes, dispute, 11, sender=stranger)


def test_rule__above_eleven__reverts(court_disputes, court_hostile, answered, stranger):
    _, dispute = answered(HOSTILE)
    with reverts("RulingInvalid", 12, 11):
        court_hostile.giveRuling(court_disputes, dispute, 12, sender=stranger)


def test_rule__twice__second_changes_nothing(court_disputes, court_market, court_claims, answered, decide, buyer):
    _, dispute = answered(HOSTILE)
    decide(HOSTILE, dispute, 11)
    before = court_claims(buyer)
    receipt = decide(HOSTILE, dispute, 1)

    assert event(receipt, "Ruling")["ruling"] == 1
    assert court_claims(buyer) == before


@pytest.mark.parametrize("arbitrator", [COUNCIL, CENTRAL])
def test_rule__conceded_before__is_logged_only(
    court_disputes, court_claims, answered, decide, buyer, seller, arbitrator
):
    _, dispute = answered(arbitrator)
    order = court_disputes.orderOf(court_disputes.getArbitrator(arbitrator)[0].arbitrator, dispute)
    court_disputes.concede(order, sender=seller)
    before = court_claims(buyer)
    receipt = decide(arbitrator, dispute, 1)

    assert event(receipt, "Ruling")["ruling"] == 1
    assert (court_claims(buyer), court_claims(seller)) == (before, 0)


def test_rule__late_and_nobody_has_ended_the_case__counts(court_disputes, answered, decide, at):
    order, dispute = answered(HOSTILE)
    at(court_disputes.getCase(order).deadline + 1)

    assert event(decide(HOSTILE, dispute, 11), "DisputeClosed")["buyerBps"] == 10_000
