"""Names of tokens: the deployments file's first, then what the token says of itself, which may be anything."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import psycopg
import pytest
from eth_abi import encode

from api import tokens
from api.node import Node
from tests.api import rows
from tests.api.conftest import Serve
from tests.conftest import Database
from tests.indexer.node import Anvil

SYMBOL, NAME, DECIMALS = "0x95d89b41", "0x06fdde03", "0x313ce567"
STRANGE = rows.account(0x57A6)


class Contract:
    """A token as a node sees it: what each call returns, or the whole answer. Counts the requests."""

    def __init__(self, whole: httpx.Response | None = None, **returned: Any) -> None:
        self.returned = {SYMBOL: b"", NAME: b"", DECIMALS: b""} | {globals()[k.upper()]: v for k, v in returned.items()}
        self.whole = whole
        self.requests = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return self.whole or httpx.Response(200, json=[self._one(call) for call in orjson.loads(request.content)])

    def _one(self, call: dict[str, Any]) -> dict[str, Any]:
        result = self.returned[call["params"][0]["data"]]
        said = {"result": f"0x{result.hex()}"} if isinstance(result, bytes) else {"error": result}
        return {"jsonrpc": "2.0", "id": call["id"], **said}

    def node(self) -> Node:
        node = Node(["http://node"])
        node.client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return node


@pytest.fixture(scope="module")
def chain() -> Iterator[Anvil]:
    running = Anvil()
    yield running
    running.stop()


def text(value: str) -> bytes:
    return encode(["string"], [value])


@pytest.mark.parametrize(
    ("returned", "known"),
    [
        ({"symbol": text("DAI"), "name": text("Dai"), "decimals": encode(["uint8"], [18])}, ("DAI", "Dai", 18)),
        ({"symbol": b"MKR".ljust(32, b"\0"), "name": b"Maker".ljust(32, b"\0")}, ("MKR", "Maker", 0)),
        ({}, (None, None, 0)),
        ({"symbol": {"code": 3, "message": "execution reverted"}, "name": text("Dai")}, (None, "Dai", 0)),
        ({"symbol": text(""), "decimals": encode(["uint256"], [2**256 - 1])}, (None, None, 0)),
        ({"symbol": text("A" * 5000), "name": text("B" * 4000)}, (None, "B" * 64, 0)),
        ({"symbol": text("U\u202eSD\x00C\n"), "name": b"\xff" * 32}, ("USDC", None, 0)),
        ({"symbol": b"\xff" * 31, "name": b"\xff" * 4096, "decimals": b"\x01"}, (None, None, 1)),
        ({"symbol": (2**255).to_bytes(32, "big") * 2, "name": (32).to_bytes(32, "big") * 2}, (None, None, 0)),
    ],
)
async def test_token__whatever_it_returns__is_named_soberly(returned: dict[str, Any], known: tuple[Any, ...]) -> None:
    node = Contract(**returned).node()
    assert await node.token(STRANGE) == known
    await node.close()


async def test_token__not_listed__is_asked_once_and_remembered(
    market: Database, serve: Serve, silas: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows.write(market, *rows.listing(1, silas, token=STRANGE, price=5))
    dai = Contract(symbol=text("DAI"), name=text("Dai"), decimals=encode(["uint8"], [18]))
    for _ in range(2):  # the second process knows it from the database
        async with serve(market, rpc_urls="http://node") as client:
            known(client, dai)
            for _ in range(2):
                price = (await client.get("/api/listings")).json()["items"][0]["price"]
                assert (price["amount"], price["symbol"], price["decimals"]) == ("5", "DAI", 18)
    assert dai.requests == 1
    with psycopg.connect(market.url()) as connection:
        assert connection.execute("SELECT symbol FROM app.token").fetchall() == [("DAI",)]


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, text="<html>"),
        httpx.Response(200, text="[]"),
        httpx.Response(200, text="null"),
        httpx.Response(200, text="[7, 8, 9]"),
        httpx.Response(200, text='[{"id": 0, "result": 7}, {"id": 1, "result": 7}, {"id": 2, "result": 7}]'),
        httpx.Response(200, text='[{"id": 0, "result": "0xzz"}, {"id": 1}, {"id": 2}]'),
        httpx.Response(200, text='[{"id": 0, "result": null}, {"id": 1, "result": null}, {"id": 2, "result": null}]'),
        httpx.Response(200, text='{"error": {"code": -32005, "message": "limit exceeded"}}'),
    ],
    ids=lambda response: response.text[:24],
)
async def test_token__node_makes_no_sense__market_is_shown_and_it_is_asked_again(
    market: Database, serve: Serve, silas: bytes, response: httpx.Response
) -> None:
    rows.write(market, *rows.listing(1, silas, token=STRANGE, price=5))
    async with serve(market, rpc_urls="http://node") as client:
        known(client, Contract(response))
        price = (await client.get("/api/listings")).json()["items"][0]["price"]
        assert (price["amount"], price["symbol"], price["decimals"]) == ("5", None, 0)
        known(client, Contract(symbol=text("DAI"), decimals=encode(["uint8"], [18])))
        client.services.tokens.resting.clear()  # type: ignore[attr-defined]
        assert (await client.get("/api/listings")).json()["items"][0]["price"]["symbol"] == "DAI"


async def test_token__node_is_silent__market_is_shown_in_time_and_nobody_else_waits(
    market: Database, serve: Serve, silas: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "ANSWER_SECONDS", 0.1)
    asked = 0

    async def silent(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()
        raise AssertionError

    rows.write(market, *rows.listing(1, silas, token=STRANGE, price=5))
    async with serve(market, rpc_urls="http://node") as client:
        client.services.node.client = httpx.AsyncClient(transport=httpx.MockTransport(silent))  # type: ignore[attr-defined]
        for _ in range(3):
            price = (await client.get("/api/listings")).json()["items"][0]["price"]
            assert (price["amount"], price["symbol"], price["decimals"]) == ("5", None, 0)
    assert asked == 1


@pytest.mark.parametrize("code", ["fe", "60006000fd", "5b600056", "01", "600056", "620fffff6000f3", ""])
async def test_token__contract_that_fails_in_any_way__is_nameless_and_no_fault_of_the_node(
    chain: Anvil, code: str
) -> None:
    """An invalid opcode, a revert, an endless loop, an empty stack, a jump nowhere, a megabyte returned, no code."""
    chain.rpc("anvil_setCode", f"0x{STRANGE.hex()}", f"0x{code}")
    node = Node([chain.url])
    assert await node.token(STRANGE) == (None, None, 0)
    await node.close()


async def test_token__one_that_the_node_cannot_tell__takes_no_other_name_away(
    market: Database, serve: Serve, silas: bytes
) -> None:
    """Whoever lists something for a poisonous token must not make all other prices nameless."""
    poison, dai = rows.account(0xBAD0), Contract(symbol=text("DAI"), decimals=encode(["uint8"], [18]))

    def answer(request: httpx.Request) -> httpx.Response:
        to = orjson.loads(request.content)[0]["params"][0]["to"]
        return httpx.Response(500) if to == f"0x{poison.hex()}" else dai.answer(request)

    rows.write(market, *rows.listing(1, silas, token=poison), *rows.listing(2, silas, token=STRANGE))
    async with serve(market, rpc_urls="http://node") as client:
        client.services.node.client = httpx.AsyncClient(transport=httpx.MockTransport(answer))  # type: ignore[attr-defined]
        items = (await client.get("/api/listings")).json()["items"]
    assert {item["id"]: item["price"]["symbol"] for item in items} == {1: None, 2: "DAI"}


async def test_token__many_unknown_at_once__are_all_named(market: Database, serve: Serve, silas: bytes) -> None:
    """More pages at once than the pool has connections, and each wants a token that nobody knows."""
    for number in range(1, 61):
        rows.write(market, *rows.listing(number, silas, token=rows.account(number)))
    dai = Contract(symbol=text("DAI"), decimals=encode(["uint8"], [18]))
    async with serve(market, rpc_urls="http://node") as client:
        known(client, dai)
        answers = await asyncio.gather(*(client.get(f"/api/listings/{number}") for number in range(1, 61)))
    assert {answer.json()["price"]["symbol"] for answer in answers} == {"DAI"}


@pytest.mark.parametrize("symbol", ["USDC", "usdc", "ＵＳＤＣ", "ETH", "US\u200bDC", " ETH "])
async def test_token__calls_itself_like_a_listed_one__has_no_symbol(
    market: Database, serve: Serve, silas: bytes, symbol: str
) -> None:
    rows.write(market, *rows.listing(1, silas, token=STRANGE, price=5))
    async with serve(market, rpc_urls="http://node") as client:
        known(client, Contract(symbol=text(symbol), decimals=encode(["uint8"], [6])))
        price = (await client.get("/api/listings")).json()["items"][0]["price"]
    assert (price["symbol"], price["decimals"]) == (None, 6)


def known(client: httpx.AsyncClient, contract: Contract) -> None:
    """Puts the token behind the node that this API asks."""
    node = client.services.node  # type: ignore[attr-defined]
    node.client = httpx.AsyncClient(transport=httpx.MockTransport(contract.answer))
