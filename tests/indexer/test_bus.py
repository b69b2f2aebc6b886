"""The event bus: every consumer is told the log, in order, whatever the chain and the processes do."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from indexer.bus import consumer
from indexer.bus.cloudevents import CloudEvent
from indexer.bus.positions import Positions
from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.listening import LOG, Listener
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, query, wait_until

Start = Callable[..., RunningIndexer]
Listen = Callable[..., Listener]


class Crash(Exception):
    """Stands for kill -9 between telling and the cursor's commit."""


@pytest.fixture
def listen(database: Database) -> Iterator[Listen]:
    """Starts consumers; they are stopped at the end."""
    running: list[Listener] = []

    def run(name: str = "test", **options: object) -> Listener:
        running.append(Listener(database.url("stoa_indexer"), name, **options))  # type: ignore[arg-type]
        return running[-1]

    yield run
    for listener in running:
        listener.stop()


def live(chain: Anvil, life: Life, blocks: int) -> None:
    for _ in range(blocks):
        life.act(3)
        chain.mine()


def retracted(listener: Listener) -> list[str]:
    return [event.retracts for event in listener.told if event.retracts]


def test_envelope__of_an_order__says_where_it_comes_from_and_what_it_belongs_to(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    listener = listen()
    transaction = market.buy(market.buyer, [(1, 1, 1), (3, 1, 1)], value=2000)
    chain.mine()
    mined = chain.block("latest")
    market.market.send(market.seller, "accept", 2)
    chain.mine()
    start(database).catch_up(chain)
    listener.catch_up()

    first, second = (event for event in listener.told if event.type == "com.stoa.order.placed")
    [accepted] = (event for event in listener.told if event.type == "com.stoa.order.accepted")
    assert (first.subject, second.subject, accepted.subject) == ("order/1", "order/2", "order/2")
    assert {first.correlationid, second.correlationid, accepted.correlationid} == {"checkout/1"}
    assert first.causationid == second.causationid == transaction
    assert first.id.startswith(f"31337:{transaction}:")
    assert first.source == "/chains/31337/markets/1"
    assert first.data["buyer"] == market.buyer.lower()
    assert (first.time.timestamp(), first.blocknumber) == (int(mined["timestamp"], 16), str(int(mined["number"], 16)))


def test_consume__while_blocks_come__is_woken_and_tells_all_in_order(
    chain: Anvil,
    market: DeployedMarket,
    database: Database,
    start: Start,
    listen: Listen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumer, "LOOK_SECONDS", 3600.0)
    running, listener = start(database), listen(limit=4)
    life = Life(market, seed=21)
    for _ in range(8):
        live(chain, life, 1)
        running.catch_up(chain)
        listener.catch_up()

    assert len(listener.told) == len(listener.standing) > 20


async def whether_something_is_next(url: str) -> bool:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        positions = Positions(connection, 31337, "test", 0)
        await positions.create(0)
        return await positions.next(1) is not None


def test_next__while_indexes_wait__is_nothing(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start
) -> None:
    url = database.url("stoa_indexer")
    start(database).catch_up(chain)
    query(url, "INSERT INTO chain.late_index VALUES ('none', 'SELECT 1')")
    assert not asyncio.run(whether_something_is_next(url))

    query(url, "DELETE FROM chain.late_index")
    assert asyncio.run(whether_something_is_next(url))


def test_confirmations__wished__are_awaited(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, patient = start(database), listen(confirmations=3)
    market.list_item(market.seller)
    chain.mine(3)
    running.catch_up(chain)
    patient.catch_up()
    before = len(patient.told)

    chain.mine()
    running.catch_up(chain)
    patient.catch_up()

    assert [event.type for event in patient.told[before:]] == ["com.stoa.listing.created"]


@pytest.mark.parametrize("depth", [1, 5, 12])
def test_reorg__of_what_was_told__is_taken_back_newest_first_and_told_anew(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen, depth: int
) -> None:
    running, listener = start(database, finality=8), listen(limit=7)
    life = Life(market, seed=depth)
    live(chain, life, 14)
    running.catch_up(chain)
    listener.catch_up()
    lost = [event.id for event in listener.told if int(event.blocknumber) > chain.height - depth]

    chain.roll_back(depth)
    live(chain, life, depth + 2)
    running.catch_up(chain)
    listener.catch_up()

    assert lost
    assert retracted(listener) == lost[::-1]
    assert all(event.type.endswith(".retracted") for event in listener.told if event.retracts)


def test_reorg__above_what_was_told__takes_nothing_back(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, patient = start(database), listen(confirmations=6)
    life = Life(market, seed=31)
    live(chain, life, 9)
    running.catch_up(chain)
    patient.catch_up()

    chain.roll_back(6)
    live(chain, life, 10)
    running.catch_up(chain)
    patient.catch_up()

    assert retracted(patient) == []


def test_reorgs__several_while_the_consumer_is_away__take_back_only_what_it_told(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, listener = start(database), listen()
    life = Life(market, seed=41)
    live(chain, life, 6)
    running.catch_up(chain)
    listener.catch_up()
    listener.stop()
    lost = [event.id for event in listener.told if int(event.blocknumber) > chain.height - 2]

    for depth in (2, 1, 3):
        chain.roll_back(depth)
        live(chain, life, 4)
        running.catch_up(chain)
    again = listen()
    again.told = list(listener.told)
    again.catch_up()

    assert retracted(again) == lost[::-1]


def test_reorg__same_log_mined_again__is_told_with_a_new_id(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, listener = start(database), listen()
    market.list_item(market.seller)
    chain.mine()
    sent = chain.rpc("eth_getRawTransactionByHash", chain.block("latest")["transactions"][0])
    running.catch_up(chain)
    listener.catch_up()
    first = listener.told[-1].id

    chain.roll_back(1)
    chain.mine()
    running.catch_up(chain)
    chain.rpc("eth_sendRawTransaction", sent)
    chain.mine()
    running.catch_up(chain)
    listener.catch_up()

    assert [event.id for event in listener.told[-2:]] == [f"{first}.retracted", f"{first}:1"]


def test_crash__between_telling_and_commit__repeats_the_same_ids_and_loses_nothing(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running = start(database)
    live(chain, Life(market, seed=51), 6)
    running.catch_up(chain)
    heard: list[str] = []

    def crash(events: Sequence[CloudEvent]) -> None:
        heard.extend(event.id for event in events)
        raise Crash

    listen(before=crash, limit=5).join()
    again = listen(limit=5)
    again.catch_up()

    assert heard == [event.id for event in again.told[:5]]


def test_crash_then_reorg__what_may_have_been_told__is_taken_back(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, first = start(database), listen()
    running.catch_up(chain)
    first.catch_up()
    first.stop()
    market.list_item(market.seller)
    chain.mine()
    running.catch_up(chain)
    heard: list[str] = []

    def crash(events: Sequence[CloudEvent]) -> None:
        heard.extend(event.id for event in events)
        raise Crash

    listen(before=crash).join()
    chain.roll_back(1)
    chain.mine()
    running.catch_up(chain)
    again = listen()
    wait_until(lambda: bool(again.told), "nothing is taken back")

    assert len(heard) == 1
    assert retracted(again) == heard


def test_two_processes__of_one_consumer__tell_everything_once(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, first = start(database), listen()
    wait_until(lambda: bool(query(first.url, "SELECT 1 FROM chain.consumer")), "no consumer")
    second = listen()
    life = Life(market, seed=61)
    live(chain, life, 3)
    running.catch_up(chain)
    first.catch_up()
    assert second.told == []

    first.stop()
    live(chain, life, 3)
    running.catch_up(chain)
    second.told = list(first.told)
    second.catch_up()

    assert len(second.told) == len(second.standing)


def test_database_session_cut__consumer_comes_back_by_itself(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, listen: Listen
) -> None:
    running, listener = start(database), listen()
    life = Life(market, seed=71)
    live(chain, life, 2)
    running.catch_up(chain)
    listener.catch_up()
    query(database.url(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stoa-bus'")
    live(chain, life, 2)
    running.catch_up(chain)
    listener.catch_up()


def test_new_market__older_than_the_cursor__repeats_ids_and_takes_nothing_final_back(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path, start: Start, listen: Listen
) -> None:
    other = DeployedMarket(chain)
    other.open()
    market.list_item(market.seller)
    chain.mine(3)
    running, listener = start(database, finality=2), listen(confirmations=2)
    running.catch_up(chain)
    listener.catch_up()
    running.stop()
    other.write_deployments(folder, market=2)
    start(database, finality=2).catch_up(chain)
    wait_until(lambda: any(event.source.endswith("/2") for event in listener.told), "the new market is not told")
    expected = {event_id for (event_id,) in query(listener.url, LOG, 2)}
    wait_until(lambda: set(listener.standing) == expected, "an event is lost")

    assert retracted(listener) == []
    assert len(listener.told) > len(listener.standing)
