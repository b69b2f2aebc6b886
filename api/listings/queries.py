"""Every SELECT about listings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from api import cid
from api.columns import CATEGORY, DOCUMENT, LISTING, LISTING_VERSION, MARKET_STATE, PROFILE, SELLER, ProfileDocument
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.listings import search
from api.listings.schemas import CategoryName, Document, Filters, Listing, ListingPage, ListingSummary, Version
from api.reviews import queries as reviews
from api.sellers import queries as sellers
from api.sellers.schemas import SellerName
from api.tables import Document as Stored
from api.values import Money, Rating, Token, address, hexed, images, line, raw_address
from indexer.tables import Category, MarketState, Seller

SHOWN = 3
"""Reviews and threads that come with a listing."""
IN_STOCK = or_(LISTING.stock.is_(None), LISTING.stock > 0)


def select_listings(reader: Reader) -> Select[Any]:
    """Listings of the market with their documents, categories and sellers."""
    return (
        select(
            *LISTING,
            CATEGORY.name.label("category_name"),
            SELLER.status.label("seller_status"),
            PROFILE.title.label("seller_name"),
            MARKET_STATE.orders_paused,
            MARKET_STATE.fee_bps,
            DOCUMENT.title,
            DOCUMENT.summary,
            DOCUMENT.images,
            DOCUMENT.body,
        )
        .join(Seller, and_(reader.scope.covers(SELLER), SELLER.address == LISTING.seller))
        .join(Category, and_(reader.scope.covers(CATEGORY), CATEGORY.category_id == LISTING.category_id))
        .join(MarketState, reader.scope.covers(MARKET_STATE))
        .outerjoin(ProfileDocument, PROFILE.digest == SELLER.profile)
        .outerjoin(Stored, DOCUMENT.digest == LISTING.content)
        .where(reader.scope.covers(LISTING))
    )


async def page(reader: Reader, filters: Filters, cursor: str | None, limit: int) -> ListingPage:
    """The listings that match, in the order asked for."""
    query = select_listings(reader).where(*conditions(reader, filters))
    keyset = Keyset(order(filters), (reader.scope.chain_id, reader.scope.market, filters))
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return ListingPage(items=[ListingSummary(**summary(row, tokens[row.token])) for row in rows], next=following)


async def one(reader: Reader, listing_id: int) -> Listing:
    """Raises `NotFound`."""
    row = (await reader.all(select_listings(reader).where(LISTING.listing_id == listing_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no listing {listing_id} in this market.")
    token = (await reader.tokens([row.token]))[row.token]
    whole = summary(row, token) | {
        "seller": await sellers.one(reader, address(row.seller)),
        "versions": await versions(reader, listing_id, token),
        "reviews": (await reviews.of_listing(reader, listing_id, None, None, SHOWN)).items,
        "threads": (await reviews.threads(reader, listing_id, None, SHOWN)).items,
    }
    return Listing(
        **whole,
        content=cid.encode(row.content),
        document=document(row),
        accept_window=row.accept_window,
        deliver_window=row.deliver_window,
        inspect_window=row.inspect_window,
        arbitrator=row.arbitrator,
        fee_bps=row.fee_bps,
    )


async def versions(reader: Reader, listing_id: int, token: Token) -> list[Version]:
    query = (
        select(*LISTING_VERSION)
        .where(reader.scope.covers(LISTING_VERSION), LISTING_VERSION.listing_id == listing_id)
        .order_by(LISTING_VERSION.version.desc())
    )
    return [
        Version(
            version=row.version,
            price=Money.of(row.price, token),
            content=cid.encode(row.content),
            created_at=row.created_at,
            tx_hash=hexed(row.tx_hash),
        )
        for row in await reader.all(query)
    ]


def conditions(reader: Reader, filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.q:
        wanted.append(search.matches(filters.q))
    if filters.category is not None:
        wanted.append(LISTING.category_id.in_(descendants(reader, filters.category)))
    if filters.kind:
        wanted.append(LISTING.kind == filters.kind)
    if filters.seller:
        wanted.append(LISTING.seller == raw_address(filters.seller))
    if filters.token:
        wanted.append(LISTING.token == raw_address(filters.token))
    if filters.min_price is not None:
        wanted.append(LISTING.price >= filters.min_price)
    if filters.max_price is not None:
        wanted.append(LISTING.price <= filters.max_price)
    if filters.in_stock:
        wanted.append(IN_STOCK)
    if not filters.include_paused:
        wanted += [LISTING.paused.is_(False), SELLER.status == "active"]
    return wanted


def descendants(reader: Reader, category_id: int) -> Select[Any]:
    """The ids of a category and of everything below it."""
    tree = select(CATEGORY.category_id).where(reader.scope.covers(CATEGORY), CATEGORY.category_id == category_id)
    below = tree.cte("below", recursive=True)
    child = select(CATEGORY.category_id).join(below, CATEGORY.parent_id == below.c.category_id)
    below = below.union(child.where(reader.scope.covers(CATEGORY)))
    return select(below.c.category_id)


def order(filters: Filters) -> list[Key]:
    """Keys, the last one unique. Prices of different tokens do not compare, so tokens come one by one."""
    newest = Key(LISTING.listing_id, True)
    match filters.sort:
        case "price":
            return [Key(LISTING.token), Key(LISTING.price), Key(LISTING.listing_id)]
        case "-price":
            return [Key(LISTING.token), Key(LISTING.price, True), newest]
        case "popular":
            return [Key(LISTING.sold, True), newest]
        case "relevance" if filters.q:
            return [Key(search.rank(filters.q), True), newest]
        case _:
            return [newest]


def summary(row: Row[Any], token: Token) -> dict[str, Any]:
    pictures = images(row.images or [])
    in_stock = row.stock is None or row.stock > 0
    return {
        "id": row.listing_id,
        "market": row.market,
        "seller": SellerName(address=address(row.seller), name=row.seller_name),
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "image": pictures[0] if pictures else None,
        "price": Money.of(row.price, token),
        "stock": row.stock,
        "unlimited": row.stock is None,
        "low_stock": row.stock is not None and row.stock <= row.low_stock,
        "paused": row.paused,
        "on_sale": in_stock and not row.paused and row.seller_status == "active" and not row.orders_paused,
        "member_discount_bps": row.member_discount_bps,
        "member_tier": row.member_tier,
        "category": CategoryName(id=row.category_id, name=line(row.category_name, 64)),
        "version": row.version,
        "sold": row.sold,
        "rating": Rating.of(row.rating_sum, row.rating_count),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def document(row: Row[Any]) -> Document | None:
    """What the document says as a listing. A seller may name any document, also a profile: what it lacks is empty."""
    if row.title is None:
        return None
    lacking: dict[str, Any] = {"description": "", "attributes": [], "tags": [], "place": None}
    said = {name: row.body.get(name, empty) for name, empty in lacking.items()}
    return Document(title=row.title, summary=row.summary, images=images(row.images), **said)
