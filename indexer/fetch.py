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

from indexer.chain import Blocks, Header, Log, Tip, Watch, bloom_of, headers_from, read_header, read_logs, sound
from indexer.errors import Absent, Inconsistent, RpcError, Stopped, TooMuch
from indexer.heads import Heads
from indexer.metrics import BATCH
from indexer.node import HEAD, Call
from indexer.rpc import Nodes
from indexer.settings import Settings
from indexer.standing import Standing
from indexer.witness import Witness

ROUNDS = 3
"""Tries of a question about blocks that a reorganisation may have taken away meanwhile."""
LOOKS = 12
"""Looks in a row that must show a lower head until it is believed: a balancer's nodes may lag, but not all the time."""

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
        self.witness = Witness(nodes, watch, settings.cross_check)
        self._lower: list[float] = []

    def follow(self, tip: Tip) -> Iterator[Blocks | Fork | Quiet]:
        """From `tip` on for ever; ends after a `Fork`. Raises `Stopped`, `Misconfigured`."""
        told: Header | None = None
        while True:
            began = time.perf_counter()
            try:
                head = told or self.newest()
                if head.height >= tip.number:
                    self._lower.clear()
                backfill = tip.number < head.height - self.settings.finality
                for step in self._backfill(tip, head) if backfill else [self._step(tip, head)]:
                    if isinstance(step, Blocks):
                        tip = step.tip
                        BATCH.labels("fetch").observe(time.perf_counter() - began)
                    yield step
                    if isinstance(step, Fork):
                        return
                    began = time.perf_counter()  # whoever takes the steps may be slower
                told = self._next_head() if tip.number >= head.height else None
            except RpcError as error:
                # What was asked for may be gone from the chain: look at its head again.
                log.info("asking again", after_block=tip.number, reason=str(error))
                if best := self.nodes.best():
                    yield Quiet(max(best, tip.number))  # readers learn how far they are behind
                self._pause()
                self.span = max(1, self.span // 2)  # of many blocks at once, some may always be missing
                told = None

    def newest(self) -> Header:
        """The head that a node shows; one that is known to lag is asked last."""
        return self.nodes.ask([HEAD], _head_from, reach=self.nodes.best())

    def headers(self, numbers: Sequence[int], height: int = 0) -> list[Header | None]:
        """Headers of single blocks; None where the chain does not reach.

        A node that shows a lower head than `height` is not believed at first: it may only lag.
        """
        calls = [HEAD, *(Call("eth_getBlockByNumber", (hex(number), False)) for number in numbers)]
        looks: list[float] = []

        def read(results: Sequence[msgspec.Raw]) -> list[Header | None]:
            head = _head_from(results)
            if head.height < height and not self._believed(looks, height):
                raise Absent(height, f"the head is {head.height}, {height} was seen before")
            headers = [read_header(result) for result in results[1:]]
            for number, header in zip(numbers, headers, strict=True):
                if header is None and number <= head.height:
                    raise Absent(number)
            return headers

        return self.nodes.ask(calls, read, reach=height)

    def _believed(self, looks: list[float], height: int) -> bool:
        """After one more look that showed a head below `height`: whether no node may have more any longer."""
        looks.append(time.monotonic())
        long_enough = looks[-1] - looks[0] >= self.settings.shrink_seconds
        return long_enough and len(looks) >= LOOKS and self.nodes.best() < height

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
        headers = [head]
        if head.parent_hash != tip.hash or head.height != tip.number + 1:
            headers = self._range_of(tip.number + 1, head)
        if headers[0].parent_hash != tip.hash:
            return Fork(head.height)
        logs, by = self._logs_of(headers)
        self.witness.confirm(headers, logs, by, final=False)
        return Blocks(headers, logs, max(head.height, self.nodes.best()))

    def _not_ahead(self, tip: Tip, head: Header) -> Fork | Quiet:
        if head.height == tip.number:
            return Quiet(max(head.height, self.nodes.best())) if head.hash == tip.hash else Fork(head.height)
        # One node may lag behind another; a chain that stays shorter has lost its blocks.
        if not self._believed(self._lower, tip.number):
            return Quiet(max(tip.number, self.nodes.best()))
        self._lower.clear()
        return Fork(head.height)

    def _range_of(self, first: int, head: Header) -> list[Header]:
        """Up to the head, or as many blocks as the backfill found good for one transaction."""
        end = first + self.span - 1
        if end < head.height:
            return self._headers(first, end, hasty=True)
        headers = self._headers(first, head.height - 1, hasty=True)
        if headers and headers[-1].hash != head.parent_hash:
            # The chain moved between the two questions; what is consistent in itself is taken, the rest comes next.
            return headers
        return [*headers, head]

    def _logs_of(self, headers: Sequence[Header]) -> tuple[list[Log], Standing | None]:
        """Logs by block hash, so that they are those of this very block, whatever the chain does meanwhile.

        And who gave them; None if no block may have any.
        """
        concerned = [header for header in headers if self.watch.worth_asking(header)]
        logs: list[Log] = []
        by: Standing | None = None
        for part in _parts(concerned, self.settings.batch_calls):
            calls = [self._logs_call(blockHash=header.hash) for header in part]
            found, by = self.nodes.ask_whom(
                calls,
                lambda results, part=part: self._checked(part, results),  # type: ignore[misc]
                rounds=ROUNDS,
                reach=part[-1].height,
                hasty=True,
            )
            logs += found
        return logs, by

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
                    end = min(first + min(self.span, self.nodes.limit or self.span) - 1, last)
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
                return Blocks(headers, self._logs_of(headers)[0], head)
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

        blocks, by = self.nodes.ask_whom(calls, read, rounds=ROUNDS, span=last - first + 1, reach=last)
        self.witness.confirm(blocks.headers, blocks.logs, by, final=True)
        return blocks

    def _headers(self, first: int, last: int, *, hasty: bool = False) -> list[Header]:
        headers: list[Header] = []
        for start in range(first, last + 1, self.settings.batch_calls):
            end = min(start + self.settings.batch_calls - 1, last)
            headers += self.nodes.ask(
                _header_calls(start, end),
                lambda results, start=start: headers_from(results, start),  # type: ignore[misc]
                rounds=ROUNDS,
                reach=end,
                hasty=hasty,
            )
        return headers

    def _logs_call(self, **where: str) -> Call:
        return Call("eth_getLogs", ({"address": self.watch.addresses, **where},))

    def _prove_empty(self, header: Header) -> None:
        """The bloom filter speaks of our logs and none came: all logs of the block must make up the filter without us.

        Raises `Inconsistent`, so that the logs are asked for again, elsewhere first.
        """
        calls = [Call("eth_getLogs", ({"blockHash": header.hash},))]
        logs = self.nodes.ask(calls, lambda results: read_logs(results[0]), rounds=ROUNDS, reach=header.height)
        ours = any(entry.address in self.watch.addresses for entry in logs)
        if ours or bloom_of(logs) != int(header.logs_bloom, 16):
            raise Inconsistent(f"logs of block {header.height} are missing")


def _head_from(results: Sequence[msgspec.Raw]) -> Header:
    header: Header | None = read_header(results[0])
    if header is None:
        raise Inconsistent("the node has no head")
    return sound(header)


def _header_calls(first: int, last: int) -> list[Call]:
    return [Call("eth_getBlockByNumber", (hex(number), False)) for number in range(first, last + 1)]


def _parts(headers: Sequence[Header], size: int) -> Iterator[Sequence[Header]]:
    return (headers[at : at + size] for at in range(0, len(headers), size))
