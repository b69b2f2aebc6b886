"""RabbitMQ, NATS JetStream and Kafka, each as it keeps the order of an entity's events and knows repeated ones.

`send` returns when the broker has the event for good, and raises one of `failures` if it may not.
"""

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from aiokafka.errors import KafkaError
from aiormq.exceptions import AMQPError, ChannelInvalidStateError
from faststream.kafka import KafkaBroker
from faststream.nats import NatsBroker
from faststream.rabbit import ExchangeType, RabbitBroker, RabbitExchange
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from indexer.bus.cloudevents import CONTENT_TYPE, CloudEvent
from indexer.errors import Misconfigured

SEND_SECONDS = 10.0
AWAY = (OSError, TimeoutError)


class Outlet(Protocol):
    """A broker to publish to, below one name: of the exchange, the topic, the first part of a NATS subject."""

    @property
    def failures(self) -> tuple[type[Exception], ...]: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, event: CloudEvent) -> None: ...


class Rabbit:
    """A durable topic exchange; the routing key is the subject with a dot: `order.12`."""

    failures = (*AWAY, AMQPError, ChannelInvalidStateError)

    def __init__(self, url: str, name: str) -> None:
        self.broker = RabbitBroker(url, logger=None)
        self.exchange = RabbitExchange(name, type=ExchangeType.TOPIC, durable=True)

    async def start(self) -> None:
        await self.broker.start()
        await self.broker.declare_exchange(self.exchange)

    async def stop(self) -> None:
        await self.broker.stop()

    async def send(self, event: CloudEvent) -> None:
        await self.broker.publish(
            event.encode(),
            exchange=self.exchange,
            routing_key=dotted(event.subject),
            mandatory=False,  # nobody need listen yet
            persist=True,
            timeout=SEND_SECONDS,
            message_id=event.id,
            message_type=event.type,
            content_type=CONTENT_TYPE,
        )


class Nats:
    """A JetStream stream `STOA` over `stoa.>`; JetStream drops a repeated `Nats-Msg-Id` by itself for a while."""

    failures = (*AWAY, NatsError)

    def __init__(self, url: str, name: str) -> None:
        self.broker = NatsBroker(url, logger=None, max_reconnect_attempts=-1)
        self.name, self.stream = name, name.upper()

    async def start(self) -> None:
        await self.broker.start()
        client = await self.broker.connect()
        jetstream = client.jetstream()
        try:
            await jetstream.stream_info(self.stream)  # one that the operator made stays as it is
        except NotFoundError:
            await jetstream.add_stream(name=self.stream, subjects=[f"{self.name}.>"])

    async def stop(self) -> None:
        await self.broker.stop()

    async def send(self, event: CloudEvent) -> None:
        await self.broker.publish(
            event.encode(),
            subject=f"{self.name}.{dotted(event.subject)}",
            headers={"Nats-Msg-Id": event.id, "content-type": CONTENT_TYPE},
            stream=self.stream,
            timeout=SEND_SECONDS,
        )


class Kafka:
    """One topic; the key is the subject, so that an entity's events stay in one partition."""

    failures = (*AWAY, KafkaError)

    def __init__(self, url: str, name: str) -> None:
        servers = urlsplit(url).netloc.split(",")
        self.broker = KafkaBroker(servers, logger=None, acks="all", enable_idempotence=True)
        self.name = name

    async def start(self) -> None:
        await self.broker.start()

    async def stop(self) -> None:
        await self.broker.stop()

    async def send(self, event: CloudEvent) -> None:
        await self.broker.publish(
            event.encode(),
            topic=self.name,
            key=event.subject.encode(),
            headers={"content-type": CONTENT_TYPE, "ce_id": event.id},
        )


OUTLETS: dict[str, Callable[[str, str], Outlet]] = {
    "amqp": Rabbit,
    "amqps": Rabbit,
    "nats": Nats,
    "tls": Nats,
    "kafka": Kafka,
}


def outlet_of(url: str, name: str) -> Outlet:
    """The broker that an address names. Raises `Misconfigured`."""
    outlet = OUTLETS.get(urlsplit(url).scheme)
    if outlet is None:
        raise Misconfigured(f"BROKER_URL must begin with one of {', '.join(f'{name}://' for name in OUTLETS)}")
    return outlet(url, name)


def dotted(subject: str) -> str:
    """`order/12` → `order.12`, as brokers divide names."""
    return subject.replace("/", ".")
