"""createDispute(choices, extraData)
├── choices not 1 … 11 → ChoicesOutOfRange
├── less than three votes cost → FeeTooLow
└── otherwise → three of the members are drawn, all if they are fewer, DisputeCreation, RoundBegun
vote(disputeID, ruling)
├── no round is open → PhaseInvalid
├── the deadline has passed → DeadlinePassed
├── caller was not drawn → NotOnPanel
├── caller has voted → VotedAlready
├── ruling above the choices → RulingInvalid
└── otherwise → paid, Voted; the last one closes the round
tally(disputeID)
├── no round is open → PhaseInvalid
├── in time, and somebody may vote yet → DeadlineNotPassed
└── otherwise → RoundClosed, and after the first round AppealPossible
appeal(disputeID, extraData)
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

from tests.contracts.court import APPEAL_WINDOW, COST, FEE, VOTE_WINDOW
from tests.contracts.helpers import event, events, reverts

VOTING, RULED, EXECUTED = 1, 2, 3


@pytest.fixture
def dispute(court_council, buyer):
    """Before a panel of all three members; the account `buyer` is the arbitrated party."""
    return _created(court_council, buyer)


@pytest.fixture
def ruled(court_council, dispute, members):
    """The panel has ruled 3."""
    _vote(court_council, dispute, members, [3, 3, 3])
    return dispute


@pytest.fixture
def more_members(court_council, accounts, members, admin, chain):
    """Five in all."""
    for account in (accounts[14], accounts[15]):
        court_council.addMember(account, sender=admin)
    chain.pending_timestamp += 1
    return [*members, accounts[14], accounts[15]]


def _created(council, by):
    return event(council.createDispute(11, b"", sender=by, value=COST), "DisputeCreation")["disputeID"]


def _vote(council, dispute, members, votes):
    """The receipt of the last vote; None stays away."""
    receipts = [
        council.vote(dispute, vote, sender=member)
        for member, vote in zip(members, votes, strict=False)
        if vote is not None
    ]
    return receipts[-1] if receipts else None


def test_create__three_members__are_the_panel(court_council, buyer):
    receipt = court_council.createDispute(11, b"", sender=buyer, value=COST)

    case = court_council.getCase(1)
    assert (case.arbitrable, case.phase, case.choices, case.panel) == (buyer, VOTING, 11, 0b111)
    assert events(receipt) == [
        ("DisputeCreation", {"disputeID": 1, "arbitrable": buyer}),
        ("RoundBegun", {"disputeID": 1, "round": 0, "panel": 0b111, "deadline": receipt.timestamp + VOTE_WINDOW}),
    ]


def test_create__five_members__three_are_drawn_and_not_always_the_same(court_council, more_members, buyer):
    panels = [court_council.getCase(_created(court_council, buyer)).panel for _ in range(12)]

    assert {panel.bit_count() for panel in panels} == {3}
    assert all(panel < 2**5 for panel in panels)
    assert len(set(panels)) > 1


@pytest.mark.parametrize("left", [0, 1, 2])
def test_create__fewer_members__all_are_the_panel(court_council, members, buyer, admin, left):
    for member in members[left:]:
        court_council.removeMember(member, sender=admin)
    dispute = _created(court_council, buyer)

    assert court_council.getCase(dispute).panel == 2**left - 1
    assert court_council.reserve() == (3 - left) * FEE


def test_create__surplus__is_the_councils(court_council, buyer):
    court_council.createDispute(11, b"", sender=buyer, value=COST + 5)

    assert court_council.reserve() == 5


@pytest.mark.parametrize("choices", [0, 12])
def test_create__choices_out_of_range__reverts(court_council, buyer, choices):
    with reverts("ChoicesOutOfRange", choices, 11):
        court_council.createDispute(choices, b"", sender=buyer, value=COST)


def test_create__a_wei_less__reverts(court_council, buyer):
    assert court_council.arbitrationCost(b"") == COST
    with reverts("FeeTooLow", COST, COST - 1):
        court_council.createDispute(11, b"", sender=buyer, value=COST - 1)


VOTES = [
    ([7, 7, 7], 7),
    ([11, 1, 6], 6),
    ([1, 1, 11], 1),
    ([0, 4, 9], 6),
    ([0, 4, 5], 4),
    ([4, None, 9], 6),
    ([None, 4, 5], 4),
    ([0, 0, 9], 0),
    ([0, 9, None], 0),
    ([0, 0, 0], 0),
    ([9, None, None], 0),
    ([None, None, None], 0),
    ([11, 11, 11], 11),
]


@pytest.mark.parametrize(("votes", "ruling"), VOTES)
def test_tally__panel_of_three__is_the_median(court_council, dispute, members, stranger, at, votes, ruling):
    receipt = _vote(court_council, dispute, members, votes)
    if None in votes:
        at(court_council.getCase(dispute).deadline + 1)
        receipt = court_council.tally(dispute, sender=stranger)

    present = len(votes) - votes.count(None)
    deadline = receipt.timestamp + APPEAL_WINDOW
    assert event(receipt, "RoundClosed") == {
        "disputeID": dispute, "round": 0, "ruling": ruling, "votes": present, "deadline": deadline,
    }  # fmt: skip
    assert event(receipt, "AppealPossible")["disputeID"] == dispute
    assert court_council.currentRuling(dispute) == ruling
    assert court_council.getCase(dispute).phase == RULED
    assert court_council.reserve() == (3 - present) * FEE


@pytest.mark.parametrize(
    ("votes", "ruling"),
    [([1, 3, 5, 11, 11], 5), ([1, 3, 6, 11, None], 4), ([1, 3, None, None, None], 0), ([0, 0, 8, 9, 11], 9)],
)
def test_tally__appeal_to_five__is_the_median_and_final(
    court_council, ruled, more_members, buyer, stranger, at, votes, ruling
):
    court_council.appeal(ruled, b"", sender=buyer, value=5 * FEE)
    receipt = _vote(court_council, ruled, more_members, votes)
    if None in votes:
        at(court_council.getCase(ruled).deadline + 1)
        receipt = court_council.tally(ruled, sender=stranger)

    closed = event(receipt, "RoundClosed")
    assert (closed["round"], closed["ruling"], closed["deadline"]) == (1, ruling, 0)
    assert court_council.disputeStatus(ruled) == 2


def test_tally__panel_of_nobody__need_not_wait(court_council, members, admin, buyer, stranger):
    for member in members:
        court_council.removeMember(member, sender=admin)
    dispute = _created(court_council, buyer)
    court_council.tally(dispute, sender=stranger)

    assert court_council.currentRuling(dispute) == 0


@pytest.mark.parametrize("offset", [-1, 0])
def test_tally__in_time__reverts(court_council, dispute, stranger, at, offset):
    deadline = court_council.getCase(dispute).deadline
    at(deadline + offset)
    with reverts("DeadlineNotPassed", deadline, deadline + offset):
        court_council.tally(dispute, sender=stranger)


def test_tally__no_round__reverts(court_council, ruled, stranger):
    for dispute, phase in ((99, 0), (ruled, RULED)):
        with reverts("PhaseInvalid", dispute, phase):
            court_council.tally(dispute, sender=stranger)


def test_vote__panelist__is_paid_at_once(court_council, dispute, members):
    receipt = court_council.vote(dispute, 4, sender=members[0])

    assert events(receipt) == [
        ("Voted", {"disputeID": dispute, "member": members[0], "round": 0, "ruling": 4}),
    ]
    assert court_council.memberOf(members[0]).pay == FEE
    assert court_council.getCase(dispute).voted == 0b001


@pytest.mark.parametrize("offset", [-1, 0])
def test_vote__until_the_deadline__counts(court_council, dispute, members, at, offset):
    at(court_council.getCase(dispute).deadline + offset)
    court_council.vote(dispute, 4, sender=members[0])

    assert court_council.getCase(dispute).voted == 0b001


def test_vote__a_second_late__reverts(court_council, dispute, members, at):
    deadline = court_council.getCase(dispute).deadline
    at(deadline + 1)
    with reverts("DeadlinePassed", deadline, deadline + 1):
        court_council.vote(dispute, 4, sender=members[0])


def test_vote__twice__reverts(court_council, dispute, members):
    court_council.vote(dispute, 4, sender=members[0])
    with reverts("VotedAlready", dispute, members[0]):
        court_council.vote(dispute, 5, sender=members[0])


def test_vote__above_the_choices__reverts(court_council, dispute, members):
    with reverts("RulingInvalid", 12, 11):
        court_council.vote(dispute, 12, sender=members[0])


def test_vote__stranger__reverts(court_council, dispute, stranger):
    """Whose seat would be number 0."""
    with reverts("NotOnPanel", dispute, stranger):
        court_council.vote(dispute, 4, sender=stranger)


def test_vote__member_who_was_not_drawn__reverts(court_council, more_members, buyer):
    dispute = _created(court_council, buyer)
    panel = court_council.getCase(dispute).panel
    left_out = next(member for seat, member in enumerate(more_members) if not panel & 1 << seat)
    with reverts("NotOnPanel", dispute, left_out):
        court_council.vote(dispute, 4, sender=left_out)


def test_vote__no_round__reverts(court_council, ruled, members):
    for dispute, phase in ((99, 0), (ruled, RULED)):
        with reverts("PhaseInvalid", dispute, phase):
            court_council.vote(dispute, 4, sender=members[0])


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
    _vote(court_council, ruled, members, [9, 9, 9])
    with reverts("PhaseInvalid", ruled, RULED):
        court_council.appeal(ruled, b"", sender=buyer, value=COST)


def test_status__through_a_case__is_as_the_standard_has_it(court_council, dispute, members, at, chain):
    assert court_council.disputeStatus(dispute) == 0
    assert tuple(court_council.appealPeriod(dispute)) == (0, 0)
    _vote(court_council, dispute, members, [3, 3, 3])
    assert court_council.disputeStatus(dispute) == 1
    chain.pending_timestamp = court_council.appealPeriod(dispute)[1] + 1
    chain.mine()
    assert court_council.disputeStatus(dispute) == 2


def test_status__ruled_after_an_appeal__is_solved_and_cannot_be_appealed(court_council, ruled, members, buyer):
    court_council.appeal(ruled, b"", sender=buyer, value=COST)
    _vote(court_council, ruled, members, [9, 9, 9])

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
    _vote(court_council, dispute, members, [11, 11, 11])
    court_disputes.appeal(order, dispute, sender=seller, value=COST)
    _vote(court_council, dispute, members, [1, 1, 1])
    receipt = court_council.execute(dispute, sender=stranger)

    assert event(receipt, "DisputeClosed")["buyerBps"] == 0


def test_execute__appeal_that_nobody_tallied__is_tallied_first(
    court_disputes, court_council, answered, members, seller, stranger, at
):
    order, dispute = answered()
    _vote(court_council, dispute, members, [11, 11, 11])
    court_disputes.appeal(order, dispute, sender=seller, value=COST)
    _vote(court_council, dispute, members, [3, 5])
    at(court_council.getCase(dispute).deadline + 1)
    receipt = court_council.execute(dispute, sender=stranger)

    assert event(receipt, "RoundClosed")["ruling"] == 4
    assert event(receipt, "DisputeClosed")["buyerBps"] == 3_000


def test_money__through_a_case_with_appeal__adds_up(court_council, ruled, members, buyer, stranger, at):
    court_council.appeal(ruled, b"", sender=buyer, value=COST)
    _vote(court_council, ruled, members, [9, 9])
    at(court_council.getCase(ruled).deadline + 1)
    court_council.tally(ruled, sender=stranger)

    pay = sum(court_council.memberOf(member).pay for member in members)
    assert (pay, court_council.reserve()) == (5 * FEE, FEE)
    assert court_council.balance == pay + court_council.reserve()
