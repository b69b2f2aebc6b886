"""A child process with a log of its own, in a process group of its own, ended with us."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from tools.up.errors import ChildDied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

GRACE = 8.0  # seconds between asking and killing
TAIL = 15  # lines of its log shown when a child dies


class Child:
    """One process of the market. A terminal's Ctrl-C does not reach it: we end it, in our order."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str], folder: Path | None = None
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log / f"{name}.log"
        self.environment = dict(environment)
        self.folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> Child:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
            )
        return self

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def died(self) -> ChildDied:
        """Waits until the process ends, for whatever reason."""
        assert self._process
        code = await self._process.wait()
        return ChildDied(f"{self.name} ended with code {code}. The end of {self.log}:\n{self.tail()}")

    async def finish(self) -> None:
        """Waits for a process that is meant to end. Raises `ChildDied` unless it ends well."""
        assert self._process
        died = await self.died()
        if self._process.returncode != 0:
            raise died

    async def stop(self) -> None:
        """Asks the whole group to end and kills what is left after `GRACE` seconds."""
        if not self.running:
            return
        assert self._process
        self._signal(signal.SIGTERM)
        # Past its time it is killed below.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), GRACE)
        self._signal(signal.SIGKILL)
        await self._process.wait()

    def tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-TAIL:])

    def _signal(self, number: signal.Signals) -> None:
        # A group of which everything has ended already is gone.
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)
