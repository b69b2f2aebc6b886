"""Every SELECT about the council."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, select

from api.columns import ARBITRATION, COUNCIL_CASE, COUNCIL_MEMBER, COUNCIL_ROUND, COUNCIL_VOTE
from api.council.schemas import Case, CasePage, CaseSummary, Member, Members, Phase, Round, Vote
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.values import address, hexed
from indexer.tables import Arbitration

SEATS = 48


async def members(reader: Reader) -> Members:
    query = select(*COUNCIL_MEMBER).where(reader.scope.covers(COUNCIL_MEMBER))
    ordered = query.order_by(COUNCIL_MEMBER.active.desc(), COUNCIL_MEMBER.seat, COUNCIL_MEMBER.address)
    return Members(
        items=[
            Member(
                address=address(row.address),
                seat=row.seat,
                active=row.active,
                idle=row.idle,
                missed=row.missed,
                votes=row.votes,
                appointed_at=row.appointed_at,
                removed_at=row.removed_at,
            )
            for row in await reader.all(ordered)
        ]
    )


def select_cases(reader: Reader) -> Select[Any]:
    """Cases with the orders that they are about."""
    about = and_(
        reader.scope.covers(ARBITRATION),
        ARBITRATION.arbitrator == COUNCIL_CASE.council,
        ARBITRATION.dispute_id == COUNCIL_CASE.dispute_id,
    )
    query = select(*COUNCIL_CASE, ARBITRATION.order_id).outerjoin(Arbitration, about)
    return query.where(reader.scope.covers(COUNCIL_CASE))


async def page(reader: Reader, phase: Phase | None, cursor: str | None, limit: int) -> CasePage:
    """Newest first."""
    query = select_cases(reader)
    if phase:
        query = query.where(COUNCIL_CASE.phase == phase)
    keyset = Keyset([Key(COUNCIL_CASE.dispute_id, True)], ("cases", reader.scope.chain_id, reader.scope.market, phase))
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    return CasePage(items=[CaseSummary(**summary(row)) for row in rows], next=following)


async def one(reader: Reader, dispute_id: int) -> Case:
    """Raises `NotFound`."""
    row = (await reader.all(select_cases(reader).where(COUNCIL_CASE.dispute_id == dispute_id))).one_or_none()
    if row is None:
        raise NotFound(f"The council of this market has no case {dispute_id}.")
    return Case(**summary(row), council=address(row.council), rounds=await rounds(reader, dispute_id))


async def rounds(reader: Reader, dispute_id: int) -> list[Round]:
    query = select(*COUNCIL_ROUND).where(reader.scope.covers(COUNCIL_ROUND), COUNCIL_ROUND.dispute_id == dispute_id)
    cast = await votes(reader, dispute_id)
    return [
        Round(
            round=row.round,
            panel=[seat for seat in range(SEATS) if row.panel >> seat & 1],
            deadline=row.deadline,
            ruling=row.ruling,
            began_at=row.began_at,
            closed_at=row.closed_at,
            votes=[vote for number, vote in cast if number == row.round],
        )
        for row in await reader.all(query.order_by(COUNCIL_ROUND.round))
    ]


async def votes(reader: Reader, dispute_id: int) -> list[tuple[int, Vote]]:
    """Every vote with the number of its round."""
    query = select(*COUNCIL_VOTE).where(reader.scope.covers(COUNCIL_VOTE), COUNCIL_VOTE.dispute_id == dispute_id)
    rows = await reader.all(query.order_by(COUNCIL_VOTE.at, COUNCIL_VOTE.member))
    return [
        (row.round, Vote(member=address(row.member), ruling=row.ruling, at=row.at, tx_hash=hexed(row.tx_hash)))
        for row in rows
    ]


def summary(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.dispute_id,
        "order_id": row.order_id,
        "phase": row.phase,
        "round": row.round,
        "deadline": row.deadline,
        "ruling": row.ruling,
        "created_at": row.created_at,
        "executed_at": row.executed_at,
        "updated_block": row.updated_block,
    }
