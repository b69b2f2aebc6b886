"""The market's own arbitrator: its members, its cases, its votes."""

from __future__ import annotations

from fastapi import APIRouter

from api.council import queries
from api.council.schemas import Case, CasePage, Members, Phase
from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.values import CursorQuery, IdPath, LimitQuery

router = APIRouter(prefix="/council", tags=["council"])


@router.get("/members", responses=responses(*READING))
async def list_members(reader: ReaderDep) -> Members:
    """Members, those that were removed at the end."""
    return await queries.members(reader)


@router.get("/cases", responses=responses(*READING, BadRequest))
async def list_cases(
    reader: ReaderDep, phase: Phase | None = None, limit: LimitQuery = 24, cursor: CursorQuery = None
) -> CasePage:
    """Cases before the council, newest first."""
    return await queries.page(reader, phase, cursor, limit)


@router.get("/cases/{dispute_id}", responses=responses(*READING))
async def get_case(reader: ReaderDep, dispute_id: IdPath) -> Case:
    """One case with its rounds and votes."""
    return await queries.one(reader, dispute_id)
