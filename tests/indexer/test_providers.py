"""Several nodes, of which some lag, lie or are of another chain: the others are believed, and the operator is told."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Database
from tests.indexer import faults
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil, free_port
from tests.indexer.proxy import Fault, FaultyProxy
from tests.indexer.running import RunningIndexer, assert_same, contents, query, wait_until

Start = Callable[..., RunningIndexer]
MakeDatabase = Callable[[], Database]
MakeProxy = Callable[[Fault | None], FaultyProxy]


@pytest.fixture
def make_proxy(chain: Anvil) -> Iterator[MakeProxy]:
    """Puts a node of its own kind in front of the chain."""
    made: list[FaultyProxy] = []

    def make(fault: Fault | None) -> FaultyProxy:
        made.append(FaultyProxy(chain.url))
        made[-1].always = fault
        return made[-1]

    yield make
    for proxy in made:
        proxy.stop()


@pytest.fixture
def past(chain: Anvil, market: DeployedMarket) -> Life:
    """Thirty blocks with several logs each."""
    life = Life(market, seed=23)
    for _ in range(30):
        life.act(4)
        chain.mine()
    return life


def assert_complete(chain: Anvil, followed: Database, fresh: Database, start: Start, **changes: int) -> None:
    start(fresh, **changes).catch_up(chain)
    assert_same(contents(followed.url("stoa_indexer")), contents(fresh.url("stoa_indexer")))


def told_of(database: Database, name: str) -> tuple[str, str]:
    """State and reason of a node, as the API reads them."""
    rows = query(database.url("stoa_indexer"), "SELECT state, reason FROM chain.provider WHERE name = %s", name)
    return rows[0] if rows else ("", "")


def live(chain: Anvil, life: Life, running: RunningIndexer, blocks: int) -> None:
    for _ in range(blocks):
        life.act(4)
        chain.mine()
        running.catch_up(chain)


@pytest.mark.parametrize("lie", [faults.fewer_logs, faults.altered_logs], ids=["fewer", "altered"])
@pytest.mark.parametrize("first", [True, False], ids=["asked first", "asked second"])
def test_node_that_lies_about_logs__no_bloom_filter_shows_it__is_found_out_and_named(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start, lie: Fault, first: bool
) -> None:
    followed, liar, honest = make_database(), make_proxy(lie), make_proxy(None)
    order = (liar, honest) if first else (honest, liar)
    running = start(followed, rpc_urls=",".join(proxy.url for proxy in order), finality=8)
    running.catch_up(chain)
    live(chain, past, running, 3)

    wait_until(lambda: told_of(followed, liar.url)[0] == "quarantined", "not named")
    assert "wrong logs of block" in told_of(followed, liar.url)[1]
    assert told_of(followed, honest.url) == ("closed", "")
    assert_complete(chain, followed, make_database(), start, finality=8)


def test_node_that_lies_about_logs__only_at_the_head__is_found_out_there(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, liar, honest = make_database(), make_proxy(None), make_proxy(None)
    running = start(followed, rpc_urls=f"{liar.url},{honest.url}")
    running.catch_up(chain)
    liar.always = faults.fewer_logs
    live(chain, past, running, 6)

    wait_until(lambda: told_of(followed, liar.url)[0] == "quarantined", "not named")
    assert_complete(chain, followed, make_database(), start)


def test_two_nodes_differ__neither_proves_it__nothing_is_committed_until_they_agree(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed = make_database()
    one, other = (
        make_proxy(faults.without_receipts(faults.honest)),
        make_proxy(faults.without_receipts(faults.fewer_logs)),
    )
    running = start(followed, rpc_urls=f"{one.url},{other.url}", finality=8)
    wait_until(lambda: "neither proves them" in told_of(followed, other.url)[1], "not named")
    assert contents(followed.url("stoa_indexer"))["event"] == []

    other.always = None
    running.catch_up(chain)
    assert_complete(chain, followed, make_database(), start, finality=8)


def test_node_that_lags__is_not_asked_about_what_it_lacks(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, at = make_database(), chain.height
    behind, honest = make_proxy(faults.frozen(at)), make_proxy(None)
    running = start(followed, rpc_urls=f"{behind.url},{honest.url}")
    chain.mine(10)
    running.catch_up(chain)
    wait_until(lambda: told_of(followed, behind.url)[0] == "lagging", "not named")
    assert "10 blocks behind another node" in told_of(followed, behind.url)[1]

    behind.calls.clear()
    live(chain, past, running, 5)
    asked = [call["params"] for call in behind.calls if call["params"] not in ([], ["latest", False], ["0x0", False])]
    assert asked == []
    assert_complete(chain, followed, make_database(), start)

    behind.always = None
    wait_until(lambda: told_of(followed, behind.url)[0] == "closed", "not taken back")


def test_node_that_boasts_of_a_head__is_found_out_and_the_others_serve(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, liar, honest = make_database(), make_proxy(faults.boasting(1000)), make_proxy(None)
    running = start(followed, rpc_urls=f"{liar.url},{honest.url}")
    running.catch_up(chain)
    live(chain, past, running, 2)

    wait_until(lambda: told_of(followed, liar.url)[0] == "quarantined", "not named")
    assert_complete(chain, followed, make_database(), start)


def test_wrong_chain_id__of_one_node_of_two__it_is_named_and_the_other_serves(
    chain: Anvil, past: Life, make_database: MakeDatabase, start: Start
) -> None:
    followed, other = make_database(), Anvil("--chain-id", "5")
    try:
        running = start(followed, rpc_urls=f"{other.url},{chain.url}")
        running.catch_up(chain)
        wait_until(lambda: told_of(followed, other.url)[0] == "quarantined", "not named")
    finally:
        other.stop()

    assert "serves chain 5, not 31337" in told_of(followed, other.url)[1]
    assert_complete(chain, followed, make_database(), start)


def test_quarantine__is_over_after_its_time__and_the_node_is_in_use_again(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, liar, honest = make_database(), make_proxy(faults.fewer_logs), make_proxy(None)
    running = start(followed, rpc_urls=f"{liar.url},{honest.url}", finality=8, quarantine_seconds=2.0)
    wait_until(lambda: told_of(followed, liar.url)[0] == "quarantined", "not named")
    liar.always = None

    wait_until(lambda: told_of(followed, liar.url) == ("closed", ""), "not taken back")
    requests = liar.requests
    live(chain, past, running, 2)
    assert liar.requests > requests
    assert_complete(chain, followed, make_database(), start, finality=8)


def test_node_that_is_gone__is_tried_less_and_less_often(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, gone, honest = make_database(), make_proxy(faults.dropped), make_proxy(None)
    running = start(followed, rpc_urls=f"{gone.url},{honest.url}")
    running.catch_up(chain)
    wait_until(lambda: gone.requests >= 3, "not asked")
    before, began = gone.requests, honest.requests
    wait_until(lambda: honest.requests > began + 100, "the other is not asked")

    assert gone.requests - before <= 3
    assert_complete(chain, followed, make_database(), start)


def test_range_limit__of_each_node__is_learned(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, narrow = make_database(), make_proxy(faults.at_most_blocks(4))
    chain.mine(150)
    running = start(followed, rpc_urls=narrow.url, finality=4)
    running.catch_up(chain)

    wide = [
        call["params"][0] for call in narrow.calls if call["method"] == "eth_getLogs" and "toBlock" in call["params"][0]
    ]
    refused = [each for each in wide if int(each["toBlock"], 16) - int(each["fromBlock"], 16) >= 4]
    assert len(wide) > 30
    assert len(refused) < len(wide) / 3  # one that learned nothing is refused every other time
    assert_complete(chain, followed, make_database(), start, finality=4)


def test_range_limit__of_one_node__leaves_wide_ranges_to_the_other(
    chain: Anvil, past: Life, make_proxy: MakeProxy, make_database: MakeDatabase, start: Start
) -> None:
    followed, narrow, wide = make_database(), make_proxy(faults.at_most_blocks(1)), make_proxy(None)
    chain.mine(150)
    running = start(followed, rpc_urls=f"{narrow.url},{wide.url}", finality=4)
    running.catch_up(chain)

    limits = {standing.node.url: standing.limit for standing in running.indexer.nodes.all}
    assert limits[wide.url] is None
    assert limits[narrow.url] is not None
    assert_complete(chain, followed, make_database(), start, finality=4)


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_address_with_secrets__nothing_that_is_told_of_the_node_holds_them(
    chain: Anvil,
    past: Life,
    make_proxy: MakeProxy,
    database: Database,
    start: Start,
    capfd: pytest.CaptureFixture[str],
    scheme: str,
) -> None:
    secrets = ["Us3rName", "Pa55word", "k3yInThePath", "k3yInTheQuery"]
    repeating = make_proxy(faults.echo)
    gone = f"127.0.0.1:{free_port()}"
    tail = "/v3/k3yInThePath?apikey=k3yInTheQuery"
    urls = [f"{scheme}://Us3rName:Pa55word@{place}{tail}" for place in (gone, repeating.url[7:])]
    running = start(database, rpc_urls=",".join([*urls, urls[0] + "2", chain.url]))
    running.catch_up(chain)
    rows = "SELECT name, state, reason FROM chain.provider ORDER BY name"
    name = f"{scheme}://{gone}"

    def failed() -> bool:
        return {row[0] for row in query(database.url("stoa_indexer"), rows) if row[1] == "opened"} >= {
            name,
            f"{name}#2",
        }

    wait_until(failed, "the nodes are not given up", 60)
    told = str(query(database.url("stoa_indexer"), rows)) + scraped() + "".join(capfd.readouterr())
    assert "node failed" in told
    assert repeating.url[7:] in told
    assert [secret for secret in secrets if secret in told] == []


def scraped() -> str:
    from prometheus_client import generate_latest

    from indexer.metrics import REGISTRY

    return generate_latest(REGISTRY).decode()


def test_one_node_alone__is_asked_nothing_for_the_sake_of_checks(
    chain: Anvil, past: Life, make_proxy: MakeProxy, database: Database, start: Start
) -> None:
    alone = make_proxy(None)
    start(database, rpc_urls=alone.url, poll_seconds=3600.0, finality=8).catch_up(chain)
    ranges = [call["params"][0] for call in alone.calls if call["method"] == "eth_getLogs"]

    assert "eth_getBlockReceipts" not in [call["method"] for call in alone.calls]
    assert len(ranges) == len({str(where) for where in ranges})
