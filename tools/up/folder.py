"""The state folder: held by one running market at a time, and either whole or started over."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

import psutil

from tools.up.errors import CannotStart

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.up.place import Place

FORMAT = 1


class Folder:
    """`STOA_DATA` while a market holds it. Use as a context manager."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._lock: IO[str] | None = None

    def __enter__(self) -> Folder:
        make_folder(self.place.data)
        self._lock = _locked(self.place)
        end_leftovers(self.place.data)
        return self

    def __exit__(self, *_: object) -> None:
        (self.place.data / "processes.json").unlink(missing_ok=True)
        assert self._lock
        self._lock.truncate(0)
        self._lock.close()

    @property
    def seeded(self) -> bool:
        """Whether the first start went through to its end.

        Raises `CannotStart` if the folder is of another version or damaged.
        """
        marker = self.place.data / "market.json"
        if not marker.exists():
            return False
        try:
            kept = json.loads(marker.read_text())
            whole = kept["format"] == FORMAT and self.place.chain_state.exists()
        except (ValueError, TypeError, KeyError):
            whole = False
        if not whole:
            raise CannotStart(f"The state in {self.place.data} is damaged or of another version: run `make reset`.")
        return True

    def mark_seeded(self) -> None:
        (self.place.data / "market.json").write_text(json.dumps({"format": FORMAT}) + "\n")

    def start_over(self) -> bool:
        """Removes what a broken-off first start left. Returns whether there was anything."""
        left = [self.place.data / name for name in ("chain", "deployments", "postgres")]
        existing = [path for path in left if path.exists()]
        for path in existing:
            shutil.rmtree(path)
        return bool(existing)

    def remember(self, pids: Iterable[int]) -> None:
        """Writes down our children, so that a later start can end them should we be killed."""
        kept = [{"pid": pid, "created": psutil.Process(pid).create_time()} for pid in pids if psutil.pid_exists(pid)]
        (self.place.data / "processes.json").write_text(json.dumps(kept))


def holder(data: Path) -> dict[str, Any] | None:
    """Pid and URL of the market that runs from this folder, if one does."""
    try:
        with (data / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except BlockingIOError:
        # Held but empty: it is starting or ending this very moment.
        return dict(json.loads((data / "lock").read_text() or "{}"))


def end_leftovers(data: Path) -> None:
    """Ends the children of a market that was killed; a pid that another program has by now is left alone."""
    try:
        kept = json.loads((data / "processes.json").read_text())
    except (FileNotFoundError, ValueError):
        return
    for entry in kept:
        if not psutil.pid_exists(entry["pid"]):
            continue
        process = psutil.Process(entry["pid"])
        if process.create_time() == entry["created"]:
            _end(process)


def _end(process: psutil.Process) -> None:
    """Asks a process to end; after five seconds, or with it, what it started is killed."""
    with suppress(psutil.NoSuchProcess):
        family = [process, *process.children(recursive=True)]
        process.terminate()
        for left in psutil.wait_procs(family, timeout=5)[1]:
            with suppress(psutil.NoSuchProcess):
                left.kill()


def is_ours(data: Path) -> bool:
    """Whether the folder is new, empty or a market's. Whatever else is in somebody's folder is not ours to touch."""
    return not data.is_dir() or (data / "lock").exists() or not any(data.iterdir())


def make_folder(data: Path) -> None:
    if not is_ours(data):
        raise CannotStart(f"{data} holds something else: set STOA_DATA to a new or empty folder.")
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "log").mkdir(exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"{data} cannot be used for the market's state ({error.strerror}): set STOA_DATA to a folder you may write."
        ) from None


def _locked(place: Place) -> IO[str]:
    lock = os.fdopen(os.open(place.data / "lock", os.O_RDWR | os.O_CREAT, 0o644), "r+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = json.loads(lock.read() or '{"pid": "?", "url": "?"}')
        raise CannotStart(
            f"A market runs from {place.data} already (pid {other['pid']}) at {other['url']}: "
            "open it, or stop it with `make down`."
        ) from None
    lock.truncate(0)
    lock.write(json.dumps({"pid": os.getpid(), "url": place.url}))
    lock.flush()
    return lock
