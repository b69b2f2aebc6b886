"""All nodes of one chain: which one is asked, what happens when it fails, lags or lies. Knows no database."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
import structlog
from purgatory import SyncCircuitBreakerFactory
from purgatory.domain.messages.base import Event
from purgatory.domain.model import OpenedState

from indexer.errors import Absent, Inconsistent, Misconfigured, RpcError, Stopped, TooMuch, WrongChain
from indexer.node import HEAD, Call, Node, names_of, node_at
from indexer.standing import BREAK, FAILURES, Report, Standing

log = structlog.get_logger()
T = TypeVar("T")
Read = Callable[[list[msgspec.Raw]], T]

LONGEST_PAUSE = 2.0
HASTE = 2.0
"""Seconds for an answer about the head: a node that is silent there hides what happens now."""
LOOK_SECONDS = 2.0
"""Between two looks at the head of each of several nodes."""


class Identity(NamedTuple):
    """What makes a chain this chain."""

    chain_id: int
    genesis: str


class _Height(msgspec.Struct):
    number: str


class Nodes:
    """Asks the operator's first node, and the others when it fails, lags, lies or gives too little at once."""

    def __init__(
        self,
        urls: Sequence[str],
        stop: threading.Event,
        *,
        timeout: float = 20.0,
        concurrency: int = 2,
        lag_blocks: int = 3,
        quarantine_seconds: float = 30.0,
        witness_seconds: float = 10.0,
    ) -> None:
        self.stop = stop
        self.identity: Identity | None = None
        self._timeout = timeout
        self._lag_blocks = lag_blocks
        self.witness_seconds = witness_seconds
        breakers = SyncCircuitBreakerFactory(default_threshold=FAILURES, default_ttl=BREAK)
        nodes = [node_at(url, name, timeout, concurrency) for url, name in names_of(urls).items()]
        self.all = [Standing(node, breakers, quarantine_seconds) for node in nodes]
        self._by_url = {standing.node.url: standing for standing in self.all}
        breakers.add_listener(self._changed)
        # One node alone is looked at by whoever follows the chain.
        for standing in self.all if len(self.all) > 1 else []:
            threading.Thread(target=self._watch, args=(standing,), name="look", daemon=True).start()

    # Asking.

    def ask(self, calls: Sequence[Call], read: Read[T], **how: Any) -> T:
        """As `ask_whom`, without who answered."""
        return self.ask_whom(calls, read, **how)[0]

    def ask_whom(
        self,
        calls: Sequence[Call],
        read: Read[T],
        *,
        rounds: int | None = None,
        span: int = 0,
        reach: int = 0,
        hasty: bool = False,
    ) -> tuple[T, Standing]:
        """The calls' results, as `read` parses and checks them; `read` raises `Inconsistent` for what cannot be true.

        `reach` is the highest block that is asked about: nodes that lag behind it come last. `span` is given if the
        caller can ask for fewer blocks: then raises `TooMuch` once no node gives logs of so many. Tries all nodes again
        and again, with little patience at first if the question is `hasty` and there are several; or `rounds` times
        where the question itself may have become wrong, and then raises the last `RpcError`. Raises `Misconfigured` if
        all nodes serve another chain, and `Stopped`.
        """
        timeout = min(HASTE, self._timeout) if hasty and len(self.all) > 1 else None
        for pause in self.pauses():
            last: Exception | None = None
            for standing in self._order(reach):
                if span and isinstance(last, TooMuch) and standing.rank(reach) > 1:
                    break  # rather less from a good node than all from a bad one
                if span and standing.refuses(span):
                    last = last if isinstance(last, TooMuch) else TooMuch(f"at most {standing.limit} blocks at once")
                    continue
                try:
                    return self.ask_one(standing, calls, read, span=span, timeout=timeout), standing
                except OpenedState as error:
                    last = last or error
                except (RpcError, msgspec.MsgspecError) as error:
                    last = last if span and isinstance(last, TooMuch) else error
            if span and isinstance(last, TooMuch):
                raise last
            self._require_ours()
            if rounds is not None and (rounds := rounds - 1) == 0:
                reason = "no node is asked for a moment" if isinstance(last, OpenedState) else str(last)
                raise RpcError(reason) from last
            timeout = None
            self.stop.wait(pause)
        raise Stopped

    def ask_one(
        self, standing: Standing, calls: Sequence[Call], read: Read[T], *, span: int = 0, timeout: float | None = None
    ) -> T:
        """One try of this node, which its standing learns from. Raises `RpcError`, `MsgspecError`, `OpenedState`."""
        best = self.best(standing)
        standing.admit()
        try:
            if not standing.node.introduced and self.identity is not None:
                introduce(standing.node, self.identity, min(HASTE, self._timeout))
                standing.foreign = ""
            if tuple(calls) == (HEAD,):
                timeout = min(HASTE, self._timeout)
            results = standing.node.batch(calls, timeout)
            found = _read(read, results)
            head = _read(_height, results) if calls[0] == HEAD else None
        except (RpcError, msgspec.MsgspecError) as error:
            self._failed(standing, error, span)
            raise
        standing.settle(None, span)
        if head is not None:
            standing.saw_head(head, best, self._lag_blocks)
        return found

    def witnesses(self, than: Standing | None, reach: int) -> list[Standing]:
        """Nodes that can be expected to say something about what another one has said; the best come first.

        Also those in quarantine, since a proof decides where two differ. Not those that have failed or lagged for long.
        """
        order = self._order(reach)
        heard = (each for each in order if each is not (than or order[0]) and not each.foreign)
        return [each for each in heard if each.unfit_seconds() < self.witness_seconds]

    def best(self, besides: Standing | None = None) -> int:
        """The highest head that a node has shown lately and that is believed; 0 if there is none."""
        return max((each.recent_head for each in self.all if each is not besides), default=0)

    @property
    def limit(self) -> int | None:
        """The most blocks whose logs some node gives at once; None if no limit is known."""
        limits = [each.limit for each in self.all if not each.quarantined] or [each.limit for each in self.all]
        return None if None in limits else max(limit for limit in limits if limit is not None)

    def reports(self) -> list[Report]:
        """What an operator should know of each node."""
        return [standing.show() for standing in self.all]

    def introduce_again(self) -> None:
        """Chain id and genesis are checked anew before the next answer counts."""
        for standing in self.all:
            standing.node.introduced = False

    def _order(self, reach: int) -> list[Standing]:
        return sorted(self.all, key=lambda standing: standing.rank(reach))

    def pauses(self) -> Iterator[float]:
        """Seconds to wait after each round, growing, with jitter, until the process is asked to stop."""
        pause = 0.05
        while not self.stop.is_set():
            yield pause * random.uniform(0.5, 1.5)  # noqa: S311  # jitter, not a secret
            pause = min(pause * 2, LONGEST_PAUSE)

    # Learning.

    def _failed(self, standing: Standing, error: Exception, span: int) -> None:
        standing.settle(error, span)
        if isinstance(error, TooMuch) and span:
            log.info("node gives less at once", node=standing.node.name, blocks=span, reason=str(error))
            return
        log.warning("node failed", node=standing.node.name, reason=str(error))
        if isinstance(error, WrongChain):
            standing.foreign = str(error)
            standing.quarantine(str(error))
        elif isinstance(error, Absent) and (standing.head or 0) < error.number:
            return
        elif isinstance(error, Inconsistent):
            standing.strike(str(error))

    def _require_ours(self) -> None:
        if all(standing.foreign for standing in self.all):
            raise Misconfigured(self.all[0].foreign)

    def _changed(self, url: str, _kind: str, event: Event) -> None:
        self._by_url[url].changed(event)

    def _watch(self, standing: Standing) -> None:
        """Looks at a node's head for ever, whoever is asked meanwhile."""
        while not self.stop.wait(LOOK_SECONDS * random.uniform(0.75, 1.25)):  # noqa: S311  # jitter, not a secret
            if self.identity is None or standing.quarantined or standing.resting:
                continue
            try:
                self.ask_one(standing, [HEAD], _height)
            except (RpcError, msgspec.MsgspecError, OpenedState):
                continue  # its standing knows


