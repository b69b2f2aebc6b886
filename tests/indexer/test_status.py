"""`python -m indexer status`: for people and for machines, from the database alone."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

from indexer.settings import Settings
from tests.conftest import ROOT, Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, query, wait_until
from tests.indexer.test_commands import command
from tests.indexer.test_metrics import CONSUMER

Start = Callable[..., RunningIndexer]


def test_status__while_an_indexer_leads__says_who_and_how_far(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database, finality=9)
    running.catch_up(chain)
    query(database.url("stoa_indexer"), CONSUMER)

    [said] = json.loads(command(database, folder, "status", "--json"))
    assert (said["chain_id"], said["block"], said["head"], said["blocks_behind"]) == (
        31337,
        chain.height,
        chain.height,
        0,
    )
    assert (said["status"], said["finality"], said["epoch"], said["markets"]) == ("live", 9, 1, [1])
    assert (said["leader"]["host"], said["leader"]["pid"]) == (socket.gethostname(), os.getpid())
    assert said["last_error"] == {"reason": None, "at": None}
    assert said["consumers"] == [{"name": "slow", "events_behind": said["events"]}]

    text = command(database, folder, "status")
    for part in (
        "chain 31337: live",
        f"block {chain.height}, head {chain.height}",
        "finality 9",
        f"leader {socket.gethostname()} (process {os.getpid()})",
        "events/s",
        "no error",
        f"consumer slow, {said['events']} events behind",
    ):
        assert part in text, text


def test_status__rate__is_that_of_the_last_second(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    start(database).catch_up(chain)

    def rate() -> float:
        return float(query(database.url("stoa_indexer"), "SELECT events_per_second FROM chain.leader")[0][0])

    wait_until(lambda: rate() > 0, "what was committed is not in it")
    wait_until(lambda: rate() == 0, "nothing comes any more, and it does not say so")


def test_status__leader_gone_after_an_error__nobody_leads_and_the_error_is_kept(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    deployments = folder / "31337.json"
    deployments.write_text(json.dumps(json.loads(deployments.read_text()) | {"genesis": "0x" + "12" * 32}))
    start(database).join()

    [said] = json.loads(command(database, folder, "status", "--json"))
    assert said["leader"] is None
    assert "the database holds another chain 31337: its genesis is" in said["last_error"]["reason"]
    assert "leader nobody" in command(database, folder, "status")


def test_page__of_the_settings__names_each_with_its_default() -> None:
    page = (ROOT / "docs" / "indexer.md").read_text()
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or f"STOA_INDEXER_{name.upper()}")
        short = f"_{name.upper()}"
        assert variable in page or f"`{short}`" in page, variable
        if isinstance(field.default, int | float):
            assert f"{field.default:g}" in page, variable
