"""What the operator has to change is one line and exit code 1."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.deployments import load
from indexer.errors import Misconfigured
from tests.conftest import ROOT, Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil, free_port
from tests.indexer.running import RunningIndexer, query

Refusal = Callable[..., str]


@pytest.fixture
def refusal(chain: Anvil, folder: Path, database: Database) -> Refusal:
    """Runs a command that must end with exit code 1; gives its one line."""

    def run(*arguments: str, **environment: str) -> str:
        own = {"RPC_URLS": chain.url, "STOA_DEPLOYMENTS": str(folder)}
        done = subprocess.run(
            [sys.executable, "-m", "indexer", *(arguments or ("run",))],
            cwd=ROOT,
            env=os.environ | database.environment() | own | environment,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == 1, done.stderr
        lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
        assert lines == done.stderr.splitlines()[-1:], done.stderr
        return lines[0]

    return run


def change(folder: Path, **values: object) -> None:
    path = folder / "31337.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_run__deployments_file_missing__says_to_deploy(refusal: Refusal) -> None:
    assert "31337.json is missing: run `ape run deploy`" in refusal()


def test_run__genesis_of_another_chain__says_what_to_do(market: DeployedMarket, folder: Path, refusal: Refusal) -> None:
    change(folder, genesis="0x" + "12" * 32)

    assert "its genesis is" in refusal()


def test_run__chain_restarted_from_genesis__database_is_refused(
    chain: Anvil,
    market: DeployedMarket,
    folder: Path,
    database: Database,
    start: Callable[..., RunningIndexer],
    refusal: Refusal,
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    other = Anvil("--timestamp", "1700000000")
    try:
        change(folder, genesis=other.block(0)["hash"])
        line = refusal(RPC_URLS=other.url)
    finally:
        other.stop()

    assert "the database holds another chain 31337" in line
    assert "start with an empty database, or bring the old chain back" in line


def test_run__chain_replaced_while_following__stops_and_says_so(
    chain: Anvil, market: DeployedMarket, database: Database, start: Callable[..., RunningIndexer]
) -> None:
    running = start(database)
    running.catch_up(chain)
    chain.stop()
    other = Anvil("--timestamp", "1700000000", port=chain.port)
    try:
        running.join()
    finally:
        other.stop()
        chain.start()  # for the next test, which finds it empty and takes another

    assert isinstance(running.error, Misconfigured)
    assert "its genesis is" in str(running.error)


def test_run__node_of_another_chain_id__says_which_file_is_missing(
    market: DeployedMarket, folder: Path, refusal: Refusal
) -> None:
    other = Anvil("--chain-id", "5")
    try:
        assert "5.json is missing" in refusal(RPC_URLS=other.url)
    finally:
        other.stop()


def test_run__all_nodes_are_of_another_chain_id__is_refused(
    market: DeployedMarket, database: Database, start: Callable[..., RunningIndexer]
) -> None:
    others = [Anvil("--chain-id", "5"), Anvil("--chain-id", "6")]
    try:
        running = start(database, rpc_urls=",".join(other.url for other in others))
        running.join()
    finally:
        for other in others:
            other.stop()

    assert isinstance(running.error, Misconfigured)
    assert "serves chain 5, not 31337" in str(running.error)


@pytest.mark.parametrize("url", ["localhost:8545", "ftp://127.0.0.1/"])
def test_run__address_of_another_kind__is_refused_without_repeating_it(refusal: Refusal, url: str) -> None:
    line = refusal(RPC_URLS=f"http://127.0.0.1:1,{url}")

    assert "RPC_URLS: address 2 begins with none of" in line
    assert url not in line


def test_run__file_about_another_chain__is_named(market: DeployedMarket, folder: Path, refusal: Refusal) -> None:
    change(folder, chain_id=1)

    assert "is about chain 1, not 31337" in refusal()


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"chain_id": 31337}', b"\xff"])
def test_load__broken_file__says_so(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "31337.json").write_bytes(content)

    with pytest.raises(Misconfigured, match="cannot be read"):
        load(folder, 31337)


def test_load__address_that_is_none__is_named(market: DeployedMarket, folder: Path) -> None:
    markets = [{"market": 1, "start_block": 1, "contracts": {"Market": {"address": "0x12"}}}]
    change(folder, markets=markets)

    with pytest.raises(Misconfigured, match="Market of market 1 has no valid address"):
        load(folder, 31337)


def test_load__no_market__says_to_deploy(market: DeployedMarket, folder: Path) -> None:
    change(folder, markets=[])

    with pytest.raises(Misconfigured, match="lists no market"):
        load(folder, 31337)


def test_run__market_taken_out_of_the_file__is_refused(
    chain: Anvil,
    market: DeployedMarket,
    folder: Path,
    database: Database,
    start: Callable[..., RunningIndexer],
    refusal: Refusal,
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    file = json.loads((folder / "31337.json").read_text())
    change(folder, markets=[file["markets"][0] | {"market": 2}])

    assert "markets [1] are in the database and not in the deployments file" in refusal()


def test_run__bare_database__says_to_migrate(
    market: DeployedMarket, make_database: Callable[..., Database], refusal: Refusal
) -> None:
    bare = make_database(migrated=False)

    assert "run `python -m indexer migrate`" in refusal(DATABASE_URL=bare.url())


def test_run__settings_missing__are_named(refusal: Refusal) -> None:
    assert "RPC_URLS" in refusal(RPC_URLS="")
    assert "RPC_URLS names no node" in refusal(RPC_URLS=" ; ,")


def test_rebuild__schema_of_the_twins_missing__says_who_makes_it(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    start: Callable[..., RunningIndexer],
    refusal: Refusal,
) -> None:
    start(database).catch_up(chain)
    query(database.url(), "DROP SCHEMA chain_next")

    line = refusal("rebuild")
    assert "schema chain_next is missing: run `python -m indexer migrate` with ADMIN_DATABASE_URL" in line


def test_rebuild__deployments_of_a_chain_missing__names_the_file(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    folder: Path,
    start: Callable[..., RunningIndexer],
    refusal: Refusal,
) -> None:
    start(database).catch_up(chain)
    (folder / "31337.json").unlink()

    assert "31337.json is missing" in refusal("rebuild")
    assert "7.json is missing" in refusal("verify", "--chain-id", "7")


@pytest.mark.parametrize("command", ["rebuild", "verify"])
def test_offline_command__nothing_indexed_yet__says_so(command: str, market: DeployedMarket, refusal: Refusal) -> None:
    assert "nothing is indexed yet" in refusal(command)


def test_status__database_away__says_so(refusal: Refusal) -> None:
    url = f"postgresql://stoa_indexer@127.0.0.1:{free_port()}/stoa"

    assert "the database cannot be reached" in refusal("status", DATABASE_URL=url)
