"""`python -m tools.up [up|down|reset]`, which is what `make up`, `make down` and `make reset` call."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time

import click

from tools.up.errors import CannotStart, ChildDied
from tools.up.folder import Folder, end_leftovers, holder, is_ours
from tools.up.market import Market
from tools.up.place import Place
from tools.up.progress import say

STOP_WITHIN = 30.0  # seconds


@click.group(invoke_without_command=True)
@click.pass_context
def cli(context: click.Context) -> None:
    """One whole market on this machine."""
    if context.invoked_subcommand is None:
        context.invoke(up)


@cli.command()
def up() -> None:
    """Start the market, or go on where it was; Ctrl-C stops it."""
    place = Place.from_environment()
    with Folder(place) as folder:
        asyncio.run(_until_stopped(Market(place, folder)))


@cli.command()
def down() -> None:
    """Stop the market that runs from STOA_DATA."""
    place = Place.from_environment()
    if _stop(place):
        click.echo("Stopped.")
    else:
        click.echo(f"No market runs from {place.data}.")


@cli.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Stop the market and delete its chain, database and uploads."""
    place = Place.from_environment()
    if not place.data.exists():
        click.echo(f"Nothing to delete: {place.data} does not exist.")
        return
    if not is_ours(place.data):
        raise CannotStart(f"{place.data} holds something else than a market: nothing was deleted.")
    if not yes:
        click.confirm(f"Delete the market in {place.data} (chain, database, uploads)?", abort=True)
    _stop(place)
    shutil.rmtree(place.data)
    click.echo(f"Deleted {place.data}; `make up` makes a new market.")


def _stop(place: Place) -> bool:
    """Ends the running market, if any, and what a killed one left."""
    running = holder(place.data)
    if running is None:
        end_leftovers(place.data)
        return False
    if "pid" in running:
        os.kill(running["pid"], signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    while holder(place.data) is not None:
        if time.monotonic() > until:
            raise CannotStart(f"The market in {place.data} does not stop: end its process {running.get('pid', '')}.")
        time.sleep(0.05)
    return True


async def _until_stopped(market: Market) -> None:
    """Runs until a signal; further signals while it stops change nothing, so that nothing is left behind."""
    running = asyncio.create_task(market.run())
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, lambda: None)
        running.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    try:
        await running
    except asyncio.CancelledError:
        say("  Stopped. `make up` goes on where it was.")


def main() -> None:
    try:
        cli()
    except (CannotStart, ChildDied) as error:
        click.echo(f"\n{error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
