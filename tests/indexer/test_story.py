"""Every event that changes rows, as logs in a database: loaded, written, taken back, folded again."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from eth_abi.abi import encode

from indexer.abi import Parameter, events_of
from indexer.chain import Blocks, Header
from indexer.connection import connect
from indexer.decode import decoders
from indexer.deployments import Contract, Deployments
from indexer.fold import Entry, Fold, decode
from indexer.lines import Prepared, prepare
from indexer.projections import MODULES, handler_of
from indexer.replace import compare, replace
from indexer.rewind import undo
from indexer.rpc import Identity
from indexer.store import Store
from tests.conftest import Database
from tests.indexer.market import abi_of
from tests.indexer.running import assert_same, contents
from tests.indexer.story import COUNCIL, tell_all
from tests.indexer.telling import NOW, named

CHAIN = 31337
ADDRESSES = {name: (COUNCIL if name == "Council" else bytes([number]) * 20) for number, name in enumerate(MODULES, 1)}


def contract_of(name: str) -> Contract:
    return Contract(1, name, ADDRESSES[name], decoders(abi_of(name)))


DEPLOYMENTS = Deployments(
    Identity(CHAIN, f"0x{bytes(32).hex()}"),
    {f"0x{ADDRESSES[name].hex()}": contract_of(name) for name in MODULES},
    {1: 1},
)


class Scribe:
    """Writes what is told as the log of a chain with one event a block."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []
        self.log: list[Entry] = []

    def __call__(self, name: str, /, **args: Any) -> None:
        contract, abi = named(name)
        self.events.append((contract, abi.name))
        values = {parameter.name: raw(parameter, args[parameter.attribute]) for parameter in abi.parameters}
        topics = [encode([parameter.canonical], [values[parameter.name]]) for parameter in abi.indexed]
        data = encode([parameter.canonical for parameter in abi.data], [values[p.name] for p in abi.data])
        number = len(self.log) + 1
        digest, timestamp = number.to_bytes(32, "big"), NOW.replace(hour=number // 60, minute=number % 60)
        emitter = DEPLOYMENTS.contracts[f"0x{ADDRESSES[contract].hex()}"]
        place = number, digest, timestamp, digest, 0
        self.log.append(decode(emitter, place, 0, b"".join((abi.topic, *topics)), data))


def raw(parameter: Parameter, value: Any) -> Any:
    """The value as eth_abi takes it."""
    if isinstance(value, list):
        return [raw(parameter.element or parameter, item) for item in value]
    if isinstance(value, SimpleNamespace):
        return tuple(raw(member, getattr(value, member.attribute)) for member in parameter.members)
    return f"0x{value.hex()}" if parameter.type == "address" else value


def block(number: int) -> Header:
    return Header(hex(number), f"0x{number:064x}", f"0x{number - 1:064x}", hex(int(NOW.timestamp()) + number), "0x")


def batch(log: list[Entry]) -> Prepared:
    """A block for each event."""
    headers = [block(entry.block_number) for entry in log]
    return prepare(CHAIN, Blocks(headers, [], headers[-1].height), log)


@pytest.fixture(scope="module")
def story() -> Scribe:
    scribe = Scribe()
    tell_all(scribe)
    return scribe


@pytest.fixture
def open_store(database: Database) -> Iterator[Callable[[int], Store]]:
    """A store on the empty database, with memory for so many rows."""
    with connect(database.url("stoa_indexer")) as connection:

        def make(cache_rows: int) -> Store:
            store = Store(connection, CHAIN, Fold(DEPLOYMENTS), finality=1000, cache_rows=cache_rows)
            store.create_cursor(DEPLOYMENTS.identity.genesis, block(0), [1])
            return store

        yield make


def test_story__every_event_that_changes_rows__happens(story: Scribe) -> None:
    changing = {
        (contract, event.name)
        for contract in MODULES
        for event in events_of(abi_of(contract))
        if handler_of(contract, event.name)
    }

    assert changing == set(story.events)
    assert all(entry.decoder is not None for entry in story.log)


@pytest.mark.parametrize("cache_rows", [2, 1000])
def test_story__block_by_block_and_back__each_moment_is_as_it_was(
    story: Scribe, database: Database, open_store: Callable[[int], Store], cache_rows: int
) -> None:
    url, store, moments = database.url("stoa_indexer"), open_store(cache_rows), []
    for number in range(1, len(story.log) + 1):
        moments.append(contents(url))
        store.commit(batch(story.log[number - 1 : number]))
    end = contents(url)

    assert compare(url, [DEPLOYMENTS], cache_rows) is None
    for number in reversed(range(len(story.log))):
        undo(store, block(number), number)
        assert_same(contents(url), moments[number])

    store.commit(batch(story.log))
    assert_same(contents(url), end)
    replace(url, [DEPLOYMENTS], cache_rows)
    assert_same(contents(url), end)
