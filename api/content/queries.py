"""Every statement about stored content."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, literal, literal_column, select, true, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api import cid
from api.columns import BLOB, DOCUMENT, LISTING_VERSION, ORDER, SELLER, VARIANT
from api.content.documents import ListingDocument, Readable
from api.tables import Blob, Document, Variant


async def store(connection: AsyncConnection, blob: dict[str, Any], document: Readable | None) -> None:
    """Keeps content and what is read out of it. The same bytes again renew their time, and heal what was damaged."""
    row = insert(Blob).values(blob)
    renewed = {"content": row.excluded.content, "stored_at": func.now()}
    await connection.execute(row.on_conflict_do_update(index_elements=["digest"], set_=renewed))
    if document is not None:
        await connection.execute(insert(Document).values(_readable(blob["digest"], document)).on_conflict_do_nothing())


async def blob(connection: AsyncConnection, digest: bytes) -> Any | None:
    """Media type and bytes."""
    query = select(BLOB.media_type, BLOB.content).where(BLOB.digest == digest)
    return (await connection.execute(query)).one_or_none()


async def variant(connection: AsyncConnection, digest: bytes, width: int) -> bytes | None:
    query = select(VARIANT.content).where(VARIANT.digest == digest, VARIANT.width == width)
    return (await connection.execute(query)).scalar_one_or_none()


async def keep_variant(connection: AsyncConnection, digest: bytes, width: int, content: bytes) -> None:
    """Unless the picture was dropped meanwhile."""
    made = select(BLOB.digest, literal(width), literal(content)).where(BLOB.digest == digest)
    await connection.execute(insert(Variant).from_select(["digest", "width", "content"], made).on_conflict_do_nothing())


async def drop_unreferenced(engine: AsyncEngine, hours: int) -> int:
    """Deletes what nothing on chain names, directly or through a document that it names, once `hours` old."""
    named = _named()
    images = func.jsonb_array_elements(DOCUMENT.images).table_valued("value")
    cids = union(
        select(images.c.value.op("->>")("cid"))
        .select_from(Document)
        .join(images, true())
        .where(DOCUMENT.digest.in_(named)),
        select(DOCUMENT.body["image"].astext).where(DOCUMENT.digest.in_(named)),
    )
    async with engine.begin() as connection:
        pictures = [cid.decode(each) for each in (await connection.execute(cids)).scalars() if each]
        old = BLOB.stored_at < func.now() - timedelta(hours=hours)
        doomed = delete(Blob).where(old, BLOB.digest.not_in(named), BLOB.digest.not_in(pictures))
        return (await connection.execute(doomed)).rowcount


def _named() -> Select[Any]:
    """Digests on chain: documents of listings (any version), of sellers and of orders."""
    sources = (
        LISTING_VERSION.content,
        SELLER.profile,
        SELLER.suspended_reason,
        ORDER.started_document,
        ORDER.delivered_document,
    )
    return union(*(select(source).where(source.is_not(None)) for source in sources)).subquery("named").select()


def _readable(digest: bytes, document: Readable) -> dict[str, Any]:
    body = document.model_dump(mode="json")
    if isinstance(document, ListingDocument):
        title, summary, images = body.pop("title"), body.pop("summary"), body.pop("images")
        words = [*document.tags, *(each.value for each in document.attributes)]
        texts = (title, " ".join(words), summary, document.description)
    else:
        title, summary, images = body.pop("name"), "", []
        texts = (title, "", "", document.bio)
    return {
        "digest": digest,
        "title": title,
        "summary": summary,
        "body": body,
        "images": images,
        "search": _search(texts),
    }


def _search(texts: tuple[str, ...]) -> Any:
    """The words of a document, weighted A to D in this order."""
    whole: Any = func.to_tsvector("")
    for each, weight in zip(texts, "ABCD", strict=True):
        whole = whole.op("||")(
            func.setweight(func.to_tsvector("english", func.unaccent(each)), literal_column(f"'{weight}'"))
        )
    return whole
