"""ape run roles: who holds which role, and what it may call."""

from __future__ import annotations

from typing import Any

import click
from ape import chain
from ape.cli import network_option
from ape.utils import ZERO_ADDRESS
from eth_utils.address import is_address, to_checksum_address

from scripts._ask import Call, carry_out
from scripts._deployments import Json, contract, current
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending
from scripts._roles import FUNCTIONS, ROLES

ROLE = click.Choice(list(ROLES), case_sensitive=False)


@click.group(cls=ListFirst, short_help="List, grant or revoke roles")
def cli() -> None:
    pass


@cli.command("list", short_help="Who holds which role, and what it may call")
@network_option()
def list_roles() -> None:
    _, market = current()
    manager = contract(market, "AccessManager")
    held = holders(market, manager)
    print_table(
        ("ROLE", "ID", "HOLDERS", "MAY CALL"),
        [(role, number, _shown(held[number]), _functions(role)) for role, number in ROLES.items()],
    )


@cli.command(short_help="Give a role to an account")
@click.argument("role", type=ROLE)
@click.argument("address")
@click.option(
    "--delay", type=int, default=0, show_default=True, help="Seconds between scheduling and executing a call."
)
@sending
def grant(role: str, address: str, delay: int, account: str | None, yes: bool) -> None:
    manager = contract(current()[1], "AccessManager")
    call = Call(
        f"grant {role} to {_address(address)}, delay {delay} s",
        manager.grantRole,
        (ROLES[role], _address(address), delay),
    )
    carry_out([call], signer(account, "ADMIN"), yes)


@cli.command(short_help="Take a role from an account")
@click.argument("role", type=ROLE)
@click.argument("address")
@sending
def revoke(role: str, address: str, account: str | None, yes: bool) -> None:
    manager = contract(current()[1], "AccessManager")
    call = Call(f"revoke {role} from {_address(address)}", manager.revokeRole, (ROLES[role], _address(address)))
    carry_out([call], signer(account, "ADMIN"), yes)


def holders(market: Json, manager: Any) -> dict[int, list[str]]:
    """Role id → addresses, folded from the manager's events: it keeps no list itself."""
    held: dict[int, list[str]] = {number: [] for number in ROLES.values()}
    start, head = market["contracts"]["AccessManager"]["block"], chain.blocks.height
    logs = [log for event in (manager.RoleGranted, manager.RoleRevoked) for log in event.range(start, head + 1)]
    for log in sorted(logs, key=lambda log: (log.block_number, log.log_index)):
        accounts = held.setdefault(log.roleId, [])
        if log.account in accounts:
            accounts.remove(log.account)
        if log.event_name == "RoleGranted":
            accounts.append(log.account)
    return held


def _functions(role: str) -> str:
    own = ["grantRole", "revokeRole", "setTargetFunctionRole"] if role == "ADMIN" else []
    return ", ".join(own + [f"{part}.{name}" for part, names in FUNCTIONS[role].items() for name in names])


def _shown(addresses: list[str]) -> str:
    return ", ".join(addresses) or "nobody"


def _address(text: str) -> str:
    if not is_address(text) or to_checksum_address(text) == ZERO_ADDRESS:
        raise click.BadParameter(f"{text} is not an account's address")
    return to_checksum_address(text)
