"""The page's own questions to a local chain, so that it talks to one origin only.

A caller's signed transaction passes through like any other call; nothing here signs, and no call that could move the
node's own accounts or its clock passes.
"""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api import bodies
from api.dependencies import ScopeDep, ServicesDep
from api.errors import Forbidden, TooLarge, Unavailable, Unprocessable, responses
from api.node import Node
from api.values import line

router = APIRouter(tags=["rpc"])

LIMIT = 1024 * 1024  # bytes
BATCH = 100  # calls
METHOD_NOT_FOUND = -32601  # JSON-RPC 2.0, 5.1
Call = dict[str, Any]
ALLOWED = frozenset(
    [
        "eth_blobBaseFee",
        "eth_blockNumber",
        "eth_call",
        "eth_chainId",
        "eth_createAccessList",
        "eth_estimateGas",
        "eth_feeHistory",
        "eth_gasPrice",
        "eth_getBalance",
        "eth_getBlockByHash",
        "eth_getBlockByNumber",
        "eth_getBlockReceipts",
        "eth_getBlockTransactionCountByHash",
        "eth_getBlockTransactionCountByNumber",
        "eth_getCode",
        "eth_getFilterChanges",
        "eth_getFilterLogs",
        "eth_getLogs",
        "eth_getProof",
        "eth_getStorageAt",
        "eth_getTransactionByBlockHashAndIndex",
        "eth_getTransactionByBlockNumberAndIndex",
        "eth_getTransactionByHash",
        "eth_getTransactionCount",
        "eth_getTransactionReceipt",
        "eth_maxPriorityFeePerGas",
        "eth_newBlockFilter",
        "eth_newFilter",
        "eth_sendRawTransaction",
        "eth_sendRawTransactionSync",
        "eth_syncing",
        "eth_uninstallFilter",
        "net_version",
        "web3_clientVersion",
    ]
)


@router.post("/rpc", responses=responses(Forbidden, TooLarge, Unprocessable, Unavailable), include_in_schema=False)
async def post_rpc(request: Request, services: ServicesDep, scope: ScopeDep) -> Response:
    """JSON-RPC, one call or a batch. A method that is not offered is answered as one that does not exist."""
    if not (scope.local or services.settings.public_rpc):
        raise Forbidden("This chain has public nodes; ask one of them.")
    asked = _read(await bodies.read(request, LIMIT))
    answer = await (_batch(services.node, asked) if isinstance(asked, list) else _single(services.node, asked))
    return Response(answer, media_type="application/json")


async def _single(node: Node, call: Call) -> bytes:
    # Written anew: the node must read the same method that was looked at, also where a key was there twice.
    return await node.forward(orjson.dumps(call)) if _offered(call) else orjson.dumps(_refusal(call))


async def _batch(node: Node, calls: list[Call]) -> bytes:
    """The node answers what is offered; refusals come first, JSON-RPC gives a batch no order."""
    offered = [call for call in calls if _offered(call)]
    refused = [_refusal(call) for call in calls if not _offered(call)]
    if not offered:
        return orjson.dumps(refused)
    answer = await node.forward(orjson.dumps(offered))
    return orjson.dumps([*refused, *_answers(answer)]) if refused else answer


def _answers(answer: bytes) -> list[Any]:
    """Raises `Unavailable` if the node did not answer a batch with a batch."""
    try:
        answers = orjson.loads(answer)
    except orjson.JSONDecodeError:
        answers = None
    if not isinstance(answers, list):
        raise Unavailable("The node of the chain does not make sense; try again.", {"Retry-After": "2"})
    return answers


def _offered(call: Call) -> bool:
    return call["method"] in ALLOWED


def _refusal(call: Call) -> dict[str, Any]:
    """In the protocol's own words: clients take an HTTP error for a node that is down, and try again."""
    error = {"code": METHOD_NOT_FOUND, "message": f"{line(call['method'], 64)} is not offered here"}
    return {"jsonrpc": "2.0", "id": call.get("id"), "error": error}


def _read(body: bytes) -> Any:
    """A call, or a list of calls. Raises `Unprocessable`."""
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Unprocessable("This is not JSON.") from None
    calls = asked if isinstance(asked, list) else [asked]
    if not calls or len(calls) > BATCH or not all(map(_is_call, calls)):
        raise Unprocessable(f"Send a JSON-RPC call, or a batch of at most {BATCH}.")
    return asked


def _is_call(call: Any) -> bool:
    return isinstance(call, dict) and isinstance(call.get("method"), str)
