"""Where blocks and logs come from: ranges in a backfill, single blocks by hash near the head.

Knows no database: it starts from a tip and hands out `Blocks`, each following the one before, or says that the chain
has taken another way (`Fork`).
"""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import msgspec
import structlog

from indexer.chain import Blocks, Header, Log, Tip, Watch, bloom_of, headers_from, read_header, read_logs
from indexer.errors import Inconsistent, RpcError, Stopped, TooMuch
from indexer.heads import Heads
from indexer.metrics import BATCH
from indexer.rpc import Call, Nodes
from indexer.settings import Settings

HEAD = Call("eth_getBlockByNumber", ("latest", False))


ROUNDS = 3
"""Tries of a question about blocks that a reorganisation may have taken away meanwhile."""

log = structlog.get_logger()


class Fork(NamedTuple):
    """The nodes' chain does not go on from the tip; `head` is its newest block."""

    head: int


class Quiet(NamedTuple):
    """Nothing new."""

    head: int


class Source:
    """Blocks of one chain with the logs of the watched contracts."""

    def __init__(self, nodes: Nodes, watch: Watch, settings: Settings) -> None:
        self.nodes = nodes
        self.heads = Heads(settings.subscriptions, nodes.stop)
        self.watch = watch
        self.settings = settings
        self.span = min(64, settings.batch_blocks)
        self._lower_since: float | None = None

    def follow(self, tip: Tip) -> Iterator[Blocks | Fork | Quiet]:
        """From `tip` on for ever; ends after a `Fork`. Raises `Stopped`, `Misconfigured`."""
        told: Header | None = None
        while True:
            began = time.perf_counter()
            try:
                head = told or self.newest()
                backfill = tip.number < head.height - self.settings.finality
                for step in self._backfill(tip, head) if backfill else [self._step(tip, head)]:
                    if isinstance(step, Blocks):
                        tip = step.tip
                        BATCH.labels("fetch").observe(time.perf_counter() - began)
                    yield step
                    if isinstance(step, Fork):
                        return
                    began = time.perf_counter()  # whoever takes the steps may be slower
                told = None if backfill else self._next_head()
            except RpcError as error:
                # What was asked for may be gone from the chain: look at its head again.
                log.info("asking again", after_block=tip.number, reason=str(error))
                self._pause()
                told = None

    def newest(self) -> Header:
        """The head that a node shows."""
        return self.nodes.ask([HEAD], _head_from)

    def headers(self, numbers: Sequence[int], height: int = 0) -> list[Header | None]:
        """Headers of single blocks; None where the chain does not reach.

        A node that shows a lower head than `height` is not believed at first: it may only lag.
        """
        calls = [HEAD, *(Call("eth_getBlockByNumber", (hex(number), False)) for number in numbers)]
        patience = time.monotonic() + self.settings.shrink_seconds

        def read(results: Sequence[msgspec.Raw]) -> list[Header | None]:
            head = _head_from(results)
            if head.height < height and time.monotonic() < patience:
                raise Inconsistent(f"the head is {head.height}, {height} was seen before")
            headers = [read_header(result) for result in results[1:]]
            for number, header in zip(numbers, headers, strict=True):
                if header is None and number <= head.height:
                    raise Inconsistent(f"block {number} is missing")
            return headers

        return self.nodes.ask(calls, read)

    def _next_head(self) -> Header | None:
        """The head that a subscription tells of; None when it is time to ask for it."""
        silence = self.settings.watchdog_seconds if self.heads.listening else self.settings.poll_seconds
        told = self.heads.wait(silence)
        if self.nodes.stop.is_set():
            raise Stopped
        return told

    def _pause(self) -> None:
        if self.nodes.stop.wait(self.settings.poll_seconds):
            raise Stopped

    # The head.

    def _step(self, tip: Tip, head: Header) -> Blocks | Fork | Quiet:
        if head.height <= tip.number:
            return self._not_ahead(tip, head)
        self._lower_since = None
        headers = [head]
        if head.parent_hash != tip.hash or head.height != tip.number + 1:
            headers = self._range_of(tip.number + 1, head)
        if headers[0].parent_hash != tip.hash:
            return Fork(head.height)
        return Blocks(headers, self._logs_of(headers), head.height)

    def _not_ahead(self, tip: Tip, head: Header) -> Fork | Quiet:
        if head.height == tip.number:
            self._lower_since = None
            return Quiet(head.height) if head.hash == tip.hash else Fork(head.height)
        # One node may lag behind another; a chain that stays shorter has lost its blocks.
        now = time.monotonic()
        self._lower_since = self._lower_since or now
        if now - self._lower_since < self.settings.shrink_seconds:
            return Quiet(tip.number)
        self._lower_since = None
        return Fork(head.height)

    def _range_of(self, first: int, head: Header) -> list[Header]:
        headers = self._headers(first, head.height - 1)
        if headers and headers[-1].hash != head.parent_hash:
            # The chain moved between the two questions; what is consistent in itself is taken, the rest comes next.
            return headers
        return [*headers, head]

    def _logs_of(self, headers: Sequence[Header]) -> list[Log]:
        """Logs by block hash, so that they are those of this very block, whatever the chain does meanwhile."""
        concerned = [header for header in headers if self.watch.worth_asking(header)]
        logs: list[Log] = []
        for part in _parts(concerned, self.settings.batch_calls):
            calls = [self._logs_call(blockHash=header.hash) for header in part]
            logs += self.nodes.ask(
                calls,
                lambda results, part=part: self._checked(part, results),  # type: ignore[misc]
                rounds=ROUNDS,
            )
        return logs

    def _checked(self, headers: Sequence[Header], results: Sequence[msgspec.Raw]) -> list[Log]:
        logs = [entry for result in results for entry in read_logs(result)]
        for header in self.watch.check(headers, logs):
            self._prove_empty(header)
        return logs

    # The backfill.

    def _backfill(self, tip: Tip, newest: Header) -> Iterator[Blocks | Fork]:
        """Ranges up to what is final, several under way at once, handed out in order."""
        head, last = newest.height, newest.height - self.settings.finality
        pool = ThreadPoolExecutor(self.settings.concurrency, "fetch")
        under_way: deque[Future[Blocks]] = deque()
        first = tip.number + 1
        try:
            while under_way or first <= last:
                while first <= last and len(under_way) < self.settings.concurrency:
                    end = min(first + self.span - 1, last)
                    under_way.append(pool.submit(self._fetch, first, end, head))
                    first = end + 1
                blocks = under_way.popleft().result()
                if blocks.headers[0].parent_hash != tip.hash:
                    yield Fork(head)
                    return
                self._adapt(blocks)
                tip = blocks.tip
                yield blocks
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _adapt(self, blocks: Blocks) -> None:
        """Aims at a number of logs that is good for one transaction, at most doubling from range to range."""
        wanted = len(blocks.headers) * self.settings.batch_logs // max(len(blocks.logs), 1)
        self.span = max(1, min(wanted, self.span * 2, self.settings.batch_blocks))

    def _fetch(self, first: int, last: int, head: int) -> Blocks:
        try:
            return self._fetch_range(first, last, head)
        except TooMuch:
            if first == last:
                # A block is the least one can ask for; by hash nodes set no limit.
                headers = self._headers(first, last)
                return Blocks(headers, self._logs_of(headers), head)
            middle = (first + last) // 2
            self.span = max(1, middle - first + 1)
            left, right = self._fetch(first, middle, head), self._fetch(middle + 1, last, head)
        if right.headers[0].parent_hash != left.tip.hash:
            return left
        return Blocks(left.headers + right.headers, left.logs + right.logs, head)

    def _fetch_range(self, first: int, last: int, head: int) -> Blocks:
        # The headers come in the same request as the logs, so a reorganisation between the two shows.
        room = first + self.settings.batch_calls - 2
        calls = [
            self._logs_call(fromBlock=hex(first), toBlock=hex(last)),
            *_header_calls(first, min(last, room)),
        ]
        rest = self._headers(room + 1, last) if last > room else []

        def read(results: list[msgspec.Raw]) -> Blocks:
            headers = headers_from(results[1:], first)
            if rest and rest[0].parent_hash != headers[-1].hash:
                raise Inconsistent(f"block {room + 1} does not follow {headers[-1].hash}")
            logs = read_logs(results[0])
            for header in self.watch.check(headers + rest, logs):
                self._prove_empty(header)
            return Blocks(headers + rest, logs, head)

        return self.nodes.ask(calls, read, rounds=ROUNDS, divisible=True)

    def _headers(self, first: int, last: int) -> list[Header]:
        headers: list[Header] = []
        for start in range(first, last + 1, self.settings.batch_calls):
            end = min(start + self.settings.batch_calls - 1, last)
            headers += self.nodes.ask(
                _header_calls(start, end),
                lambda results, start=start: headers_from(results, start),  # type: ignore[misc]
                rounds=ROUNDS,
            )
        return headers

    def _logs_call(self, **where: str) -> Call:
        return Call("eth_getLogs", ({"address": self.watch.addresses, **where},))

    def _prove_empty(self, header: Header) -> None:
        """The bloom filter speaks of our logs and none came: all logs of the block must make up the filter without us.

        Raises `Inconsistent`, so that the logs are asked for again, elsewhere first.
        """
        calls = [Call("eth_getLogs", ({"blockHash": header.hash},))]
        logs = self.nodes.ask(calls, lambda results: read_logs(results[0]), rounds=ROUNDS)
        ours = any(entry.address in self.watch.addresses for entry in logs)
        if ours or bloom_of(logs) != int(header.logs_bloom, 16):
            raise Inconsistent(f"logs of block {header.height} are missing")


def _head_from(results: Sequence[msgspec.Raw]) -> Header:
    header: Header | None = read_header(results[0])
    if header is None:
        raise Inconsistent("the node has no head")
    return header


def _header_calls(first: int, last: int) -> list[Call]:
    return [Call("eth_getBlockByNumber", (hex(number), False)) for number in range(first, last + 1)]


def _parts(headers: Sequence[Header], size: int) -> Iterator[Sequence[Header]]:
    return (headers[at : at + size] for at in range(0, len(headers), size))
