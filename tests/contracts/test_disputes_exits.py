"""expire(orderId)
├── no open case → StageInvalid
├── in time → DeadlineNotPassed
├── unanswered → the side that raised gets the escrow and its deposit
└── answered → half and half of the escrow and of the deposits
concede(orderId)
├── no open case → StageInvalid
├── caller is no party → NotParty
├── unanswered → the other side gets the escrow, the side that raised its deposit
└── answered → the other side gets the escrow and what is left of the deposits
appeal(orderId, disputeID)
├── the arbitrator does not have the case → StageInvalid
├── caller is no party → NotParty
├── another dispute → DisputeMismatch
├── less than the arbitrator's fee → DepositTooLow
├── the arbitrator refuses → as it does
└── otherwise → the fee is the arbitrator's, the rest a claim, DisputeAppealed
submitEvidence(orderId, evidence)
├── no open case → StageInvalid
├── caller is no party → NotParty
├── more than 256 bytes → EvidenceTooLong
└── otherwise → Evidence
"""

from __future__ import annotations

import pytest

from tests.contracts.court import CENTRAL, CLOSED, COST, COUNCIL, FEE, HOSTILE, RAISED, RESOLVED
from tests.contracts.helpers import NO_REASON, PRICE, event, reverts


@pytest.fixture
def closed(court_disputes, raised, seller):
    order = raised()
    court_disputes.concede(order, sender=seller)
    return order


@pytest.mark.parametrize(("party", "bps"), [("buyer", 10_000), ("seller", 0)])
def test_expire__unanswered__side_that_raised_gets_all(
    court_disputes, court_market, court_claims, raised, buyer, seller, stranger, at, request, party, bps
):
    order = raised(by=request.getfixturevalue(party))
    at(court_disputes.getCase(order).deadline + 1)
    receipt = court_disputes.expire(order, sender=stranger)

    deposit = COST if party == "buyer" else 0
    assert event(receipt, "DisputeClosed") == {
        "orderId": order, "buyerBps": bps, "depositToBuyer": deposit, "depositToSeller": COST - deposit, "fromBond": 0,
    }  # fmt: skip
    winner, loser = (buyer, seller) if party == "buyer" else (seller, buyer)
    assert (court_claims(winner), court_claims(loser)) == (PRICE + COST, 0)
    assert court_market.getOrder(order).state == RESOLVED


@pytest.mark.parametrize("arbitrator", [COUNCIL, CENTRAL, HOSTILE])
def test_expire__answered__is_halved(court_disputes, court_claims, answered, buyer, seller, stranger, at, arbitrator):
    order, _ = answered(arbitrator)
    at(court_disputes.getCase(order).deadline + 1)
    court_disputes.expire(order, sender=stranger)

    assert court_claims(buyer) == court_claims(seller) == (PRICE + COST) // 2
    assert court_disputes.getCase(order).stage == CLOSED
    assert court_disputes.balance == 0


@pytest.mark.parametrize("offset", [-1, 0])
@pytest.mark.parametrize("stage", ["raised", "answered"])
def test_expire__in_time__reverts(court_disputes, request, stranger, at, stage, offset):
    made = request.getfixturevalue(stage)()
    order = made if stage == "raised" else made[0]
    deadline = court_disputes.getCase(order).deadline
    at(deadline + offset)
    with reverts("DeadlineNotPassed", deadline, deadline + offset):
        court_disputes.expire(order, sender=stranger)


def test_expire__no_case__reverts(court_disputes, court_order, buyer):
    order = court_order()
    with reverts("StageInvalid", order, 0):
        court_disputes.expire(order, sender=buyer)


def test_expire__closed__reverts(court_disputes, closed, buyer):
    with reverts("StageInvalid", closed, CLOSED):
        court_disputes.expire(closed, sender=buyer)


@pytest.mark.parametrize(("party", "bps", "to_buyer"), [("seller", 10_000, PRICE), ("buyer", 0, 0)])
@pytest.mark.parametrize("raiser", ["buyer", "seller"])
def test_concede__unanswered__deposit_goes_back_to_who_raised(
    court_disputes, court_claims, raised, buyer, seller, request, party, bps, to_buyer, raiser
):
    order = raised(by=request.getfixturevalue(raiser))
    receipt = court_disputes.concede(order, sender=request.getfixturevalue(party))

    deposit = COST if raiser == "buyer" else 0
    assert event(receipt, "DisputeClosed")["buyerBps"] == bps
    assert court_claims(buyer) == to_buyer + deposit
    assert court_claims(seller) == PRICE - to_buyer + COST - deposit


