"""The AsyncAPI 3.0 document of what is published, from the ABIs (https://www.asyncapi.com/docs/reference)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from indexer.abi import EventAbi, Parameter, events_of
from indexer.bus.cloudevents import CONTENT_TYPE, RETRACTED, type_of

MOCKS = frozenset({"TestToken"})
HEX, WHOLE = "^0x([0-9a-f]{2})*$", "^-?[0-9]+$"

Schema = dict[str, Any]


def document(abis: Path) -> Schema:
    """One message for each type of event that the contracts of a market log."""
    messages = _messages(_events(abis))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Stoa events",
            "version": "1",
            "description": "What a market's contracts logged, as CloudEvents 1.0. See docs/events.md.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {"events": _channel(messages)},
        "operations": {"publish": {"action": "send", "channel": {"$ref": "#/channels/events"}}},
        "components": {"messages": messages, "schemas": {"Envelope": ENVELOPE}},
    }


def _channel(messages: Iterable[str]) -> Schema:
    return {
        "address": "stoa",
        "description": (
            "RabbitMQ: topic exchange `stoa`, routing key the subject with a dot (`order.12`), message id the id. "
            "NATS: stream `STOA`, subject `stoa.order.12`, Nats-Msg-Id the id. "
            "Kafka: topic `stoa`, key the subject (`order/12`)."
        ),
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
    }


def _events(abis: Path) -> dict[str, list[EventAbi]]:
    """By type: two contracts may log events of one name."""
    found: dict[str, list[EventAbi]] = {}
    for path in sorted(abis.glob("*.json")):
        if path.stem not in MOCKS:
            for event in events_of(msgspec.json.decode(path.read_bytes())):
                alike = found.setdefault(type_of(path.stem, event.name), [])
                alike.extend([] if event in alike else [event])
    return found


def _messages(events: dict[str, list[EventAbi]]) -> dict[str, Schema]:
    return {name: _message(name, alike) for name, alike in sorted(events.items())}


def _message(name: str, alike: Sequence[EventAbi]) -> Schema:
    data = [_object(event.parameters) for event in alike]
    own = {"type": {"enum": [name, name + RETRACTED]}, "data": data[0] if len(data) == 1 else {"anyOf": data}}
    payload = {"allOf": [{"$ref": "#/components/schemas/Envelope"}, {"type": "object", "properties": own}]}
    return {"name": name, "contentType": CONTENT_TYPE, "payload": payload}


def _object(parameters: Sequence[Parameter], width_known: bool = True) -> Schema:
    members = {parameter.name: _schema(parameter, width_known) for parameter in parameters}
    return {"type": "object", "properties": members, "required": list(members)}


def _schema(parameter: Parameter, width_known: bool) -> Schema:
    """As `decode` writes the value: whole numbers of 64 bits and more, and those behind an offset, are strings."""
    if parameter.indexed and (parameter.dynamic or parameter.members or parameter.element):
        return {"type": "string", "pattern": HEX, "description": "hash of the value"}
    if element := parameter.element:
        return {"type": "array", "items": _schema(element, width_known=False)}
    if parameter.members:
        return _object(parameter.members, width_known and not parameter.dynamic)
    if parameter.type in ("string", "bool"):
        return {"type": "boolean" if parameter.type == "bool" else "string"}
    if parameter.type.startswith(("address", "bytes")):
        return {"type": "string", "pattern": HEX}
    small = width_known and int(parameter.type.lstrip("uint")) < 64
    return {"type": "integer"} if small else {"type": "string", "pattern": WHOLE}


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


ENVELOPE: Schema = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": _text("chain:transaction:log index, with :n after the n-th retraction; the same when told again"),
        "source": _text("/chains/<chain id>/markets/<number>"),
        "type": _text(f"what happened; with {RETRACTED} where a reorganisation took it back"),
        "subject": _text("what it is about, such as order/12"),
        "time": _text("of the block", format="date-time"),
        "datacontenttype": {"const": "application/json"},
        "data": {"type": "object", "description": "the event's arguments under their names in the ABI"},
        "partitionkey": _text("the subject: events of one key come in order"),
        "correlationid": _text("the checkout of an order's events, such as checkout/12; of others the subject"),
        "causationid": _text("hash of the transaction"),
        "blocknumber": _text("number of the block", pattern=WHOLE),
        "retracts": _text("id of the event that is taken back"),
    },
}
