"""How far a backfill is: a bar that moves in a terminal, lines elsewhere. The real command, on a real terminal."""

import os
import pty
import re
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indexer import progress
from indexer.progress import Progress
from tests.conftest import ROOT, Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.proxy import Exchange, FaultyProxy
from tests.indexer.running import cursor_of, wait_until

BAR = re.compile(r"blocks .*?(\d+)/(\d+).*?([\d,]+) events/s.*?(\d+:\d\d:\d\d|-:--:--)")


def slow(exchange: Exchange) -> None:
    """As a node that is far away: a bar of a backfill that is over at once is never drawn."""
    time.sleep(0.05)  # the fault itself
    exchange.pass_on()


class Terminal:
    """The indexer with its standard error on a pseudo-terminal."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.text = ""
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "indexer", "run"], cwd=ROOT, env=environment, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(5) == 0
        self._reading.join(5)
        os.close(self._ours)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._ours], [], [], 0.1)
            if ready:
                try:
                    data = os.read(self._ours, 65_536)
                except OSError:  # how a pseudo-terminal says that the other side is closed
                    return
                self.text += data.decode(errors="replace")


def test_backfill__in_a_terminal__bar_with_blocks_rate_and_time_left(
    chain: Anvil, market: DeployedMarket, database: Database, folder: Path
) -> None:
    life = Life(market, seed=51)
    for _ in range(20):
        life.act(2)
        chain.mine(8)
    far = FaultyProxy(chain.url)
    far.always = slow
    settings = {
        "RPC_URLS": far.url,
        "STOA_DEPLOYMENTS": str(folder),
        "STOA_INDEXER_BATCH_BLOCKS": "4",
        "COLUMNS": "120",
    }
    terminal = Terminal(os.environ | database.environment() | settings | {"TERM": "xterm-256color"})
    try:
        wait_until(lambda: (cursor_of(database.url("stoa_indexer")) or (0,))[0] == chain.height, "not caught up")
    finally:
        terminal.stop()
        far.stop()

    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.text)
    drawn = [(int(done), int(total), rate, left) for done, total, rate, left in BAR.findall(plain)]
    assert len({done for done, *_ in drawn}) > 2, plain
    assert {total for _, total, *_ in drawn} == {chain.height}
    assert any(rate != "0" for *_, rate, _ in drawn)
    assert any(left[0] != "-" for *_, left in drawn)


def test_backfill__elsewhere__lines_with_rate_and_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0)
    told = Progress(terminal=False)
    told.start(0)
    told.moved(100, 1000, 50)

    line = capsys.readouterr().out
    assert "catching up" in line
    for said in ("block", "head", "events_per_second", "seconds_left"):
        assert said in line
    assert "\x1b[2K" not in line
