"""Bodies of requests, read no further than they may be long."""

from __future__ import annotations

from fastapi import Request

from api.errors import TooLarge


async def read(request: Request, limit: int) -> bytes:
    """The whole body. Raises `TooLarge` above `limit` bytes, as soon as that is known."""
    declared = request.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise TooLarge(f"{int(declared[:20]):,} bytes is too much: at most {limit:,}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"This is too much: at most {limit:,} bytes.")
    return bytes(body)
