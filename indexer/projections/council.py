"""The council: its members, and the cases that they vote on."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import Need, utc
from indexer.records import CouncilCase, CouncilMember, CouncilRound, CouncilVote
from indexer.rows import Rows


def needs(_: str, fields: Container[str]) -> Iterator[Need]:
    if "dispute_id" in fields:
        yield "council_case", lambda args: args.dispute_id
    if "round" in fields:
        yield "council_round", lambda args: (args.dispute_id, args.round)


def on_member_added(rows: Rows, event: Event) -> None:
    args, before = event.args, rows.council_member.get(event.args.member)
    if before is None:
        member = CouncilMember(
            address=args.member,
            seat=args.seat,
            active=True,
            idle=False,
            missed=0,
            votes=0,
            appointed_at=event.timestamp,
        )
        rows.council_member.add(args.member, member)
        return
    member = rows.council_member.change(args.member)
    member.seat, member.active, member.idle, member.missed = args.seat, True, False, 0
    member.appointed_at, member.removed_at = event.timestamp, None


def on_member_removed(rows: Rows, event: Event) -> None:
    member = rows.council_member.change(event.args.member)
    member.active, member.idle, member.removed_at = False, event.args.idle, event.timestamp


def on_dispute_creation(rows: Rows, event: Event) -> None:
    _known(rows, event).arbitrable = event.args.arbitrable


def on_round_begun(rows: Rows, event: Event) -> None:
    args, case = event.args, _known(rows, event)
    case.phase, case.round, case.deadline = "voting", args.round, utc(args.deadline)
    begun = CouncilRound(
        dispute_id=args.dispute_id,
        round=args.round,
        panel=args.panel,
        deadline=utc(args.deadline),
        began_at=event.timestamp,
    )
    rows.council_round.add((args.dispute_id, args.round), begun)


def on_voted(rows: Rows, event: Event) -> None:
    _add_vote(rows, event, event.args.ruling)
    member = rows.council_member.change(event.args.member)
    member.missed = 0
    member.votes += 1


def on_vote_missed(rows: Rows, event: Event) -> None:
    _add_vote(rows, event, None)
    rows.council_member.change(event.args.member).missed = event.args.missed


def on_round_closed(rows: Rows, event: Event) -> None:
    args, case = event.args, _known(rows, event)
    closed = rows.council_round.change((args.dispute_id, args.round))
    closed.ruling, closed.votes, closed.closed_at = args.ruling, args.votes, event.timestamp
    case.phase, case.ruling = "ruled", args.ruling
    case.deadline = utc(args.deadline) if args.deadline else None


def on_case_executed(rows: Rows, event: Event) -> None:
    case = _known(rows, event)
    case.phase, case.ruling, case.deadline = "executed", event.args.ruling, None
    case.executed_at = event.timestamp


def _known(rows: Rows, event: Event) -> CouncilCase:
    """The case, to change; the first of its events makes it."""
    dispute_id = event.args.dispute_id
    if rows.council_case.get(dispute_id) is not None:
        case = rows.council_case.change(dispute_id)
        case.updated_block = event.block_number
        return case
    fresh = CouncilCase(
        dispute_id=dispute_id,
        council=event.address,
        phase="voting",
        round=0,
        created_at=event.timestamp,
        updated_block=event.block_number,
    )
    return rows.council_case.add(dispute_id, fresh)


def _add_vote(rows: Rows, event: Event, ruling: int | None) -> None:
    args = event.args
    vote = CouncilVote(
        dispute_id=args.dispute_id,
        round=args.round,
        member=args.member,
        ruling=ruling,
        at=event.timestamp,
        tx_hash=event.tx_hash,
    )
    rows.council_vote.add((args.dispute_id, args.round, args.member), vote)
