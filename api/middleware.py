"""What holds for every request: limits by address, headers, figures, and answers that have not changed."""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Awaitable, Callable
from http import HTTPMethod

from fastapi import FastAPI, Request, Response
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from prometheus_client import Counter, Histogram

from api.caching import is_known
from api.errors import TooManyRequests, answer, unexpected
from api.page.files import CSP
from api.settings import Settings

Next = Callable[[Request], Awaitable[Response]]

REQUESTS = Counter("stoa_api_requests_total", "Requests", ["method", "route", "status"])
SECONDS = Histogram("stoa_api_request_seconds", "Seconds to answer", ["route"])
SECURITY = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
UPLOADS = {"POST", "PUT"}
METHODS = {method.value for method in HTTPMethod}  # a caller may make up others, each a new label


def install(app: FastAPI, settings: Settings) -> None:
    limiter = MovingWindowRateLimiter(MemoryStorage())
    uploads, reads = parse(settings.upload_rate), parse(settings.read_rate)

    @app.middleware("http")
    async def limit(request: Request, proceed: Next) -> Response:
        uploading = request.scope["path"].startswith("/api/content") and request.method in UPLOADS
        rate, kind = (uploads, "upload") if uploading else (reads, "read")
        client = _counted(request.client.host if request.client else "unknown")
        if client is None or await limiter.hit(rate, kind, client):
            return await proceed(request)
        return answer(request, await _refusal(limiter, rate, kind, client))

    @app.middleware("http")
    async def unchanged(request: Request, proceed: Next) -> Response:
        response = await proceed(request)
        if request.method != "GET" or response.status_code != 200 or "X-Indexed-Block" not in response.headers:
            return response
        body = b"".join([chunk async for chunk in response.body_iterator])  # type: ignore[attr-defined]
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = dict(response.headers) | {"ETag": etag, "Cache-Control": "no-cache"}
        if is_known(request, etag):
            headers.pop("content-length", None)
            return Response(status_code=304, headers=headers)
        return Response(body, 200, headers)

    @app.middleware("http")
    async def measure(request: Request, proceed: Next) -> Response:
        began = time.perf_counter()
        try:
            response = await proceed(request)
        except Exception as error:
            response = unexpected(request, error)
        route = _route(request)
        SECONDS.labels(route).observe(time.perf_counter() - began)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, response.status_code).inc()
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        return response


def _route(request: Request) -> str:
    """The path as it is declared, `/api/listings/{listing_id}`: as few labels as there are routes."""
    declared: str = getattr(request.scope.get("route"), "path", "none")
    # Routers do not know the prefix under which they are included.
    below_api = request.scope["path"].startswith("/api/") and declared.startswith("/") and "{path:path}" not in declared
    return f"/api{declared}" if below_api else declared


async def _refusal(limiter: MovingWindowRateLimiter, rate: RateLimitItem, kind: str, client: str) -> TooManyRequests:
    again = max(1, round((await limiter.get_window_stats(rate, kind, client)).reset_time - time.time()))
    policy = f'"{kind}";q={rate.amount};w={rate.get_expiry()}'
    headers = {"Retry-After": str(again), "RateLimit-Policy": policy, "RateLimit": f'"{kind}";r=0;t={again}'}
    return TooManyRequests(f"At most {rate}; try again in {again} s.", headers)


def _counted(client: str) -> str | None:
    """Under what an address is counted: loopback not at all, IPv6 by its /64, which one customer has whole."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return None
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
