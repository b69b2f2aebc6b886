"""What the indexer counts for Prometheus, once a batch. Names and meanings are in docs/metrics.md."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus_client types it not
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

EVENTS = Counter("stoa_indexer_events_total", "Events committed by this process", registry=REGISTRY)
BATCH = Histogram(
    "stoa_indexer_batch_seconds",
    "Seconds that a stage took for one batch of blocks",
    ["stage"],
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
    registry=REGISTRY,
)
REORGS = Histogram(
    "stoa_indexer_reorg_depth_blocks",
    "Blocks that a reorganisation took back",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
    registry=REGISTRY,
)
PROVIDERS = Gauge(
    "stoa_indexer_provider_state",
    "1 for the state that a node is in",
    ["provider", "state"],
    registry=REGISTRY,
)
QUARANTINES = Counter(
    "stoa_indexer_provider_quarantines_total",
    "Quarantines of a node that contradicted itself, another node or the chain",
    ["provider"],
    registry=REGISTRY,
)
CROSS_CHECKS = Counter(
    "stoa_indexer_cross_checks_total",
    "Ranges whose logs were compared with those of a second node",
    ["outcome"],
    registry=REGISTRY,
)

OUTCOMES = ("agreed", "differed", "unavailable")
for outcome in OUTCOMES:
    CROSS_CHECKS.labels(outcome)

STAGES = ("fetch", "decode", "fold", "commit")
STATES = ("closed", "half-opened", "opened", "lagging", "quarantined")


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Times one stage of one batch; see `STAGES`."""
    began = time.perf_counter()
    yield
    BATCH.labels(name).observe(time.perf_counter() - began)


def provider_state(provider: str, state: str) -> None:
    """Says which of `STATES` a node is in: its circuit breaker's, or what is worse than that."""
    for known in STATES:
        PROVIDERS.labels(provider, known).set(known == state)
