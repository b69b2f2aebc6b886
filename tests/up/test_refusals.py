"""What stops `make up` before it begins: one line that says what to do, no traceback, nothing started."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT, free_port
from tools.up.errors import CannotStart
from tools.up.folder import Folder, end_leftovers, holder
from tools.up.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "state", free_port(), free_port())


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run(command: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.up", command],
        cwd=ROOT,
        env=os.environ | {"STOA_DATA": str(data)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def refusal(result: subprocess.CompletedProcess[str]) -> str:
    """The one line of an orderly refusal."""
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    line = result.stderr.strip()
    assert "\n" not in line
    return line


def test_up__busy_port__names_it_and_another(tmp_path: Path, busy_port: int) -> None:
    line = refusal(run("up", tmp_path, STOA_PORT=str(busy_port)))
    assert f"Port {busy_port} is in use" in line
    assert f"STOA_PORT={busy_port + 100}" in line


@pytest.mark.parametrize("port", ["http", "0", "80", "70000", "-1"])
def test_up__port_that_is_none__says_which_are(tmp_path: Path, port: str) -> None:
    assert "from 1024 to 65535" in refusal(run("up", tmp_path, STOA_PORT=port))


def test_up__state_folder_is_a_file__says_to_choose_another(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "set STOA_DATA" in refusal(run("up", tmp_path / "file", STOA_PORT=str(free_port())))


@pytest.mark.parametrize("marker", ["", "not json", "[]", '{"format": 999}'])
def test_up__damaged_state__says_to_reset(tmp_path: Path, marker: str) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "market.json").write_text(marker)
    assert "make reset" in refusal(run("up", tmp_path, STOA_PORT=str(free_port())))


def test_folder__held_by_another__names_its_pid_and_address(place: Place) -> None:
    with Folder(place):
        assert holder(place.data) == {"pid": os.getpid(), "url": place.url}
        with pytest.raises(CannotStart, match=rf"pid {os.getpid()}\) at {place.url}"), Folder(place):
            pass
    assert holder(place.data) is None


def test_folder__first_start_broken_off__is_started_over(place: Place) -> None:
    with Folder(place) as folder:
        (place.data / "chain").mkdir()
        assert not folder.seeded
        assert folder.start_over()
        assert not (place.data / "chain").exists()


def test_end_leftovers__of_a_killed_supervisor__ends_them_and_nobody_else(place: Place) -> None:
    with Folder(place) as folder:
        left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        folder.remember([left.pid, other.pid])
        kept = json.loads((place.data / "processes.json").read_text())
        kept[1]["created"] -= 1  # The pid now belongs to somebody else.
        (place.data / "processes.json").write_text(json.dumps(kept))

        end_leftovers(place.data)

        assert not psutil.pid_exists(left.pid)
        assert psutil.Process(other.pid).is_running()
        other.kill()
        other.wait()


def test_down__nothing_runs__says_so(tmp_path: Path) -> None:
    result = run("down", tmp_path)
    assert result.returncode == 0
    assert "No market runs" in result.stdout


def test_reset__answered_no__deletes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "market.json").write_text("{}")
    result = subprocess.run(
        [sys.executable, "-m", "tools.up", "reset"],
        cwd=ROOT,
        env=os.environ | {"STOA_DATA": str(tmp_path)},
        input="n\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert (tmp_path / "market.json").exists()


@pytest.mark.parametrize("command", ["up", "reset"])
def test_folder_of_somebody_else__is_refused_and_not_touched(tmp_path: Path, command: str) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("17")

    line = refusal(run(command, tmp_path, STOA_PORT=str(free_port())))

    assert "holds something else" in line
    assert (tmp_path / "postgres" / "PG_VERSION").read_text() == "17"


def test_reset__confirmed__deletes_the_state(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    result = subprocess.run(
        [sys.executable, "-m", "tools.up", "reset", "--yes"],
        cwd=ROOT,
        env=os.environ | {"STOA_DATA": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0
    assert not (tmp_path / "state").exists()
