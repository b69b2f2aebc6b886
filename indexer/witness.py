"""A second node is asked for the same logs. Where the two differ, the block's receipts decide who is right."""

import math
import random
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

import msgspec
import structlog
from purgatory.domain.model import OpenedState

from indexer.chain import Header, Log, Watch, read_header, read_logs
from indexer.errors import Inconsistent, RpcError, Stopped, Unconfirmed
from indexer.metrics import CROSS_CHECKS
from indexer.node import Call
from indexer.rpc import Nodes
from indexer.standing import Standing

log = structlog.get_logger()
T = TypeVar("T")
PATIENCE = 1.0
"""Seconds that blocks wait for a second node until the chain is looked at again."""
LAPSE = 30.0
"""Seconds after which a wait for a second node is another one."""
NEVER = (-math.inf, -math.inf)
PROOFS = 8
"""Blocks of a range that are proven at most: by then it is known who errs."""
FAULTS = (RpcError, msgspec.MsgspecError, OpenedState)


class Witness:
    """Compares what one node has said with what another says; does nothing where there is only one."""

    def __init__(self, nodes: Nodes, watch: Watch, share: float) -> None:
        self.nodes = nodes
        self.watch = watch
        self.share = share
        self._waits = NEVER  # the first and the last time that nobody could confirm, on end

    def confirm(self, headers: Sequence[Header], logs: Sequence[Log], by: Standing | None, *, final: bool) -> None:
        """Consecutive blocks and their logs, as `by` gave them, held against a second node.

        Waits a moment for one that fails, lags or, unless the blocks are `final`, is on another fork; then raises
        `Unconfirmed`, so that the chain is looked at again: it may have left these blocks. Raises `Inconsistent` if
        `by` is found to be wrong, or if the two differ and neither can prove what it says; `Stopped`.
        """
        if len(self.nodes.all) < 2 or (final and random.random() >= self.share):  # noqa: S311  # a sample, no secret
            return
        outcome = "differed"
        try:
            outcome = self._outcome(headers, logs, by, final)
        finally:
            CROSS_CHECKS.labels(outcome).inc()
        if outcome == "unavailable" and by is not None and by.disproven:
            raise Inconsistent(f"nobody confirms what {by.node.name} says, which was proven wrong")

    def _outcome(self, headers: Sequence[Header], logs: Sequence[Log], by: Standing | None, final: bool) -> str:
        until = time.monotonic() + PATIENCE
        for pause in self.nodes.pauses():
            witnesses = self.nodes.witnesses(by, headers[-1].height)
            for other in witnesses:
                if outcome := self._compare(headers, logs, by, other, final):
                    self._waits = NEVER
                    return outcome
            if not witnesses or self._waited_enough():
                return "unavailable"
            if time.monotonic() > until:
                raise Unconfirmed(f"no second node confirms block {headers[-1].height} yet")
            self.nodes.stop.wait(pause)
        raise Stopped

    def _waited_enough(self) -> bool:
        """Whether nodes that answer have not had the same blocks for so long that they may never."""
        now = time.monotonic()
        if now - self._waits[1] > LAPSE:
            self._waits = (now, now)
        self._waits = (self._waits[0], now)
        return now - self._waits[0] > self.nodes.witness_seconds

    def _compare(
        self, headers: Sequence[Header], logs: Sequence[Log], by: Standing | None, other: Standing, final: bool
    ) -> str | None:
        """None if this node cannot say now."""
        last = headers[-1]
        try:
            theirs, tip = self._asked(
                other, headers, {entry.block_number for entry in logs}, None if final else PATIENCE
            )
        except FAULTS:
            return None
        if tip is None or (tip.hash != last.hash and not final):
            return None  # behind, or on another fork for the moment
        if tip.hash != last.hash:
            other.doubt = f"has another block {last.height}: {tip.hash}, not {last.hash}"
            raise Inconsistent(f"{other.node.name} {other.doubt}")
        if theirs == list(logs):
            other.doubt = ""
            return "agreed"
        self._settle(headers, logs, theirs, by, other)
        return "differed"

    def _asked(
        self, other: Standing, headers: Sequence[Header], told: Collection[str], timeout: float | None
    ) -> tuple[list[Log], Header | None]:
        """Logs of the blocks, in parts as wide as this node gives them, and its own header of the last one."""
        size = min(other.limit or len(headers), len(headers))
        parts = [headers[at : at + size] for at in range(0, len(headers), size)]
        calls = [Call("eth_getLogs", ({"address": self.watch.addresses, **_where(part)},)) for part in parts]
        calls.append(Call("eth_getBlockByNumber", (headers[-1].number, False)))

        def read(results: list[msgspec.Raw]) -> tuple[list[Log], Header | None]:
            logs = [entry for result in results[:-1] for entry in read_logs(result)]
            tip = read_header(results[-1])
            if tip is not None and tip.hash == headers[-1].hash:
                # Of a node that lacks logs which the bloom filter speaks of, nothing can be learned.
                lacking = [header for header in self.watch.check(headers, logs) if header.number in told]
                if lacking:
                    raise Inconsistent(f"logs of block {lacking[0].height} are missing")
            return logs, tip

        return self.nodes.ask_one(other, calls, read, span=size, timeout=timeout)

    def _settle(
        self,
        headers: Sequence[Header],
        logs: Sequence[Log],
        theirs: Sequence[Log],
        by: Standing | None,
        other: Standing,
    ) -> None:
        """Finds out who is wrong about the blocks that they differ about. Raises `Inconsistent` if `by` is."""
        by_height = {header.height: header for header in headers}
        for number in sorted(_differing(logs, theirs) & by_height.keys())[:PROOFS]:
            log.warning("nodes differ", block=number, one=by.node.name if by else "", other=other.node.name)
            header = by_height[number]
            truth = self._proven(header, [each for each in (other, by) if each is not None])
            if truth is None:
                if other.quarantined:
                    return  # it has been wrong before
                other.doubt = f"differs from another node about the logs of block {number}, and neither proves them"
                raise Inconsistent(f"{other.node.name} {other.doubt}")
            reason = f"wrong logs of block {number}, as its receipts prove"
            if _of(header, theirs) != truth:
                other.quarantine(reason, proven=True)
            if _of(header, logs) != truth:
                if by is not None:
                    by.quarantine(reason, proven=True)
                raise Inconsistent(reason)

    def _proven(self, header: Header, asked: Sequence[Standing]) -> list[Log] | None:
        """The block's logs of ours, from receipts that hash to the root that all headers hold; None without proof."""
        # Only here: RLP would make every start slower for what hardly ever happens.
        from indexer.receipts import read_receipts, root_in, root_of

        roots = {self._ask(each, "eth_getBlockByHash", (header.hash, False), root_in) for each in asked}
        for standing in asked if len(roots) == 1 else []:
            receipts = self._ask(standing, "eth_getBlockReceipts", (header.hash,), read_receipts)
            if receipts is not None and root_of(receipts) in roots:
                return [entry for each in receipts for entry in each.logs if entry.address in self.watch.addresses]
        return None

    def _ask(
        self, standing: Standing, method: str, params: tuple[Any, ...], read: Callable[[msgspec.Raw], T]
    ) -> T | None:
        try:
            return self.nodes.ask_one(standing, [Call(method, params)], lambda results: read(results[0]))
        except FAULTS as error:
            log.info("no proof", node=standing.node.name, reason=str(error))
            return None


def _where(part: Sequence[Header]) -> dict[str, str]:
    # A single block's logs are not too much for any node if it is asked by hash.
    if len(part) == 1:
        return {"blockHash": part[0].hash}
    return {"fromBlock": part[0].number, "toBlock": part[-1].number}


def _differing(one: Sequence[Log], other: Sequence[Log]) -> set[int]:
    """Numbers of the blocks."""
    first, second = ({msgspec.json.encode(entry) for entry in logs} for logs in (one, other))
    return {int(msgspec.json.decode(entry, type=Log).block_number, 16) for entry in first ^ second}


def _of(header: Header, logs: Sequence[Log]) -> list[Log]:
    return [entry for entry in logs if entry.block_hash == header.hash]
