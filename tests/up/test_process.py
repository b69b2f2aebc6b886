"""A child of the supervisor ends when it is told to, and takes its own children with it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tools.up.errors import ChildDied
from tools.up.process import Child


def child(tmp_path: Path, code: str) -> Child:
    return Child("stand-in", [sys.executable, "-c", code], tmp_path, os.environ)


async def test_stop__a_child_with_children__leaves_no_orphan(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = await child(tmp_path, code).start()
    grandchild = psutil.Process(int(await first_line(parent)))

    await parent.stop()

    assert not parent.running
    _, left = psutil.wait_procs([grandchild], timeout=5)
    assert not left


async def test_stop__a_child_that_does_not_listen__is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.up.process.GRACE", 0.2)
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    deaf = await child(tmp_path, code).start()
    await first_line(deaf)

    await deaf.stop()

    assert not alive(deaf.pid)


async def test_finish__a_child_that_fails__says_so_with_the_end_of_its_log(tmp_path: Path) -> None:
    failing = await child(tmp_path, "raise SystemExit('the disk is full')").start()

    with pytest.raises(ChildDied, match=r"stand-in ended with code 1(.|\n)*the disk is full"):
        await failing.finish()


async def test_finish__a_child_that_ends_well__is_silent(tmp_path: Path) -> None:
    await (await child(tmp_path, "print('done')").start()).finish()


async def test_signals__a_second_one_while_it_stops__does_not_cut_the_stopping_short(tmp_path: Path) -> None:
    code = (
        "import asyncio\n"
        "from tools.up.__main__ import _until_stopped\n"
        "class Slow:\n"
        "    async def run(self):\n"
        "        try:\n"
        "            print('open', flush=True)\n"
        "            await asyncio.sleep(600)\n"
        "        finally:\n"
        "            print('stopping', flush=True)\n"
        "            await asyncio.sleep(0.5)\n"
        "            print('nothing left', flush=True)\n"
        "asyncio.run(_until_stopped(Slow()))\n"
    )
    market = await child(tmp_path, code).start()
    await line(market, "open")
    os.kill(market.pid, signal.SIGINT)
    await line(market, "stopping")
    os.kill(market.pid, signal.SIGINT)
    os.kill(market.pid, signal.SIGTERM)

    await market.finish()

    assert "nothing left" in market.log.read_text()


async def line(process: Child, text: str) -> None:
    while text not in process.log.read_text():
        await asyncio.sleep(0.01)


async def first_line(process: Child) -> str:
    while not (text := process.log.read_text()):
        await asyncio.sleep(0.01)
    return text.splitlines()[0]


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
