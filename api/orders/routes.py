"""Orders: those of an account, and one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ReaderDep
from api.errors import READING, BadRequest, responses
from api.orders import queries
from api.orders.schemas import Order, OrderPage, Role, State
from api.values import AddressPath, CursorQuery, IdPath, LimitQuery

router = APIRouter(tags=["orders"])


@router.get("/accounts/{address}/orders", responses=responses(*READING, BadRequest))
async def list_orders(
    reader: ReaderDep,
    address: AddressPath,
    role: Role = "any",
    state: Annotated[list[State] | None, Query(description="may be repeated")] = None,
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> OrderPage:
    """Orders that an account bought or sold, newest first."""
    return await queries.page(reader, address, role, state or [], cursor, limit)


@router.get("/orders/{order_id}", responses=responses(*READING))
async def get_order(reader: ReaderDep, order_id: IdPath) -> Order:
    """One order with its timeline, its dispute and its reviews."""
    return await queries.one(reader, order_id)
