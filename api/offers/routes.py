"""Offers that were made public, and the requests that they answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.offers import queries, requests
from api.offers.schemas import Offer, OfferPage, QuoteRequest, QuoteRequestPage, Role, State
from api.values import AddressPath, AddressQuery, BytesPath, CursorQuery, IdPath, LimitQuery

router = APIRouter(tags=["offers"])
PAGES = responses(*READING, BadRequest)


@router.get("/accounts/{address}/offers", responses=PAGES)
async def list_offers(
    reader: ReaderDep,
    address: AddressPath,
    role: Role = "any",
    state: State | None = None,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> OfferPage:
    """Public offers that an account made, or that are for it to take, newest first."""
    return await queries.of_account(reader, address, role, state, cursor, limit)


@router.get("/offers/{digest}", responses=responses(*READING))
async def get_offer(reader: ReaderDep, digest: BytesPath) -> Offer:
    """One public offer by its EIP-712 digest."""
    return await queries.one(reader, digest)


@router.get("/requests", responses=PAGES)
async def list_requests(
    reader: ReaderDep,
    category: Annotated[int | None, Query(ge=1, lt=2**16, description="with everything below it")] = None,
    buyer: AddressQuery | None = None,
    only_open: Annotated[bool, Query(description="only those that still take answers")] = False,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> QuoteRequestPage:
    """What buyers ask for, newest first."""
    return await requests.page(reader, category, buyer, only_open, cursor, limit)


@router.get("/requests/{request_id}", responses=responses(*READING))
async def get_request(reader: ReaderDep, request_id: IdPath) -> QuoteRequest:
    """One request."""
    return await requests.one(reader, request_id)


@router.get("/requests/{request_id}/offers", responses=PAGES)
async def list_request_offers(
    reader: ReaderDep, request_id: IdPath, limit: LimitQuery = 24, cursor: CursorQuery = None
) -> OfferPage:
    """Offers that answer a request, newest first."""
    return await queries.of_request(reader, request_id, cursor, limit)
