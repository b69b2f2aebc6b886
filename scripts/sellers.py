"""ape run sellers: who may sell."""

from __future__ import annotations

import click
from ape import chain
from ape.cli import network_option

from scripts._ask import Call, carry_out
from scripts._content import digest
from scripts._deployments import contract, current
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending

STATUS = ("none", "active", "suspended")


@click.group(cls=ListFirst, short_help="List, suspend or reinstate sellers")
def cli() -> None:
    pass


@cli.command("list", short_help="All sellers")
@network_option()
def list_sellers() -> None:
    _, deployment = current()
    sellers = contract(deployment, "Sellers")
    logs = sellers.SellerRegistered.range(deployment["start_block"], chain.blocks.height + 1)
    print_table(
        ("SELLER", "STATUS", "SINCE BLOCK"),
        [(log.seller, STATUS[sellers.statusOf(log.seller)], log.block_number) for log in logs],
    )


@cli.command(short_help="Stop a seller's new listings and new orders")
@click.argument("seller")
@click.argument("reason", type=click.File("rb"))
@sending
def suspend(seller: str, reason: click.utils.LazyFile, account: str | None, yes: bool) -> None:
    """REASON is a file that says why; the chain keeps its SHA-256. Live orders and balances stay as they are."""
    hashed = digest(reason.read())
    sellers = contract(current()[1], "Sellers")
    call = Call(f"suspend {seller} for the reason {hashed.hex()} (SHA-256)", sellers.suspend, (seller, hashed))
    carry_out([call], signer(account, "MODERATOR"), yes)


@cli.command(short_help="Lift a suspension")
@click.argument("seller")
@sending
def reinstate(seller: str, account: str | None, yes: bool) -> None:
    sellers = contract(current()[1], "Sellers")
    carry_out([Call(f"reinstate {seller}", sellers.reinstate, (seller,))], signer(account, "MODERATOR"), yes)
