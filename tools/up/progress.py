"""What is happening, a line a step: rewritten in a terminal, one line at its end elsewhere."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LIVE = sys.stdout.isatty()


@asynccontextmanager
async def step(what: str) -> AsyncIterator[None]:
    """Shows `what` with the seconds it has taken so far."""
    began = time.monotonic()
    ticking = asyncio.create_task(_tick(what, began))
    done = "failed"
    try:
        yield
        done = "done"
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        _print(f"{_clear()}  {what:<46}{time.monotonic() - began:6.1f} s  {done}\n")


def say(line: str) -> None:
    _print(f"{line}\n")


async def _tick(what: str, began: float) -> None:
    while LIVE:
        _print(f"{_clear()}  {what:<46}{time.monotonic() - began:6.1f} s")
        await asyncio.sleep(0.2)


def _print(text: str) -> None:
    # A terminal that has been closed takes nothing more, and that must not cut our stopping short.
    with suppress(OSError):
        print(text, end="", flush=True)


def _clear() -> str:
    return "\r\033[K" if LIVE else ""
