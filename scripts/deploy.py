"""ape run deploy: all contracts of a market, with roles, and the record of it in the deployments folder."""

from __future__ import annotations

import click
from ape import accounts, networks
from ape.cli import ConnectedProviderCommand, network_option

from scripts._compile import compile_all
from scripts._deploy import Choices, Plan, carry_out, record_of, simulate
from scripts._deployments import Json, live_market, path_of, read, write
from scripts._network import Network, connected, signer


@click.command(cls=ConnectedProviderCommand, short_help="Deploy a market and record it")
@network_option()
@click.option("--account", help="Alias of the account that deploys (local chain: test account 0).")
@click.option("--add", is_flag=True, help="Deploy a further market on a chain that has one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--name", help="The chain's name, as people are to read it.")
@click.option(
    "--fee-bps",
    type=click.IntRange(0, 1000),
    default=250,
    show_default=True,
    help="Fee, basis points of what sellers are paid.",
)
@click.option(
    "--referral-share-bps",
    type=click.IntRange(0, 10_000),
    default=2000,
    show_default=True,
    help="Referrers' share of the fee.",
)
@click.option("--category", "categories", multiple=True, help="A category, or 'Parent > Child'; as often as needed.")
@click.option("--token", "tokens", multiple=True, help="Address of an ERC-20 that the page offers; as often as needed.")
@click.option(
    "--holder",
    "holders",
    nargs=2,
    multiple=True,
    metavar="ROLE ADDRESS",
    help="Who gets a role, e.g. --holder MODERATOR 0x…",
)
@click.option("--council", multiple=True, metavar="ADDRESS", help="A member of the council; as often as needed.")
@click.option(
    "--vote-fee", type=int, default=10**15, show_default=True, help="What one vote of the council costs, wei."
)
@click.option("--admin-delay", type=int, help="Seconds an admin's act waits (2 days; local chain: none).")
def cli(
    account: str | None,
    add: bool,
    yes: bool,
    name: str | None,
    fee_bps: int,
    referral_share_bps: int,
    categories: tuple[str, ...],
    tokens: tuple[str, ...],
    holders: tuple[tuple[str, str], ...],
    council: tuple[str, ...],
    vote_fee: int,
    admin_delay: int | None,
) -> None:
    network = connected()
    record = _record_to_keep(network, add)
    compile_all()
    deployer = signer(account, "ADMIN")
    choices = Choices(
        fee_bps, referral_share_bps, categories, tokens, holders, council, vote_fee, admin_delay
    ).completed(network, list(accounts.test_accounts))
    plan = Plan(deployer, network, choices)

    for sentence in plan.sentences():
        click.echo(sentence)
    click.echo(simulate(plan, networks.provider))
    if not yes:
        click.confirm("Deploy?", abort=True)
    receipts = carry_out(plan)

    path = write(record_of(record, network, name, plan, receipts))
    click.echo(f"Market {plan.address('Market')} is recorded in {path}.")


def _record_to_keep(network: Network, add: bool) -> Json | None:
    """The chain's record that a further market joins; None to begin a new one. Refuses to lose a live one."""
    record = read(network.chain_id)
    if record is None:
        return None
    path = path_of(network.chain_id)
    if (live := live_market(record, network)) is not None:
        if add:
            return record
        raise click.ClickException(
            f"{path} already records market {live['market']}, live at {live['contracts']['Market']['address']}. "
            "`--add` deploys a further one beside it; STOA_DEPLOYMENTS names another folder."
        )
    if network.local:
        click.echo(f"{path} is of a local chain that is gone: it begins anew.")
        return None
    raise click.ClickException(
        f"{path} does not fit this chain (genesis {network.genesis}): check --network, or move the file away."
    )
