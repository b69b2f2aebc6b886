"""Every SELECT about sellers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select

from api import cid
from api.columns import DOCUMENT, SELLER, SELLER_BOND
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.sellers.schemas import Bond, Seller, SellerDetail, SellerPage, SellerPlace, Sort
from api.tables import Document
from api.values import Money, Rating, address, raw_address


def select_sellers(reader: Reader) -> Select[Any]:
    """Sellers of the market with what their profile document says."""
    return (
        select(*SELLER, DOCUMENT.title.label("name"), DOCUMENT.body.label("body"))
        .outerjoin(Document, DOCUMENT.digest == SELLER.profile)
        .where(reader.scope.covers(SELLER))
    )


ORDERS = {
    "address": [Key(SELLER.address)],
    "newest": [Key(SELLER.registered_at, True), Key(SELLER.address, True)],
    "popular": [Key(SELLER.orders, True), Key(SELLER.address, True)],
}


async def page(reader: Reader, sort: Sort, cursor: str | None, limit: int) -> SellerPage:
    """All sellers, in the order asked for."""
    keyset = Keyset(ORDERS[sort], ("sellers", reader.scope.chain_id, reader.scope.market, sort))
    result = await reader.all(keyset.page(select_sellers(reader), cursor, limit))
    rows, following = keyset.split(result.all(), limit)
    return SellerPage(items=[shown(row) for row in rows], next=following)


async def one(reader: Reader, seller: str) -> SellerDetail:
    """Raises `NotFound`."""
    row = (await reader.all(select_sellers(reader).where(SELLER.address == raw_address(seller)))).one_or_none()
    if row is None:
        raise NotFound(f"{seller} is not registered as a seller in this market.")
    return SellerDetail(**dict(shown(row)), bonds=await bonds(reader, row.address))


async def bonds(reader: Reader, seller: bytes) -> list[Bond]:
    """By token; what was taken down and never slashed is left out."""
    query = (
        select(*SELLER_BOND)
        .where(reader.scope.covers(SELLER_BOND), SELLER_BOND.seller == seller)
        .where((SELLER_BOND.amount > 0) | (SELLER_BOND.slashed > 0))
        .order_by(SELLER_BOND.token)
    )
    rows = (await reader.all(query)).all()
    tokens = await reader.tokens(row.token for row in rows)
    sums = ("amount", "unlocking", "slashed")
    return [
        Bond(**{name: Money.of(getattr(row, name), tokens[row.token]) for name in sums}, unlocks_at=row.unlocks_at)
        for row in rows
    ]


def shown(row: Row[Any]) -> Seller:
    body = row.body or {}
    place = body.get("place")
    return Seller(
        address=address(row.address),
        name=row.name,
        bio=body.get("bio"),
        image=body.get("image"),
        place=SellerPlace.model_validate(place) if place else None,
        status=row.status,
        registered_at=row.registered_at,
        listings=row.listings,
        orders=row.orders,
        completed=row.completed,
        cancelled=row.cancelled,
        rating=Rating.of(row.rating_sum, row.rating_count),
        profile=cid.optional(row.profile),
    )
