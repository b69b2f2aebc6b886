"""The indexer's loop: lead, follow, commit; stand by, wait for the database, go back where the chain went back."""

import queue
import struct
import threading
import time
from binascii import unhexlify
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import psycopg
import structlog

from indexer import late, shadow
from indexer.chain import Blocks, Header, Tip, Watch
from indexer.connection import connect
from indexer.deployments import Deployments
from indexer.errors import Inconsistent, LeadershipLost, Misconfigured, Stopped
from indexer.fetch import Fork, Quiet, Source
from indexer.fold import Entry, Fold, decode
from indexer.leader import await_leadership
from indexer.lines import Prepared, prepare
from indexer.metrics import EVENTS, REORGS, stage
from indexer.progress import Progress
from indexer.providers import Providers
from indexer.rebuild import rewind_and_rebuild
from indexer.report import Report
from indexer.rewind import known_blocks, undo
from indexer.rpc import Nodes
from indexer.settings import Settings
from indexer.store import Cursor, Store, raw

log = structlog.get_logger()

HEARTBEAT_SECONDS = 1.0
DATABASE_PAUSE = 0.5

Step = Blocks | Fork | Quiet
Ready = Prepared | Fork | Quiet


class Indexer:
    """Follows one chain until it is stopped."""

    def __init__(self, settings: Settings, deployments: Deployments, nodes: Nodes, progress: Progress) -> None:
        self.settings = settings
        self.deployments = deployments
        self.nodes = nodes
        self.stop = nodes.stop
        self.progress = progress
        self.providers = Providers(nodes)
        self.report = Report(settings.database_url, deployments.chain_id)
        self._away = ""
        self._indexes_wait = False
        watch = Watch(contract.address for contract in deployments.contracts.values())
        self.source = Source(nodes, watch, settings)

    def run(self) -> None:
        """Leads when it can, for ever. Raises `Misconfigured`; returns when it is stopped."""
        try:
            self._lead_for_ever()
        except BaseException as error:
            self.report.failed(error)
            raise

    def _lead_for_ever(self) -> None:
        while not self.stop.is_set():
            try:
                with connect(self.settings.database_url) as connection:
                    self._lead(connection)
            except LeadershipLost as error:
                log.warning("leadership lost", reason=str(error))
                self.report.failed(error)
            except psycopg.errors.UndefinedTable as error:
                raise Misconfigured("schema chain is missing or old: run `python -m indexer migrate`") from error
            except psycopg.OperationalError as error:
                self._database_away(error)
            except Stopped:
                return

    def _database_away(self, error: psycopg.OperationalError) -> None:
        reason = str(error).strip().splitlines()[0]
        if reason != self._away:  # once an outage, not at each try
            log.warning("database away", reason=reason)
        self._away = reason
        self.stop.wait(DATABASE_PAUSE)

    def _lead(self, connection: psycopg.Connection[Any]) -> None:
        chain_id = self.deployments.chain_id
        await_leadership(connection, chain_id, self.settings.leader_seconds, self.stop)
        store = Store(
            connection,
            chain_id,
            Fold(self.deployments),
            finality=self.settings.finality,
            cache_rows=self.settings.cache_rows,
        )
        shadow.sweep(connection)
        with store.writer.closing():
            self._lead_with(store)

    def _lead_with(self, store: Store) -> None:
        cursor = store.begin_epoch()
        self._check(cursor)
        if cursor is None:
            late.put_off(store.connection)
            cursor = store.create_cursor(self.deployments.identity.genesis, self._base(), self.deployments.markets)
        self._indexes_wait = late.any_wait(store.connection)
        self._adopt(store, cursor)
        self._away = ""
        self.progress.start(store.at.tip.number)
        self.providers.forget()
        self.report.begin(store)
        while not self.stop.is_set():
            self._follow(store)

    def _check(self, cursor: Cursor | None) -> None:
        """The stored chain must be the deployments' chain, and its markets must still be there."""
        if cursor is None:
            return
        expected = self.deployments.identity
        if cursor.genesis != expected.genesis:
            raise Misconfigured(
                f"the database holds another chain {expected.chain_id}: its genesis is {cursor.genesis}, the "
                f"deployments file has {expected.genesis}; start with an empty database, or bring the old chain back"
            )
        if lost := set(cursor.markets) - set(self.deployments.markets):
            raise Misconfigured(
                f"markets {sorted(lost)} are in the database and not in the deployments file: bring them back into it"
            )

    def _base(self) -> Header:
        """The block before the first one that can concern us."""
        number = max(min(self.deployments.start_blocks.values()) - 1, 0)
        header = self.source.headers([number])[0]
        if header is None:
            raise Misconfigured(
                f"the chain has no block {number}, where the deployments file says that its first market starts: "
                "deploy again, or wait until the node has caught up"
            )
        return header

    def _adopt(self, store: Store, cursor: Cursor) -> None:
        """A deployment that is new in the file and older than the cursor: back to before it, and forward with it."""
        fresh = set(self.deployments.markets) - set(cursor.markets)
        if not fresh:
            return
        start = min(self.deployments.start_blocks[market] for market in fresh)
        number = min(cursor.tip.number, max(start - 1, 0))
        header = self.source.headers([number])[0]
        if header is None:
            raise Misconfigured(f"the chain has no block {number}, where market {min(fresh)} starts")
        log.info("new market", markets=sorted(fresh), from_block=number)
        # What is final comes again as it was: consumers of the bus are told it twice, and not that it was taken back.
        final = cursor.tip.number - self.settings.finality
        self._refold(store, header, header.height, max(header.height, final))

    # Following.

    def _follow(self, store: Store) -> None:
        """Commits what the source hands out until the chain forks; then goes back to where both agree."""
        feed = Feed(self._prepared(store.chain_id, self.source.follow(store.at.tip)))
        beat = time.monotonic()
        try:
            for step in feed.steps(HEARTBEAT_SECONDS, self.stop):
                self.providers.tell(store)
                self.report.beat(store)
                if isinstance(step, Fork):
                    self._go_back(store, step.head)
                    return
                if isinstance(step, Prepared):
                    self._commit(store, step)
                    beat = time.monotonic()
                elif isinstance(step, Quiet) and time.monotonic() - beat >= HEARTBEAT_SECONDS:
                    store.seen(step.head)
                    beat = time.monotonic()
                elif step is None:
                    store.connection.execute("SELECT 1")  # the leader is alive, though no node answers
        except Inconsistent as error:
            log.warning("asking again", after_block=store.at.tip.number, reason=str(error))
            self.stop.wait(self.settings.poll_seconds)
        finally:
            feed.close()

    def _prepared(self, chain_id: int, steps: Iterator[Step]) -> Iterator[Ready]:
        """Decodes in the feed's thread, while the leader's waits for the database."""
        for step in steps:
            yield self._prepare(chain_id, step) if isinstance(step, Blocks) else step

    def _prepare(self, chain_id: int, blocks: Blocks) -> Prepared:
        try:
            with stage("decode"):
                return prepare(chain_id, blocks, self._entries(blocks))
        except (ValueError, struct.error) as error:
            # A hash or a number that is none. Data that only does not fit its event's ABI is kept raw.
            raise Inconsistent(f"a log up to block {blocks.tip.number} cannot be read: {error}") from error

    def _commit(self, store: Store, batch: Prepared) -> None:
        if not store.is_final(batch):
            self._bring_indexes_back(store)
        store.commit(batch)
        EVENTS.inc(len(batch.entries))
        self.report.moved(len(batch.entries))
        unknown = sum(entry.decoder is None for entry in batch.entries)
        if unknown:
            log.warning("unknown events are kept raw", count=unknown, up_to_block=batch.tip.number)
        self.progress.moved(batch.tip.number, batch.head, len(batch.entries))

    def _bring_indexes_back(self, store: Store) -> None:
        """Begins it; whatever is written next waits for it, and is folded meanwhile."""
        if self._indexes_wait:
            store.writer.begin(lambda connection: late.bring_back(connection, self.settings.database_url))
            self._indexes_wait = False

    def _entries(self, blocks: Blocks) -> list[Entry]:
        contracts, headers = self.deployments.contracts, {header.number: header for header in blocks.headers}
        block = transaction = ""
        entries: list[Entry] = []
        for one in blocks.logs:
            if one.block_number != block:
                block, transaction = one.block_number, ""
                header = headers[block]
                number, block_hash = header.height, raw(header.hash)
                timestamp = datetime.fromtimestamp(int(header.timestamp, 16), UTC)
            if one.transaction_hash != transaction:
                transaction = one.transaction_hash
                place = number, block_hash, timestamp, raw(transaction), int(one.transaction_index, 16)
            topics = unhexlify("".join([topic[2:] for topic in one.topics]))
            data = unhexlify(one.data[2:])
            entries.append(decode(contracts[one.address], place, int(one.log_index, 16), topics, data))
        return entries

    # Going back.

    def _go_back(self, store: Store, head: int) -> None:
        ancestor = self._ancestor(store, head)
        depth = store.at.tip.number - ancestor.height
        if depth == 0:
            return  # a node spoke of another chain, and the next one does not
        log.warning("reorganisation", depth=depth, to_block=ancestor.height)
        REORGS.observe(depth)
        if ancestor.height + 1 >= store.at.undo_from:
            undo(store, ancestor, head)
        else:
            log.warning("deeper than finality: folding the stored events again", finality=self.settings.finality)
            self._refold(store, ancestor, head, ancestor.height)

    def _refold(self, store: Store, to: Header, head: int, lost_above: int) -> None:
        self._bring_indexes_back(store)  # the log is read in parts, by its key
        rewind_and_rebuild(store, self.deployments, to, head, lost_above=lost_above)

    def _ancestor(self, store: Store, head: int) -> Header:
        """The newest stored block that the nodes' chain has too: found in growing steps, then by halves.

        Block by block, because of many in one question a node that is several may always have some missing.
        """
        self.nodes.introduce_again()

        @cache
        def shared(tip: Tip) -> Header | None:
            [header] = self.source.headers([tip.number], head)
            return header if header is not None and header.hash == tip.hash else None

        below, step = store.at.tip.number, 1
        while known := known_blocks(store, below, step):
            if found := shared(known[-1]):
                newest = bisect_left(known, True, key=lambda tip: shared(tip) is not None)
                return shared(known[newest]) or found
            below, step = known[-1].number - 1, step * 2
        return self._base()


