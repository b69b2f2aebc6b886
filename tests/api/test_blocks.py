"""`min_block`, X-Indexed-Block, ETag: a caller reads its own writes, and nothing twice."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time

import httpx
import psycopg

from tests.api import rows
from tests.api.conftest import Serve, problem
from tests.conftest import Database


def commit(market: Database, block: int, notify: bool = True) -> None:
    """As the indexer commits a block."""
    with psycopg.connect(market.url("stoa_indexer")) as connection:
        connection.execute("UPDATE chain.cursor SET block_number = %s", [block])
        if notify:
            connection.execute("SELECT pg_notify('stoa_block', %s)", [f"{rows.CHAIN}:{block}"])


async def test_min_block__indexed_already__is_answered_at_once(api: httpx.AsyncClient, market: Database) -> None:
    commit(market, 500)
    answer = await api.get("/api/listings", params={"min_block": 500})
    assert (answer.status_code, answer.headers["X-Indexed-Block"]) == (200, "500")


async def test_min_block__indexed_soon__waits_for_it_and_shows_its_rows(
    market: Database, serve: Serve, silas: bytes
) -> None:
    async with serve(market) as client:
        waiting = asyncio.create_task(client.get("/api/listings", params={"min_block": 501}))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        rows.write(market, *rows.listing(7, silas))
        began = time.monotonic()
        commit(market, 501)
        answer = await waiting
        assert time.monotonic() - began < 2
        assert answer.headers["X-Indexed-Block"] == "501"
        assert [item["id"] for item in answer.json()["items"]] == [7]


async def test_min_block__never_indexed__is_unavailable_and_says_when_to_ask_again(
    market: Database, serve: Serve
) -> None:
    async with serve(market, min_block_seconds=0.1) as client:
        answer = await client.get("/api/listings", params={"min_block": 2**63 - 1})
        problem(answer, 503, "unavailable")
        assert answer.headers["Retry-After"] == "1"


async def test_min_block__notice_lost__the_row_decides(market: Database, serve: Serve) -> None:
    async with serve(market, min_block_seconds=0.1) as client:
        commit(market, 502, notify=False)
        assert (await client.get("/api/listings", params={"min_block": 502})).status_code == 200


async def test_min_block__taken_back_by_a_reorganisation__is_not_served(market: Database, serve: Serve) -> None:
    async with serve(market, min_block_seconds=0.1) as client:
        commit(market, 510)
        assert (await client.get("/api/listings", params={"min_block": 510})).status_code == 200
        commit(market, 505, notify=False)
        problem(await client.get("/api/listings", params={"min_block": 510}), 503, "unavailable")


async def test_min_block__listener_cut_off__listens_again(market: Database, serve: Serve) -> None:
    async with serve(market) as client:
        await client.get("/api/listings", params={"min_block": 500})
        with psycopg.connect(market.url(), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'stoa_api'")
        commit(market, 503)
        assert (await client.get("/api/listings", params={"min_block": 503})).status_code == 200


async def test_etag__nothing_changed__is_304_with_the_new_block(
    api: httpx.AsyncClient, market: Database, silas: bytes
) -> None:
    first = await api.get("/api/listings")
    commit(market, 504)
    again = await api.get("/api/listings", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["X-Indexed-Block"]) == (304, b"", "504")
    rows.write(market, *rows.listing(1, silas))
    changed = await api.get("/api/listings", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


async def test_answer__rows_and_block__are_of_one_moment(market: Database, serve: Serve, silas: bytes) -> None:
    """While an indexer writes every listing anew in each block, every page is of the block that it says, whole."""
    rows.write(market, *(row for number in range(1, 6) for row in rows.listing(number, silas)))
    enough = threading.Event()

    def index() -> None:
        with psycopg.connect(market.url("stoa_indexer"), autocommit=True) as connection:
            for number in itertools.count(1):
                with connection.transaction():
                    connection.execute("UPDATE chain.listing SET sold = %s", [number])
                    connection.execute("UPDATE chain.cursor SET block_number = %s", [number])
                if enough.is_set():
                    return

    async with serve(market) as client:
        commit(market, 0)
        indexing = asyncio.create_task(asyncio.to_thread(index))
        try:
            async with asyncio.timeout(60):
                seen: set[int] = set()
                while len(seen) < 20:
                    answer = await client.get("/api/listings")
                    block = int(answer.headers["X-Indexed-Block"])
                    assert [item["sold"] for item in answer.json()["items"]] == [block] * 5
                    seen.add(block)
        finally:
            enough.set()
            await indexing
