"""Listings: browse, search, one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.listings import queries
from api.listings.schemas import Filters, Kind, Listing, ListingPage, Sort
from api.values import AddressQuery, AmountQuery, CursorQuery, IdPath, LimitQuery, TextQuery

router = APIRouter(prefix="/listings", tags=["listings"])


@router.get("", responses=responses(*READING, BadRequest))
async def list_listings(
    reader: ReaderDep,
    q: TextQuery | None = None,
    category: Annotated[int | None, Query(ge=1, lt=2**16, description="with everything below it")] = None,
    kind: Kind | None = None,
    seller: AddressQuery | None = None,
    token: AddressQuery | None = None,
    min_price: AmountQuery | None = None,
    max_price: AmountQuery | None = None,
    in_stock: bool = False,
    include_paused: bool = False,
    sort: Sort = "newest",
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> ListingPage:
    """Listings that match every filter. Prices compare within one token: say `token` with `min_price`, `max_price`."""
    if token is None and (min_price is not None or max_price is not None):
        raise BadRequest("Prices of different tokens do not compare: say `token` with `min_price` or `max_price`.")
    filters = Filters(
        q=q and q.strip(),
        category=category,
        kind=kind,
        seller=seller,
        token=token,
        min_price=min_price,
        max_price=max_price,
        in_stock=in_stock,
        include_paused=include_paused,
        sort=sort,
    )
    return await queries.page(reader, filters, cursor, limit)


@router.get("/{listing_id}", responses=responses(*READING))
async def get_listing(reader: ReaderDep, listing_id: IdPath) -> Listing:
    """One listing with its document, terms, seller, earlier versions, newest reviews and threads."""
    return await queries.one(reader, listing_id)