def _read(read: Read[T], results: list[msgspec.Raw]) -> T:
    try:
        return read(results)
    except ValueError as error:  # a number that is none
        raise Inconsistent(f"unreadable answer: {error}") from error


def _height(results: Sequence[msgspec.Raw]) -> int:
    block = msgspec.json.decode(results[0], type=_Height | None)
    if block is None:
        raise Inconsistent("the node has no head")
    return int(block.number, 16)


def introduce(node: Node, expected: Identity, timeout: float = HASTE) -> None:
    """Checks chain id and genesis of a node that is new or was away. Raises `WrongChain`."""
    chain_id, genesis = node.batch([Call("eth_chainId"), Call("eth_getBlockByNumber", ("0x0", False))], timeout)
    found = int(msgspec.json.decode(chain_id, type=str), 16)
    if found != expected.chain_id:
        raise WrongChain(
            f"node {node.name} serves chain {found}, not {expected.chain_id}: set RPC_URLS to nodes of chain "
            f"{expected.chain_id}, or STOA_DEPLOYMENTS to the deployments of chain {found}"
        )
    block = msgspec.json.decode(genesis, type=dict[str, Any] | None)
    if block is None:
        raise Inconsistent("the genesis block is missing")
    if block["hash"] != expected.genesis:
        raise WrongChain(
            f"node {node.name} serves another chain {found}: its genesis is {block['hash']}, the deployments file has "
            f"{expected.genesis}; deploy to the new chain and start with an empty database, or bring the old chain back"
        )
    node.introduced = True


def chain_id_of(nodes: Nodes) -> int:
    """The chain id that most nodes name; of two that are named as often, the first node's."""
    call = [Call("eth_chainId")]
    named: dict[str, int] = {}
    for standing in nodes.all if len(nodes.all) > 1 else []:
        try:
            named[standing.node.name] = nodes.ask_one(standing, call, _number, timeout=HASTE)
        except (RpcError, msgspec.MsgspecError, OpenedState):
            continue  # it may come later, and is then introduced
    if len(set(named.values())) > 1:
        log.warning("nodes of several chains", **{name: str(chain_id) for name, chain_id in named.items()})
    return Counter(named.values()).most_common(1)[0][0] if named else nodes.ask(call, _number)


def _number(results: Sequence[msgspec.Raw]) -> int:
    return int(msgspec.json.decode(results[0], type=str), 16)
