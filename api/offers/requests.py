"""Every SELECT about requests for quotes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, select

from api.columns import CATEGORY, QUOTE_REQUEST
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.listings.queries import descendants
from api.listings.schemas import CategoryName
from api.offers.schemas import QuoteRequest, QuoteRequestPage
from api.texts import Words
from api.values import Money, Token, address, hexed, line, raw_address
from indexer.tables import Category

WISH = Words("wish", QUOTE_REQUEST.content)


def select_requests(reader: Reader) -> Select[Any]:
    """Requests of the market with their words and categories."""
    of_category = and_(reader.scope.covers(CATEGORY), CATEGORY.category_id == QUOTE_REQUEST.category_id)
    query = select(*QUOTE_REQUEST, CATEGORY.name.label("category_name"), *WISH.columns()).join(Category, of_category)
    return WISH.joined(query.where(reader.scope.covers(QUOTE_REQUEST)))


async def page(
    reader: Reader, category: int | None, buyer: str | None, only_open: bool, cursor: str | None, limit: int
) -> QuoteRequestPage:
    """Newest first."""
    query = select_requests(reader)
    if category is not None:
        query = query.where(QUOTE_REQUEST.category_id.in_(descendants(reader, category)))
    if buyer:
        query = query.where(QUOTE_REQUEST.buyer == raw_address(buyer))
    if only_open:
        query = query.where(QUOTE_REQUEST.closed_at.is_(None), QUOTE_REQUEST.deadline >= reader.now)
    question = ("requests", reader.scope.chain_id, reader.scope.market, category, buyer and buyer.lower(), only_open)
    keyset = Keyset([Key(QUOTE_REQUEST.request_id, True)], question)
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return QuoteRequestPage(items=[shown(reader, row, tokens[row.token]) for row in rows], next=following)


async def one(reader: Reader, request_id: int) -> QuoteRequest:
    """Raises `NotFound`."""
    row = (await reader.all(select_requests(reader).where(QUOTE_REQUEST.request_id == request_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no request {request_id} in this market.")
    return shown(reader, row, (await reader.tokens([row.token]))[row.token])


def shown(reader: Reader, row: Row[Any], token: Token) -> QuoteRequest:
    return QuoteRequest(
        id=row.request_id,
        buyer=address(row.buyer),
        category=CategoryName(id=row.category_id, name=line(row.category_name, 64)),
        budget=None if row.budget is None else Money.of(row.budget, token),
        token=token.address,
        text=WISH.shown(row, row.content),
        deadline=row.deadline,
        open=row.closed_at is None and row.deadline >= reader.now,
        offers=row.offers,
        requested_at=row.requested_at,
        closed_at=row.closed_at,
        tx_hash=hexed(row.tx_hash),
    )
