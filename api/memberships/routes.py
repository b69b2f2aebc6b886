"""Memberships, and the tiers that they are sold on."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.memberships import queries
from api.memberships.schemas import Membership, MembershipPage, Tiers
from api.values import AddressPath, CursorQuery, IdPath, LimitQuery

router = APIRouter(tags=["memberships"])


@router.get("/tiers", responses=responses(*READING))
async def list_tiers(reader: ReaderDep) -> Tiers:
    """All tiers by id."""
    return await queries.tiers(reader)


@router.get("/accounts/{address}/memberships", responses=responses(*READING, BadRequest))
async def list_memberships(
    reader: ReaderDep, address: AddressPath, limit: LimitQuery = 24, cursor: CursorQuery = None
) -> MembershipPage:
    """Memberships that an account holds, those that have run out too, newest first."""
    return await queries.page(reader, address, cursor, limit)


@router.get("/memberships/{membership_id}", responses=responses(*READING))
async def get_membership(reader: ReaderDep, membership_id: IdPath) -> Membership:
    """One membership."""
    return await queries.one(reader, membership_id)
