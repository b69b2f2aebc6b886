"""Content by its hash: what comes in must hash to its name, and so must what goes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from api import cid
from api.content import documents, pictures, queries
from api.dependencies import Services
from api.errors import ContentCorrupt, ContentMismatch, NotFound, TooLarge, Unavailable, UnsupportedMedia
from api.settings import Settings
from api.values import hexed

log = structlog.get_logger(__name__)

JSON, SCALED = "application/json", "image/webp"
# A picture of 40 megapixels takes 160 MB unpacked: two at a time.
WORKERS = ThreadPoolExecutor(2, "pictures")
Done = TypeVar("Done")


class Stored(BaseModel):
    """What was stored, under which name."""

    cid: str = Field(examples=["bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"])
    digest: str = Field(description="SHA-256, as a transaction names it", examples=["0x" + "c7" * 32])
    size: int = Field(description="bytes")
    media_type: str


async def store(services: Services, content: bytes, declared: str, expected: str | None = None) -> Stored:
    """Raises `ContentMismatch`, `Unprocessable`, `UnsupportedMedia`, `TooLarge`."""
    digest = cid.digest_of(content)
    if expected is not None and cid.decode(expected) != digest:
        raise ContentMismatch(f"These bytes are {cid.encode(digest)}, not {expected}: send what the name was made of.")
    blob = {"digest": digest, "content": content, "size": len(content)}
    readable = None
    if declared == JSON:
        _limit(content, services.settings.json_limit, "a document")
        readable = documents.read(documents.parse(content))
        blob |= {"media_type": JSON}
    else:
        blob |= await _picture(content, declared, services.settings)
    async with services.writing.begin() as connection:
        await queries.store(connection, blob, readable)
    return Stored(cid=cid.encode(digest), digest=hexed(digest), size=len(content), media_type=str(blob["media_type"]))


async def load(services: Services, name: str, width: int | None) -> tuple[str, bytes]:
    """Media type and bytes. Raises `NotFound`, `ContentCorrupt`; `UnsupportedMedia` for a width of a document."""
    digest = cid.decode(name)
    async with services.engine.connect() as connection:
        if width and (ready := await queries.variant(connection, digest, width)):
            return SCALED, ready
        blob = await queries.blob(connection, digest)
    if blob is None:
        raise NotFound(f"{name} is not here; whoever has it may PUT it.")
    if cid.digest_of(blob.content) != digest:
        log.error("content corrupt", cid=name)
        raise ContentCorrupt("What is stored no longer hashes to its name; whoever has it may PUT it again.")
    if width is None:
        return blob.media_type, blob.content
    if blob.media_type == JSON:
        raise UnsupportedMedia("Only pictures have widths.")
    return SCALED, await _scaled(services, digest, blob.content, width)


async def sweep(services: Services) -> None:
    """Drops unreferenced content, again and again; first when the indexer has had time to say where it is."""
    every = services.settings.sweep_seconds
    await asyncio.sleep(every / 60)
    while True:
        try:
            deployed = services.deployments.chains()
            markets = {chain_id: [each.market for each in chain.markets] for chain_id, chain in deployed.items()}
            hours = services.settings.unreferenced_hours
            dropped = await queries.drop_unreferenced(services.writing, hours, markets)
            log.info("swept content", dropped=dropped)
        except (SQLAlchemyError, Unavailable) as error:
            log.warning("content not swept; again later", error=str(error))
        await asyncio.sleep(every)


async def _scaled(services: Services, digest: bytes, content: bytes, width: int) -> bytes:
    """Made with no connection held, which the pool has few of, and kept for the next caller."""
    made = await _worked(pictures.scaled, content, width)
    async with services.writing.begin() as connection:
        await queries.keep_variant(connection, digest, width, made)
    return made


async def _worked(work: Callable[..., Done], *arguments: Any) -> Done:
    return await asyncio.get_running_loop().run_in_executor(WORKERS, work, *arguments)


async def _picture(content: bytes, declared: str, settings: Settings) -> dict[str, object]:
    if declared not in pictures.TYPES.values():
        raise UnsupportedMedia(f"{declared or 'No type'} is not stored: send JSON, WebP, AVIF, PNG or JPEG.")
    _limit(content, settings.picture_limit, "a picture")
    actual, width, height = await _worked(pictures.inspect, content, settings.pixel_limit)
    if actual != declared:
        raise UnsupportedMedia(f"The bytes are {actual}, not {declared}.")
    return {"media_type": actual, "width": width, "height": height}


def _limit(content: bytes, limit: int, what: str) -> None:
    if len(content) > limit:
        raise TooLarge(f"{len(content):,} bytes is too much for {what}: at most {limit:,}.")
