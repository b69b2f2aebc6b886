"""One command for several chains: what befalls one of them the others do not notice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Database, free_port
from tests.indexer.conftest import open_market
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import query, wait_until
from tests.indexer.test_commands import command
from tests.indexer.test_metrics import Scrape

OTHER = 5
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def other(folder: Path) -> Iterator[DeployedMarket]:
    """A market on a second chain, in a deployments file of its own."""
    anvil = Anvil("--chain-id", str(OTHER))
    deployed = open_market(anvil)
    deployed.write_deployments(folder)
    yield deployed
    anvil.stop()


@pytest.fixture
def run(database: Database, folder: Path, chain: Anvil, other: DeployedMarket, tmp_path: Path) -> Iterator[Run]:
    """Follows both chains; what it says is in `said`."""
    started: list[subprocess.Popen[str]] = []

    def start(**settings: str) -> subprocess.Popen[str]:
        urls = {"RPC_URLS": f"{chain.url} ; {other.anvil.url}", "STOA_DEPLOYMENTS": str(folder)}
        with (tmp_path / "said").open("a") as said:
            environment = os.environ | database.environment() | urls | settings
            started.append(
                subprocess.Popen([sys.executable, "-m", "indexer", "run"], cwd=ROOT, env=environment, stderr=said)
            )
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.wait(15)
    wait_until(lambda: leaders(database) == set(), "a process is left")


def at(database: Database, market: DeployedMarket, chain_id: int) -> bool:
    found = query(database.url("stoa_indexer"), "SELECT block_number FROM chain.cursor WHERE chain_id = %s", chain_id)
    return found == [(market.anvil.height,)]


def leaders(database: Database) -> set[int]:
    """The chains that a session leads."""
    held = "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"
    return {row[0] for row in query(database.url("stoa_indexer"), held, 0x53746F61)}


def leader(database: Database, chain_id: int) -> int:
    [(pid,)] = query(database.url("stoa_indexer"), "SELECT pid FROM chain.leader WHERE chain_id = %s", chain_id)
    return int(pid)


def test_run__two_chains__both_are_followed_with_their_own_settings_and_labels(
    market: DeployedMarket, other: DeployedMarket, database: Database, folder: Path, run: Run
) -> None:
    port = free_port()
    process = run(STOA_INDEXER_METRICS_PORT=str(port), STOA_INDEXER_5_FINALITY="7")
    for deployed, chain_id in ((market, 31337), (other, OTHER)):
        wait_until(lambda d=deployed, c=chain_id: at(database, d, c), f"chain {chain_id} is not followed")  # type: ignore[misc]
    other.list_item(other.seller)
    other.anvil.mine()
    wait_until(lambda: at(database, other, OTHER), "not followed")

    scrape = Scrape(port)
    counted = dict(query(database.url("stoa_indexer"), "SELECT chain_id, count(*) FROM chain.event GROUP BY 1"))
    for chain_id in (31337, OTHER):
        label = {"chain_id": str(chain_id)}
        assert scrape.value("stoa_indexer_events_total", **label) == counted[chain_id]
        assert scrape.value("stoa_indexer_block_number", **label) > 0
        assert scrape.value("stoa_indexer_provider_state", state="closed", **label) == 1
    assert [sample.value for sample in scrape.samples if sample.name == "stoa_indexer_up"] == [1, 1]
    chains = {each["chain_id"]: each for each in json.loads(command(database, folder, "status", "--json"))}
    assert {chain_id: each["finality"] for chain_id, each in chains.items()} == {31337: 64, OTHER: 7}
    assert chains[OTHER]["leader"]["pid"] not in (chains[31337]["leader"]["pid"], process.pid)

    assert command(database, folder, "verify") == "the tables equal a rebuild\n"
    assert command(database, folder, "rebuild").startswith(f"{sum(counted.values())} events folded")


def test_run__node_of_one_chain_goes_away__the_other_is_followed(
    market: DeployedMarket, other: DeployedMarket, database: Database, run: Run
) -> None:
    run()
    wait_until(lambda: leaders(database) == {31337, OTHER}, "not both are led")
    other.anvil.stop()
    for _ in range(3):
        market.list_item(market.seller)
        market.anvil.mine()
        wait_until(lambda: at(database, market, 31337), "not followed", 3)
    other.anvil.start()


def test_run__process_of_one_chain_killed__is_started_again_and_the_other_never_stops(
    market: DeployedMarket, other: DeployedMarket, database: Database, run: Run
) -> None:
    run()
    wait_until(lambda: leaders(database) == {31337, OTHER}, "not both are led")
    wait_until(lambda: at(database, other, OTHER) and at(database, market, 31337), "not followed")
    first = leader(database, OTHER)
    os.kill(first, signal.SIGKILL)
    market.list_item(market.seller)
    market.anvil.mine()
    wait_until(lambda: at(database, market, 31337), "not followed", 3)
    other.list_item(other.seller)
    other.anvil.mine()
    wait_until(lambda: at(database, other, OTHER), "not started again")
    assert leader(database, OTHER) != first


def test_run__deployments_of_one_chain_missing__says_so_and_takes_them_when_they_come(
    market: DeployedMarket, other: DeployedMarket, database: Database, folder: Path, run: Run, tmp_path: Path
) -> None:
    away = folder / f"{OTHER}.json"
    hidden = away.rename(folder / "hidden")
    run()
    wait_until(lambda: at(database, market, 31337), "not followed")
    said = tmp_path / "said"
    wait_until(lambda: "5.json is missing: run `ape run deploy`" in said.read_text(), "it does not say so")
    hidden.rename(away)
    wait_until(lambda: at(database, other, OTHER), "not followed")


def test_run__killed_itself__takes_the_chains_with_it(
    market: DeployedMarket, other: DeployedMarket, database: Database, run: Run
) -> None:
    process = run()
    wait_until(lambda: leaders(database) == {31337, OTHER}, "not both are led")
    process.kill()
    began = time.monotonic()
    wait_until(lambda: leaders(database) == set(), "children are left")
    assert time.monotonic() - began < 3
