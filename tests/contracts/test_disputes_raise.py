"""raiseDispute(orderId)
├── no such order → OrderUnknown
├── order is not live, or only placed → StateInvalid
├── caller is neither buyer nor seller → NotParty
├── the order's deadline has passed → DeadlinePassed
├── less than the arbitrator asks → DepositTooLow
└── otherwise → the case is written, the order Disputed, what is too much a claim of the caller, DisputeRaised
respond(orderId)
├── no case, or answered, or closed → StageInvalid
├── caller is not the other side → NotParty
├── more than three days later → DeadlinePassed
├── less than the other side's deposit, or than what is missing of the arbitrator's cost → DepositTooLow
└── otherwise → the arbitrator has the case and its fee, Dispute, DisputeAnswered; what is too much is a claim
"""

from __future__ import annotations

import pytest

from tests.contracts.court import (
    ARBITRATED,
    CENTRAL,
    CHOICES,
    CLOSED,
    COST,
    COUNCIL,
    DISPUTED,
    EXTRA,
    HOSTILE,
    RAISED,
    RESPONSE_WINDOW,
    RULE_WINDOW,
)
from tests.contracts.helpers import event, events, reverts


@pytest.mark.parametrize("party", ["buyer", "seller"])
def test_raise__either_party__is_written(court_disputes, court_market, court_order, buyer, seller, request, party):
    order, by = court_order(), request.getfixturevalue(party)
    receipt = court_disputes.raiseDispute(order, sender=by, value=COST)

    case = court_disputes.getCase(order)
    assert (case.buyer, case.seller, case.raisedByBuyer) == (buyer, seller, party == "buyer")
    assert (case.stage, case.pool, case.arbitratorId) == (RAISED, COST, COUNCIL)
    assert case.deadline == receipt.timestamp + RESPONSE_WINDOW
    assert court_market.getOrder(order).state == DISPUTED
    assert court_disputes.balance == COST
    assert events(receipt) == [
        ("OrderDisputed", {"orderId": order, "by": by}),
        (
            "DisputeRaised",
            {"orderId": order, "by": by, "arbitratorId": 0, "deposit": COST, "deadline": case.deadline},
        ),
    ]


def test_raise__more_than_asked__surplus_is_a_claim(court_disputes, court_order, court_claims, buyer):
    court_disputes.raiseDispute(court_order(), sender=buyer, value=COST + 7)

    assert court_claims(buyer) == 7
    assert court_disputes.balance == COST


def test_raise__a_wei_less__reverts(court_disputes, court_order, buyer):
    order = court_order()
    assert court_disputes.depositOf(order) == COST
    with reverts("DepositTooLow", COST, COST - 1):
        court_disputes.raiseDispute(order, sender=buyer, value=COST - 1)


def test_raise__unknown_order__reverts(court_disputes, buyer):
    with reverts("OrderUnknown", 99):
        court_disputes.raiseDispute(99, sender=buyer, value=COST)


def test_raise__not_accepted_yet__reverts(court_disputes, court_order, buyer):
    order = court_order(accepted=False)
    with reverts("StateInvalid", order, 1):
        court_disputes.raiseDispute(order, sender=buyer, value=COST)


def test_raise__twice__reverts(court_disputes, raised, seller):
    order = raised()
    with reverts("StateInvalid", order, DISPUTED):
        court_disputes.raiseDispute(order, sender=seller, value=COST)


def test_raise__stranger__reverts(court_disputes, court_order, stranger):
    order = court_order()
    with reverts("NotParty", stranger, order):
        court_disputes.raiseDispute(order, sender=stranger, value=COST)


@pytest.mark.parametrize("offset", [-1, 0])
def test_raise__until_the_deadline__is_raised(court_disputes, court_market, court_order, buyer, at, offset):
    order = court_order()
    at(court_market.getOrder(order).deadline + offset)
    court_disputes.raiseDispute(order, sender=buyer, value=COST)

    assert court_disputes.getCase(order).stage == RAISED


def test_raise__a_second_late__reverts(court_disputes, court_market, court_order, buyer, at):
    order = court_order()
    deadline = court_market.getOrder(order).deadline
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        court_disputes.raiseDispute(order, sender=buyer, value=COST)


