"""GET …/reviews, …/comments, …/marks, and reviews beside orders, listings and sellers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from api import cid
from api.values import address
from tests.api import aftermath, rows
from tests.api.conftest import problem, whole
from tests.api.content import publish
from tests.api.rows import BEGAN, hash32
from tests.conftest import Database


async def get(api: httpx.AsyncClient, path: str, **params: Any) -> Any:
    answer = await api.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def trade(market: Database, silas: bytes, bea: bytes) -> Database:
    rows.write(
        market,
        *rows.listing(1, silas, rating_sum=13, rating_count=3),
        *(rows.order(number, bea, silas, state="completed", closed_at=BEGAN) for number in (1, 2, 3)),
    )
    return market


async def test_list_listing_reviews__three__newest_first_with_words_and_answer(
    api: httpx.AsyncClient, trade: Database, silas: bytes, bea: bytes
) -> None:
    said = await publish(api, {"text": "As round\u202e as the moon.", "images": []})
    answered = await publish(api, {"text": "Thank you!"})
    rows.write(
        trade,
        aftermath.review(1, bea, silas, 5, content=said, answer=answered, answered_at=BEGAN),
        aftermath.review(2, bea, silas, 4),
        aftermath.review(3, bea, silas, 4, content=hash32(5)),
    )

    items = await whole(api, "/api/listings/1/reviews", limit=2)
    assert [item["order_id"] for item in items] == [3, 2, 1]
    assert items[2]["text"]["text"] == "As round as the moon."
    assert items[2]["answer"]["text"]["text"] == "Thank you!"
    assert items[1]["text"] is None
    assert items[0]["text"] == {"cid": cid.encode(hash32(5)), "text": None, "images": [], "hidden": None}
    assert await whole(api, f"/api/sellers/{address(silas)}/reviews", limit=1) == items
    assert [item["order_id"] for item in await whole(api, "/api/listings/1/reviews", rating=5)] == [1]


async def test_review__hidden_text__says_why_and_not_what_and_keeps_its_mark(
    api: httpx.AsyncClient, trade: Database, silas: bytes, bea: bytes
) -> None:
    said, reason = await publish(api, {"text": "A slur."}), await publish(api, {"text": "It insults."})
    rows.write(
        trade,
        aftermath.review(1, bea, silas, 1, content=said, answer=said, answered_at=BEGAN),
        aftermath.hidden("review", 1, reason=reason),
        aftermath.hidden("answer", 1, now=False),
        aftermath.hidden("comment", 1),
    )

    [item] = (await get(api, "/api/listings/1/reviews"))["items"]
    assert item["rating"] == 1
    assert (item["text"]["cid"], item["text"]["text"]) == (cid.encode(said), None)
    assert item["text"]["hidden"]["reason"] == cid.encode(reason)
    assert item["text"]["hidden"]["moderator"] == address(aftermath.MODERATOR)
    assert (item["answer"]["text"]["text"], item["answer"]["text"]["hidden"]) == ("A slur.", None)


async def test_threads__replies_and_hidden__by_their_own_route(
    api: httpx.AsyncClient, trade: Database, silas: bytes, bea: bytes
) -> None:
    said = await publish(api, {"text": "Is it dishwasher safe?"})
    rows.write(
        trade,
        aftermath.comment(1, bea, said, replies=2),
        aftermath.comment(2, silas, said, 1),
        aftermath.comment(3, bea, said, 1),
        aftermath.comment(4, bea, said),
        aftermath.hidden("comment", 3),
    )

    threads = await whole(api, "/api/listings/1/comments", limit=1)
    assert [(item["id"], item["replies"], item["by_seller"]) for item in threads] == [(4, 0, False), (1, 2, False)]
    assert threads[1]["text"]["text"] == "Is it dishwasher safe?"
    replies = await whole(api, "/api/comments/1/replies", limit=1)
    assert [(item["id"], item["by_seller"], item["text"]["text"]) for item in replies] == [
        (2, True, "Is it dishwasher safe?"),
        (3, False, None),
    ]
    problem(await api.get("/api/comments/2/replies"), 404, "not-found")
    problem(await api.get("/api/comments/99/replies"), 404, "not-found")


async def test_marks__of_a_buyer__mean_is_of_all_pages(
    api: httpx.AsyncClient, trade: Database, silas: bytes, selma: bytes, bea: bytes
) -> None:
    path = f"/api/accounts/{address(bea)}/marks"
    assert (await get(api, path))["rating"] == {"mean": None, "count": 0}
    rows.write(trade, *(aftermath.buyer_review(n, bea, silas, rating) for n, rating in ((1, 5), (2, 4), (3, 4))))

    page = await get(api, path, limit=1)
    assert page["rating"] == {"mean": 4.33, "count": 3}
    assert [item["order_id"] for item in await whole(api, path, limit=1)] == [3, 2, 1]


async def test_order_and_listing__reviewed__show_it(
    api: httpx.AsyncClient, trade: Database, silas: bytes, bea: bytes
) -> None:
    rows.write(
        trade,
        aftermath.review(1, bea, silas, 4),
        aftermath.buyer_review(1, bea, silas, 5),
        aftermath.comment(1, bea, hash32(9)),
    )

    order = await get(api, "/api/orders/1")
    assert (order["review"]["rating"], order["buyer_review"]["rating"]) == (4, 5)
    assert (await get(api, "/api/orders/2"))["review"] is None
    listing = await get(api, "/api/listings/1")
    assert listing["rating"] == {"mean": 4.33, "count": 3}
    assert [item["order_id"] for item in listing["reviews"]] == [1]
    assert [item["id"] for item in listing["threads"]] == [1]
    assert (await get(api, "/api/listings"))["items"][0]["rating"]["count"] == 3
