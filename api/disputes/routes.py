"""Disputes: the cases of orders, and who rules on them."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import ReaderDep
from api.disputes import queries
from api.disputes.schemas import Arbitrators, Dispute, DisputePage, Stage
from api.errors import READING, BadRequest, responses
from api.values import AddressQuery, CursorQuery, IdPath, LimitQuery

router = APIRouter(tags=["disputes"])


@router.get("/disputes", responses=responses(*READING, BadRequest))
async def list_disputes(
    reader: ReaderDep,
    account: AddressQuery | None = None,
    stage: Stage | None = None,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> DisputePage:
    """All cases, or those in which an account is a side; those of the newest orders first."""
    return await queries.page(reader, account, stage, cursor, limit)


@router.get("/disputes/{order_id}", responses=responses(*READING))
async def get_dispute(reader: ReaderDep, order_id: IdPath) -> Dispute:
    """The case of an order, with its evidence."""
    return await queries.one(reader, order_id)


@router.get("/arbitrators", responses=responses(*READING))
async def list_arbitrators(reader: ReaderDep) -> Arbitrators:
    """All arbitrators by id."""
    return await queries.arbitrators(reader)
