"""One indexer leads; whoever was put out commits nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.chain import Header
from indexer.connection import connect
from indexer.deployments import load
from indexer.errors import LeadershipLost
from indexer.lines import Prepared
from tests.conftest import ROOT, Database
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, assert_same, contents, cursor_of, query, tip_of, wait_until
from tests.indexer.test_rebuild import open_store

Start = Callable[..., RunningIndexer]
Spawn = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def spawn(chain: Anvil, folder: Path, database: Database) -> Iterator[Spawn]:
    """Starts indexers as processes of their own."""
    running: list[subprocess.Popen[bytes]] = []

    def run(**settings: str) -> subprocess.Popen[bytes]:
        environment = os.environ | database.environment() | settings
        environment |= {"RPC_URLS": chain.url, "STOA_DEPLOYMENTS": str(folder), "STOA_INDEXER_LEADER_SECONDS": "1.5"}
        running.append(subprocess.Popen([sys.executable, "-m", "indexer", "run"], cwd=ROOT, env=environment))
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.wait()


def caught_up(chain: Anvil, database: Database) -> bool:
    return cursor_of(database.url("stoa_indexer")) == tip_of(chain.block("latest"))


def epoch_of(database: Database) -> int:
    return int(query(database.url("stoa_indexer"), "SELECT epoch FROM chain.cursor")[0][0])


def test_two_indexers_started_at_once__one_leads_the_other_takes_over_within_a_second(
    chain: Anvil, market: DeployedMarket, make_database: Callable[[], Database], start: Start
) -> None:
    shared, single = make_database(), make_database()
    leaders = [start(shared), start(shared)]
    chain.mine(2)
    leaders[0].catch_up(chain)
    assert epoch_of(shared) == 1

    # The one that leads is whichever got the lock; stopping both orders in turn leaves one of them.
    for _ in range(2):
        running = leaders.pop(0)
        running.stop()
        began = time.monotonic()
        leaders.append(start(shared))
        market.list_item(market.seller)
        chain.mine()
        leaders[0].catch_up(chain)
        assert time.monotonic() - began < 1.5

    start(single).catch_up(chain)
    assert_same(contents(shared.url("stoa_indexer")), contents(single.url("stoa_indexer")))


def test_paused_leader__sigstop_and_resumed__standby_leads_and_it_commits_nothing(
    chain: Anvil, market: DeployedMarket, database: Database, spawn: Spawn, start: Start
) -> None:
    stale = spawn()
    wait_until(lambda: caught_up(chain, database), "not caught up")
    stale.send_signal(signal.SIGSTOP)
    standby = start(database, leader_seconds=1.0)
    market.list_item(market.seller)
    chain.mine()
    standby.catch_up(chain)
    epoch = epoch_of(database)

    stale.send_signal(signal.SIGCONT)
    market.list_item(market.seller)
    chain.mine()
    standby.catch_up(chain)
    time.sleep(0.5)

    assert epoch_of(database) == epoch
    assert stale.poll() is None


def test_commit__of_a_stale_epoch__is_refused_whole(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start
) -> None:
    running = start(database)
    running.catch_up(chain)
    running.stop()
    url = database.url("stoa_indexer")
    before = contents(url)
    deployments = load(folder, 31337)
    with connect(url) as one, connect(url) as other:
        stale, newer = open_store(one, deployments), open_store(other, deployments)
        stale.begin_epoch()
        newer.begin_epoch()
        number = stale.at.tip.number + 1
        header = Header(hex(number), "0x" + "cc" * 32, stale.at.tip.hash, "0x1", "0x0")

        with pytest.raises(LeadershipLost):
            stale.commit(Prepared([header], [], b"", number))
        with pytest.raises(LeadershipLost):
            stale.seen(number)
        assert_same(contents(url), before)

        newer.commit(Prepared([header], [], b"", number))
        assert cursor_of(url) == (number, "0x" + "cc" * 32)


def test_sigterm__while_following__ends_within_two_seconds(
    chain: Anvil, market: DeployedMarket, database: Database, spawn: Spawn
) -> None:
    process = spawn()
    wait_until(lambda: caught_up(chain, database), "not caught up")
    began = time.monotonic()
    process.terminate()

    assert process.wait(5) == 0
    assert time.monotonic() - began < 2


def test_kill_9__at_any_instant__nothing_lost_and_nothing_twice(
    chain: Anvil,
    market: DeployedMarket,
    make_database: Callable[[], Database],
    database: Database,
    spawn: Spawn,
    start: Start,
) -> None:
    from tests.indexer.history import Life

    life = Life(market, seed=8)
    process = spawn(STOA_INDEXER_POLL_SECONDS="0.001")
    wait_until(lambda: cursor_of(database.url("stoa_indexer")) is not None, "not begun")
    for _ in range(3):
        until = time.monotonic() + 0.3 * life.random.random()
        while time.monotonic() < until:
            life.act(3)
            chain.mine()
        process.kill()
        process.wait()
        process = spawn(STOA_INDEXER_POLL_SECONDS="0.001")
        life.act(5)
        chain.mine()
        number = chain.height
        wait_until(lambda number=number: cursor_of(database.url("stoa_indexer"))[0] >= number, "not caught up")  # type: ignore[index,misc]

    wait_until(lambda: caught_up(chain, database), "not caught up")
    fresh = make_database()
    start(fresh).catch_up(chain)
    assert_same(contents(database.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


def test_kill_9__at_the_head__caught_up_within_three_seconds_of_the_restart(
    chain: Anvil, market: DeployedMarket, database: Database, spawn: Spawn
) -> None:
    process, took = spawn(), []
    wait_until(lambda: caught_up(chain, database), "not caught up")
    while not took or min(took) > 3:
        assert len(took) < 3, took
        process.kill()
        process.wait()
        market.list_item(market.seller)
        chain.mine(2)
        began = time.monotonic()
        process = spawn()
        wait_until(lambda: caught_up(chain, database), "not caught up")
        took.append(time.monotonic() - began)


def test_kill_9__of_the_leader__standby_commits_the_next_block_within_a_second(
    chain: Anvil, market: DeployedMarket, database: Database, spawn: Spawn
) -> None:
    leader = spawn()
    wait_until(lambda: caught_up(chain, database), "not caught up")
    for _ in range(3):
        standby = spawn()
        wait_until(lambda: sessions(database) == 2, "the standby does not come")
        market.list_item(market.seller)
        chain.mine()
        leader.kill()
        began = time.monotonic()
        wait_until(lambda: caught_up(chain, database), "nobody takes over")
        assert time.monotonic() - began <= 1
        leader.wait()
        leader = standby


def sessions(database: Database) -> int:
    """Of indexers, whether they lead or stand by."""
    counted = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'stoa-indexer' AND datname = %s"
    return int(query(database.url("stoa_indexer"), counted, database.name)[0][0])


def test_database_session_cut__at_the_head__recovers_by_itself(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    running = start(database)
    for _ in range(3):
        market.list_item(market.seller)
        chain.mine()
        running.catch_up(chain)
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
        query(database.url(), cut, database.name)
        market.list_item(market.seller)
        chain.mine()
        running.catch_up(chain)

    [(listings,)] = query(database.url("stoa_indexer"), "SELECT count(*) FROM chain.listing")
    assert listings == 4 + 6
