"""Events at the broker: the real RabbitMQ and NATS of this machine, Kafka in memory."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from faststream.kafka import KafkaMessage, TestKafkaBroker

from indexer.bus import publisher as publishing
from indexer.bus.brokers import Kafka, Nats, Outlet, Rabbit, outlet_of
from indexer.bus.cloudevents import CloudEvent
from indexer.bus.consumer import consume
from indexer.bus.publisher import Publisher
from indexer.errors import Misconfigured
from tests.conftest import ROOT, Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer, query
from tests.indexer.taps import RABBIT, NatsTap, RabbitTap, Received, Tap, require

Start = Callable[..., RunningIndexer]
Spawn = Callable[..., subprocess.Popen[bytes]]


class Crash(Exception):
    """Stands for kill -9 between publication and the cursor's commit."""


@pytest.fixture(params=[RabbitTap, NatsTap], ids=["rabbitmq", "nats"])
async def tap(request: pytest.FixtureRequest) -> AsyncIterator[Tap]:
    require(request.param.url)
    broker = request.param()
    await broker.open()
    yield broker
    await broker.close()


@pytest.fixture
async def publisher(tap: Tap) -> AsyncIterator[Publisher]:
    opened = Publisher(outlet_of(tap.url, tap.topic))
    await opened.start()
    yield opened
    await opened.outlet.stop()


def event_of(number: int, subject: str = "order/1") -> CloudEvent:
    return CloudEvent(
        id=f"31337:0x{number:064x}:{number}",
        source="/chains/31337/markets/1",
        type="com.stoa.order.accepted",
        subject=subject,
        time=datetime(2026, 1, 2, tzinfo=UTC),
        data={"orderId": "1", "deadline": number},
        partitionkey=subject,
    )


async def told_until_done(database: Database, publisher: Publisher, done: Callable[[], bool]) -> None:
    """Publishes what is in the log until `done`."""
    url = database.url("stoa_indexer")
    task = asyncio.create_task(consume(url, 31337, "broker", 0, publisher.publish, limit=7))
    async with asyncio.timeout(20):
        while not done():
            assert not task.done(), task.exception()
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def log_of(database: Database) -> list[tuple[str, str]]:
    statement = (
        "SELECT replace(subject, '/', '.'), '31337:0x' || encode(tx_hash, 'hex') || ':' || log_index FROM chain.event "
        "ORDER BY block_number, log_index"
    )
    return [(subject, event_id) for subject, event_id in query(database.url("stoa_indexer"), statement)]


def handled(database: Database) -> bool:
    """Whether the cursor of the publisher is at the end of the log."""
    statement = (
        "SELECT 1 FROM chain.consumer AS c WHERE NOT EXISTS (SELECT 1 FROM chain.event AS e "
        "WHERE (e.block_number, e.log_index) > (c.block_number, c.log_index)) "
        "AND c.rewind = (SELECT coalesce(max(number), 0) FROM chain.rewind)"
    )
    return bool(query(database.url("stoa_indexer"), statement))


