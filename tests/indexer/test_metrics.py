"""/metrics of a running indexer, and the dashboard, alerts and page that speak of it."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from indexer import metrics
from indexer.errors import Misconfigured, Stopped
from indexer.many import Children
from indexer.node import Call
from indexer.rpc import Nodes
from indexer.scrape import DatabaseCollector, OfChain, served
from tests.conftest import ROOT, Database, free_port
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, query, wait_until

Start = Callable[..., RunningIndexer]
NAME = re.compile(r"\bstoa_[a-z_]+\b")
CONSUMER = """
INSERT INTO chain.consumer (chain_id, name, confirmations, block_number, log_index, reaching_block, reaching_index,
                            rewind, updated_at)
VALUES (31337, 'slow', 0, 0, 0, 0, 0, 0, now())
"""


class Scrape:
    """What one GET of /metrics says."""

    def __init__(self, port: int) -> None:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text
        self.families = list(text_string_to_metric_families(text))
        self.samples = [sample for family in self.families for sample in family.samples]

    def value(self, name: str, **labels: str) -> float:
        return next(s.value for s in self.samples if s.name == name and labels.items() <= s.labels.items())

    @property
    def names(self) -> set[str]:
        return {sample.name for sample in self.samples}


def figures(database_url: str) -> list[Any]:
    return [OfChain(metrics.REGISTRY, 31337), Children([]), DatabaseCollector(database_url)]


def names_in(*texts: str) -> set[str]:
    return {name for text in texts for name in NAME.findall(text)}


def expressions() -> list[str]:
    dashboard = json.loads((ROOT / "ops/grafana/stoa.json").read_text())
    panels: list[dict[str, Any]] = dashboard["panels"]
    alerts = yaml.safe_load((ROOT / "ops/prometheus/alerts.yml").read_text())
    rules = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    return [target["expr"] for panel in panels for target in panel["targets"]] + rules


def test_metrics__of_a_running_indexer__have_every_name_that_dashboard_and_alerts_use(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path
) -> None:
    port = free_port()
    settings = {"RPC_URLS": chain.url, "STOA_DEPLOYMENTS": str(folder), "STOA_INDEXER_METRICS_PORT": str(port)}
    environment = os.environ | database.environment() | settings
    process = subprocess.Popen([sys.executable, "-m", "indexer", "run"], cwd=ROOT, env=environment)
    try:
        # The database shows a commit a moment before the process counts it.
        wait_until(lambda: behind(port) == 0 and Scrape(port).value("stoa_indexer_events_total") > 0, "not caught up")
        query(database.url("stoa_indexer"), CONSUMER)
        scrape = Scrape(port)
    finally:
        process.terminate()
    assert process.wait(5) == 0
    [(events,)] = query(database.url("stoa_indexer"), "SELECT count(*) FROM chain.event")

    used = names_in(*expressions())
    assert len(used) > 8
    assert used <= scrape.names
    assert scrape.value("stoa_indexer_events_total", chain_id="31337") == events
    assert scrape.value("stoa_indexer_consumer_lag_events", consumer="slow") == events
    assert scrape.value("stoa_indexer_block_number", chain_id="31337") == chain.height
    assert scrape.value("stoa_indexer_provider_state", state="closed") == 1
    for stage in metrics.STAGES:
        assert scrape.value("stoa_indexer_batch_seconds_count", stage=stage) >= 1


def behind(port: int) -> float | None:
    try:
        return Scrape(port).value("stoa_indexer_blocks_behind")
    except (httpx.TransportError, StopIteration):
        return None


def test_page__of_the_metrics__names_them_all(database: Database) -> None:
    port = free_port()
    with served("127.0.0.1", port, *figures(database.url("stoa_indexer"))):
        families = {family.name for family in Scrape(port).families if family.name.startswith("stoa_")}
    ours = {name.removesuffix("_total") for name in names_in((ROOT / "docs/metrics.md").read_text())}

    assert ours == families


def test_reorg__is_counted_with_its_depth(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database)
    Life(market, seed=91).act(3)
    chain.mine(6)
    running.catch_up(chain)
    before = metrics.REGISTRY.get_sample_value("stoa_indexer_reorg_depth_blocks_sum") or 0
    chain.roll_back(5)
    Life(market, seed=92).act(3)  # empty blocks mined again in the same seconds would be the same blocks
    chain.mine(7)
    running.catch_up(chain)

    assert metrics.REGISTRY.get_sample_value("stoa_indexer_reorg_depth_blocks_sum") == before + 5


def test_database_away__scrape_says_so(database: Database) -> None:
    port = free_port()
    with served("127.0.0.1", port, *figures("postgresql://nobody@127.0.0.1:1/none")):
        scrape = Scrape(port)

    assert scrape.value("stoa_indexer_database_up") == 0
    assert "stoa_indexer_blocks_behind" not in scrape.names


def test_node__that_fails_again_and_again__is_shown_as_left_alone() -> None:
    stop = threading.Event()
    nodes = Nodes([f"http://127.0.0.1:{free_port()}"], stop)
    name = nodes.all[0].node.name
    failing = threading.Thread(target=ask, args=(nodes,), daemon=True)
    failing.start()

    def opened() -> bool:
        labels = {"provider": name, "state": "opened"}
        return metrics.REGISTRY.get_sample_value("stoa_indexer_provider_state", labels) == 1

    wait_until(opened, "the breaker is not shown")
    stop.set()
    failing.join(5)


def ask(nodes: Nodes) -> None:
    with pytest.raises(Stopped):
        nodes.ask([Call("eth_chainId")], lambda results: results)


def test_port__that_is_taken__is_said_plainly() -> None:
    port = free_port()
    taken = served("127.0.0.1", port)
    with served("127.0.0.1", port), pytest.raises(Misconfigured, match="METRICS_PORT"), taken:
        pass