@pytest.mark.parametrize("party", ["buyer", "seller"])
def test_concede__answered__other_side_gets_escrow_and_deposits(
    court_disputes, court_claims, answered, buyer, seller, request, party
):
    order, _ = answered()
    court_disputes.concede(order, sender=request.getfixturevalue(party))

    winner, loser = (seller, buyer) if party == "buyer" else (buyer, seller)
    assert (court_claims(winner), court_claims(loser)) == (PRICE + COST, 0)


def test_concede__stranger__reverts(court_disputes, raised, stranger):
    order = raised()
    with reverts("NotParty", stranger, order):
        court_disputes.concede(order, sender=stranger)


def test_concede__closed__reverts(court_disputes, closed, seller):
    with reverts("StageInvalid", closed, CLOSED):
        court_disputes.concede(closed, sender=seller)


@pytest.mark.parametrize("party", ["buyer", "seller"])
def test_appeal__after_the_councils_ruling__all_members_vote(
    court_disputes, court_council, court_claims, answered, members, request, party
):
    order, dispute = answered()
    for member in members:
        court_council.vote(dispute, 3, sender=member)
    by = request.getfixturevalue(party)
    receipt = court_disputes.appeal(order, dispute, sender=by, value=3 * FEE + 5)

    assert event(receipt, "DisputeAppealed") == {"orderId": order, "by": by, "fee": 3 * FEE}
    assert event(receipt, "RoundBegun")["round"] == 1
    assert court_claims(by) == 5
    assert court_disputes.balance == COST


def test_appeal__foreign_arbitrator__has_it_again(
    court_disputes, court_central, answered, decide, buyer, moderator, court_claims
):
    order, dispute = answered(CENTRAL)
    court_central.giveRuling(dispute, 1, sender=moderator)
    court_disputes.appeal(order, dispute, sender=buyer, value=2 * COST)
    receipt = court_central.giveRuling(dispute, 11, sender=moderator)

    assert event(receipt, "DisputeClosed")["buyerBps"] == 10_000
    assert court_claims(buyer) == PRICE + COST


def test_appeal__nothing_to_appeal__reverts_as_the_arbitrator(court_disputes, answered, buyer):
    order, dispute = answered()
    with reverts("PhaseInvalid", dispute, 1):
        court_disputes.appeal(order, dispute, sender=buyer, value=3 * FEE)


def test_appeal__a_wei_less__reverts(court_disputes, answered, buyer):
    order, dispute = answered()
    with reverts("DepositTooLow", 3 * FEE, 3 * FEE - 1):
        court_disputes.appeal(order, dispute, sender=buyer, value=3 * FEE - 1)


def test_appeal__unanswered__reverts(court_disputes, raised, buyer):
    order = raised()
    with reverts("StageInvalid", order, RAISED):
        court_disputes.appeal(order, 0, sender=buyer, value=COST)


def test_appeal__another_dispute__reverts(court_disputes, answered, buyer):
    order, dispute = answered()
    with reverts("DisputeMismatch", order, dispute + 1):
        court_disputes.appeal(order, dispute + 1, sender=buyer, value=COST)


def test_appeal__stranger__reverts(court_disputes, answered, stranger):
    order, dispute = answered()
    with reverts("NotParty", stranger, order):
        court_disputes.appeal(order, dispute, sender=stranger, value=COST)


@pytest.mark.parametrize("stage", ["raised", "answered"])
@pytest.mark.parametrize("party", ["buyer", "seller"])
def test_submit_evidence__party__is_logged(court_disputes, court_council, request, stage, party):
    made = request.getfixturevalue(stage)()
    order, by = made if stage == "raised" else made[0], request.getfixturevalue(party)
    receipt = court_disputes.submitEvidence(order, "e" * 256, sender=by)

    assert event(receipt, "Evidence") == {
        "arbitrator": court_council, "evidenceGroupID": order, "party": by, "evidence": "e" * 256,
    }  # fmt: skip


def test_submit_evidence__a_byte_more__reverts(court_disputes, raised, buyer):
    order = raised()
    with reverts("EvidenceTooLong", 257, 256):
        court_disputes.submitEvidence(order, "e" * 257, sender=buyer)


def test_submit_evidence__stranger__reverts(court_disputes, raised, stranger):
    order = raised()
    with reverts("NotParty", stranger, order):
        court_disputes.submitEvidence(order, "/ipfs/x", sender=stranger)


def test_submit_evidence__no_open_case__reverts(court_disputes, court_order, closed, buyer):
    for order, stage in ((court_order(), 0), (closed, CLOSED)):
        with reverts("StageInvalid", order, stage):
            court_disputes.submitEvidence(order, "/ipfs/x", sender=buyer)


def test_native_coin__sent_by_itself__is_refused(court_disputes, court_council, buyer):
    for contract in (court_disputes, court_council):
        with reverts(NO_REASON):
            buyer.transfer(contract, 1)
