"""Documents and pictures, by the hash that the chain names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from api import bodies
from api.caching import is_known
from api.cid import Cid
from api.content import service
from api.content.service import Stored
from api.dependencies import ServicesDep
from api.errors import (
    BadRequest,
    ContentCorrupt,
    NotFound,
    TooLarge,
    TooManyRequests,
    Unprocessable,
    UnsupportedMedia,
    responses,
)

router = APIRouter(prefix="/content", tags=["content"])

REFUSALS = responses(BadRequest, TooLarge, UnsupportedMedia, Unprocessable, TooManyRequests)
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object"}, "example": {"title": "Stoneware bowl, blue rim"}},
            **{
                f"image/{kind}": {"schema": {"type": "string", "format": "binary"}}
                for kind in ("webp", "avif", "png", "jpeg")
            },
        },
    }
}
SERVED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bytes",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            **{
                f"image/{kind}": {"schema": {"type": "string", "format": "binary"}}
                for kind in ("webp", "avif", "png", "jpeg")
            },
        },
    }
}
MISSING = (NotFound, UnsupportedMedia, Unprocessable, TooManyRequests, ContentCorrupt)
# What somebody uploaded never becomes a page of ours: no script, no frame, no guessing of types.
INERT = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@router.post("", status_code=201, responses=REFUSALS, openapi_extra=BODY)
async def post_content(request: Request, services: ServicesDep) -> Stored:
    """Stores a JSON document or a picture and says its name. What nothing on chain names is dropped after a day."""
    return await service.store(services, await _body(request, services), _declared(request))


@router.put("/{cid}", status_code=201, responses=REFUSALS, openapi_extra=BODY)
async def put_content(request: Request, services: ServicesDep, cid: Cid) -> Stored:
    """Stores content under the name that it must have; other bytes are refused."""
    return await service.store(services, await _body(request, services), _declared(request), cid)


@router.head("/{cid}", include_in_schema=False)
@router.get("/{cid}", response_class=Response, responses=SERVED | responses(*MISSING))
async def get_content(
    request: Request,
    services: ServicesDep,
    cid: Cid,
    width: Annotated[Literal["320", "640", "1280"] | None, Query(description="pixels; pictures only, as WebP")] = None,
) -> Response:
    """The bytes, checked against their name as they leave; with `width`, the picture scaled down."""
    etag = f'"{cid}{width or ""}"'
    if is_known(request, etag):
        return Response(status_code=304, headers=INERT | {"ETag": etag})
    media_type, content = await service.load(services, cid, int(width) if width else None)
    return Response(content, media_type=media_type, headers=INERT | {"ETag": etag})


def _declared(request: Request) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


async def _body(request: Request, services: ServicesDep) -> bytes:
    return await bodies.read(request, max(services.settings.picture_limit, services.settings.json_limit))
