"""ape run arbitrators: who may rule on disputes."""

from __future__ import annotations

import click
from ape.cli import network_option

from scripts._accounts import ADDRESS
from scripts._ask import Call, carry_out
from scripts._deployments import contract, current
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending

DAY = 86_400


@click.group(cls=ListFirst, short_help="List, add, close or open arbitrators")
def cli() -> None:
    pass


@cli.command("list", short_help="All arbitrators")
@network_option()
def list_arbitrators() -> None:
    disputes = contract(current()[1], "Disputes")
    rows = []
    for number in range(disputes.arbitratorCount()):
        entry, extra_data = disputes.getArbitrator(number)
        rule_by = f"{entry.ruleWindow / DAY:g} days"
        rows.append((number, entry.arbitrator, rule_by, "closed" if entry.closed else "open", f"0x{extra_data.hex()}"))
    print_table(("ID", "ARBITRATOR", "RULES WITHIN", "NEW LISTINGS", "EXTRA DATA"), rows)


@cli.command(short_help="Register an ERC-792 arbitrator, for ever")
@click.argument("arbitrator", type=ADDRESS)
@click.option("--days", type=click.IntRange(7, 365), default=60, show_default=True, help="Time to rule, with appeals.")
@click.option("--extra-data", default="0x", show_default=True, help="What the arbitrator wants with each case, hex.")
@click.option("--meta-evidence", required=True, help="Where its ERC-1497 meta-evidence is, e.g. /ipfs/<cid>.")
@sending
def add(arbitrator: str, days: int, extra_data: str, meta_evidence: str, account: str | None, yes: bool) -> None:
    disputes = contract(current()[1], "Disputes")
    arguments = (arbitrator, days * DAY, _bytes(extra_data), meta_evidence)
    call = Call(f"add the arbitrator {arbitrator}, to rule within {days} days", disputes.addArbitrator, arguments)
    carry_out([call], signer(account, "ADMIN"), yes)


@cli.command(short_help="Close an arbitrator to new listings; live orders keep it")
@click.argument("number", type=click.IntRange(1, 255))
@sending
def close(number: int, account: str | None, yes: bool) -> None:
    _set_closed(number, True, account, yes)


@cli.command("open", short_help="Open a closed arbitrator again")
@click.argument("number", type=click.IntRange(1, 255))
@sending
def open_again(number: int, account: str | None, yes: bool) -> None:
    _set_closed(number, False, account, yes)


def _set_closed(number: int, closed: bool, account: str | None, yes: bool) -> None:
    disputes = contract(current()[1], "Disputes")
    sentence = f"{'close' if closed else 'open'} arbitrator {number} {'to' if closed else 'for'} new listings"
    carry_out([Call(sentence, disputes.setArbitratorClosed, (number, closed))], signer(account, "ADMIN"), yes)


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise click.BadParameter(f"{text} is not hex", param_hint="--extra-data") from error
