"""The OpenAPI document holds: generated requests, valid and not, against a market with rows, answer as it says."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.main import create_app
from api.settings import Settings
from tests.api import aftermath, rows
from tests.conftest import ROOT, Database, free_port


def answers(_: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """No fault of ours; 503 is right for a block that is not indexed in time, and for nothing else here."""
    waited_in_vain = response.status_code == 503 and "is not indexed after" in response.text
    assert response.status_code < 500 or waited_in_vain, f"{case.method} {case.path}: {response.text}"


# It does not know AVIF: bytes, like any picture.
schemathesis.serializer.alias("image/avif", "application/octet-stream")
SCHEMA = schemathesis.openapi.from_path(ROOT / "frontend" / "openapi.json")
CHECKS = [answers, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def url(only_database: Database, folders: dict[str, Any]) -> Iterator[str]:
    """A served API; generated requests go over a socket, as a stranger's do."""
    port = free_port()
    named: dict[str, Any] = {"API_DATABASE_URL": only_database.url("stoa_api"), "min_block_seconds": 0.01}
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(**(folders | named))), port=port, log_level="error"))
    serving = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    serving.start()
    while not server.started:
        assert serving.is_alive()
        threading.Event().wait(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    serving.join(10)


@pytest.fixture
def trade(market: Database, silas: bytes, bea: bytes) -> Database:
    """Something of everything."""
    rows.write(
        market,
        *(row for number in range(1, 5) for row in rows.listing(number, silas)),
        *(rows.order(number, bea, silas) for number in range(1, 5)),
        rows.event("OrderPlaced", "order/1", 101),
        rows.balance(bea, 5),
        rows.entry(bea, 5, 1),
        aftermath.review(1, bea, silas, content=rows.hash32(8), answer=rows.hash32(8), answered_at=rows.BEGAN),
        aftermath.hidden("review", 1),
        aftermath.buyer_review(1, bea, silas, 3),
        aftermath.comment(1, bea, rows.hash32(8)),
        aftermath.arbitrator(),
        aftermath.dispute(2, bea, silas, stage="arbitrated", dispute_id=1),
        aftermath.arbitration(2, 1),
        aftermath.evidence(2, bea, "/ipfs/one", 101),
        aftermath.member(bea, 0),
        aftermath.case(1),
        aftermath.round_of(1, 1),
        aftermath.vote(1, bea, 11),
        aftermath.tier(),
        aftermath.membership(1, bea),
        aftermath.bond(silas, rows.NATIVE, 5),
        aftermath.request(1, bea),
        aftermath.offer(1, silas, bea, request_id=1),
    )
    return market


@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_operation__generated_requests__answer_as_described(case: schemathesis.Case, url: str, trade: Database) -> None:
    case.call_and_validate(base_url=url, checks=CHECKS)