@pytest.mark.parametrize("arbitrator", [COUNCIL, CENTRAL, HOSTILE])
def test_respond__other_side__arbitrator_has_the_case(
    court_disputes, court_council, court_central, court_hostile, raised, seller, arbitrator
):
    order = raised(arbitrator)
    receipt = court_disputes.respond(order, sender=seller, value=COST)

    contract = (court_council, court_central, court_hostile)[arbitrator]
    case = court_disputes.getCase(order)
    answer = event(receipt, "DisputeAnswered")
    assert (case.stage, case.pool, case.deadline) == (ARBITRATED, COST, receipt.timestamp + RULE_WINDOW)
    assert contract.balance == court_disputes.balance == COST
    assert court_disputes.orderOf(contract, answer["disputeID"]) == order
    assert answer == {
        "orderId": order, "by": seller, "disputeID": answer["disputeID"], "deposit": COST, "deadline": case.deadline,
    }  # fmt: skip
    assert event(receipt, "Dispute") == {
        "arbitrator": contract, "disputeID": answer["disputeID"], "metaEvidenceID": arbitrator,
        "evidenceGroupID": order,
    }  # fmt: skip


def test_respond__with_eleven_choices__council_takes_no_more(court_council, answered):
    _, dispute = answered()

    assert court_council.getCase(dispute).choices == CHOICES


def test_respond__seller_raised__buyer_answers(court_disputes, answered, seller):
    order, _ = answered(by=seller)

    assert court_disputes.getCase(order).stage == ARBITRATED


def test_respond__more_than_asked__surplus_is_a_claim(court_disputes, raised, court_claims, seller):
    court_disputes.respond(raised(), sender=seller, value=COST + 9)

    assert court_claims(seller) == 9
    assert court_disputes.balance == COST


@pytest.mark.parametrize(
    ("cost", "deposit", "left"),
    [
        (COST // 2, COST, COST * 2 - COST // 2),
        (COST, COST, COST),
        (COST * 2, COST, 0),
        (COST * 2 + 1, COST + 1, 0),
    ],
)
def test_respond__cost_has_changed__both_deposits_reach_it(
    court_disputes, court_hostile, raised, seller, stranger, cost, deposit, left
):
    order = raised(HOSTILE)
    court_hostile.setCost(cost, sender=stranger)
    assert court_disputes.depositOf(order) == deposit

    with reverts("DepositTooLow", deposit, deposit - 1):
        court_disputes.respond(order, sender=seller, value=deposit - 1)
    court_disputes.respond(order, sender=seller, value=deposit)
    assert (court_hostile.balance, court_disputes.balance) == (cost, left)
    assert court_disputes.getCase(order).pool == left


@pytest.mark.parametrize("caller", ["buyer", "stranger"])
def test_respond__not_the_other_side__reverts(court_disputes, raised, request, caller):
    order, by = raised(), request.getfixturevalue(caller)
    with reverts("NotParty", by, order):
        court_disputes.respond(order, sender=by, value=COST)


def test_respond__no_case__reverts(court_disputes, court_order, seller):
    order = court_order()
    with reverts("StageInvalid", order, 0):
        court_disputes.respond(order, sender=seller, value=COST)


def test_respond__answered__reverts(court_disputes, answered, seller):
    order, _ = answered()
    with reverts("StageInvalid", order, ARBITRATED):
        court_disputes.respond(order, sender=seller, value=COST)


def test_respond__closed__reverts(court_disputes, raised, seller):
    order = raised()
    court_disputes.concede(order, sender=seller)
    with reverts("StageInvalid", order, CLOSED):
        court_disputes.respond(order, sender=seller, value=COST)


@pytest.mark.parametrize("offset", [-1, 0])
def test_respond__until_the_deadline__is_answered(court_disputes, raised, seller, at, offset):
    order = raised()
    at(court_disputes.getCase(order).deadline + offset)
    court_disputes.respond(order, sender=seller, value=COST)

    assert court_disputes.getCase(order).stage == ARBITRATED


def test_respond__a_second_late__reverts(court_disputes, raised, seller, at):
    order = raised()
    deadline = court_disputes.getCase(order).deadline
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        court_disputes.respond(order, sender=seller, value=COST)


def test_deposit_of__answered__reverts(court_disputes, answered, stranger):
    order, _ = answered()
    with reverts("StageInvalid", order, ARBITRATED):
        court_disputes.depositOf.transact(order, sender=stranger)


def test_deposit_of__raised__is_the_other_sides(court_disputes, raised):
    assert court_disputes.depositOf(raised()) == COST


def test_arbitrator__gets_what_was_registered_for_it(court_disputes, court_council):
    entry, extra = court_disputes.getArbitrator(0)

    assert (entry.arbitrator, entry.ruleWindow, entry.closed) == (court_council, RULE_WINDOW, False)
    assert extra == EXTRA
