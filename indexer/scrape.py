"""/metrics of the indexer: what it counts, and what the database knows at the moment of the scrape."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import psycopg
import structlog
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from indexer.connection import connect
from indexer.errors import Misconfigured

log = structlog.get_logger()

CHAINS = "SELECT chain_id, block_number, greatest(head_number - block_number, 0) FROM chain.cursor"
WAITING = """
SELECT c.chain_id, c.name, (SELECT count(*) FROM (
           SELECT 1 FROM chain.event AS e
            WHERE e.chain_id = c.chain_id AND (e.block_number, e.log_index) > (c.block_number, c.log_index)
              AND e.block_number <= k.block_number - c.confirmations AND e.name IS NOT NULL LIMIT 100000) AS waiting)
  FROM chain.consumer AS c JOIN chain.cursor AS k USING (chain_id)
"""


class DatabaseCollector(Collector):
    """How far chain and consumers are, asked at each scrape on a connection of its own."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("stoa_indexer_database_up", "Whether the database answers")
        try:
            with connect(self.database_url) as connection:
                yield from _progress(connection)
                yield _waiting(connection)
            up.add_metric([], 1)
        except psycopg.Error as error:
            log.warning("no figures from the database", reason=str(error).strip().partition("\n")[0])
            up.add_metric([], 0)
        yield up

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked before the first scrape."""
        return iter(())


def _progress(connection: psycopg.Connection[Any]) -> Iterator[Metric]:
    block = GaugeMetricFamily("stoa_indexer_block_number", "The committed block", labels=["chain_id"])
    behind = GaugeMetricFamily("stoa_indexer_blocks_behind", "Blocks up to the newest one seen", labels=["chain_id"])
    for chain_id, number, distance in connection.execute(CHAINS):
        block.add_metric([str(chain_id)], number)
        if distance is not None:
            behind.add_metric([str(chain_id)], distance)
    yield from (block, behind)


def _waiting(connection: psycopg.Connection[Any]) -> Metric:
    name = "stoa_indexer_consumer_lag_events"
    waiting = GaugeMetricFamily(
        name, "Confirmed events that a consumer has yet to handle", labels=["chain_id", "consumer"]
    )
    for chain_id, consumer, events in connection.execute(WAITING):
        waiting.add_metric([str(chain_id), consumer], events)
    return waiting


class OfChain(Collector):
    """What this process counts, which follows one chain, with the chain's id as a label."""

    def __init__(self, registry: CollectorRegistry, chain_id: int) -> None:
        self.registry = registry
        self.label = {"chain_id": str(chain_id)}

    def collect(self) -> Iterator[Metric]:
        for family in self.registry.collect():
            labelled = copy(family)
            labelled.samples = [sample._replace(labels=self.label | sample.labels) for sample in family.samples]
            yield labelled

    def describe(self) -> Iterator[Metric]:
        return iter(())


@contextmanager
def served(host: str, port: int | None, *collectors: Collector) -> Iterator[None]:
    """Serves /metrics while the indexer runs; not at all without a port. Raises `Misconfigured`."""
    if port is None:
        yield
        return
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise Misconfigured(f"STOA_INDEXER_METRICS_PORT: {host}:{port} cannot be served ({error.strerror})") from error
    log.info("metrics", address=f"http://{host}:{server.server_port}/metrics")
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
