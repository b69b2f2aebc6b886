"""Every SELECT about reviews and comments."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from api.columns import BUYER_REVIEW, COMMENT, LISTING, PROFILE, REVIEW, SELLER, ProfileDocument
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.reviews.schemas import Answer, BuyerReview, BuyerReviewPage, Comment, CommentPage, Review, ReviewPage
from api.sellers.schemas import SellerName
from api.texts import Moderated
from api.values import Rating, address, hexed, raw_address
from indexer.tables import Listing, Seller

REVIEW_TEXT = Moderated("review", REVIEW.content, REVIEW.order_id)
ANSWER_TEXT = Moderated("answer", REVIEW.answer, REVIEW.order_id)
MARK_TEXT = Moderated("buyer_review", BUYER_REVIEW.content, BUYER_REVIEW.order_id)
COMMENT_TEXT = Moderated("comment", COMMENT.content, COMMENT.comment_id)


def select_reviews(reader: Reader) -> Select[Any]:
    """Reviews of the market with their words, their answers and the sellers' names."""
    query: Select[Any] = select(
        *REVIEW, *REVIEW_TEXT.columns(), *ANSWER_TEXT.columns(), PROFILE.title.label("seller_name")
    )
    query = _with_seller(query.where(reader.scope.covers(REVIEW)), reader, REVIEW.seller)
    return ANSWER_TEXT.joined_in(REVIEW_TEXT.joined_in(query, reader.scope), reader.scope)


async def of_listing(reader: Reader, listing_id: int, rating: int | None, cursor: str | None, limit: int) -> ReviewPage:
    """Those of the newest orders first."""
    return await _reviews(reader, REVIEW.listing_id == listing_id, ("listing", listing_id), rating, cursor, limit)


async def of_seller(reader: Reader, seller: str, rating: int | None, cursor: str | None, limit: int) -> ReviewPage:
    """Those of the newest orders first."""
    about = REVIEW.seller == raw_address(seller)
    return await _reviews(reader, about, ("seller", seller.lower()), rating, cursor, limit)


async def of_order(reader: Reader, order_id: int) -> Review | None:
    row = (await reader.all(select_reviews(reader).where(REVIEW.order_id == order_id))).one_or_none()
    return row and shown(row)


async def of_buyer(reader: Reader, buyer: str, cursor: str | None, limit: int) -> BuyerReviewPage:
    """Sellers' marks for a buyer, those of the newest orders first."""
    account = raw_address(buyer)
    about = and_(reader.scope.covers(BUYER_REVIEW), BUYER_REVIEW.buyer == account)
    keyset = Keyset([Key(BUYER_REVIEW.order_id, True)], ("marks", reader.scope.chain_id, reader.scope.market, account))
    result = await reader.all(keyset.page(select_marks(reader).where(about), cursor, limit))
    rows, following = keyset.split(result.all(), limit)
    return BuyerReviewPage(rating=await _sum(reader, about), items=[mark(row) for row in rows], next=following)


async def _sum(reader: Reader, about: ColumnElement[bool]) -> Rating:
    columns = [func.coalesce(func.sum(BUYER_REVIEW.rating), 0).label("total"), func.count().label("count_")]
    row = (await reader.all(select(*columns).where(about))).one()
    return Rating.of(row.total, row.count_)


async def mark_of_order(reader: Reader, order_id: int) -> BuyerReview | None:
    row = (await reader.all(select_marks(reader).where(BUYER_REVIEW.order_id == order_id))).one_or_none()
    return row and mark(row)


def select_marks(reader: Reader) -> Select[Any]:
    query: Select[Any] = select(*BUYER_REVIEW, *MARK_TEXT.columns(), PROFILE.title.label("seller_name"))
    query = _with_seller(query.where(reader.scope.covers(BUYER_REVIEW)), reader, BUYER_REVIEW.seller)
    return MARK_TEXT.joined_in(query, reader.scope)


