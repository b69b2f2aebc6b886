"""What a process costs: seconds, CPU seconds and peak memory of it and all its children."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PATIENCE = 1_800.0
LOOK_SECONDS = 0.25
"""Between two looks at what it costs: looking is work too, on the same cores."""


@dataclass(frozen=True)
class Cost:
    """`seconds` from the start of the process until it was done; `cpu` in seconds; `memory` in bytes, its peak."""

    seconds: float
    cpu: float
    memory: int


class Process:
    """A command that runs until it is stopped, watched from beside."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], folder: Path, log: Path) -> None:
        self.began = time.monotonic()
        self._log, self.command = log, " ".join(command)
        self._process = subprocess.Popen(
            command, env=os.environ | env, cwd=folder, stdout=log.open("wb"), stderr=subprocess.STDOUT, process_group=0
        )
        self.memory = 0
        self._cpu: dict[int, float] = {}
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def run_until(self, done: Callable[[], bool], look_every: float = 0.04) -> Cost:
        """Stops it once `done`. Raises `RuntimeError` with its last words if it ends first."""
        cost = self.wait_until(done, look_every)
        self.stop()
        return cost

    def wait_until(self, done: Callable[[], bool], look_every: float = 0.04) -> Cost:
        """What it has cost until it was `done`; it goes on. Raises `RuntimeError` if it ends first."""
        while not done():
            if self._process.poll() is not None or time.monotonic() - self.began > PATIENCE:
                self.stop()
                raise RuntimeError(f"{self.command} ended: {self._log.read_text()[-2000:]}")
            time.sleep(look_every)
        seconds = time.monotonic() - self.began
        self._look()
        return Cost(seconds, sum(self._cpu.values()), self.memory)

    def run_to_end(self) -> Cost:
        """Waits for it to end by itself. Raises `RuntimeError` if it failed."""
        code = self._process.wait(PATIENCE)
        cost = Cost(time.monotonic() - self.began, sum(self._cpu.values()), self.memory)
        self.stop()
        if code != 0:
            raise RuntimeError(f"{self.command} failed: {self._log.read_text()[-2000:]}")
        return cost

    def stop(self) -> None:
        self._over.set()
        self._watcher.join()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            parent = psutil.Process(self._process.pid)
            family = [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        memory = 0
        for member in family:
            try:
                times = member.cpu_times()
                memory += peak(member.pid)
            except (psutil.NoSuchProcess, FileNotFoundError):
                continue
            self._cpu[member.pid] = times.user + times.system
        self.memory = max(self.memory, memory)


def peak(pid: int) -> int:
    """The most memory that a process has held, in bytes (proc_pid_status(5), VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
