"""A consumer of the event bus in the test, and what it was told."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

from indexer.bus.cloudevents import CloudEvent
from indexer.bus.consumer import consume
from tests.indexer.running import PATIENCE, query, wait_until

LOG = """
SELECT '31337:0x' || encode(tx_hash, 'hex') || ':' || log_index FROM chain.event
 WHERE block_number <= (SELECT block_number FROM chain.cursor) - %s ORDER BY block_number, log_index
"""


class Listener:
    """Follows the bus in a thread. `told` has everything, `standing` what was not taken back.

    `before` runs with each batch before it counts as told; what it raises ends the consumer, as a crash would.
    """

    def __init__(
        self,
        url: str,
        name: str = "test",
        confirmations: int = 0,
        before: Callable[[Sequence[CloudEvent]], None] | None = None,
        **options: Any,
    ) -> None:
        self.url = url
        self.confirmations = confirmations
        self.told: list[CloudEvent] = []
        self.error: BaseException | None = None
        self._before = before or (lambda _: None)
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(consume(url, 31337, name, confirmations, self._hear, **options))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def standing(self) -> list[str]:
        """Ids in the order in which they were told first, without those taken back."""
        ids: dict[str, None] = {}
        for event in list(self.told):
            if event.retracts:
                ids.pop(event.retracts, None)
            else:
                ids.setdefault(event.id)
        return list(ids)

    def catch_up(self) -> None:
        """Waits until what stands is the chain's log, as far as it has its confirmations."""
        wait_until(lambda: self.error is not None or self.agrees(), "the consumer is not told everything")
        assert self.error is None, self.error

    def agrees(self) -> bool:
        """Whether exactly the events of the log stand, in their order; turns aside."""
        expected = [event_id for (event_id,) in query(self.url, LOG, self.confirmations)]
        return [":".join(event_id.split(":")[:3]) for event_id in self.standing] == expected

    def join(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the consumer goes on"

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self.join()

    async def _hear(self, events: Sequence[CloudEvent]) -> None:
        self._before(events)
        self.told += events

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            return
        except BaseException as error:
            self.error = error
        finally:
            self._loop.close()
