"""Random lives of a market with random reorganisations and restarts: tables = fresh sync = rebuild."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, assert_same, assert_same_images, contents, settings_of
from tests.indexer.test_rebuild import rebuild
from tests.indexer.test_sync import assert_sums

EXAMPLES = int(os.environ.get("STOA_HISTORIES", "5"))
FINALITY = 12

STEPS = st.one_of(
    st.tuples(st.just("live"), st.integers(1, 8)),
    st.tuples(st.just("live"), st.integers(1, 8)),
    st.tuples(st.just("empty"), st.integers(1, 15)),
    st.tuples(st.just("reorg"), st.integers(1, FINALITY)),
    st.tuples(st.just("deep"), st.integers(FINALITY + 1, 30)),
    st.tuples(st.just("follow"), st.just(0)),
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("rebuild"), st.just(0)),
    st.tuples(st.just("time"), st.just(0)),
)


class World:
    """A chain with its life, and an indexer that follows it."""

    def __init__(self, anvil: Anvil, database: Database, folder: Path, seed: int, cache_rows: int) -> None:
        self.anvil, self.folder, self.database = anvil, folder, database
        self.market = DeployedMarket(anvil)
        self.market.write_deployments(folder)
        self.market.open()
        self.life = Life(self.market, seed)
        self.changes = {"finality": FINALITY, "batch_logs": 20, "batch_blocks": 9, "cache_rows": cache_rows}
        self.running = self.start(database)

    def start(self, database: Database) -> RunningIndexer:
        return RunningIndexer(settings_of(database.url("stoa_indexer"), self.anvil.url, self.folder, **self.changes))

    def live(self, blocks: int) -> None:
        for _ in range(blocks):
            self.life.act(4)
            self.anvil.mine()

    def empty(self, blocks: int) -> None:
        self.anvil.mine(blocks)

    def reorg(self, depth: int) -> None:
        # The contracts stay where they are; everything after them may go.
        depth = min(depth, self.anvil.height - self.market.start_block - 5)
        if depth > 0:
            self.anvil.roll_back(depth)
            self.live(self.life.random.randint(1, depth + 2))

    deep = reorg

    def follow(self, _: int) -> None:
        self.running.catch_up(self.anvil)

    def restart(self, _: int) -> None:
        self.running.stop()
        self.running = self.start(self.database)

    def rebuild(self, _: int) -> None:
        self.running.catch_up(self.anvil)
        rebuild(self.database, self.folder, finality=FINALITY)

    def time(self, _: int) -> None:
        self.life.pass_time()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # An example is a chain and takes seconds: shrinking is worth it when many are asked for.
    phases=list(Phase) if "STOA_HISTORIES" in os.environ else [Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    steps=st.lists(STEPS, min_size=6, max_size=14),
    seed=st.integers(0, 2**32),
    cache_rows=st.sampled_from([4, 30, 1000]),
)
def test_random_history__with_reorganisations_and_restarts__tables_equal_fresh_sync_and_rebuild(
    make_database: Callable[[], Database], steps: list[tuple[str, int]], seed: int, cache_rows: int
) -> None:
    anvil, database, fresh = Anvil(), make_database(), make_database()
    with tempfile.TemporaryDirectory() as folder:
        world = World(anvil, database, Path(folder), seed, cache_rows)
        again = None
        try:
            world.live(3)
            for step, size in steps:
                getattr(world, step)(size)
            world.running.catch_up(anvil)
            again = world.start(fresh)
            again.catch_up(anvil)
            url = database.url("stoa_indexer")
            live = contents(url)
            assert_same(live, contents(fresh.url("stoa_indexer")))
            assert_same_images(url, fresh.url("stoa_indexer"))
            assert_sums(url, world.market)

            world.running.stop()
            rebuild(database, Path(folder), finality=FINALITY, cache_rows=cache_rows)
            assert_same(contents(url), live)
        finally:
            world.running.stop()
            if again:
                again.stop()
            anvil.stop()
