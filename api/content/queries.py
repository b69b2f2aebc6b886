"""Every statement about stored content."""

from __future__ import annotations

from typing import Any

from sqlalchemy import TextClause, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api import cid
from api.content.documents import ListingDocument, Readable
from api.tables import Blob, Document, Variant


async def store(connection: AsyncConnection, blob: dict[str, Any], document: Readable | None) -> None:
    """Keeps content and what is read out of it. The same bytes again only renew their time."""
    row = insert(Blob).values(blob)
    await connection.execute(row.on_conflict_do_update(index_elements=["digest"], set_={"stored_at": func.now()}))
    if document is not None:
        await connection.execute(insert(Document).values(_readable(blob["digest"], document)).on_conflict_do_nothing())


async def blob(connection: AsyncConnection, digest: bytes) -> Any | None:
    """Media type and bytes."""
    query = select(Blob.media_type, Blob.content).where(Blob.digest == digest)
    return (await connection.execute(query)).one_or_none()


async def variant(connection: AsyncConnection, digest: bytes, width: int) -> bytes | None:
    query = select(Variant.content).where(Variant.digest == digest, Variant.width == width)
    return (await connection.execute(query)).scalar_one_or_none()


async def keep_variant(connection: AsyncConnection, digest: bytes, width: int, content: bytes) -> None:
    row = insert(Variant).values(digest=digest, width=width, content=content)
    await connection.execute(row.on_conflict_do_nothing())


async def drop_unreferenced(engine: AsyncEngine, hours: int) -> int:
    """Deletes what nothing on chain names, directly or through a document that it names, once `hours` old."""
    async with engine.begin() as connection:
        pictures = [cid.decode(each) for each in (await connection.execute(_PICTURES)).scalars()]
        dropped = await connection.execute(_DROP, {"hours": hours, "pictures": pictures})
    return dropped.rowcount


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
    vectors = [
        func.setweight(func.to_tsvector(text_config(), func.unaccent(each)), weight)
        for each, weight in zip(texts, "ABCD", strict=True)
    ]
    whole: Any = vectors[0]
    for vector in vectors[1:]:
        whole = whole.op("||")(vector)
    return whole


def text_config() -> TextClause:
    return text("'english'::regconfig")


# Named on chain: documents of listings (any version), sellers and orders; then the pictures that those documents name.
_NAMED = """
WITH named AS (
    SELECT content AS digest FROM chain.listing_version
    UNION SELECT profile FROM chain.seller
    UNION SELECT suspended_reason FROM chain.seller
    UNION SELECT started_document FROM chain.orders
    UNION SELECT delivered_document FROM chain.orders
)
"""
_PICTURES = text(
    _NAMED
    + """
SELECT image ->> 'cid' FROM app.document JOIN named USING (digest), jsonb_array_elements(images) AS image
UNION SELECT body ->> 'image' FROM app.document JOIN named USING (digest) WHERE body ->> 'image' IS NOT NULL
"""
)
_DROP = text(
    _NAMED
    + """
DELETE FROM app.blob
WHERE stored_at < now() - make_interval(hours => :hours)
  AND digest <> ALL (:pictures)
  AND NOT EXISTS (SELECT FROM named WHERE named.digest = blob.digest)
"""
)
