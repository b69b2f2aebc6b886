"""The built page: hashed assets for ever, compressed where the build did so, `index.html` for every other path."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from api.errors import NotFound, Unavailable

CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
COMPRESSED = {"br": ".br", "gzip": ".gz"}
RESERVED = {"api", "health", "metrics", "rpc"}
FOREVER = "public, max-age=31536000, immutable"


def router(folder: Path) -> APIRouter:
    """Serves `folder`; must be the last router, it takes every path that is left."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/{path:path}", methods=["GET", "HEAD"])
    async def get_page(request: Request, path: str) -> Response:
        if path.partition("/")[0] in RESERVED:
            raise NotFound("There is nothing here.")
        file = _inside(folder, path)
        if file is None and "." in path.rpartition("/")[2]:
            raise NotFound(f"The page has no file {path}.")
        index = folder / "index.html"
        if file is None and not index.exists():
            raise Unavailable("The page is not built: run `npm run build` in frontend/.")
        return _sent(request, file or index, FOREVER if path.startswith("assets/") else "no-cache")

    return routes


def _inside(folder: Path, path: str) -> Path | None:
    """The file of that path, if it is one and lies in the folder."""
    if not path or "\x00" in path:
        return None
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except OSError:  # a name that no file system takes
        return None


def _sent(request: Request, file: Path, caching: str) -> Response:
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    accepted = [each.partition(";")[0].strip() for each in request.headers.get("Accept-Encoding", "").split(",")]
    for encoding, ending in COMPRESSED.items():
        smaller = file.with_name(file.name + ending)
        if encoding in accepted and smaller.exists():
            return FileResponse(smaller, media_type=media_type, headers=headers | {"Content-Encoding": encoding})
    return FileResponse(file, media_type=media_type, headers=headers)
