"""Accounts: what they hold in the ledger, and how it came there."""

from __future__ import annotations

from fastapi import APIRouter

from api.accounts import queries
from api.accounts.schemas import Balances, EntryKind, LedgerPage
from api.dependencies import ReaderDep
from api.errors import BadRequest, Unavailable, Unprocessable, responses
from api.values import AddressPath, AddressQuery, CursorQuery, LimitQuery

router = APIRouter(prefix="/accounts/{address}", tags=["accounts"])


@router.get("/balances", responses=responses(Unprocessable, Unavailable))
async def get_balances(reader: ReaderDep, address: AddressPath) -> Balances:
    """Claims of an account, by token."""
    return await queries.balances(reader, address)


@router.get("/ledger", responses=responses(BadRequest, Unprocessable, Unavailable))
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
