"""CloudEvents 1.0 (https://github.com/cloudevents/spec): what leaves the indexer, in structured mode."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from indexer.abi import snake

CONTENT_TYPE = "application/cloudevents+json"
PREFIX = "com.stoa."
RETRACTED = ".retracted"


class Stored(NamedTuple):
    """A row of `chain.event` or `chain.orphan`. `turn` counts how often this very log was taken back before."""

    block_number: int
    log_index: int
    tx_hash: bytes
    timestamp: datetime
    market: int
    contract: str
    name: str
    subject: str
    args: dict[str, Any]
    correlation: str
    turn: int


class CloudEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event with its envelope; the extension attributes are the last five.

    `id` is the same whenever the event is told again. `causationid` is the hash of the transaction; `retracts` is the
    id of the event that a reorganisation has taken back.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: dict[str, Any]
    specversion: str = msgspec.field(default_factory=lambda: "1.0")
    datacontenttype: str = msgspec.field(default_factory=lambda: "application/json")
    partitionkey: str = ""
    correlationid: str = ""
    causationid: str = ""
    blocknumber: str = ""
    retracts: str = ""

    def encode(self) -> bytes:
        return msgspec.json.encode(self)


def type_of(contract: str, event: str) -> str:
    """`OrderPlaced` → `com.stoa.order.placed`; without a noun of its own the contract's: `com.stoa.market.transfer`."""
    noun, _, deed = snake(event).partition("_")
    return f"{PREFIX}{noun}.{deed}" if deed else f"{PREFIX}{snake(contract)}.{noun}"


def envelope(chain_id: int, stored: Stored) -> CloudEvent:
    """The event as it is told."""
    transaction = f"0x{stored.tx_hash.hex()}"
    turn = f":{stored.turn}" if stored.turn else ""
    return CloudEvent(
        id=f"{chain_id}:{transaction}:{stored.log_index}{turn}",
        source=f"/chains/{chain_id}/markets/{stored.market}",
        type=type_of(stored.contract, stored.name),
        subject=stored.subject,
        time=stored.timestamp,
        data=stored.args,
        partitionkey=stored.subject,
        correlationid=stored.correlation,
        causationid=transaction,
        blocknumber=str(stored.block_number),
    )


def retraction(chain_id: int, stored: Stored) -> CloudEvent:
    """The event taken back."""
    told = envelope(chain_id, stored)
    return msgspec.structs.replace(told, id=told.id + RETRACTED, type=told.type + RETRACTED, retracts=told.id)
