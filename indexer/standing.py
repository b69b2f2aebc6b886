"""What is thought of one node: whether it answers, keeps up and tells the truth, and how much it gives at once."""

import random
import threading
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from purgatory import SyncCircuitBreakerFactory
from purgatory.domain.messages.base import Event
from purgatory.domain.messages.events import ContextChanged

from indexer.errors import TooMuch
from indexer.metrics import QUARANTINES, provider_state
from indexer.node import Node

log = structlog.get_logger()

FAILURES = 5
"""Failures in a row after which a node is left alone for `BREAK` seconds, whatever is wanted of it."""
BREAK = 1
STRIKES = 3
"""Contradictions within `MEMORY` seconds after which a node is put into quarantine."""
MEMORY = 60.0
LONGEST_REST = 30.0
HEAD_SECONDS = 30.0
"""For how long a head that a node has shown says something about the chain."""
SUCCESSES = 8
"""Answers at a node's limit after which a wider range is tried again."""


class Report(NamedTuple):
    """A node as an operator sees it; see `metrics.STATES`."""

    name: str
    state: str
    reason: str
    until: datetime | None


class Standing:
    """A node and what has been seen of it. Threads share it."""

    def __init__(self, node: Node, breakers: SyncCircuitBreakerFactory, quarantine_seconds: float) -> None:
        self.node = node
        self.head: int | None = None
        self.proven = False  # whether the last quarantine was for what receipts have disproved
        self.foreign = ""  # why it is a node of another chain
        self.doubt = ""  # what it says that another node denies, while neither is proven wrong
        self._head_at = 0.0
        self.lag = 0  # blocks that the last look at its head was behind; 0 if that is no reason for anything
        self._limit: int | None = None
        self._at_limit = 0
        self._quarantine_seconds = quarantine_seconds
        self._quarantines = 0
        self._until = 0.0
        self._until_date: datetime | None = None
        self._reason = self._fault = ""
        self._strikes: deque[float] = deque(maxlen=STRIKES)
        self._failures = 0
        self._rests_until = 0.0
        self._asked_at = 0.0
        self._unfit_since: float | None = None
        self._lock = threading.Lock()
        self._state = "closed"
        QUARANTINES.labels(node.name)
        self._breaker = breakers.get_breaker(node.url)
        self.show()

    # Whether to ask it.

    @property
    def quarantined(self) -> bool:
        return time.monotonic() < self._until

    @property
    def resting(self) -> bool:
        """Whether it failed just now: others come first for a while that grows from failure to failure."""
        return time.monotonic() < self._rests_until

    @property
    def disproven(self) -> bool:
        """Whether it is in quarantine for what receipts have shown to be wrong."""
        return self.quarantined and self.proven

    def rank(self, reach: int) -> int:
        """The lower the sooner it is asked about block `reach`; those of the same rank in the operator's order."""
        if self.quarantined:
            return 3
        if self.lag and self.head is not None and self.head < reach:
            return 2
        return int(self.resting)

    def unfit_seconds(self) -> float:
        """For how long it has failed or lagged without a pause."""
        return 0.0 if self._unfit_since is None else time.monotonic() - self._unfit_since

    def refuses(self, span: int) -> bool:
        """Whether it has said that logs of so many blocks are too much at once."""
        return self._limit is not None and span > self._limit

    @property
    def limit(self) -> int | None:
        """The most blocks whose logs it gives at once, as far as is known."""
        return self._limit

    @property
    def recent_head(self) -> int:
        """The head that it has shown lately; 0 if it has not, or is not believed."""
        believed = not self.quarantined and not self.foreign and time.monotonic() - self._head_at < HEAD_SECONDS
        return self.head or 0 if believed else 0

    # What was seen of it.

    def admit(self) -> None:
        """Before each question. Raises `OpenedState` while its breaker is open."""
        with self._lock:
            self._breaker.__enter__()
            self._asked_at = time.monotonic()

    def settle(self, error: Exception | None, span: int) -> None:
        """After each question about logs of `span` blocks, or 0 about others."""
        counted = None if isinstance(error, TooMuch) else error
        with self._lock:
            self._breaker.__exit__(type(counted) if counted else None, counted, None)
            if isinstance(error, TooMuch):
                self._learn(span)
            elif error is None:
                self._failures = 0
                self._rests_until = 0.0
                self._try_wider(span)
            else:
                self._failures += 1
                self._fault = str(error)
                # Whoever lets others wait is tried seldom enough that it does not matter.
                rest = max(min(2.0 ** (self._failures - 1), LONGEST_REST), 5 * (time.monotonic() - self._asked_at))
                self._rests_until = time.monotonic() + rest * random.uniform(0.5, 1.5)  # noqa: S311  # jitter
            self._judge()
        self.show()

    def saw_head(self, height: int, best: int, allowed: int) -> None:
        """It showed this head, while another node had shown block `best` before it was asked."""
        self.head, self._head_at = height, time.monotonic()
        lag = best - height if best - height > allowed else 0
        if bool(lag) != bool(self.lag):
            log.warning("node lags" if lag else "node keeps up again", node=self.node.name, blocks_behind=best - height)
        self.lag = lag
        self._judge()
        self.show()

    def strike(self, reason: str) -> None:
        """It contradicted itself or what is known; once is a reorganisation, again and again is a liar."""
        now = time.monotonic()
        self._strikes.append(now)
        if len(self._strikes) == STRIKES and now - self._strikes[0] < MEMORY:
            self._strikes.clear()
            self.quarantine(reason)

    def quarantine(self, reason: str, *, proven: bool = False) -> None:
        """Others are asked from now on, for a time that doubles from one quarantine to the next, up to 16 times."""
        self.proven = proven or (self.quarantined and self.proven)
        if self.quarantined:
            return
        seconds = self._quarantine_seconds * 2 ** min(self._quarantines, 4)
        if time.monotonic() - self._until > 20 * self._quarantine_seconds:
            seconds, self._quarantines = self._quarantine_seconds, 0
        self._quarantines += 1
        self._reason = reason
        seconds *= random.uniform(0.75, 1.25)  # noqa: S311  # jitter, not a secret
        self._until = time.monotonic() + seconds
        self._until_date = (datetime.now(UTC) + timedelta(seconds=seconds)).replace(microsecond=0)
        QUARANTINES.labels(self.node.name).inc()
        log.warning("node in quarantine", node=self.node.name, reason=reason, seconds=round(seconds, 1))
        self.show()

    def _judge(self) -> None:
        fit = not (self._failures or self.lag)
        self._unfit_since = None if fit else self._unfit_since or time.monotonic()

    def _learn(self, span: int) -> None:
        if span:
            self._limit, self._at_limit = max(1, span // 2), 0

    def _try_wider(self, span: int) -> None:
        # A limit on results leaves room for more blocks where there are fewer logs.
        if self._limit is None or span < self._limit:
            return
        self._at_limit += 1
        if self._at_limit >= SUCCESSES:
            self._limit, self._at_limit = self._limit * 2, 0

    # What an operator sees.

    def changed(self, event: Event) -> None:
        """The breaker's state."""
        if isinstance(event, ContextChanged):
            self._state = event.state

    def report(self) -> Report:
        name = self.node.name
        if self.quarantined:
            return Report(name, "quarantined", self._reason, self._until_date)
        if self._state == "closed" and self.lag:
            return Report(name, "lagging", f"{self.lag} blocks behind another node", None)
        return Report(name, self._state, self.doubt if self._state == "closed" else self._fault, None)

    def show(self) -> Report:
        """The report, which the metrics then say too: a quarantine ends without an event."""
        report = self.report()
        provider_state(report.name, report.state)
        return report
