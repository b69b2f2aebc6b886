"""Rate limits: of whom, of what, and what a refusal says."""

from __future__ import annotations

import httpx
import pytest

from tests.api.conftest import VISITOR, Serve, problem
from tests.api.content import upload
from tests.conftest import Database

PATH = "/api/categories"


async def test_read__over_the_rate__is_refused_in_words_and_headers(market: Database, serve: Serve) -> None:
    async with serve(market, client=VISITOR, read_rate="2/minute") as visitor:
        assert [(await visitor.get(PATH)).status_code for _ in range(2)] == [200, 200]
        refused = await visitor.get(PATH)
        problem(refused, 429, "too-many-requests")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["RateLimit-Policy"] == '"read";q=2;w=60'
        assert refused.headers["RateLimit"].startswith('"read";r=0;t=')
        assert refused.headers["X-Content-Type-Options"] == "nosniff"


async def test_upload__over_the_rate__leaves_reading_free(market: Database, serve: Serve) -> None:
    async with serve(market, client=VISITOR, upload_rate="1/minute") as visitor:
        assert (await upload(visitor, b'{"n": 1}', "application/json")).status_code == 201
        problem(await upload(visitor, b'{"n": 2}', "application/json"), 429, "too-many-requests")
        assert (await visitor.get(PATH)).status_code == 200


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
async def test_limit__loopback__has_none(market: Database, serve: Serve, client: str) -> None:
    async with serve(market, client=client, read_rate="1/minute") as operator:
        assert [(await operator.get(PATH)).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),  # one customer's network
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 200),
        ("203.0.113.7", "203.0.113.8", 200),
        ("203.0.113.7", "::ffff:203.0.113.7", 429),
    ],
)
async def test_limit__two_addresses__count_together_only_as_one_customer(
    market: Database, serve: Serve, first: str, second: str, status: int
) -> None:
    async with serve(market, client=first, read_rate="1/minute") as one:
        assert (await one.get(PATH)).status_code == 200
        transport = httpx.ASGITransport(one.app, client=(second, 50_000))  # type: ignore[attr-defined]
        async with httpx.AsyncClient(transport=transport, base_url="http://stoa") as other:
            assert (await other.get(PATH)).status_code == status
