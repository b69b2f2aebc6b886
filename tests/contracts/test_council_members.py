"""addMember(account), removeMember(account)
├── caller is no admin → AccessManagedUnauthorized
├── add: a member already → MemberAlready; 48 seats taken → SeatsFull
├── remove: no member → NotMember
└── otherwise → the lowest free seat is taken, MemberAdded; or freed, MemberRemoved
a round that has begun
├── removed since → votes all the same, and misses nothing by not voting
├── appointed since, to a panelist's seat → NotOnPanel
└── removed before → NotOnPanel
claimPay(to), collectReserve(to)
├── nothing there → NothingEarned, ReserveEmpty
├── the receiver refuses → FailedCall
├── collect, caller is no treasurer → AccessManagedUnauthorized
└── otherwise → paid, PayClaimed, ReserveCollected
"""

from __future__ import annotations

import pytest
from ape import project
from eth_utils import to_checksum_address

from tests.contracts.court import COST, FEE
from tests.contracts.helpers import event, events, reverts


@pytest.fixture
def newcomer(accounts):
    return accounts[14]


@pytest.fixture
def dispute(court_council, buyer):
    """Before a panel of all three members; the account `buyer` is the arbitrated party."""
    receipt = court_council.createDispute(11, b"", sender=buyer, value=COST)
    return event(receipt, "DisputeCreation")["disputeID"]


def test_add__admin__gets_the_lowest_free_seat(court_council, newcomer, members, admin):
    court_council.removeMember(members[1], sender=admin)
    receipt = court_council.addMember(newcomer, sender=admin)

    member = court_council.memberOf(newcomer)
    assert event(receipt, "MemberAdded") == {"member": newcomer, "seat": 1}
    assert (member.seat, member.since, member.until, member.pay) == (1, receipt.timestamp, 0, 0)
    assert court_council.memberAt(1) == newcomer
    assert court_council.seats() == 0b111


def test_add__member_already__reverts(court_council, members, admin):
    with reverts("MemberAlready", members[0]):
        court_council.addMember(members[0], sender=admin)


def test_add__48_seats_taken__reverts(court_council, newcomer, admin):
    for number in range(3, 48):
        court_council.addMember(to_checksum_address(f"0x{number + 1_000:040x}"), sender=admin)

    assert court_council.seats() == 2**48 - 1
    assert court_council.appealCost(1, b"") == 48 * FEE
    with reverts("SeatsFull", 48):
        court_council.addMember(newcomer, sender=admin)


def test_remove__member__frees_the_seat(court_council, members, admin):
    receipt = court_council.removeMember(members[1], sender=admin)

    assert event(receipt, "MemberRemoved") == {"member": members[1], "seat": 1, "idle": False}
    assert court_council.memberOf(members[1]).until == receipt.timestamp
    assert court_council.seats() == 0b101


def test_remove__never_a_member_or_removed__reverts(court_council, members, stranger, admin):
    court_council.removeMember(members[1], sender=admin)
    for account in (stranger, members[1]):
        with reverts("NotMember", account):
            court_council.removeMember(account, sender=admin)


def test_add__removed_before__is_a_member_again(court_council, members, admin):
    court_council.removeMember(members[1], sender=admin)
    court_council.addMember(members[1], sender=admin)

    assert court_council.memberOf(members[1]).until == 0


@pytest.mark.parametrize("caller", ["buyer", "treasurer", "stranger"])
def test_restricted__not_an_admin__reverts(court_council, members, request, caller):
    by = request.getfixturevalue(caller)
    with reverts("AccessManagedUnauthorized", by):
        court_council.addMember(by, sender=by)
    with reverts("AccessManagedUnauthorized", by):
        court_council.removeMember(members[0], sender=by)


def test_round__removed_since__votes_all_the_same(court_council, dispute, members, admin):
    court_council.removeMember(members[0], sender=admin)
    court_council.vote(dispute, 4, sender=members[0])

    assert court_council.memberOf(members[0]).pay == FEE


def test_round__seat_given_to_another_since__is_voted_by_the_former(court_council, dispute, members, newcomer, admin):
    court_council.removeMember(members[0], sender=admin)
    court_council.addMember(newcomer, sender=admin)
    assert court_council.memberOf(newcomer).seat == 0

    with reverts("NotOnPanel", dispute, newcomer):
        court_council.vote(dispute, 4, sender=newcomer)
    court_council.vote(dispute, 4, sender=members[0])


def test_round__seat_changed_hands_and_nobody_voted__newcomer_has_missed_nothing(
    court_council, dispute, members, newcomer, admin, stranger, at
):
    court_council.removeMember(members[0], sender=admin)
    court_council.addMember(newcomer, sender=admin)
    at(court_council.getCase(dispute).deadline + 1)
    court_council.tally(dispute, sender=stranger)

    assert court_council.memberOf(newcomer).missed == court_council.memberOf(members[0]).missed == 0
    assert court_council.memberOf(members[1]).missed == 1


