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
from indexer.many import end_with_input, run_all
from indexer.metrics import REGISTRY
from indexer.progress import Progress
from indexer.replace import compare, replace
from indexer.rpc import chain_id_of
from indexer.scrape import DatabaseCollector, OfChain, served
from indexer.settings import Settings
from indexer.status import shown
from indexer.status import status as read_status
from indexer.sync import Indexer, nodes_of


@click.group()
def main() -> None:
    """Follows the market's logs into schema `chain`."""
    _log()


def _log(**always: Any) -> None:
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            lambda _logger, _level, event: {**event, **always},
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
@click.option("--child", is_flag=True, hidden=True, help="One chain of several: ends when its standard input does.")
def run(child: bool) -> None:
    """Follow the chain, or all chains, of RPC_URLS until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _said_plainly():
        settings = Settings()  # type: ignore[call-arg]  # from the environment
        if len(settings.sets) > 1:
            run_all(settings, stop)
        else:
            _run_one(settings.model_copy(update={"rpc_urls": "".join(settings.sets)}), stop, child)


def _run_one(settings: Settings, stop: threading.Event, child: bool) -> None:
    if child:
        threading.Thread(target=end_with_input, args=(stop,), daemon=True).start()
    progress = Progress(terminal=False if child else None)
    # A backfill makes many small objects and no cycles: looking for cycles less often saves a tenth of the time.
    gc.freeze()
    gc.set_threshold(500_000, 50, 50)
    # Fetching, folding and writing are three threads: who waits for the interpreter's lock shall not wait long.
    sys.setswitchinterval(0.0003)
    try:
        chain_id = chain_id_of(nodes_of(settings, stop))
        settings = settings.of_chain(chain_id)
        if child:
            _log(chain_id=chain_id)
        deployments = load(settings.deployments, chain_id)
        nodes = nodes_of(settings, stop)
        nodes.identity = deployments.identity
        figures = (
            [OfChain(REGISTRY, chain_id)]
            if child
            else [OfChain(REGISTRY, chain_id), DatabaseCollector(settings.database_url)]
        )
        with served(settings.metrics_host, settings.metrics_port, *figures):
            Indexer(settings, deployments, nodes, progress).run()
    except Stopped:
        pass
    finally:
        stop.set()
        progress.close()


@main.command()
@click.option("--chain-id", type=int, help="Only this chain, if the database holds several.")
def rebuild(chain_id: int | None) -> None:
    """Fold all stored events again, without a node, and put the rows in place at once; the market goes on meanwhile."""
    with _said_plainly(), _stored(chain_id) as (settings, chains):
        done = replace(settings.database_url, chains, settings.cache_rows)
        click.echo(f"{done.events} events folded; readers waited at most {1000 * done.blocked_seconds:.0f} ms")


@main.command()
@click.option("--chain-id", type=int, help="Only this chain, if the database holds several.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def verify(chain_id: int | None, as_json: bool) -> None:
    """Compare the live tables with a rebuild, without touching them; prints the first difference."""
    with _said_plainly(), _stored(chain_id) as (settings, chains):
        found = compare(settings.database_url, chains, settings.cache_rows)
    if as_json:
        click.echo(json.dumps({"equal": found is None, "difference": found._asdict() if found else None}, default=int))
    else:
        click.echo(f"{found}\nrun `python -m indexer rebuild`" if found else "the tables equal a rebuild")
    if found:
        raise SystemExit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status(as_json: bool) -> None:
    """Say how far each chain is indexed, who leads, and what last went wrong."""
    with _said_plainly(), _database() as connection:
        chains = read_status(connection)
    if as_json:
        click.echo(json.dumps(chains, default=int))
        return
    for chain in chains:
        click.echo(shown(chain))
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
def _stored(chain_id: int | None) -> Iterator[tuple[Settings, list[Deployments]]]:
    """All chains that are indexed already, or the one that is meant."""
    with _database() as connection:
        settings = Settings(RPC_URLS="")  # type: ignore[call-arg]
        known = [chain_id] if chain_id is not None else [row["chain_id"] for row in read_status(connection)]
        if not known:
            raise Misconfigured("nothing is indexed yet: run `python -m indexer run` first")
        yield settings, [load(settings.deployments, each) for each in known]


def _chosen(connection: psycopg.Connection[Any], chain_id: int | None) -> int:
    """The chain that is meant, which must be indexed already."""
    known = [chain["chain_id"] for chain in read_status(connection)]
    if not known:
        raise Misconfigured("nothing is indexed yet: run `python -m indexer run` first")
    if chain_id not in known and (chain_id is not None or len(known) > 1):
        raise Misconfigured(f"say which chain with --chain-id: one of {known}")
    return chain_id or int(known[0])
