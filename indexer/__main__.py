"""Command line of the indexer."""

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import psycopg
import pydantic
import structlog

from indexer.connection import connect
from indexer.deployments import Deployments, load
from indexer.errors import Misconfigured, Stopped
from indexer.fold import Fold
from indexer.progress import Progress
from indexer.rebuild import rebuild as rebuild_all
from indexer.rpc import chain_id_of
from indexer.scrape import served
from indexer.settings import Settings
from indexer.status import first_difference
from indexer.status import status as read_status
from indexer.store import Store
from indexer.sync import Indexer, nodes_of


@click.group()
def main() -> None:
    """Follows the market's logs into schema `chain`."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.LogfmtRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@contextmanager
def _said_plainly() -> Iterator[None]:
    """What the operator has to change is one line and exit code 1."""
    try:
        yield
    except Misconfigured as error:
        raise click.ClickException(str(error)) from error
    except pydantic.ValidationError as error:
        names = ", ".join(str(part) for problem in error.errors() for part in problem["loc"])
        raise click.ClickException(f"settings that are missing or wrong: {names}") from error


@main.command()
def migrate() -> None:
    """Create or upgrade schema `chain`; with ADMIN_DATABASE_URL set, the roles and grants too."""
    # Only here: Alembic would make every other command start later.
    from indexer.migrate import prepare, upgrade

    with _said_plainly():
        if "DATABASE_URL" not in os.environ:
            raise Misconfigured("DATABASE_URL is not set: the database, as role stoa_indexer")
        if admin_url := os.environ.get("ADMIN_DATABASE_URL"):
            prepare(admin_url)
        upgrade(os.environ["DATABASE_URL"])


@main.command()
def run() -> None:
    """Follow the chain until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    progress = Progress()
    # A backfill makes many small objects and no cycles: looking for cycles less often saves a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with _said_plainly():
        settings = Settings()  # type: ignore[call-arg]  # from the environment
        nodes = nodes_of(settings, stop)
        try:
            deployments = load(settings.deployments, chain_id_of(nodes))
            nodes.identity = deployments.identity
            with served(settings.metrics_host, settings.metrics_port, settings.database_url):
                Indexer(settings, deployments, nodes, progress).run()
        except Stopped:
            pass
        finally:
            stop.set()
            progress.close()


@main.command()
@click.option("--chain-id", type=int, help="Which chain, if the database holds several.")
def rebuild(chain_id: int | None) -> None:
    """Fold all stored events again, without a node; a running indexer waits and goes on."""
    with _said_plainly(), _offline(chain_id) as (store, deployments):
        click.echo(f"{rebuild_all(store, deployments)} events folded")


@main.command()
@click.option("--chain-id", type=int, help="Which chain, if the database holds several.")
def verify(chain_id: int | None) -> None:
    """Compare the live tables with a rebuild; prints the first difference."""
    with _said_plainly(), _offline(chain_id) as (store, deployments):
        difference = first_difference(store, deployments)
        if difference:
            raise Misconfigured(f"{difference}\nrun `python -m indexer rebuild`")
        click.echo("the tables equal a rebuild")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status(as_json: bool) -> None:
    """Say how far each chain is indexed."""
    with _said_plainly(), _database() as connection:
        chains = read_status(connection)
    if as_json:
        click.echo(json.dumps(chains, default=int))
        return
    for chain in chains:
        click.echo("  ".join(f"{name} {value}" for name, value in chain.items()))
    if not chains:
        click.echo("nothing is indexed yet")


@main.command()
@click.option("--chain-id", type=int, help="Which chain, if the database holds several.")
def publish(chain_id: int | None) -> None:
    """Tell the events to the broker of BROKER_URL until SIGTERM or Ctrl-C."""
    # Only here: three brokers' clients would make every other command start later.
    from indexer.bus.publisher import publish as publish_all
    from indexer.bus.settings import BusSettings

    with _said_plainly():
        with _database() as connection:
            chosen = _chosen(connection, chain_id)
        asyncio.run(publish_all(BusSettings(), chosen))  # type: ignore[call-arg]  # from the environment


@main.command()
def asyncapi() -> None:
    """Print the AsyncAPI document of what `publish` tells."""
    from indexer.bus.asyncapi import document

    click.echo(json.dumps(document(Path("deployments/abi")), indent=2))


@contextmanager
def _database() -> Iterator[psycopg.Connection[Any]]:
    if "DATABASE_URL" not in os.environ:
        raise Misconfigured("DATABASE_URL is not set: the database, as role stoa_indexer")
    try:
        with connect(os.environ["DATABASE_URL"]) as connection:
            yield connection
    except psycopg.errors.UndefinedTable as error:
        raise Misconfigured("schema chain is missing or old: run `python -m indexer migrate`") from error
    except psycopg.OperationalError as error:
        raise Misconfigured(f"the database cannot be reached: {str(error).strip().splitlines()[0]}") from error


@contextmanager
def _offline(chain_id: int | None) -> Iterator[tuple[Store, Deployments]]:
    """A store of a chain that is indexed already."""
    with _database() as connection:
        settings = Settings(RPC_URLS="")  # type: ignore[call-arg]
        deployments = load(settings.deployments, _chosen(connection, chain_id))
        store = Store(
            connection,
            deployments.chain_id,
            Fold(deployments),
            finality=settings.finality,
            cache_rows=settings.cache_rows,
        )
        yield store, deployments


def _chosen(connection: psycopg.Connection[Any], chain_id: int | None) -> int:
    """The chain that is meant, which must be indexed already."""
    known = [chain["chain_id"] for chain in read_status(connection)]
    if not known:
        raise Misconfigured("nothing is indexed yet: run `python -m indexer run` first")
    if chain_id not in known and (chain_id is not None or len(known) > 1):
        raise Misconfigured(f"say which chain with --chain-id: one of {known}")
    return chain_id or int(known[0])


if __name__ == "__main__":
    main()