def test_round__removed_since_and_nobody_votes__former_member_has_missed_nothing(
    court_council, dispute, members, admin, stranger, at
):
    court_council.removeMember(members[2], sender=admin)
    at(court_council.getCase(dispute).deadline + 1)
    receipt = court_council.tally(dispute, sender=stranger)

    absent = [fields["member"] for name, fields in events(receipt) if name == "VoteMissed"]
    assert absent == members[:2]
    assert court_council.memberOf(members[2]).missed == 0


def test_round__removed_before__reverts(court_council, members, newcomer, admin, buyer, chain):
    court_council.removeMember(members[0], sender=admin)
    court_council.addMember(newcomer, sender=admin)
    chain.pending_timestamp += 1
    receipt = court_council.createDispute(11, b"", sender=buyer, value=COST)
    later = event(receipt, "DisputeCreation")["disputeID"]

    with reverts("NotOnPanel", later, members[0]):
        court_council.vote(later, 4, sender=members[0])
    court_council.vote(later, 4, sender=newcomer)


def test_idle__three_rounds_missed_in_a_row__is_removed(court_council, members, buyer, stranger, chain):
    for missed in (1, 2, 3):
        receipt = _missed_by(court_council, members[2], members, buyer, stranger, chain)
        assert event(receipt, "VoteMissed")["missed"] == missed

    assert event(receipt, "MemberRemoved") == {"member": members[2], "seat": 2, "idle": True}
    assert court_council.seats() == 0b011


def test_idle__votes_after_two__counts_anew(court_council, members, buyer, stranger, chain):
    for _ in range(2):
        _missed_by(court_council, members[2], members, buyer, stranger, chain)
    _missed_by(court_council, members[1], members, buyer, stranger, chain)

    assert court_council.memberOf(members[2]).missed == 0
    assert court_council.memberOf(members[1]).missed == 1


def _missed_by(council, absent, members, buyer, stranger, chain):
    """A round in which all but one vote."""
    receipt = council.createDispute(11, b"", sender=buyer, value=COST)
    number = event(receipt, "DisputeCreation")["disputeID"]
    for member in members:
        if member != absent:
            council.vote(number, 5, sender=member)
    chain.pending_timestamp = council.getCase(number).deadline + 1
    return council.tally(number, sender=stranger)


def test_claim_pay__after_a_vote__is_paid(court_council, dispute, members, stranger):
    court_council.vote(dispute, 4, sender=members[0])
    before = stranger.balance
    receipt = court_council.claimPay(stranger, sender=members[0])

    assert event(receipt, "PayClaimed") == {"member": members[0], "to": stranger, "amount": FEE}
    assert stranger.balance == before + FEE
    assert court_council.memberOf(members[0]).pay == 0


def test_claim_pay__removed_member__keeps_it(court_council, dispute, members, admin, stranger):
    court_council.vote(dispute, 4, sender=members[0])
    court_council.removeMember(members[0], sender=admin)
    court_council.claimPay(stranger, sender=members[0])

    assert court_council.balance == COST - FEE


def test_claim_pay__nothing__reverts(court_council, members, stranger):
    for account in (members[0], stranger):
        with reverts("NothingEarned", account):
            court_council.claimPay(account, sender=account)


def test_claim_pay__receiver_refuses__is_kept(court_council, dispute, members, stranger):
    account = stranger.deploy(project.ContractAccount)
    court_council.vote(dispute, 4, sender=members[0])
    with reverts("FailedCall"):
        court_council.claimPay(account, sender=members[0])

    assert court_council.memberOf(members[0]).pay == FEE


def test_claim_pay__receiver_calls_back__is_paid_once(court_council, dispute, members, stranger):
    intruder = stranger.deploy(project.Intruder)
    intruder.arm(court_council, 0, court_council.claimPay.encode_input(intruder), sender=stranger)
    court_council.vote(dispute, 4, sender=members[0])
    court_council.claimPay(intruder, sender=members[0])

    assert (intruder.struck(), intruder.succeeded(), intruder.balance) == (True, False, FEE)


def test_collect_reserve__treasurer__gets_what_the_absent_left(
    court_council, dispute, members, treasurer, stranger, at
):
    court_council.vote(dispute, 4, sender=members[0])
    at(court_council.getCase(dispute).deadline + 1)
    court_council.tally(dispute, sender=stranger)
    assert court_council.reserve() == 2 * FEE
    before = stranger.balance
    receipt = court_council.collectReserve(stranger, sender=treasurer)

    assert event(receipt, "ReserveCollected") == {"to": stranger, "amount": 2 * FEE}
    assert stranger.balance == before + 2 * FEE
    assert (court_council.reserve(), court_council.balance) == (0, FEE)


def test_collect_reserve__nothing__reverts(court_council, treasurer):
    with reverts("ReserveEmpty"):
        court_council.collectReserve(treasurer, sender=treasurer)


@pytest.mark.parametrize("caller", ["admin", "buyer", "stranger"])
def test_collect_reserve__not_a_treasurer__reverts(court_council, request, caller):
    by = request.getfixturevalue(caller)
    with reverts("AccessManagedUnauthorized", by):
        court_council.collectReserve(by, sender=by)