async def threads(reader: Reader, listing_id: int, cursor: str | None, limit: int) -> CommentPage:
    """The first comments of a listing's threads, newest first."""
    query = select_comments(reader).where(COMMENT.listing_id == listing_id, COMMENT.parent_id.is_(None))
    return await _comments(reader, query, Key(COMMENT.thread_id, True), ("threads", listing_id), cursor, limit)


async def replies(reader: Reader, comment_id: int, cursor: str | None, limit: int) -> CommentPage:
    """All comments of a thread but its first, oldest first. Raises `NotFound`."""
    known = select(COMMENT.listing_id, COMMENT.thread_id).where(
        reader.scope.covers(COMMENT), COMMENT.comment_id == comment_id
    )
    first = (await reader.all(known)).one_or_none()
    if first is None or first.thread_id != comment_id:
        raise NotFound(f"No thread begins with a comment {comment_id} in this market.")
    query = select_comments(reader).where(
        COMMENT.listing_id == first.listing_id, COMMENT.thread_id == comment_id, COMMENT.parent_id.is_not(None)
    )
    return await _comments(reader, query, Key(COMMENT.comment_id), ("replies", comment_id), cursor, limit)


def select_comments(reader: Reader) -> Select[Any]:
    on_listing = and_(reader.scope.covers(LISTING), LISTING.listing_id == COMMENT.listing_id)
    query: Select[Any] = select(*COMMENT, *COMMENT_TEXT.columns(), LISTING.seller).join(Listing, on_listing)
    query = query.where(reader.scope.covers(COMMENT))
    return COMMENT_TEXT.joined_in(query, reader.scope)


def shown(row: Row[Any]) -> Review:
    answer = Answer(text=ANSWER_TEXT.shown(row, row.answer), at=row.answered_at) if row.answer else None
    return Review(
        order_id=row.order_id,
        listing_id=row.listing_id,
        seller=SellerName(address=address(row.seller), name=row.seller_name),
        buyer=address(row.buyer),
        rating=row.rating,
        text=REVIEW_TEXT.shown(row, row.content),
        answer=answer,
        reviewed_at=row.reviewed_at,
        changed_at=row.changed_at,
        editable_until=row.editable_until,
        tx_hash=hexed(row.tx_hash),
    )


def mark(row: Row[Any]) -> BuyerReview:
    return BuyerReview(
        order_id=row.order_id,
        buyer=address(row.buyer),
        seller=SellerName(address=address(row.seller), name=row.seller_name),
        rating=row.rating,
        text=MARK_TEXT.shown(row, row.content),
        reviewed_at=row.reviewed_at,
        tx_hash=hexed(row.tx_hash),
    )


def comment(row: Row[Any]) -> Comment:
    return Comment(
        id=row.comment_id,
        listing_id=row.listing_id,
        thread_id=row.thread_id,
        parent_id=row.parent_id,
        author=address(row.author),
        by_seller=row.author == row.seller,
        text=COMMENT_TEXT.shown(row, row.content),
        replies=row.replies,
        at=row.commented_at,
        tx_hash=hexed(row.tx_hash),
    )


async def _reviews(
    reader: Reader, about: ColumnElement[bool], question: Any, rating: int | None, cursor: str | None, limit: int
) -> ReviewPage:
    query = select_reviews(reader).where(about)
    if rating is not None:
        query = query.where(REVIEW.rating == rating)
    keyset = Keyset([Key(REVIEW.order_id, True)], (reader.scope.chain_id, reader.scope.market, question, rating))
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    return ReviewPage(items=[shown(row) for row in rows], next=following)


async def _comments(
    reader: Reader, query: Select[Any], key: Key, question: Any, cursor: str | None, limit: int
) -> CommentPage:
    keyset = Keyset([key], (reader.scope.chain_id, reader.scope.market, question))
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    return CommentPage(items=[comment(row) for row in rows], next=following)


def _with_seller(query: Select[Any], reader: Reader, seller: ColumnElement[bytes]) -> Select[Any]:
    """The query with the name in the seller's profile."""
    joined = query.outerjoin(Seller, and_(reader.scope.covers(SELLER), SELLER.address == seller))
    return joined.outerjoin(ProfileDocument, PROFILE.digest == SELLER.profile)
