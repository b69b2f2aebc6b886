"""Real brokers with a consumer on them."""

import json
import os
import socket
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import aio_pika
import nats
import pytest

RABBIT = os.environ.get("STOA_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672/")
NATS = os.environ.get("STOA_TEST_NATS_URL", "nats://127.0.0.1:4222")


@dataclass(frozen=True)
class Received:
    """A message as a consumer of the broker gets it."""

    key: str
    message_id: str
    content_type: str
    event: dict[str, Any]


class Tap(Protocol):
    """A broker with a consumer on it that was there before the first message."""

    url: str
    topic: str

    async def receive(self) -> list[Received]:
        """What came since the last time, when nothing more comes."""


class RabbitTap:
    url = RABBIT

    def __init__(self) -> None:
        self.topic = f"t{uuid4().hex}"

    async def open(self) -> None:
        self._connection = await aio_pika.connect(RABBIT)
        channel = await self._connection.channel()
        self._exchange = await channel.declare_exchange(self.topic, "topic", durable=True)
        self._queue = await channel.declare_queue(exclusive=True)
        await self._queue.bind(self._exchange, "#")

    async def close(self) -> None:
        await self._exchange.delete()
        await self._connection.close()

    async def receive(self) -> list[Received]:
        found: list[Received] = []
        while message := await self._queue.get(fail=False, no_ack=True):
            assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
            event = json.loads(message.body)
            found.append(Received(message.routing_key, message.message_id, message.content_type, event))
        return found


class NatsTap:
    url = NATS

    def __init__(self) -> None:
        self.topic = f"t{uuid4().hex}"

    async def open(self) -> None:
        self._client = await nats.connect(NATS)
        self._jetstream = self._client.jetstream()
        await self._jetstream.add_stream(name=self.topic.upper(), subjects=[f"{self.topic}.>"])
        self._subscription = await self._jetstream.pull_subscribe(f"{self.topic}.>", "tap", self.topic.upper())

    async def close(self) -> None:
        await self._jetstream.delete_stream(self.topic.upper())
        await self._client.close()

    async def receive(self) -> list[Received]:
        waiting = (await self._jetstream.consumer_info(self.topic.upper(), "tap")).num_pending
        messages = await self._subscription.fetch(waiting, timeout=5) if waiting else []
        for message in messages:
            await message.ack()
        return [
            Received(
                message.subject.removeprefix(f"{self.topic}."),
                message.headers["Nats-Msg-Id"],
                message.headers["content-type"],
                json.loads(message.data),
            )
            for message in messages
        ]


def require(url: str) -> None:
    """Skips without the server, unless all are required."""
    place = urlsplit(url)
    try:
        socket.create_connection((place.hostname, place.port), timeout=2).close()
    except OSError as error:
        missing = f"no broker at {place.hostname}:{place.port}: {error}"
        if os.environ.get("STOA_REQUIRE_SERVICES") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
