"""Questions to the chain's nodes: token names, and the page's own calls on a local chain."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from api.errors import Unavailable
from api.values import hexed, line

MAX_DECIMALS = 77  # 10^78 does not fit a uint256
_SYMBOL, _NAME, _DECIMALS = "0x95d89b41", "0x06fdde03", "0x313ce567"


class Node:
    """JSON-RPC over kept-alive connections; the next URL is asked when one does not answer."""

    def __init__(self, urls: list[str]) -> None:
        self._urls = urls
        self._client = httpx.AsyncClient(timeout=10, limits=httpx.Limits(max_keepalive_connections=20))

    async def close(self) -> None:
        await self._client.aclose()

    async def forward(self, body: bytes) -> bytes:
        """A JSON-RPC body as it is, and its answer as it is. Raises `Unavailable`."""
        for url in self._urls:
            try:
                answer = await self._client.post(url, content=body, headers={"Content-Type": "application/json"})
            except httpx.TransportError:
                continue
            return answer.content
        raise Unavailable("No node of the chain answers; try again.", {"Retry-After": "2"})

    async def call(self, to: bytes, data: str) -> bytes:
        """`eth_call` at the newest block; empty if the contract reverts or is none. Raises `Unavailable`."""
        params: list[Any] = [{"to": hexed(to), "data": data, "gas": hex(200_000)}, "latest"]
        body = orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_call", "params": params})
        try:
            answer = orjson.loads(await self.forward(body))
            return bytes.fromhex(answer.get("result", "0x")[2:])
        except (AttributeError, TypeError, ValueError):
            raise Unavailable("The node of the chain does not make sense; try again.", {"Retry-After": "2"}) from None

    async def token(self, address: bytes) -> tuple[str | None, str | None, int]:
        """Symbol, name and decimals of a token, as far as it says them soberly."""
        symbol = _text(await self.call(address, _SYMBOL), 16)
        name = _text(await self.call(address, _NAME), 64)
        decimals = int.from_bytes((await self.call(address, _DECIMALS))[:32], "big")
        return symbol, name, decimals if decimals <= MAX_DECIMALS else 0


def _text(raw: bytes, longest: int) -> str | None:
    """A returned string, or the bytes32 that early tokens return."""
    try:
        text = raw.rstrip(b"\0").decode() if len(raw) == 32 else decode(["string"], raw[:4096])[0]
    except (DecodingError, UnicodeDecodeError, OverflowError):
        return None
    return line(text, longest) or None
