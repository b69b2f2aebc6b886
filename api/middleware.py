"""What holds for every request: limits by address, headers, figures, and answers that have not changed."""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Awaitable, Callable

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


def install(app: FastAPI, settings: Settings) -> None:
    limiter = MovingWindowRateLimiter(MemoryStorage())
    uploads, reads = parse(settings.upload_rate), parse(settings.read_rate)

    @app.middleware("http")
    async def limit(request: Request, proceed: Next) -> Response:
        uploading = request.scope["path"].startswith("/api/content") and request.method in UPLOADS
        rate, kind = (uploads, "upload") if uploading else (reads, "read")
        client = request.client.host if request.client else "unknown"
        if _loopback(client) or await limiter.hit(rate, kind, client):
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
        route = getattr(request.scope.get("route"), "path", "none")
        SECONDS.labels(route).observe(time.perf_counter() - began)
        REQUESTS.labels(request.method, route, response.status_code).inc()
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        return response


async def _refusal(limiter: MovingWindowRateLimiter, rate: RateLimitItem, kind: str, client: str) -> TooManyRequests:
    again = max(1, round((await limiter.get_window_stats(rate, kind, client)).reset_time - time.time()))
    policy = f'"{kind}";q={rate.amount};w={rate.get_expiry()}'
    headers = {"Retry-After": str(again), "RateLimit-Policy": policy, "RateLimit": f'"{kind}";r=0;t={again}'}
    return TooManyRequests(f"At most {rate}; try again in {again} s.", headers)


def _loopback(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
