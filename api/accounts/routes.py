"""Accounts: what they hold in the ledger, and how it came there."""

from __future__ import annotations

from fastapi import APIRouter

from api.accounts import queries
from api.accounts.schemas import Balances, EntryKind, LedgerPage
from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.values import AddressPath, AddressQuery, CursorQuery, LimitQuery

router = APIRouter(prefix="/accounts/{address}", tags=["accounts"])


@router.get("/balances", responses=responses(*READING, BadRequest))
async def get_balances(
    reader: ReaderDep, address: AddressPath, limit: LimitQuery = 100, cursor: CursorQuery = None
) -> Balances:
    """Claims of an account, by token: the market's own tokens first."""
    return await queries.balances(reader, address, cursor, limit)


@router.get("/ledger", responses=responses(*READING, BadRequest))
async def get_ledger(
    reader: ReaderDep,
    address: AddressPath,
    token: AddressQuery | None = None,
    kind: EntryKind | None = None,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> LedgerPage:
    """Every movement of an account's claims, newest first; they add up to its balances."""
    return await queries.ledger(reader, address, token, kind, cursor, limit)
