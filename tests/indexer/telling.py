"""Events told to the handlers one by one, each with just the rows that the store would load, and undone in thought."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from indexer.abi import EventAbi, events_of
from indexer.decode import Event
from indexer.projections import MODULES, handler_of, linked, needs
from indexer.rows import Rows, Table
from tests.indexer.market import abi_of

MARKET, TOKEN, NATIVE = b"M" * 20, b"T" * 20, bytes(20)
BUYER, SELLER, REFERRER, STRANGER = b"B" * 20, b"S" * 20, b"R" * 20, b"X" * 20
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LATER = 1_800_000_000
ABIS = {(contract, event.name): event for contract in MODULES for event in events_of(abi_of(contract))}


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def named(name: str) -> tuple[str, EventAbi]:
    """Contract and ABI of `DisputeRaised`, or of `Membership.Transfer` where several have an event of the name."""
    contract, _, event = name.rpartition(".")
    found = [each for each in ABIS if each[1] == event and contract in ("", each[0])]
    return found[0][0], ABIS[found[0]]


class Telling:
    """Applies one event after another; time and place move on with each."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.happened = 0

    def __call__(self, name: str, /, **args: Any) -> None:
        self.happened += 1
        contract, abi = named(name)
        assert {parameter.attribute for parameter in abi.parameters} == args.keys()
        handler = handler_of(contract, abi.name)
        assert handler is not None
        event = self._event(abi.name, args)
        kept = {table.name: dict(table.rows) for table in self.rows.tables}
        before = deepcopy(kept)
        self._load(contract, event, kept)
        handler(self.rows, event)
        for table in self.rows.tables:
            table.rows = kept[table.name] | table.rows
            assert undone(table) == before[table.name], f"{name} changes {table.name} behind its image"
            table.complete, table.images = True, None

    def _event(self, name: str, args: dict[str, Any]) -> Event:
        number, told = self.happened, SimpleNamespace(__struct_fields__=tuple(args), **args)
        return Event(name, told, MARKET, number, 0, NOW + timedelta(seconds=number), number.to_bytes(32, "big"))

    def _load(self, contract: str, event: Event, kept: dict[str, dict[Any, Any]]) -> None:
        """What the store loads for this event, and nothing else."""
        for table in self.rows.tables:
            table.forget()
            table.images = {}
        wanted = [("market_state", ())]
        wanted += [
            (table, key_of(event.args)) for table, key_of in needs(contract, event.name, event.args.__struct_fields__)
        ]
        while wanted:
            name, key = wanted.pop()
            table, row = getattr(self.rows, name), kept[name].get(key)
            if row is None:
                table.absent.add(key)
            elif not table.holds(key):
                table.keep(key, row)
                wanted += linked(name, row)


def undone(table: Table[Any, Any]) -> dict[Any, Any]:
    """The rows as they were before the event, by their images."""
    images = table.images or {}
    back = {key: row for key, row in images.items() if row is not None}
    return {key: row for key, row in table.rows.items() if key not in images} | back
