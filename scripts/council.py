"""ape run council: the members of the market's own arbitrator, and their cases."""

from __future__ import annotations

import click
from ape import chain
from ape.cli import network_option

from scripts._accounts import ADDRESS
from scripts._ask import Call, carry_out
from scripts._deployments import contract, current
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending

SEATS = 48
PHASES = ("none", "voting", "appealable", "executed")


@click.group(cls=ListFirst, short_help="List, seat or remove members; see, vote on and execute cases")
def cli() -> None:
    pass


@cli.command("list", short_help="All members")
@network_option()
def list_members() -> None:
    council = contract(current()[1], "Council")
    taken = council.seats()
    rows = []
    for seat in (seat for seat in range(SEATS) if taken >> seat & 1):
        address = council.memberAt(seat)
        member = council.memberOf(address)
        rows.append((seat, address, member.missed, member.pay))
    print_table(("SEAT", "MEMBER", "ROUNDS MISSED", "PAY (WEI)"), rows)


@cli.command(short_help="All cases that are not executed")
@network_option()
def cases() -> None:
    _, deployment = current()
    council, disputes = contract(deployment, "Council"), contract(deployment, "Disputes")
    rows = []
    for log in council.DisputeCreation.range(deployment["start_block"], chain.blocks.height + 1):
        case = council.getCase(log.disputeID)
        if PHASES[case.phase] != "executed":
            votes = f"{case.voted.bit_count()} of {case.panel.bit_count()}"
            order = disputes.orderOf(council, log.disputeID)
            rows.append((log.disputeID, order, PHASES[case.phase], votes, case.deadline))
    print_table(("CASE", "ORDER", "PHASE", "VOTES", "UNTIL"), rows)


@cli.command(short_help="Give an account a seat")
@click.argument("member", type=ADDRESS)
@sending
def add(member: str, account: str | None, yes: bool) -> None:
    _send("ARBITER", f"seat {member} in the council", "addMember", (member,), account, yes)


@cli.command(short_help="Take a seat away; rounds that have begun stay as they are")
@click.argument("member", type=ADDRESS)
@sending
def remove(member: str, account: str | None, yes: bool) -> None:
    _send("ARBITER", f"remove {member} from the council", "removeMember", (member,), account, yes)


@cli.command(short_help="Vote on a case")
@click.argument("case", type=int)
@click.argument("share", type=click.IntRange(0, 100))
@click.option("--refuse", is_flag=True, help="Refuse to arbitrate; SHARE is then ignored.")
@sending
def vote(case: int, share: int, refuse: bool, account: str | None, yes: bool) -> None:
    """SHARE is the buyer's part of the escrow in per cent, in steps of ten."""
    if share % 10:
        raise click.BadParameter(f"{share}: a multiple of 10", param_hint="SHARE")
    ruling = 0 if refuse else share // 10 + 1
    what = "refuse to arbitrate" if refuse else f"vote for {share} % to the buyer"
    _send("ARBITER", f"{what} in case {case}", "vote", (case, ruling), account, yes)


@cli.command(short_help="Close a round that is over")
@click.argument("case", type=int)
@sending
def tally(case: int, account: str | None, yes: bool) -> None:
    _send("ARBITER", f"close the round of case {case}", "tally", (case,), account, yes)


@cli.command(short_help="Give a ruling that can no longer be appealed")
@click.argument("case", type=int)
@sending
def execute(case: int, account: str | None, yes: bool) -> None:
    _send("ARBITER", f"execute case {case}", "execute", (case,), account, yes)


def _send(
    role: str, sentence: str, function: str, arguments: tuple[object, ...], account: str | None, yes: bool
) -> None:
    council = contract(current()[1], "Council")
    carry_out([Call(sentence, getattr(council, function), arguments)], signer(account, role), yes)
