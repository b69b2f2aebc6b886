"""What the operators' commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
from ape.cli import ConnectedProviderCommand, network_option


class ListFirst(click.Group):
    """A group whose bare name lists what there is."""

    command_class = ConnectedProviderCommand

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args.insert(0, "list")
        return super().parse_args(ctx, args)


def sending(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that sends: network, account, yes."""
    command = click.option("--yes", is_flag=True, help="Do not ask.")(command)
    command = click.option("--account", help="Alias of the account that signs (local chain: the role's own).")(command)
    connected: Callable[..., Any] = network_option()(command)
    return connected


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as they need to be."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