def by_subject(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for subject, event_id in pairs:
        found.setdefault(subject, []).append(event_id)
    return found


async def test_event__published__has_envelope_key_and_id(tap: Tap, publisher: Publisher) -> None:
    await publisher.publish([event_of(1)])
    [received] = await tap.receive()

    assert received == Received("order.1", event_of(1).id, "application/cloudevents+json", received.event)
    assert received.event == {
        "specversion": "1.0",
        "id": event_of(1).id,
        "source": "/chains/31337/markets/1",
        "type": "com.stoa.order.accepted",
        "subject": "order/1",
        "time": "2026-01-02T00:00:00Z",
        "datacontenttype": "application/json",
        "partitionkey": "order/1",
        "data": {"orderId": "1", "deadline": 1},
    }


async def test_events__of_many_subjects__are_in_order_within_each(tap: Tap, publisher: Publisher) -> None:
    events = [event_of(number, f"order/{number % 7}") for number in range(300)]
    await publisher.publish(events)
    received = await tap.receive()

    assert by_subject([(one.key, one.message_id) for one in received]) == by_subject(
        [(event.subject.replace("/", "."), event.id) for event in events]
    )


async def test_chain__with_a_reorganisation__arrives_whole_in_order_with_retractions(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, tap: Tap, publisher: Publisher
) -> None:
    running, life = start(database), Life(market, seed=81)
    for _ in range(6):
        life.act(3)
        chain.mine()
    running.catch_up(chain)
    await told_until_done(database, publisher, lambda: handled(database))
    first = await tap.receive()
    assert by_subject([(one.key, one.message_id) for one in first]) == by_subject(log_of(database))

    chain.roll_back(3)
    life.act(5)
    chain.mine(2)
    running.catch_up(chain)
    await told_until_done(database, publisher, lambda: handled(database))
    standing = {one.message_id: one.key for one in first}
    for one in await tap.receive():
        if taken_back := one.event.get("retracts"):
            del standing[taken_back]
        else:
            standing[one.message_id] = one.key

    assert by_subject([(key, event_id) for event_id, key in standing.items()]) == by_subject(log_of(database))


async def test_crash__between_publication_and_commit__repeats_the_ids_and_loses_nothing(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, tap: Tap, publisher: Publisher
) -> None:
    start(database).catch_up(chain)

    async def crash(events: Sequence[CloudEvent]) -> None:
        await publisher.publish(events)
        raise Crash

    with pytest.raises(Crash):
        await consume(database.url("stoa_indexer"), 31337, "broker", 0, crash, limit=7)
    await told_until_done(database, publisher, lambda: handled(database))
    ids = [one.message_id for one in await tap.receive()]

    log = [event_id for _, event_id in log_of(database)]
    assert set(ids) == set(log)
    # JetStream knows the repeated ids; RabbitMQ hands them over for its consumers to know.
    assert len(ids) == len(log) + (7 if tap.url == RABBIT else 0)


async def test_kafka__in_memory__has_key_and_envelope() -> None:
    outlet = Kafka("kafka://127.0.0.1:9092", "stoa")
    received: list[KafkaMessage] = []

    @outlet.broker.subscriber("stoa")
    async def hear(_body: Any, message: KafkaMessage) -> None:
        received.append(message)

    async with TestKafkaBroker(outlet.broker):
        await outlet.send(event_of(3, "listing/7"))

    [message] = received
    assert message.raw_message.key == b"listing/7"
    assert message.headers["content-type"] == "application/cloudevents+json"
    assert json.loads(message.body)["id"] == message.headers["ce_id"] == event_of(3).id


async def test_broker_away__comes_back__nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    class Flaky:
        """A broker that is away at first, and loses its connection twice."""

        failures = (ConnectionError,)

        def __init__(self) -> None:
            self.starts = self.sends = 0
            self.has: list[str] = []

        async def start(self) -> None:
            self.starts += 1
            if self.starts < 3:
                raise ConnectionRefusedError

        async def stop(self) -> None: ...

        async def send(self, event: CloudEvent) -> None:
            self.sends += 1
            if self.sends in (2, 3):
                raise ConnectionResetError
            self.has.append(event.id)

    monkeypatch.setattr(publishing, "LONGEST_PAUSE", 0.1)
    outlet = Flaky()
    publisher = Publisher(outlet)
    await publisher.start()
    await publisher.publish([event_of(1, "order/1"), event_of(2, "order/2")])

    assert outlet.starts == 3
    assert {event_of(1).id, event_of(2).id} <= set(outlet.has)


async def test_failure_of_our_own__is_not_tried_again() -> None:
    class Broken:
        failures = (ConnectionError,)

        async def send(self, event: CloudEvent) -> None:
            raise ValueError(event.id)

    with pytest.raises(ValueError, match=event_of(1).id):
        await Publisher(Broken()).publish([event_of(1)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "kind"),
    [("amqp://h", Rabbit), ("nats://h:4222", Nats), ("tls://h:4222", Nats), ("kafka://a:9092,b:9092", Kafka)],
)
async def test_outlet_of__an_address__is_the_broker_of_its_scheme(url: str, kind: type[Outlet]) -> None:
    assert type(outlet_of(url, "stoa")) is kind


def test_outlet_of__another_address__is_refused() -> None:
    with pytest.raises(Misconfigured, match="amqp://"):
        outlet_of("redis://127.0.0.1", "stoa")


@pytest.fixture
async def spawn(database: Database, tap: Tap) -> AsyncIterator[Spawn]:
    """Starts publishers as processes of their own."""
    running: list[subprocess.Popen[bytes]] = []

    def run(**settings: str) -> subprocess.Popen[bytes]:
        environment = os.environ | database.environment() | settings
        environment |= {"BROKER_URL": tap.url, "STOA_BUS_TOPIC": tap.topic}
        running.append(subprocess.Popen([sys.executable, "-m", "indexer", "publish"], cwd=ROOT, env=environment))
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.wait()


async def until_told(tap: Tap, ids: set[str]) -> list[Received]:
    """What comes until all these ids have come."""
    received: list[Received] = []
    async with asyncio.timeout(20):
        while not ids <= {one.message_id for one in received}:
            received += await tap.receive()
            await asyncio.sleep(0.01)
    return received


async def test_publish__sigterm__ends_within_two_seconds_and_tells_only_what_is_confirmed(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, tap: Tap, spawn: Spawn
) -> None:
    market.list_item(market.seller)
    chain.mine()
    start(database).catch_up(chain)
    process = spawn(STOA_BUS_CONFIRMATIONS="1")
    log = [event_id for _, event_id in log_of(database)]
    received = await until_told(tap, set(log[:-2]))
    process.send_signal(signal.SIGTERM)

    assert process.wait(2) == 0
    assert max(int(one.event["blocknumber"]) for one in received) == chain.height - 1


async def test_publish__kill_9__is_repeated_with_the_same_ids_and_nothing_is_lost(
    chain: Anvil, market: DeployedMarket, database: Database, start: Start, tap: Tap, spawn: Spawn
) -> None:
    start(database).catch_up(chain)
    ids = {event_id for _, event_id in log_of(database)}
    process = spawn(STOA_BUS_BATCH="2")
    while not (received := await tap.receive()):
        await asyncio.sleep(0.002)
    process.kill()
    process.wait()
    spawn()
    received += await until_told(tap, ids - {one.message_id for one in received})

    assert {one.message_id for one in received} == ids
