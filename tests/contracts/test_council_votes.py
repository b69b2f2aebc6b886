"""vote(disputeID, ruling)
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
"""

from __future__ import annotations

import pytest

from tests.contracts.council import RULED, created, vote
from tests.contracts.court import APPEAL_WINDOW, FEE
from tests.contracts.helpers import event, events, reverts

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
    receipt = vote(court_council, dispute, members, votes)
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
    receipt = vote(court_council, ruled, more_members, votes)
    if None in votes:
        at(court_council.getCase(ruled).deadline + 1)
        receipt = court_council.tally(ruled, sender=stranger)

    closed = event(receipt, "RoundClosed")
    assert (closed["round"], closed["ruling"], closed["deadline"]) == (1, ruling, 0)
    assert "AppealPossible" not in dict(events(receipt))
    assert court_council.disputeStatus(ruled) == 2


def test_tally__panel_of_nobody__need_not_wait(court_council, members, admin, buyer, stranger):
    for member in members:
        court_council.removeMember(member, sender=admin)
    dispute = created(court_council, buyer)
    court_council.tally(dispute, sender=stranger)

    assert court_council.currentRuling(dispute) == 0


def test_tally__half_of_a_panel_of_two_stayed_away__is_refused(court_council, members, admin, buyer, stranger, at):
    court_council.removeMember(members[2], sender=admin)
    dispute = created(court_council, buyer)
    vote(court_council, dispute, members, [5, None])
    at(court_council.getCase(dispute).deadline + 1)
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
    dispute = created(court_council, buyer)
    panel = court_council.getCase(dispute).panel
    left_out = next(member for seat, member in enumerate(more_members) if not panel & 1 << seat)
    with reverts("NotOnPanel", dispute, left_out):
        court_council.vote(dispute, 4, sender=left_out)


def test_vote__no_round__reverts(court_council, ruled, members):
    for dispute, phase in ((99, 0), (ruled, RULED)):
        with reverts("PhaseInvalid", dispute, phase):
            court_council.vote(dispute, 4, sender=members[0])
