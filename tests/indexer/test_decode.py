"""The generated decoders against eth_abi, for every event of every contract."""

import json
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.abi import AbiError, EventAbi, Parameter, events_of
from indexer.decode import Decoder, decoders
from indexer.projections import MODULES
from tests.indexer.market import abi_of

NOBODY = "0x" + "00" * 20
CONTRACTS = (*MODULES, "AccessManager")
KNOWN = [
    pytest.param(event, decoders(abi_of(contract))[event.topic], id=f"{contract}.{event.name}")
    for contract in CONTRACTS
    for event in events_of(abi_of(contract))
]


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values as eth_abi takes them."""
    if element := parameter.element:
        size = parameter.length
        return st.lists(values_of(element), min_size=size or 0, max_size=3 if size is None else size)
    if parameter.members:
        return st.tuples(*map(values_of, parameter.members))
    kind = parameter.type
    if kind == "string":
        return st.text(st.characters(exclude_categories=["Cs"]), max_size=70)
    if kind == "bytes":
        return st.binary(max_size=70)
    if kind == "bool":
        return st.booleans()
    if kind == "address":
        return st.binary(min_size=20, max_size=20).map(lambda raw: f"0x{raw.hex()}")
    if kind.startswith("bytes"):
        return st.binary(min_size=int(kind[5:]), max_size=int(kind[5:]))
    bits = int(kind.lstrip("uint"))
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if kind[0] == "i" else (0, 2**bits - 1)
    return st.integers(low, high) | st.sampled_from([low, high])


def zero(parameter: Parameter) -> Any:
    """The value that is nothing of its type."""
    if element := parameter.element:
        return [zero(element)] * (parameter.length or 0)
    if parameter.members:
        return tuple(map(zero, parameter.members))
    if parameter.type == "address":
        return NOBODY
    if parameter.type == "string":
        return ""
    if parameter.type == "bool":
        return False
    return b"" if parameter.type.startswith("bytes") else 0


def log_of(event: EventAbi, values: dict[str, Any]) -> bytes:
    """Indexed words followed by the data, as a node sends them."""
    words = encode([parameter.canonical for parameter in event.indexed], [values[p.name] for p in event.indexed])
    return words + encode([parameter.canonical for parameter in event.data], [values[p.name] for p in event.data])


def same(parameter: Parameter, got: Any, value: Any) -> bool:
    if element := parameter.element:
        return len(got) == len(value) and all(map(same, [element] * len(value), got, value))
    if parameter.members:
        members = [getattr(got, member.attribute) for member in parameter.members]
        return all(map(same, parameter.members, members, value))
    if parameter.type == "address":
        return bool(got == bytes.fromhex(value[2:]))
    return bool(got == (value.replace("\0", "\ufffd") if isinstance(value, str) else value))


def shown(parameter: Parameter, value: Any) -> Any:
    """The value as the API promises it in JSON."""
    if element := parameter.element:
        return [shown(element, item) for item in value]
    if parameter.members:
        return {m.name: shown(m, item) for m, item in zip(parameter.members, value, strict=True)}
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, bool) or parameter.type in ("string", "address"):
        return value.replace("\0", "\ufffd") if isinstance(value, str) else value
    return value if int(parameter.type.lstrip("uint")) < 64 else str(value)


@pytest.mark.parametrize(("event", "decoder"), KNOWN)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_decode__any_values__equals_eth_abi(event: EventAbi, decoder: Decoder, data: st.DataObject) -> None:
    values = {parameter.name: data.draw(values_of(parameter), parameter.name) for parameter in event.parameters}

    args = decoder.decode(log_of(event, values))

    for parameter in event.parameters:
        assert same(parameter, getattr(args, parameter.attribute), values[parameter.name])
    expected = {parameter.name: shown(parameter, values[parameter.name]) for parameter in event.parameters}
    assert json.loads(decoder.to_json(args)) == expected


NESTED = EventAbi(
    "Nested",
    (
        Parameter("id", "uint256", indexed=True),
        Parameter("note", "string"),
        Parameter("pair", "tuple", (Parameter("a", "int24"), Parameter("b", "bytes4"))),
        Parameter("ids", "uint256[]"),
        Parameter("fixed", "int8[3]"),
        Parameter("inner", "tuple", (Parameter("label", "string"), Parameter("blob", "bytes"))),
        Parameter("rows", "tuple[]", (Parameter("who", "address"), Parameter("words", "string[]"))),
        Parameter("last", "int256"),
    ),
)


def raw(parameter: Parameter) -> dict[str, Any]:
    components = {"components": list(map(raw, parameter.members))} if parameter.members else {}
    return {"name": parameter.name, "type": parameter.type, "indexed": parameter.indexed, **components}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_decode__nested_dynamic_values__equals_eth_abi(data: st.DataObject) -> None:
    decoder = decoders([{"type": "event", "name": "Nested", "inputs": list(map(raw, NESTED.parameters))}])[NESTED.topic]
    values = {parameter.name: data.draw(values_of(parameter), parameter.name) for parameter in NESTED.parameters}

    args = decoder.decode(log_of(NESTED, values))

    for parameter in NESTED.parameters:
        assert same(parameter, getattr(args, parameter.attribute), values[parameter.name])
    expected = {parameter.name: shown(parameter, values[parameter.name]) for parameter in NESTED.parameters}
    assert json.loads(decoder.to_json(args)) == expected


def test_decode__every_event_cut_short__raises_value_error_or_struct_error() -> None:
    import struct

    for contract in CONTRACTS:
        for decoder in decoders(abi_of(contract)).values():
            with pytest.raises((struct.error, ValueError)):
                decoder.decode(b"\xff" * 31)


def test_decode__offset_outside_the_data__raises_value_error() -> None:
    decoder = next(d for d in decoders(abi_of("Market")).values() if d.name == "CategoryRenamed")

    with pytest.raises(ValueError, match="outside"):
        decoder.decode(bytes(32) + b"\0" * 24 + b"\xff" * 8)


def test_decoders__unknown_type__raises_abi_error() -> None:
    with pytest.raises(AbiError, match="fixed"):
        decoders([{"type": "event", "name": "E", "inputs": [{"name": "x", "type": "fixed128x18"}]}])


def subjects(contract: str) -> dict[str, str]:
    """What the events of a contract are about."""
    found = {}
    for event in events_of(abi_of(contract)):
        zeros = {parameter.name: zero(parameter) for parameter in event.parameters}
        decoder = decoders(abi_of(contract))[event.topic]
        found[event.name] = decoder.subject(decoder.decode(log_of(event, zeros)))
    return found


def test_subject__each_event__names_what_it_is_about() -> None:
    market, sellers, disputes = subjects("Market"), subjects("Sellers"), subjects("Disputes")

    named = {name for name in market if name.startswith("Order")} - {"OrdersPaused"}
    assert {name for name, subject in market.items() if subject == "order/0"} == named | {"OfferTaken", "ReviewChanged"}
    assert market["ListingCreated"] == market["StockLow"] == "listing/0"
    assert market["CategoryAdded"] == "category/0"
    assert market["SellerStatusChanged"] == sellers["SellerSuspended"] == sellers["BondDeposited"] == f"seller/{NOBODY}"
    assert market["Transfer"] == market["Deposited"] == market["NoncesCancelled"] == f"account/{NOBODY}"
    assert market["FeeChanged"] == market["OrdersPaused"] == market["FeesCollected"] == "market"
    assert (
        sellers["BondSlashed"] == disputes["DisputeRaised"] == disputes["Evidence"] == disputes["Dispute"] == "order/0"
    )
    assert subjects("Membership")["Transfer"] == subjects("Membership")["MembershipMinted"] == "membership/0"
    assert subjects("Council")["Voted"] == "dispute/0"
    assert subjects("Quotes")["OfferPublished"] == "request/0"
    assert subjects("Reviews")["Commented"] == "listing/0"
