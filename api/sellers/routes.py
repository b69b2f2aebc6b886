"""Sellers."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.sellers import queries
from api.sellers.schemas import SellerDetail, SellerPage, Sort
from api.values import AddressPath, CursorQuery, LimitQuery

router = APIRouter(prefix="/sellers", tags=["sellers"])


@router.get("", responses=responses(*READING, BadRequest))
async def list_sellers(
    reader: ReaderDep, sort: Sort = "address", limit: LimitQuery = 24, cursor: CursorQuery = None
) -> SellerPage:
    """All sellers of the market; `popular`: most orders first."""
    return await queries.page(reader, sort, cursor, limit)


@router.get("/{address}", responses=responses(*READING))
async def get_seller(reader: ReaderDep, address: AddressPath) -> SellerDetail:
    """One seller, with its bonds."""
    return await queries.one(reader, address)
