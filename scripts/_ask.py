"""Say it, try it, ask, do it: how every operator's command changes the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click
from ape import chain
from ape.api import AccountAPI
from ape.contracts import ContractInstance
from ape.contracts.base import ContractTransactionHandler
from ape.exceptions import ApeException

from scripts._deployments import contract, current
from scripts._roles import FUNCTIONS

RESTRICTED = {name for parts in FUNCTIONS.values() for names in parts.values() for name in names}
"""Functions that ask for a role."""


@dataclass(frozen=True)
class Call:
    """One transaction and what it means, in words. `value` in wei."""

    sentence: str
    method: ContractTransactionHandler
    arguments: tuple[Any, ...]
    value: int = 0


def carry_out(calls: Sequence[Call], account: AccountAPI, yes: bool) -> None:
    """Prints the calls, simulates each on the chain's present state, asks (unless `yes`) and sends them.

    Where the account's role has a delay, the first run schedules a call and a later one executes it
    (OpenZeppelin's AccessManager). Raises ClickException with the contract's named error where a simulation reverts;
    then nothing is sent.
    """
    click.echo(f"As {account.address}:")
    ready = [_scheduling(call, account) or call for call in calls]
    for call in ready:
        click.echo(f"  {call.sentence}  ({simulate(call, account):,} gas)")
    if not yes:
        click.confirm("Send?", abort=True)
    for call in ready:
        receipt = call.method(*call.arguments, sender=account, value=call.value)
        click.echo(f"  done in {receipt.txn_hash}")


def simulate(call: Call, account: AccountAPI) -> int:
    """Gas that the call would take now."""
    transaction = call.method.as_transaction(*call.arguments, sender=account, value=call.value, gas=30_000_000)
    try:
        return int(account.provider.estimate_gas_cost(transaction))
    except ApeException as error:
        raise click.ClickException(f"{call.sentence}: would fail with {type(error).__name__}({error})") from error


def _scheduling(call: Call, account: AccountAPI) -> Call | None:
    """The call that schedules this one, if the account must wait and has not asked for it yet.

    Raises ClickException while a scheduled call is not ripe.
    """
    manager = contract(current()[1], "AccessManager")
    target, data = _encoded(call)
    if target != manager.address and call.method.abis[0].name not in RESTRICTED:
        return None
    immediate, delay = manager.canCall(account, target, data[:4])
    if immediate or not delay:
        return None
    ripe = manager.getSchedule(manager.hashOperation(account, target, data))
    if not ripe:
        return Call(f"schedule, to be run again in {delay:,} s: {call.sentence}", manager.schedule, (target, data, 0))
    if ripe > chain.pending_timestamp:
        raise click.ClickException(f"{call.sentence}: scheduled; run this again after {_shown(ripe)}.")
    return None


def _encoded(call: Call) -> tuple[str, bytes]:
    target: ContractInstance = call.method.contract
    return target.address, bytes(call.method.encode_input(*call.arguments))


def _shown(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
