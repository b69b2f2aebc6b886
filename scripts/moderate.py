"""ape run moderate: texts that are hidden, and why."""

from __future__ import annotations

import click
from ape import chain
from ape.cli import network_option

from scripts._ask import Call, carry_out
from scripts._content import digest
from scripts._deployments import contract, current
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending

TEXTS = ("review", "answer", "comment", "buyer-review")
TEXT = click.Choice(TEXTS)


@click.group(cls=ListFirst, short_help="List hidden texts, hide one or show it again")
def cli() -> None:
    pass


@cli.command("list", short_help="Texts that are hidden now")
@network_option()
def list_hidden() -> None:
    _, deployment = current()
    reviews = contract(deployment, "Reviews")
    logs = reviews.TextHidden.range(deployment["start_block"], chain.blocks.height + 1)
    newest = {(log.text, log.id): log for log in logs}
    print_table(
        ("TEXT", "ID", "HIDDEN BY", "REASON (SHA-256)"),
        [
            (TEXTS[text], number, log.by, bytes(log.reason).hex())
            for (text, number), log in newest.items()
            if reviews.isHidden(text, number)
        ],
    )


@cli.command(short_help="Hide a text; its mark goes on counting")
@click.argument("text", type=TEXT)
@click.argument("number", type=int)
@click.argument("reason", type=click.File("rb"))
@sending
def hide(text: str, number: int, reason: click.utils.LazyFile, account: str | None, yes: bool) -> None:
    """NUMBER is the order's, or the comment's. REASON is a file that says why; the chain keeps its SHA-256."""
    hashed = digest(reason.read())
    reviews = contract(current()[1], "Reviews")
    call = Call(
        f"hide {text} {number} for the reason {hashed.hex()} (SHA-256)",
        reviews.hide,
        (TEXTS.index(text), number, hashed),
    )
    carry_out([call], signer(account, "MODERATOR"), yes)


@cli.command(short_help="Show a hidden text again")
@click.argument("text", type=TEXT)
@click.argument("number", type=int)
@sending
def show(text: str, number: int, account: str | None, yes: bool) -> None:
    reviews = contract(current()[1], "Reviews")
    call = Call(f"show {text} {number} again", reviews.show, (TEXTS.index(text), number))
    carry_out([call], signer(account, "MODERATOR"), yes)
