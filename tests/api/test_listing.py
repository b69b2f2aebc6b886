"""GET /api/listings/{id}: one listing whole, and documents that strangers wrote."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from api import cid
from tests.api import rows
from tests.api.content import name, picture, publish
from tests.api.rows import HOUR
from tests.conftest import Database

PHOTO = name(picture())
BOWL = {
    "title": "Stoneware bowl",
    "summary": "Blue rim",
    "description": "First line\r\nsecond line",
    "images": [{"cid": PHOTO, "width": 1200, "height": 900, "alt": "A bowl"}],
    "attributes": [{"name": "Diameter", "value": "18 cm"}],
    "tags": ["kitchen"],
    "place": {"name": "Lisbon", "latitude": 38.72, "longitude": -9.14},
    "unknown": {"kept": "in the bytes"},
}


async def test_get_listing__with_document__shows_what_it_says(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    content = await publish(api, BOWL)
    rows.write(market, *rows.listing(7, silas, content=content, version=2))
    listing = (await api.get("/api/listings/7")).json()
    assert listing["document"] == {
        **{key: BOWL[key] for key in ("title", "summary", "images", "attributes", "tags", "place")},
        "description": "First line\nsecond line",
    }
    assert (listing["title"], listing["image"]["cid"]) == ("Stoneware bowl", PHOTO)
    assert listing["content"] == cid.encode(content)
    windows = [listing[f"{each}_window"] for each in ("accept", "deliver", "inspect")]
    assert windows == [24 * HOUR, 72 * HOUR, 48 * HOUR]
    assert listing["fee_bps"] == 250
    assert [version["version"] for version in listing["versions"]] == [2, 1]
    assert listing["versions"][1]["tx_hash"] == f"0x{rows.hash32(7).hex()}"
    assert listing["seller"]["address"] == "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    assert listing["seller"]["status"] == "active"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nice\u202egnp.exe", "Nicegnp.exe"),
        ("a\x00b\x1b[31mc\x07", "ab[31mc"),
        ("two\nlines\tand  gaps", "two lines and gaps"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("x" * 400, "x" * 120),
        ("e\u0301", "é"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
async def test_get_listing__title_that_hides_or_reverses__is_shown_plainly(
    api: httpx.AsyncClient, market: Database, silas: bytes, written: str, shown: str
) -> None:
    """Markup is left as it is: it is text, and the page renders text."""
    rows.write(market, *rows.listing(7, silas, content=await publish(api, {"title": written})))
    assert (await api.get("/api/listings/7")).json()["title"] == shown
    assert (await api.get("/api/listings")).json()["items"][0]["title"] == shown


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Not a listing", "bio": "x", "image": PHOTO},
        {"text": "A review", "images": [{"cid": PHOTO}]},
        {"fileURI": f"/ipfs/{PHOTO}", "name": "Evidence"},
    ],
    ids=["profile", "text", "evidence"],
)
async def test_get_listing__names_another_document__shows_what_it_can(
    api: httpx.AsyncClient, market: Database, silas: bytes, other: dict[str, Any]
) -> None:
    rows.write(market, *rows.listing(7, silas, content=await publish(api, other)))
    assert (await api.get("/api/listings")).status_code == 200
    answer = await api.get("/api/listings/7")
    assert answer.status_code == 200, answer.text
    assert answer.json()["document"]["description"] == ""


async def test_get_listing__content_is_a_picture_or_another_document__has_no_document(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    rows.write(market, *rows.listing(7, silas, content=await publish(api, {"tracking": "RR1"})))
    assert (await api.get("/api/listings/7")).json()["document"] is None


async def test_get_listing__category_name_of_a_joker__is_shown_plainly(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    rows.write(market, rows.category(9, "Home\u202e\x1b\nx"), *rows.listing(7, silas, category_id=9))
    assert (await api.get("/api/listings/7")).json()["category"]["name"] == "Home x"
