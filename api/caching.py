"""Entity tags (RFC 9110, 8.8.3 and 13.1.2)."""

from __future__ import annotations

from fastapi import Request


def is_known(request: Request, etag: str) -> bool:
    """Whether the caller has the answer with this tag already (`If-None-Match`, compared weakly)."""
    sent = request.headers.get("If-None-Match", "")
    return sent.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in sent.split(","))
