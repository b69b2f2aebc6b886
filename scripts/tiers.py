"""ape run tiers: memberships on sale, and what they earn."""

from __future__ import annotations

import click
from ape.cli import network_option

from scripts._accounts import ADDRESS
from scripts._ask import Call, carry_out
from scripts._deployments import contract, current
from scripts._money import shown, shown_of, tokens, units
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending

DAY = 86_400


@click.group(cls=ListFirst, short_help="List, add, close or open tiers; collect what they have earned")
def cli() -> None:
    pass


@cli.command("list", short_help="All tiers")
@network_option()
def list_tiers() -> None:
    record, deployment = current()
    membership = contract(deployment, "Membership")
    rows = []
    for number in range(1, membership.tierCount() + 1):
        tier = membership.getTier(number)
        price = f"{shown_of(record, tier.token, tier.price)} for {tier.period / DAY:g} days"
        sold = f"{tier.minted} of {tier.supply or 'any number'}"
        rows.append((number, tier.name, tier.rank, price, sold, "closed" if tier.closed else "open"))
    print_table(("ID", "NAME", "RANK", "PRICE", "SOLD", "SALE"), rows)


@cli.command(short_help="Add a tier, for ever")
@click.argument("name")
@click.argument("price")
@click.argument("symbol")
@click.option("--days", type=int, default=30, show_default=True, help="Days that the price pays for.")
@click.option(
    "--rank", type=click.IntRange(1, 65_535), default=1, show_default=True, help="Compared with a listing's tier."
)
@click.option("--supply", type=int, default=0, help="Most that are ever sold; 0 is any number.")
@click.option("--transferable/--bound", default=True, show_default=True, help="Whether holders may pass them on.")
@sending
def add(
    name: str,
    price: str,
    symbol: str,
    days: int,
    rank: int,
    supply: int,
    transferable: bool,
    account: str | None,
    yes: bool,
) -> None:
    """PRICE is in whole coins of SYMBOL."""
    record, deployment = current()
    token, decimals = _token(record, symbol)
    terms = (token, units(price, decimals), days * DAY, rank, supply, transferable, name)
    sentence = f"add the tier {name!r}: {price} {symbol} for {days} days, rank {rank}"
    carry_out([Call(sentence, contract(deployment, "Membership").addTier, (terms,))], signer(account, "ADMIN"), yes)


@cli.command(short_help="Sell no more of a tier; those sold can be renewed")
@click.argument("tier", type=int)
@sending
def close(tier: int, account: str | None, yes: bool) -> None:
    _set_closed(tier, True, account, yes)


@cli.command("open", short_help="Sell a closed tier again")
@click.argument("tier", type=int)
@sending
def open_again(tier: int, account: str | None, yes: bool) -> None:
    _set_closed(tier, False, account, yes)


@cli.command(short_help="Move what memberships have earned to an account's balance in the market")
@click.argument("symbol")
@click.argument("to", type=ADDRESS)
@sending
def collect(symbol: str, to: str, account: str | None, yes: bool) -> None:
    record, deployment = current()
    token, decimals = _token(record, symbol)
    membership = contract(deployment, "Membership")
    amount = membership.earningsOf(token)
    if not amount:
        click.echo(f"No {symbol} to collect.")
        return
    sentence = f"move {shown(amount, symbol, decimals)} of membership earnings to the balance of {to}"
    carry_out([Call(sentence, membership.collectEarnings, (token, to, amount))], signer(account, "TREASURER"), yes)


def _set_closed(tier: int, closed: bool, account: str | None, yes: bool) -> None:
    membership = contract(current()[1], "Membership")
    call = Call(f"{'close' if closed else 'open'} tier {tier}", membership.setTierClosed, (tier, closed))
    carry_out([call], signer(account, "ADMIN"), yes)


def _token(record: dict[str, object], symbol: str) -> tuple[str, int]:
    known = tokens(record)
    if symbol not in known:
        raise click.BadParameter(f"{symbol}: one of {', '.join(known)}", param_hint="SYMBOL")
    return known[symbol]
