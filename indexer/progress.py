"""How far the backfill is: a bar in a terminal, a line every few seconds elsewhere."""

import sys
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

log = structlog.get_logger()

LINE_SECONDS = 5.0
BEHIND = 64
"""Blocks behind the head from which it is worth showing."""


class Progress:
    """Told of each commit."""

    def __init__(self, *, terminal: bool | None = None) -> None:
        self.terminal = sys.stderr.isatty() if terminal is None else terminal
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._begun = self._told = 0.0
        self._first = self._events = 0

    def start(self, block: int) -> None:
        """At the beginning of each lead."""
        self.close()
        self._first, self._events = block, 0
        self._begun = self._told = time.monotonic()
        log.info("following", from_block=block)

    def moved(self, block: int, head: int, events: int) -> None:
        """After each commit."""
        self._events += events
        if head - block <= BEHIND:
            if self._bar is not None:
                self.close()
            log.debug("committed", block=block, events=events)
        elif self.terminal:
            self._draw(block, head)
        elif time.monotonic() - self._told >= LINE_SECONDS:
            self._say(block, head)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None

    def _draw(self, block: int, head: int) -> None:
        if self._bar is None or self._task is None:
            self._bar = _bar()
            self._task = self._bar.add_task("", total=head - self._first, rate="0")
            self._bar.start()
        rate = f"{self._events / self._seconds():,.0f}"
        self._bar.update(self._task, total=head - self._first, completed=block - self._first, rate=rate)

    def _say(self, block: int, head: int) -> None:
        self._told = time.monotonic()
        blocks_per_second = (block - self._first) / self._seconds()
        log.info(
            "catching up",
            block=block,
            head=head,
            events_per_second=round(self._events / self._seconds()),
            seconds_left=round((head - block) / max(blocks_per_second, 0.001)),
        )

    def _seconds(self) -> float:
        return max(time.monotonic() - self._begun, 0.001)


def _bar() -> "Bar":
    # Only here: a leader that starts again without a terminal need not wait for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("blocks"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} events/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
