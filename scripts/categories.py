"""ape run categories: the shelves of the market."""

from __future__ import annotations

import click
from ape.cli import network_option

from scripts._ask import Call, carry_out
from scripts._categories import categories
from scripts._deployments import contract, current
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending


@click.group(cls=ListFirst, short_help="List, add or rename categories")
def cli() -> None:
    pass


@cli.command("list", short_help="All categories")
@network_option()
def list_categories() -> None:
    _, deployment = current()
    rows = [(c.id, c.parent or "", c.name) for c in categories(deployment, contract(deployment, "Market"))]
    print_table(("ID", "PARENT", "NAME"), rows)


@cli.command(short_help="Add a category")
@click.argument("name")
@click.option("--parent", type=int, default=0, help="Id of the category above; 0 is the top.")
@sending
def add(name: str, parent: int, account: str | None, yes: bool) -> None:
    market = contract(current()[1], "Market")
    where = f"below category {parent}" if parent else "at the top"
    carry_out(
        [Call(f"add category {name!r} {where}", market.addCategory, (parent, name))], signer(account, "MODERATOR"), yes
    )


@cli.command(short_help="Rename a category")
@click.argument("category", type=int)
@click.argument("name")
@sending
def rename(category: int, name: str, account: str | None, yes: bool) -> None:
    market = contract(current()[1], "Market")
    carry_out(
        [Call(f"rename category {category} to {name!r}", market.renameCategory, (category, name))],
        signer(account, "MODERATOR"),
        yes,
    )
