"""Several chains with one command: a process a chain, so that what fails on one touches no other.

Each process has its own nodes, leader's lock and cursor. The parent starts one again that has ended, serves the metrics
of all of them at one address, and takes them with it when it ends.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import structlog
import urllib3
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from indexer.scrape import DatabaseCollector, served
from indexer.settings import Settings

log = structlog.get_logger()

AGAIN_SECONDS = 5.0
"""Between the end of a process and its next start."""
GRACE_SECONDS = 8.0
LOOK_SECONDS = 0.1


class Child:
    """The indexer of one chain; `place` is that of its nodes in RPC_URLS."""

    def __init__(self, settings: Settings, place: int, rpc_urls: str) -> None:
        self.place = place
        self.port = _free_port() if settings.metrics_port is not None else None
        served_at = {} if self.port is None else {"STOA_INDEXER_METRICS_PORT": str(self.port)}
        self._environment = {**os.environ, "RPC_URLS": rpc_urls, "STOA_INDEXER_METRICS_HOST": "127.0.0.1", **served_at}
        self._process: subprocess.Popen[bytes] | None = None
        self._again_at = 0.0

    def look(self) -> None:
        """Starts it, if it is time to."""
        if self._process is not None and (code := self._process.poll()) is not None:
            log.error("the indexer of a chain ended: it is started again", nodes=self.place, exit_code=code)
            self._process, self._again_at = None, time.monotonic() + AGAIN_SECONDS
        if self._process is None and time.monotonic() >= self._again_at:
            command = [sys.executable, "-m", "indexer", "run", "--child"]
            # Its standard input ends with us, however we end. A terminal's Ctrl-C reaches us alone.
            self._process = subprocess.Popen(
                command, env=self._environment, stdin=subprocess.PIPE, start_new_session=True
            )

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Kills it when its time is over."""
        if self._process is None:
            return
        try:
            self._process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def metrics(self) -> str | None:
        """What it says of itself; None if it does not answer."""
        try:
            answer = urllib3.request("GET", f"http://127.0.0.1:{self.port}/metrics", timeout=2.0, retries=False)
        except urllib3.exceptions.HTTPError:
            return None
        return answer.data.decode()


class Children(Collector):
    """The metrics of all chains, and which of the processes answer."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("stoa_indexer_up", "Whether the indexer of a set of nodes answers", labels=["nodes"])
        families: dict[str, Metric] = {}
        for child in self.children:
            text = child.metrics()
            up.add_metric([str(child.place)], text is not None)
            for family in text_string_to_metric_families(text or ""):
                families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                families[family.name].samples += family.samples
        yield from families.values()
        yield up

    def describe(self) -> Iterator[Metric]:
        return iter(())


def run_all(settings: Settings, stop: threading.Event) -> None:
    """Follows all chains of the settings until it is stopped. Raises `Misconfigured`."""
    children = [Child(settings, place, rpc_urls) for place, rpc_urls in enumerate(settings.sets, 1)]
    figures: list[Any] = [Children(children), DatabaseCollector(settings.database_url)]
    try:
        with served(settings.metrics_host, settings.metrics_port, *figures):
            while not stop.wait(LOOK_SECONDS):
                for child in children:
                    child.look()
    finally:
        for child in children:
            child.ask_to_end()
        until = time.monotonic() + GRACE_SECONDS
        for child in children:
            child.wait(until)


def end_with_input(stop: threading.Event) -> None:
    """In a child: stops when the parent is gone."""
    sys.stdin.buffer.read()
    stop.set()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
