"""`python -m indexer publish`: the bus told to a broker, at least once, in order for each subject."""

import asyncio
import signal
from collections.abc import Iterator, Sequence

import structlog

from indexer.bus.brokers import Outlet, outlet_of
from indexer.bus.cloudevents import CloudEvent
from indexer.bus.consumer import consume
from indexer.bus.settings import BusSettings

log = structlog.get_logger()

LONGEST_PAUSE = 10.0


class Publisher:
    """Hands batches to a broker, again and again until it has them all."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet

    async def start(self) -> None:
        """Returns when the broker is there."""
        for pause in _pauses():
            try:
                await self.outlet.start()
            except self.outlet.failures as error:
                log.warning("broker away", reason=str(error))
                await asyncio.sleep(pause)
            else:
                return

    async def publish(self, events: Sequence[CloudEvent]) -> None:
        """Returns when the broker has every event; some may be there twice, with one id."""
        for pause in _pauses():
            failed = await self._try(events)
            if failed is None:
                return
            log.warning("not published, trying again", events=len(events), reason=str(failed))
            await asyncio.sleep(pause)

    async def _try(self, events: Sequence[CloudEvent]) -> BaseException | None:
        """Subjects side by side, the events of each one after the other. Gives a failure, if there was one."""
        subjects: dict[str, list[CloudEvent]] = {}
        for event in events:
            subjects.setdefault(event.subject, []).append(event)
        results = await asyncio.gather(*map(self._in_order, subjects.values()), return_exceptions=True)
        failed = [result for result in results if result is not None]
        for failure in failed:
            if not isinstance(failure, self.outlet.failures):
                raise failure
        return failed[0] if failed else None

    async def _in_order(self, events: Sequence[CloudEvent]) -> None:
        for event in events:
            await self.outlet.send(event)


async def publish(settings: BusSettings, chain_id: int) -> None:
    """Until SIGTERM or Ctrl-C."""
    publisher = Publisher(outlet_of(settings.broker_url, settings.topic))
    serving = asyncio.create_task(_serve(publisher, settings, chain_id))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        log.info("stopped")


async def _serve(publisher: Publisher, settings: BusSettings, chain_id: int) -> None:
    await publisher.start()
    log.info("publishing", chain_id=chain_id, consumer=settings.name, confirmations=settings.confirmations)
    try:
        await consume(
            settings.database_url,
            chain_id,
            settings.name,
            settings.confirmations,
            publisher.publish,
            from_block=settings.from_block,
            limit=settings.batch,
        )
    finally:
        await publisher.outlet.stop()


def _pauses() -> Iterator[float]:
    """Seconds to wait after each failure, growing, without end."""
    pause = 0.1
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)
