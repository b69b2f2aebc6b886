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
from api.values import line

router = APIRouter(tags=["rpc"])

LIMIT = 1024 * 1024  # bytes
BATCH = 100  # calls
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
    """JSON-RPC, one call or a batch."""
    if not (scope.local or services.settings.public_rpc):
        raise Forbidden("This chain has public nodes; ask one of them.")
    asked = _read(await bodies.read(request, LIMIT))
    for call in asked if isinstance(asked, list) else [asked]:
        if call["method"] not in ALLOWED:
            raise Forbidden(f"{line(call['method'], 64)} is not offered here.")
    # Written anew: the node must read the same methods that were looked at, also where a key was there twice.
    return Response(await services.node.forward(orjson.dumps(asked)), media_type="application/json")


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
