"""The AsyncAPI document: committed as it is generated, and true of what is told."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema

from indexer.bus.asyncapi import document
from tests.conftest import ROOT, Database
from tests.indexer.history import Life
from tests.indexer.listening import Listener
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.running import RunningIndexer

COMMITTED = json.loads((ROOT / "docs" / "asyncapi.json").read_text())


@pytest.fixture
def listener(database: Database) -> Iterator[Listener]:
    running = Listener(database.url("stoa_indexer"))
    yield running
    running.stop()


def validator(message: dict[str, Any]) -> jsonschema_rs.Draft7Validator:
    """Draft 7 is what AsyncAPI 3.0 builds on."""
    return jsonschema_rs.Draft7Validator(message["payload"] | {"components": COMMITTED["components"]})


def test_document__is_asyncapi_3() -> None:
    assert ApplicationSchema.model_validate(COMMITTED).asyncapi == "3.0.0"


def test_document__has_every_event_of_the_abis() -> None:
    assert document(ROOT / "deployments" / "abi") == COMMITTED
    assert "com.stoa.order.placed" in COMMITTED["components"]["messages"]
    assert "com.stoa.market.transfer" in COMMITTED["components"]["messages"]


def test_events__of_a_life__are_as_the_document_says(
    chain: Anvil, market: DeployedMarket, database: Database, start: Callable[..., RunningIndexer], listener: Listener
) -> None:
    running, life = start(database), Life(market, seed=101)
    for _ in range(12):
        life.act(6)
        chain.mine()
    running.catch_up(chain)
    listener.catch_up()
    chain.roll_back(2)
    chain.mine(3)
    running.catch_up(chain)
    listener.catch_up()

    assert len({event.type for event in listener.told}) > 12
    for event in listener.told:
        told = json.loads(event.encode())
        validator(COMMITTED["components"]["messages"][event.type.removesuffix(".retracted")]).validate(told)


def test_message__of_another_type__is_refused() -> None:
    placed = validator(COMMITTED["components"]["messages"]["com.stoa.order.placed"])
    with pytest.raises(jsonschema_rs.ValidationError):
        placed.validate({"type": "com.stoa.order.accepted"})
