"""Random lives of a market with reorganisations, restarts and bad nodes: tables = model = fresh sync = rebuild.

A short form runs with all tests; `STOA_HISTORIES=50` asks for so many.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Database
from tests.indexer import faults
from tests.indexer.proxy import Fault
from tests.indexer.world import FINALITY, PASSING, World

EXAMPLES = int(os.environ.get("STOA_HISTORIES", "3"))
DEPTHS = st.one_of(st.integers(1, FINALITY), st.integers(FINALITY + 1, 64))

# One step of the chain or the indexer, while nodes are as bad as they were left.
STEPS = st.one_of(
    st.tuples(st.just("live"), st.integers(1, 6)),
    st.tuples(st.just("empty"), st.integers(1, 15)),
    st.tuples(st.just("reorg"), DEPTHS),
    st.tuples(st.just("reorg"), DEPTHS),
    st.tuples(st.just("remine"), st.integers(1, 8)),
    st.tuples(st.just("lose"), DEPTHS),
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("rebuild"), st.just(0)),
    st.tuples(st.just("time"), st.just(0)),
)
LASTING = ("honest", "balanced", "scattered", "at most 3 logs", "at most 2 blocks")
ROUNDS = st.tuples(
    st.lists(st.sampled_from(sorted(PASSING)), max_size=8),
    st.sampled_from(LASTING),
    st.lists(STEPS, min_size=1, max_size=4),
)
SECONDS: list[Fault | None] = [None, faults.honest, faults.fewer_logs, faults.altered_logs]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # An example is a chain and takes seconds: shrinking is worth it when many are asked for.
    phases=list(Phase) if "STOA_HISTORIES" in os.environ else [Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    rounds=st.lists(ROUNDS, min_size=2, max_size=4),
    seed=st.integers(0, 2**32),
    cache_rows=st.sampled_from([4, 30, 1000]),
    second=st.sampled_from(range(len(SECONDS))),
)
def test_random_history__with_reorganisations_restarts_and_bad_nodes__tables_equal_model_fresh_sync_and_rebuild(
    make_database: Callable[[], Database],
    rounds: list[tuple[list[str], str, list[tuple[str, int]]]],
    seed: int,
    cache_rows: int,
    second: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(make_database, Path(folder), seed, cache_rows, SECONDS[second])
        try:
            world.live(4)
            world.empty(60)
            world.live(4)
            for passing, last, steps in rounds:
                world.suffer(passing, last)
                for step, size in steps:
                    getattr(world, step)(size)
                world.check()
        finally:
            world.stop()
