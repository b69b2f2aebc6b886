"""Reviews of orders, marks for buyers, and threads on listings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.reviews import queries
from api.reviews.schemas import BuyerReviewPage, CommentPage, ReviewPage
from api.values import AddressPath, CursorQuery, IdPath, LimitQuery

router = APIRouter(tags=["reviews"])
PAGES = responses(*READING, BadRequest)
RatingQuery = Annotated[int | None, Query(ge=1, le=5, description="only reviews with this mark")]


@router.get("/listings/{listing_id}/reviews", responses=PAGES)
async def list_listing_reviews(
    reader: ReaderDep,
    listing_id: IdPath,
    rating: RatingQuery = None,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> ReviewPage:
    """Reviews of a listing, those of the newest orders first."""
    return await queries.of_listing(reader, listing_id, rating, cursor, limit)


@router.get("/sellers/{address}/reviews", responses=PAGES)
async def list_seller_reviews(
    reader: ReaderDep,
    address: AddressPath,
    rating: RatingQuery = None,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> ReviewPage:
    """Reviews of a seller's orders, those of the newest orders first."""
    return await queries.of_seller(reader, address, rating, cursor, limit)


@router.get("/accounts/{address}/marks", responses=PAGES)
async def list_buyer_reviews(
    reader: ReaderDep, address: AddressPath, limit: LimitQuery = 24, cursor: CursorQuery = None
) -> BuyerReviewPage:
    """Sellers' marks for a buyer, and what they come to."""
    return await queries.of_buyer(reader, address, cursor, limit)


@router.get("/listings/{listing_id}/comments", responses=PAGES)
async def list_threads(
    reader: ReaderDep, listing_id: IdPath, limit: LimitQuery = 24, cursor: CursorQuery = None
) -> CommentPage:
    """The first comments of a listing's threads, newest first."""
    return await queries.threads(reader, listing_id, cursor, limit)


@router.get("/comments/{comment_id}/replies", responses=PAGES)
async def list_replies(
    reader: ReaderDep, comment_id: IdPath, limit: LimitQuery = 24, cursor: CursorQuery = None
) -> CommentPage:
    """What follows the first comment of a thread, oldest first."""
    return await queries.replies(reader, comment_id, cursor, limit)
