"""ape run fees: what the market earns, and on what terms."""

from __future__ import annotations

import click
from ape.cli import network_option

from scripts._ask import Call, carry_out
from scripts._deployments import contract, current
from scripts._money import shown, tokens, units
from scripts._network import signer
from scripts._operate import ListFirst, print_table, sending


@click.group(cls=ListFirst, short_help="Show, set or collect the market's fees")
def cli() -> None:
    pass


@cli.command("list", short_help="The fee and what has been earned")
@network_option()
def list_fees() -> None:
    record, deployment = current()
    market = contract(deployment, "Market")
    config = market.getConfig()
    click.echo(f"Fee {config.feeBps} bps of what sellers are paid; referrers get {config.referralShareBps} bps of it.")
    rows = [
        (symbol, shown(market.feesOf(address), symbol, decimals))
        for symbol, (address, decimals) in tokens(record).items()
    ]
    print_table(("TOKEN", "TO COLLECT"), rows)


@cli.command("set", short_help="Set the fee of later orders")
@click.argument("fee_bps", type=click.IntRange(0, 1000))
@click.argument("referral_share_bps", type=click.IntRange(0, 10_000))
@sending
def set_fee(fee_bps: int, referral_share_bps: int, account: str | None, yes: bool) -> None:
    market = contract(current()[1], "Market")
    sentence = f"set the fee of later orders to {fee_bps} bps, {referral_share_bps} bps of it for referrers"
    carry_out([Call(sentence, market.setFee, (fee_bps, referral_share_bps))], signer(account, "TREASURER"), yes)


@cli.command(short_help="Move earned fees to an account's balance in the market")
@click.argument("symbol")
@click.argument("to")
@click.option("--amount", help="In whole coins; all of it if left out.")
@sending
def collect(symbol: str, to: str, amount: str | None, account: str | None, yes: bool) -> None:
    record, deployment = current()
    if symbol not in tokens(record):
        raise click.BadParameter(f"{symbol}: one of {', '.join(tokens(record))}")
    market = contract(deployment, "Market")
    address, decimals = tokens(record)[symbol]
    value = units(amount, decimals) if amount else market.feesOf(address)
    if value == 0:
        click.echo(f"No {symbol} to collect.")
        return
    call = Call(
        f"move {shown(value, symbol, decimals)} of fees to the balance of {to}",
        market.collectFees,
        (address, to, value),
    )
    carry_out([call], signer(account, "TREASURER"), yes)
