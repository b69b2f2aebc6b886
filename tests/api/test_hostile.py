"""Search parameters, cursors and names that somebody made up: 4xx in RFC 9457 form, or harmless, never 5xx."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from tests.api import rows
from tests.api.conftest import problem, whole
from tests.conftest import Database

COLLECTIONS = (
    "/api/listings",
    "/api/sellers",
    "/api/accounts/0x" + "51" * 20 + "/orders",
    "/api/accounts/0x" + "51" * 20 + "/ledger",
    "/api/accounts/0x" + "51" * 20 + "/balances",
    "/api/accounts/0x" + "51" * 20 + "/marks",
    "/api/accounts/0x" + "51" * 20 + "/memberships",
    "/api/accounts/0x" + "51" * 20 + "/offers",
    "/api/sellers/0x" + "51" * 20 + "/reviews",
    "/api/listings/1/reviews",
    "/api/listings/1/comments",
    "/api/disputes",
    "/api/council/cases",
    "/api/requests",
    "/api/requests/1/offers",
)
SQL = ("'; DROP TABLE chain.listing; --", '" OR 1=1', "x') UNION SELECT 1 --", "%00' OR ''='", "\\", "' || pg_sleep(9)")
ODD_WORDS = (
    "½", "⑴ ⒜", "№", "²", "a & | ! ( ) : * <->", ":*", "''", "'a", "a\\", "\\'", "((((", '"', '"a', "-", "--a", "or or",
    "the", "\u202eevil", "ﷺ", "e\u0301" * 90, "💥", "\t\n", "%_", "a" * 200, "＼ ＇", "‘a’",
)  # fmt: skip


@pytest.mark.parametrize("path", COLLECTIONS)
@pytest.mark.parametrize("limit", ["0", "-1", "101", str(10**30), "1e3", "", "NaN", "1.5", "٣٣٣", "'"])
async def test_collection__absurd_limit__is_refused(api: httpx.AsyncClient, path: str, limit: str) -> None:
    problem(await api.get(path, params={"limit": limit}), 422, "unprocessable")


@pytest.mark.parametrize("identity", ["0", "-1", str(2**63), str(2**70), str(10**30), "x", "1.5", "%00", "1;2", "null"])
@pytest.mark.parametrize("path", ["/api/listings", "/api/orders"])
async def test_item__absurd_id__is_refused(api: httpx.AsyncClient, path: str, identity: str) -> None:
    problem(await api.get(f"{path}/{identity}"), 422, "unprocessable")


@pytest.mark.parametrize("path", ["/api/listings", "/api/orders"])
async def test_item__unknown_id__is_not_found(api: httpx.AsyncClient, path: str) -> None:
    for identity in (1, 2**31, 2**63 - 1):
        said = problem(await api.get(f"{path}/{identity}"), 404, "not-found")
        assert str(identity) in said["detail"]
        assert said["instance"] == f"{path}/{identity}"
        assert (await api.get(f"{path}/{identity}")).headers["X-Indexed-Block"] == "500"


@pytest.mark.parametrize(
    "address", ["0x", "0x12", "51" * 20, "0x" + "51" * 21, "0x" + "zz" * 20, "0x" + "51" * 19 + "5%00", "%F0%9F%92%A5"]
)
@pytest.mark.parametrize("path", ["/api/sellers/{}", "/api/accounts/{}/orders", "/api/accounts/{}/balances"])
async def test_address__not_one__is_refused(api: httpx.AsyncClient, path: str, address: str) -> None:
    problem(await api.get(path.format(address)), 422, "unprocessable")


@pytest.mark.parametrize("name", ["min_price", "max_price"])
@pytest.mark.parametrize("amount", ["-1", str(2**256), "1e18", "0x10", "1" + "0" * 5000])
async def test_price__not_an_amount__is_refused(api: httpx.AsyncClient, name: str, amount: str) -> None:
    params = {name: amount, "token": "0x" + "00" * 20}
    problem(await api.get("/api/listings", params=params), 422, "unprocessable")


async def test_price__largest_amount__is_answered(api: httpx.AsyncClient) -> None:
    params = {"min_price": 2**256 - 1, "max_price": 2**256 - 1, "token": "0x" + "00" * 20}
    assert (await api.get("/api/listings", params=params)).json()["items"] == []


@pytest.mark.parametrize("text", SQL)
@pytest.mark.parametrize("name", ["q", "sort", "kind", "seller", "cursor", "category", "state", "market", "chain_id"])
async def test_parameter__sql__is_refused_or_harmless(
    api: httpx.AsyncClient, market: Database, silas: bytes, name: str, text: str
) -> None:
    rows.write(market, *rows.listing(1, silas))
    answer = await api.get("/api/listings", params={name: text})
    assert answer.status_code < 500, answer.text
    assert [item["id"] for item in await whole(api, "/api/listings")] == [1]


@pytest.mark.parametrize("question", ODD_WORDS)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
async def test_search__odd_words__are_words(api: httpx.AsyncClient, question: str, sort: str) -> None:
    answer = await api.get("/api/listings", params={"q": question, "sort": sort})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("raw", ["%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AF", "%"])
@pytest.mark.parametrize("name", ["q", "cursor", "sort", "seller", "kind", "limit", "token", "min_block", "unknown"])
async def test_parameter__nul_or_broken_unicode__is_never_a_fault(api: httpx.AsyncClient, name: str, raw: str) -> None:
    answer = await api.get(httpx.URL("/api/listings", query=f"{name}={raw}".encode()))
    assert answer.status_code in (200, 400, 422), answer.text


async def test_search__nul__is_refused(api: httpx.AsyncClient) -> None:
    problem(await api.get("/api/listings?q=a%00b"), 422, "unprocessable")


def sealed(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


@pytest.mark.parametrize("path", COLLECTIONS)
@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "====",
        "é",
        "A" * 600,
        sealed(),
        sealed("x"),
        sealed({"a": 1}),
        "bnVsbA",
        "MQ",
        "W1tbW1tb",
        "eyJhIjoxfQ",
    ],
)
async def test_cursor__made_up__is_refused(api: httpx.AsyncClient, path: str, cursor: str) -> None:
    problem(await api.get(path, params={"cursor": cursor}), 400, "broken-cursor")


@pytest.mark.parametrize(
    "key",
    ["1", "", " 1", "1_0", "٣", "x", "-", "1.5", "NaN", str(2**63), str(-(2**63) - 1), "9" * 81, 1, None, [1], {}],
)
async def test_cursor__right_mark_and_a_made_up_key__is_refused_or_harmless(
    api: httpx.AsyncClient, market: Database, silas: bytes, key: Any
) -> None:
    rows.write(market, *rows.listing(1, silas), *rows.listing(2, silas))
    mark, _ = opened((await api.get("/api/listings", params={"limit": 1})).json()["next"])
    answer = await api.get("/api/listings", params={"limit": 1, "cursor": sealed(mark, key)})
    if key == "1":
        assert answer.status_code == 200
    else:
        problem(answer, 400, "broken-cursor")


def opened(cursor: str) -> list[Any]:
    return list(json.loads(base64.urlsafe_b64decode(cursor + "==")))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
async def test_collection__other_methods__are_not_allowed(api: httpx.AsyncClient, method: str) -> None:
    answer = await api.request(method, "/api/listings")
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/listings/1/2", "/health/other", "/rpc/x"])
async def test_path__not_there__is_a_problem_and_not_the_page(api: httpx.AsyncClient, path: str) -> None:
    problem(await api.get(path), 404, "not-found")


@pytest.mark.parametrize("host", ["[", "a b", b"\xc3\xa9", "x" * 300, ""])
async def test_host_header__nonsense__is_never_a_fault(api: httpx.AsyncClient, host: str | bytes) -> None:
    for path in ("/api/listings/7", "/api/status", "/"):
        answer = await api.get(path, headers={"Host": host})
        assert answer.status_code < 500, answer.text
