"""Every statement about stored content."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    LargeBinary,
    all_,
    delete,
    exists,
    func,
    literal,
    literal_column,
    select,
    text,
    true,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api import cid
from api.columns import (
    ARBITRATOR,
    BLOB,
    BUYER_REVIEW,
    COMMENT,
    CURSOR,
    DEAL,
    DOCUMENT,
    EVIDENCE,
    HIDDEN_TEXT,
    LISTING_VERSION,
    OFFER,
    ORDER,
    QUOTE_REQUEST,
    REVIEW,
    SELLER,
    VARIANT,
)
from api.content.documents import EvidenceDocument, ListingDocument, Picture, ProfileDocument, Readable
from api.tables import Blob, Document, Variant

Markets = Mapping[int, Collection[int]]
SWEEPING = 0x53_57_45_45_50  # the advisory lock of whoever sweeps
FRESH = timedelta(minutes=5)  # since a node last answered the indexer


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


async def drop_unreferenced(engine: AsyncEngine, hours: int, markets: Markets) -> int:
    """Deletes what nothing on chain names, directly or through a document that it names, once `hours` old.

    `markets` are the deployed ones by chain id. While one of them is not indexed up to the head, nobody knows what the
    chain names, and nothing is deleted; nor while another process does this.
    """
    async with engine.execution_options(isolation_level="REPEATABLE READ").connect() as connection, connection.begin():
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        alone = (await connection.execute(select(func.pg_try_advisory_xact_lock(SWEEPING)))).scalar_one()
        if not alone or not await _all_known(connection, markets):
            return 0
        evidence = await _evidence(connection)
        cids = (await connection.execute(_pictures(evidence))).scalars()
        pictures = literal([cid.decode(each) for each in cids if each], ARRAY(LargeBinary))
        named = _named(evidence).subquery("named")
        is_named = exists(select(literal(1)).select_from(named).where(named.c.digest == BLOB.digest))
        old = BLOB.stored_at < func.now() - timedelta(hours=hours)
        doomed = delete(Blob).where(old, ~is_named, BLOB.digest != all_(pictures))
        return (await connection.execute(doomed)).rowcount


async def _all_known(connection: AsyncConnection, markets: Markets) -> bool:
    at_head = (CURSOR.status == "live") & (CURSOR.head_seen_at > func.now() - FRESH)
    rows = await connection.execute(select(CURSOR.chain_id, CURSOR.markets).where(at_head))
    indexed = {row.chain_id: set(row.markets) for row in rows}
    return bool(markets) and all(set(numbers) <= indexed.get(chain, set()) for chain, numbers in markets.items())


async def _evidence(connection: AsyncConnection) -> list[bytes]:
    """Digests in what parties and arbitrators wrote as a place of ours; anything else there is nobody's content."""
    places = union(select(EVIDENCE.uri), select(ARBITRATOR.meta_evidence))
    return [digest for place in (await connection.execute(places)).scalars() if (digest := cid.of_place(place))]


def _named(evidence: list[bytes]) -> CompoundSelect[Any]:
    """Digests on chain: documents of listings (any version), sellers and orders, and what people say of them."""
    sources = (
        LISTING_VERSION.content,
        SELLER.profile,
        SELLER.suspended_reason,
        ORDER.started_document,
        ORDER.delivered_document,
        REVIEW.content,
        REVIEW.answer,
        BUYER_REVIEW.content,
        COMMENT.content,
        HIDDEN_TEXT.reason,
        QUOTE_REQUEST.content,
        OFFER.content,
        DEAL.content,
    )
    named = (select(source.label("digest")).where(source.is_not(None)) for source in sources)
    return union_all(*named, select(func.unnest(literal(evidence, ARRAY(LargeBinary)))))


def _pictures(evidence: list[bytes]) -> CompoundSelect[Any]:
    """Names of the pictures in documents that the chain names."""
    images = func.jsonb_array_elements(DOCUMENT.images).table_valued("value")
    in_listings = select(images.c.value.op("->>")("cid")).select_from(Document).join(images, true())
    in_profiles = select(DOCUMENT.body["image"].astext)
    return union(*(each.where(DOCUMENT.digest.in_(_named(evidence))) for each in (in_listings, in_profiles)))


def _readable(digest: bytes, document: Readable) -> dict[str, Any]:
    body = document.model_dump(mode="json")
    if isinstance(document, EvidenceDocument):
        title, summary, images = body.pop("name"), "", _file(document)
        texts = (title, "", "", document.description)
    elif isinstance(document, ListingDocument):
        title, summary, images = body.pop("title"), body.pop("summary"), body.pop("images")
        words = [*document.tags, *(each.value for each in document.attributes)]
        texts = (title, " ".join(words), summary, document.description)
    elif isinstance(document, ProfileDocument):
        title, summary, images = body.pop("name"), "", []
        texts = (title, "", "", document.bio)
    else:
        title, summary, images = "", "", body.pop("images")
        texts = ("", "", "", document.text)
    return {
        "digest": digest,
        "title": title,
        "summary": summary,
        "body": body,
        "images": images,
        "search": _search(texts),
    }


def _file(evidence: EvidenceDocument) -> list[dict[str, Any]]:
    """What the evidence shows, if it is here; a picture or not, it is kept like one."""
    digest = cid.of_place(evidence.fileURI)
    return [Picture(cid=cid.encode(digest)).model_dump(mode="json")] if digest else []


def _search(texts: tuple[str, ...]) -> Any:
    """The words of a document, weighted A to D in this order."""
    whole: Any = func.to_tsvector("")
    for each, weight in zip(texts, "ABCD", strict=True):
        whole = whole.op("||")(
            func.setweight(func.to_tsvector("english", func.unaccent(each)), literal_column(f"'{weight}'"))
        )
    return whole