class Feed:
    """Runs a source in a thread of its own, so that the next blocks come while the last ones are committed."""

    def __init__(self, source: Iterator[Ready], ahead: int = 2) -> None:
        self._steps: queue.Queue[Ready | BaseException] = queue.Queue(ahead)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(source,), name="feed", daemon=True)
        self._thread.start()

    def steps(self, patience: float, stop: threading.Event) -> Iterator[Ready | None]:
        """Steps in order; None when none came for `patience` seconds. Raises what the source raised, `Stopped`."""
        while not stop.is_set():
            try:
                step = self._steps.get(timeout=patience)
            except queue.Empty:
                yield None
                continue
            if isinstance(step, BaseException):
                raise step
            yield step
        raise Stopped

    def close(self) -> None:
        """Ends the thread after what it is just waiting for."""
        self._closed.set()

    def _run(self, source: Iterator[Ready]) -> None:
        try:
            for step in source:
                if not self._put(step):
                    return
        except BaseException as error:  # handed over to the thread that leads
            self._put(error)

    def _put(self, step: Ready | BaseException) -> bool:
        while not self._closed.is_set():
            try:
                self._steps.put(step, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False


def nodes_of(settings: Settings, stop: threading.Event) -> Nodes:
    """The nodes of the settings. Raises `Misconfigured` if there are none."""
    if not settings.urls:
        raise Misconfigured("RPC_URLS names no node: set it to one or more addresses, separated by commas")
    for place, url in enumerate(settings.urls, 1):
        if not url.startswith(("http://", "https://", "ws://", "wss://")):
            raise Misconfigured(f"RPC_URLS: address {place} begins with none of http://, https://, ws:// and wss://")
    return Nodes(
        settings.urls,
        stop,
        timeout=settings.rpc_timeout,
        concurrency=settings.concurrency,
        lag_blocks=settings.lag_blocks,
        quarantine_seconds=settings.quarantine_seconds,
        witness_seconds=settings.witness_seconds,
    )
