"""Questions to the chain's nodes: token names, and the page's own calls on a local chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import orjson
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from api.errors import Unavailable
from api.values import hexed, line

MAX_DECIMALS = 77  # 10^78 does not fit a uint256
_SYMBOL, _NAME, _DECIMALS = "0x95d89b41", "0x06fdde03", "0x313ce567"
# A contract that reverts or runs out of gas: 3 and -32000 of geth, -32003 of anvil, -32015 of Nethermind.
_FAILED = frozenset([3, -32000, -32003, -32015])


class Node:
    """JSON-RPC over kept-alive connections; the next URL is asked when one does not answer."""

    def __init__(self, urls: list[str]) -> None:
        self._urls = urls
        self.client = httpx.AsyncClient(timeout=10, limits=httpx.Limits(max_keepalive_connections=20))

    async def close(self) -> None:
        await self.client.aclose()

    async def forward(self, body: bytes) -> bytes:
        """A JSON-RPC body as it is, and its answer as it is. Raises `Unavailable`."""
        for url in self._urls:
            try:
                answer = await self.client.post(url, content=body, headers={"Content-Type": "application/json"})
            except httpx.TransportError:
                continue
            return answer.content
        raise Unavailable("No node of the chain answers; try again.", {"Retry-After": "2"})

    async def token(self, address: bytes) -> tuple[str | None, str | None, int]:
        """Symbol, name and decimals of a token, as far as it says them soberly. Raises `Unavailable`."""
        symbol, name, decimals = await self._calls(address, [_SYMBOL, _NAME, _DECIMALS])
        number = int.from_bytes(decimals[:32], "big")
        return _text(symbol, 16), _text(name, 64), number if number <= MAX_DECIMALS else 0

    async def _calls(self, to: bytes, selectors: Sequence[str]) -> list[bytes]:
        """`eth_call`s at the newest block, in one batch. Raises `Unavailable`."""
        asked = [
            {"jsonrpc": "2.0", "id": number, "method": "eth_call", "params": [_reading(to, each), "latest"]}
            for number, each in enumerate(selectors)
        ]
        try:
            answers = {each["id"]: each for each in orjson.loads(await self.forward(orjson.dumps(asked)))}
            return [_returned(answers[number]) for number in range(len(asked))]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise Unavailable("The node of the chain does not make sense; try again.", {"Retry-After": "2"}) from None


def _reading(to: bytes, data: str) -> dict[str, str]:
    return {"to": hexed(to), "data": data, "gas": hex(200_000)}


def _returned(answer: dict[str, Any]) -> bytes:
    """What a call returned; empty if the contract failed. Raises `ValueError` if it was the node that failed."""
    if "error" not in answer:
        return bytes.fromhex(answer["result"][2:])
    error = answer["error"]
    # anvil says "internal error" of an invalid opcode, a bad jump, an endless loop: also the contract's own doing.
    if error["code"] in _FAILED or str(error.get("message", "")).startswith("EVM error"):
        return b""
    raise ValueError(error)


def _text(raw: bytes, longest: int) -> str | None:
    """A returned string, or the bytes32 that early tokens return."""
    try:
        text = raw.rstrip(b"\0").decode() if len(raw) == 32 else decode(["string"], raw[:4096])[0]
    except (DecodingError, UnicodeDecodeError, OverflowError):
        return None
    return line(text, longest) or None
