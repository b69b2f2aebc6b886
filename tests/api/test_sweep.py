"""Content that nothing on chain names is dropped after a day; what is named stays, with the pictures that it names."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from api import cid
from api.content import queries
from api.migrate import psycopg_url
from tests.api import aftermath, rows
from tests.api.conftest import Serve
from tests.api.content import CONTENT, digest, name, picture, publish, upload
from tests.conftest import Database

PHOTO, PORTRAIT, OTHER = (picture(colour=colour) for colour in ("red", "green", "blue"))


async def sweep(market: Database, markets: queries.Markets | None = None) -> int:
    engine = create_async_engine(psycopg_url(market.url("stoa_api")))
    try:
        return await queries.drop_unreferenced(engine, 24, {rows.CHAIN: [rows.MARKET]} if markets is None else markets)
    finally:
        await engine.dispose()


def age(market: Database, hours: int) -> None:
    with psycopg.connect(market.url()) as connection:
        connection.execute("UPDATE app.blob SET stored_at = now() - make_interval(hours => %s)", [hours])


async def is_there(api: httpx.AsyncClient, content: bytes) -> bool:
    return (await api.get(f"{CONTENT}/{name(content)}")).status_code == 200


async def test_sweep__named_by_nothing_for_a_day__is_dropped(api: httpx.AsyncClient, market: Database) -> None:
    await upload(api, PHOTO, "image/png")
    await api.get(f"{CONTENT}/{name(PHOTO)}?width=320")
    await publish(api, {"title": "Never listed"})
    age(market, 23)
    assert await sweep(market) == 0
    age(market, 25)
    assert await sweep(market) == 2
    assert not await is_there(api, PHOTO)


async def test_sweep__uploaded_again__has_another_day(api: httpx.AsyncClient, market: Database) -> None:
    await upload(api, PHOTO, "image/png")
    age(market, 25)
    await upload(api, PHOTO, "image/png")
    assert await sweep(market) == 0


async def test_sweep__texts_of_reviews_comments_and_offers__stay(
    api: httpx.AsyncClient, market: Database, silas: bytes, bea: bytes
) -> None:
    texts = [await publish(api, {"text": f"Text {number}"}) for number in range(9)]
    rows.write(
        market,
        aftermath.review(1, bea, silas, content=texts[0], answer=texts[1]),
        aftermath.buyer_review(1, bea, silas, 5, content=texts[2]),
        aftermath.comment(1, bea, texts[3]),
        aftermath.hidden("comment", 1, reason=texts[4]),
        aftermath.request(1, bea, texts[5]),
        aftermath.offer(1, silas, content=texts[6]),
        aftermath.deal(2, silas, bea, 1, content=texts[7]),
    )
    age(market, 25)
    assert await sweep(market) == 1


async def test_sweep__evidence_and_its_file__stay(api: httpx.AsyncClient, market: Database, bea: bytes) -> None:
    await upload(api, PHOTO, "image/png")
    await upload(api, OTHER, "image/png")
    shown = {"name": "A crack", "description": "It came broken.", "fileURI": f"/ipfs/{name(PHOTO)}"}
    evidence = await publish(api, shown)
    rows.write(
        market,
        aftermath.evidence(1, bea, f"/ipfs/{cid.encode(evidence)}", 5),
        aftermath.evidence(1, bea, "/ipfs/b" + "a" * 58, 6),
        aftermath.evidence(1, bea, "https://elsewhere.example/\u202e", 7),
    )
    age(market, 25)
    assert await sweep(market) == 1
    assert await is_there(api, PHOTO)


async def test_sweep__pictures_of_listings_and_profiles__stay(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    for each in (PHOTO, PORTRAIT, OTHER):
        await upload(api, each, "image/png")
    document = await publish(api, {"title": "Bowl", "images": [{"cid": name(PHOTO)}]})
    profile = await publish(api, {"name": "Sofia", "image": name(PORTRAIT)})
    rows.write(market, *rows.listing(1, silas, content=document), rows.seller(rows.account(7), profile=profile))
    age(market, 25)
    assert await sweep(market) == 1
    assert [await is_there(api, each) for each in (PHOTO, PORTRAIT, OTHER)] == [True, True, False]
    assert (await api.get(f"{CONTENT}/{cid.encode(document)}")).status_code == 200


@pytest.mark.parametrize("field", ["started_document", "delivered_document"])
async def test_sweep__documents_of_orders__stay(
    api: httpx.AsyncClient, market: Database, silas: bytes, bea: bytes, field: str
) -> None:
    tracking = await publish(api, {"tracking": "RR123456785PT"})
    facts: dict[str, Any] = {field: tracking}
    rows.write(market, *rows.listing(1, silas), rows.order(1, bea, silas, **facts))
    age(market, 25)
    assert await sweep(market) == 0


async def test_sweep__only_an_earlier_version_names_it__stays(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    await upload(api, PHOTO, "image/png")
    listing, first = rows.listing(1, silas, content=digest(PHOTO))
    rows.write(market, listing.model_copy(update={"content": rows.hash32(9)}), first)  # type: ignore[attr-defined]
    age(market, 25)
    assert await sweep(market) == 0


@pytest.mark.parametrize(
    "changes",
    [
        "status = 'backfill'",
        "status = 'rebuilding'",
        "markets = '[]'",
        "head_seen_at = now() - interval '6 minutes'",
        "chain_id = 10",
    ],
)
async def test_sweep__market_not_indexed_to_the_head__drops_nothing(
    api: httpx.AsyncClient, market: Database, changes: str
) -> None:
    """An indexer that starts anew has empty tables: all content would look as if nothing named it."""
    await upload(api, PHOTO, "image/png")
    age(market, 25)
    with psycopg.connect(market.url()) as connection:
        connection.execute(f"UPDATE chain.cursor SET {changes}")
    assert await sweep(market) == 0
    assert await is_there(api, PHOTO)


async def test_sweep__nothing_or_another_market_deployed__drops_nothing(
    api: httpx.AsyncClient, market: Database
) -> None:
    await upload(api, PHOTO, "image/png")
    age(market, 25)
    assert await sweep(market, {}) == 0
    assert await sweep(market, {rows.CHAIN: [1, 2]}) == 0
    assert await sweep(market, {rows.CHAIN: [1], 10: [1]}) == 0
    assert await sweep(market) == 1


async def test_sweep__more_pictures_than_a_statement_has_parameters__is_one_statement(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    await upload(api, PHOTO, "image/png")
    document = await publish(api, {"title": "Bowl"})
    rows.write(market, *rows.listing(1, silas, content=document))
    images = json.dumps([{"cid": cid.encode(rows.hash32(number))} for number in range(70_000)])
    with psycopg.connect(market.url()) as connection:
        connection.execute("UPDATE app.document SET images = %s", [images])
    age(market, 25)
    assert await sweep(market) == 1


async def test_sweep__while_the_api_runs__happens_by_itself(market: Database, serve: Serve) -> None:
    async with serve(market, sweep_seconds=0.1) as client:
        await upload(client, PHOTO, "image/png")
        age(market, 25)
        until = time.monotonic() + 20
        while await is_there(client, PHOTO):
            assert time.monotonic() < until, "it was never swept"
            await asyncio.sleep(0.05)


async def test_sweep__another_process_sweeps__leaves_it_to_that_one(api: httpx.AsyncClient, market: Database) -> None:
    await upload(api, PHOTO, "image/png")
    age(market, 25)
    with psycopg.connect(market.url()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [queries.SWEEPING])
        assert await sweep(market) == 0
    assert await sweep(market) == 1
