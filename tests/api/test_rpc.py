"""POST /rpc: the page's calls to a local chain, and those that are refused. In front of a real anvil."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio

from tests.api.conftest import Serve, problem, write_deployments
from tests.conftest import Database, free_port
from tests.indexer.node import Anvil

BLOCK = {"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber", "params": []}


@pytest.fixture(scope="module")
def chain() -> Iterator[Anvil]:
    running = Anvil()
    yield running
    running.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page(only_database: Database, serve: Serve, chain: Anvil) -> AsyncIterator[httpx.AsyncClient]:
    """The API in front of a chain; a dead node is asked first."""
    async with serve(only_database, rpc_urls=f"http://127.0.0.1:{free_port()}, {chain.url}") as client:
        yield client


def call(method: str, *params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 7, "method": method, "params": list(params)}


async def test_rpc__reads_in_one_call_and_in_a_batch__are_answered(page: httpx.AsyncClient) -> None:
    single = (await page.post("/rpc", json=call("eth_chainId"))).json()
    assert (single["id"], single["result"]) == (7, "0x7a69")
    batch = (await page.post("/rpc", json=[call("eth_chainId"), call("eth_gasPrice")])).json()
    assert [each["id"] for each in batch] == [7, 7]


async def test_rpc__signed_transaction__passes_through_to_the_nodes_own_judgement(page: httpx.AsyncClient) -> None:
    answer = await page.post("/rpc", json=call("eth_sendRawTransaction", "0x00"))
    assert answer.status_code == 200
    assert "error" in answer.json()


@pytest.mark.parametrize(
    "method",
    [
        "eth_sendTransaction",
        "eth_sendUnsignedTransaction",
        "eth_sign",
        "eth_signTransaction",
        "eth_signTypedData_v4",
        "eth_accounts",
        "personal_sign",
        "anvil_setBalance",
        "anvil_impersonateAccount",
        "evm_increaseTime",
        "evm_snapshot",
        "hardhat_setCode",
        "debug_traceTransaction",
        "admin_peers",
        "ETH_CHAINID",
        "eth_chainId ",
        "",
        "\u202eeth",
    ],
)
async def test_rpc__call_that_signs_or_turns_the_clock__is_refused_also_in_a_batch(
    page: httpx.AsyncClient, method: str
) -> None:
    """By the protocol's own error: a client takes an HTTP error for a node that is down, and tries again."""
    alone = await page.post("/rpc", json=call(method))
    assert (alone.status_code, alone.json()["id"], alone.json()["error"]["code"]) == (200, 7, -32601)
    assert "\u202e" not in alone.json()["error"]["message"]
    batch = {each["id"]: each for each in (await page.post("/rpc", json=[BLOCK, call(method)])).json()}
    assert (batch[1]["result"], batch[7]["error"]["code"]) == ("0x0", -32601)


@pytest.mark.parametrize("order", [("anvil_mine", "eth_chainId"), ("eth_chainId", "anvil_mine")])
async def test_rpc__method_named_twice__never_mines(page: httpx.AsyncClient, order: tuple[str, str]) -> None:
    """The node must not read another method than the one that was looked at."""
    first, second = order
    body = b'{"jsonrpc":"2.0","id":1,"params":[],"method":"%s","method":"%s"}' % (first.encode(), second.encode())
    before = (await page.post("/rpc", json=BLOCK)).json()["result"]
    await page.post("/rpc", content=body)
    assert (await page.post("/rpc", json=BLOCK)).json()["result"] == before


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 422, "unprocessable"),
        (b"{", 422, "unprocessable"),
        (b"[]", 422, "unprocessable"),
        (b"7", 422, "unprocessable"),
        (b"null", 422, "unprocessable"),
        (b"[[]]", 422, "unprocessable"),
        (b'{"method": 7}', 422, "unprocessable"),
        (b"{}", 422, "unprocessable"),
        (b"\xff", 422, "unprocessable"),
        (orjson.dumps([BLOCK] * 101), 422, "unprocessable"),
        (b" " * (2**20 + 1), 413, "too-large"),
    ],
    ids=lambda value: repr(value[:12]) if isinstance(value, bytes) else None,
)
async def test_rpc__not_calls__are_refused(page: httpx.AsyncClient, body: bytes, status: int, slug: str) -> None:
    problem(await page.post("/rpc", content=body), status, slug)


async def test_rpc__no_node_answers__is_unavailable(market: Database, serve: Serve) -> None:
    async with serve(market, rpc_urls=f"http://127.0.0.1:{free_port()}") as client:
        problem(await client.post("/rpc", json=BLOCK), 503, "unavailable")


async def test_rpc__public_chain__is_not_proxied_unless_the_operator_wants_it(
    market: Database, serve: Serve, anvil: Callable[..., str], tmp_path: Any
) -> None:
    write_deployments(tmp_path, chain_id=10)
    url = anvil("--chain-id", "10")
    async with serve(market, deployments=tmp_path, rpc_urls=url) as client:
        problem(await client.post("/rpc", json=BLOCK), 403, "forbidden")
        assert (await client.get("/api/status")).json()["rpc"] is None
    async with serve(market, deployments=tmp_path, rpc_urls=url, public_rpc=True) as client:
        assert (await client.post("/rpc", json=BLOCK)).status_code == 200
