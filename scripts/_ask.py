"""Say it, try it, ask, do it: how every operator's command changes the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click
from ape.api import AccountAPI
from ape.contracts.base import ContractTransactionHandler
from ape.exceptions import ApeException


@dataclass(frozen=True)
class Call:
    """One transaction and what it means, in words."""

    sentence: str
    method: ContractTransactionHandler
    arguments: tuple[Any, ...]


def carry_out(calls: Sequence[Call], account: AccountAPI, yes: bool) -> None:
    """Prints the calls, simulates each on the chain's present state, asks (unless `yes`) and sends them.

    Raises ClickException with the contract's named error where a simulation reverts; then nothing is sent.
    """
    click.echo(f"As {account.address}:")
    for call in calls:
        click.echo(f"  {call.sentence}  ({simulate(call, account):,} gas)")
    if not yes:
        click.confirm("Send?", abort=True)
    for call in calls:
        receipt = call.method(*call.arguments, sender=account)
        click.echo(f"  done in {receipt.txn_hash}")


def simulate(call: Call, account: AccountAPI) -> int:
    """Gas that the call would take now."""
    transaction = call.method.as_transaction(*call.arguments, sender=account, gas=30_000_000)
    try:
        return int(account.provider.estimate_gas_cost(transaction))
    except ApeException as error:
        raise click.ClickException(f"{call.sentence}: would fail with {type(error).__name__}({error})") from error
