"""The page's own questions to a local chain, so that it talks to one origin only.

A caller's signed transaction passes through like any other call; nothing here signs, and no call that could move the
node's own accounts or its clock passes.
"""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.dependencies import ScopeDep, ServicesDep
from api.errors import Forbidden, TooLarge, Unavailable, Unprocessable, responses

router = APIRouter(tags=["rpc"])

LIMIT = 1024 * 1024  # bytes
BATCH = 100  # calls
ALLOWED = frozenset(
    [
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
        "eth_getLogs",
        "eth_getProof",
        "eth_getStorageAt",
        "eth_getTransactionByBlockHashAndIndex",
        "eth_getTransactionByBlockNumberAndIndex",
        "eth_getTransactionByHash",
        "eth_getTransactionCount",
        "eth_getTransactionReceipt",
        "eth_maxPriorityFeePerGas",
        "eth_sendRawTransaction",
        "eth_syncing",
        "net_version",
        "web3_clientVersion",
    ]
)


@router.post("/rpc", responses=responses(Forbidden, TooLarge, Unprocessable, Unavailable), include_in_schema=False)
async def post_rpc(request: Request, services: ServicesDep, scope: ScopeDep) -> Response:
    """JSON-RPC, one call or a batch."""
    if not (scope.local or services.settings.public_rpc):
        raise Forbidden("This chain has public nodes; ask one of them.")
    body = await request.body()
    if len(body) > LIMIT:
        raise TooLarge(f"A call is at most {LIMIT:,} bytes.")
    refused = [method for method in _methods(body) if method not in ALLOWED]
    if refused:
        raise Forbidden(f"{refused[0]} is not offered here.")
    return Response(await services.node.forward(body), media_type="application/json")


def _methods(body: bytes) -> list[Any]:
    try:
        calls = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Unprocessable("This is not JSON.") from None
    calls = calls if isinstance(calls, list) else [calls]
    if not calls or len(calls) > BATCH or not all(isinstance(call, dict) for call in calls):
        raise Unprocessable(f"Send a JSON-RPC call, or a batch of at most {BATCH}.")
    return [call.get("method") if isinstance(call.get("method"), str) else None for call in calls]
