"""appeal(disputeID, extraData)
├── caller is not the arbitrated contract → NotArbitrable
├── not ruled, or appealed before → PhaseInvalid
├── the deadline has passed → DeadlinePassed
├── less than the votes of all members cost → FeeTooLow
└── otherwise → all members may vote, AppealDecision, RoundBegun
execute(disputeID)
├── the first round is open, or executed → PhaseInvalid
├── an appeal is possible yet → DeadlineNotPassed
└── otherwise → the arbitrated contract is told, CaseExecuted
"""

from __future__ import annotations

import pytest

from tests.contracts.council import EXECUTED, RULED, VOTING, vote
from tests.contracts.court import APPEAL_WINDOW, COST, FEE, VOTE_WINDOW
from tests.contracts.helpers import event, events, reverts


def test_appeal__in_time__all_members_vote_anew(court_council, ruled, more_members, buyer):
    assert court_council.appealCost(ruled, b"") == 5 * FEE
    receipt = court_council.appeal(ruled, b"", sender=buyer, value=5 * FEE + 3)

    case = court_council.getCase(ruled)
    assert (case.phase, case.appealed, case.panel, case.voted, case.tally) == (VOTING, True, 0b11111, 0, 0)
    assert events(receipt) == [
        ("AppealDecision", {"disputeID": ruled, "arbitrable": buyer}),
        ("RoundBegun", {"disputeID": ruled, "round": 1, "panel": 0b11111, "deadline": case.deadline}),
    ]
    assert case.deadline == receipt.timestamp + VOTE_WINDOW
    assert court_council.reserve() == 3


@pytest.mark.parametrize("offset", [-1, 0])
def test_appeal__until_the_deadline__is_heard(court_council, ruled, buyer, at, offset):
    start, end = court_council.appealPeriod(ruled)
    assert end - start == APPEAL_WINDOW
    at(end + offset)
    court_council.appeal(ruled, b"", sender=buyer, value=COST)

    assert court_council.getCase(ruled).appealed is True


def test_appeal__a_second_late__reverts(court_council, ruled, buyer, at):
    _, end = court_council.appealPeriod(ruled)
    at(end + 1)
    with reverts("DeadlinePassed", end, end + 1):
        court_council.appeal(ruled, b"", sender=buyer, value=COST)


def test_appeal__by_another__reverts(court_council, ruled, seller, buyer):
    with reverts("NotArbitrable", seller, buyer):
        court_council.appeal(ruled, b"", sender=seller, value=COST)


def test_appeal__a_wei_less__reverts(court_council, ruled, buyer):
    with reverts("FeeTooLow", COST, COST - 1):
        court_council.appeal(ruled, b"", sender=buyer, value=COST - 1)


def test_appeal__not_ruled_yet__reverts(court_council, dispute, buyer):
    with reverts("PhaseInvalid", dispute, VOTING):
        court_council.appeal(dispute, b"", sender=buyer, value=COST)


def test_appeal__twice__reverts(court_council, ruled, members, buyer):
    court_council.appeal(ruled, b"", sender=buyer, value=COST)
    vote(court_council, ruled, members, [9, 9, 9])
    with reverts("PhaseInvalid", ruled, RULED):
        court_council.appeal(ruled, b"", sender=buyer, value=COST)


def test_status__through_a_case__is_as_the_standard_has_it(court_council, dispute, members, at, chain):
    assert court_council.disputeStatus(dispute) == 0
    assert tuple(court_council.appealPeriod(dispute)) == (0, 0)
    vote(court_council, dispute, members, [3, 3, 3])
    assert court_council.disputeStatus(dispute) == 1
    chain.pending_timestamp = court_council.appealPeriod(dispute)[1] + 1
    chain.mine()
    assert court_council.disputeStatus(dispute) == 2


def test_status__ruled_after_an_appeal__is_solved_and_cannot_be_appealed(court_council, ruled, members, buyer):
    court_council.appeal(ruled, b"", sender=buyer, value=COST)
    vote(court_council, ruled, members, [9, 9, 9])

    assert court_council.getCase(ruled).phase == RULED
    assert court_council.disputeStatus(ruled) == 2
    assert tuple(court_council.appealPeriod(ruled)) == (0, 0)


def test_status__executed__is_solved_and_cannot_be_appealed(court_council, answered, decide):
    _, dispute = answered()
    decide(0, dispute, 8)

    assert court_council.disputeStatus(dispute) == 2
    assert tuple(court_council.appealPeriod(dispute)) == (0, 0)


@pytest.mark.parametrize("offset", [-1, 0])
def test_execute__appeal_is_possible_yet__reverts(court_council, ruled, stranger, at, offset):
    _, end = court_council.appealPeriod(ruled)
    at(end + offset)
    with reverts("DeadlineNotPassed", end, end + offset):
        court_council.execute(ruled, sender=stranger)


def test_execute__first_round_is_open__reverts(court_council, dispute, stranger):
    with reverts("PhaseInvalid", dispute, VOTING):
        court_council.execute(dispute, sender=stranger)


def test_execute__after_the_appeal_window__market_is_told(court_council, answered, decide):
    _, dispute = answered()
    receipt = decide(0, dispute, 8)

    assert event(receipt, "CaseExecuted") == {"disputeID": dispute, "ruling": 8}
    assert event(receipt, "Ruling") == {"arbitrator": court_council, "disputeID": dispute, "ruling": 8}
    assert court_council.getCase(dispute).phase == EXECUTED


def test_execute__twice__reverts(court_council, answered, decide, stranger):
    _, dispute = answered()
    decide(0, dispute, 8)
    with reverts("PhaseInvalid", dispute, EXECUTED):
        court_council.execute(dispute, sender=stranger)


def test_execute__after_an_appeal__at_once_and_as_all_members_say(
    court_disputes, court_council, answered, members, seller, stranger
):
    order, dispute = answered()
    vote(court_council, dispute, members, [11, 11, 11])
    court_disputes.appeal(order, dispute, sender=seller, value=COST)
    vote(court_council, dispute, members, [1, 1, 1])
    receipt = court_council.execute(dispute, sender=stranger)

    assert event(receipt, "DisputeClosed")["buyerBps"] == 0


def test_execute__appeal_that_nobody_tallied__is_tallied_first(
    court_disputes, court_council, answered, members, seller, stranger, at
):
    order, dispute = answered()
    vote(court_council, dispute, members, [11, 11, 11])
    court_disputes.appeal(order, dispute, sender=seller, value=COST)
    vote(court_council, dispute, members, [3, 5])
    at(court_council.getCase(dispute).deadline + 1)
    receipt = court_council.execute(dispute, sender=stranger)

    assert event(receipt, "RoundClosed")["ruling"] == 4
    assert event(receipt, "DisputeClosed")["buyerBps"] == 3_000


def test_money__through_a_case_with_appeal__adds_up(court_council, ruled, members, buyer, stranger, at):
    court_council.appeal(ruled, b"", sender=buyer, value=COST)
    vote(court_council, ruled, members, [9, 9])
    at(court_council.getCase(ruled).deadline + 1)
    court_council.tally(ruled, sender=stranger)

    pay = sum(court_council.memberOf(member).pay for member in members)
    assert (pay, court_council.reserve()) == (5 * FEE, FEE)
    assert court_council.balance == pay + court_council.reserve()
