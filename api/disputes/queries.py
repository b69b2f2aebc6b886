"""Every SELECT about disputes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, or_, select

from api.columns import ARBITRATOR, COUNCIL_CASE, DISPUTE, EVIDENCE, ORDER, as_id
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.disputes.schemas import (
    Arbitrator,
    Arbitrators,
    Dispute,
    DisputePage,
    DisputeSummary,
    Evidence,
    Stage,
)
from api.errors import NotFound
from api.values import NATIVE, Money, address, hexed, line, raw_address
from indexer.tables import Arbitrator as ArbitratorRow
from indexer.tables import CouncilCase, Order

LONGEST_URI = 256
COINS = ("buyer_deposit", "seller_deposit", "deposit_to_buyer", "deposit_to_seller", "appeal_fees")


async def page(reader: Reader, account: str | None, stage: Stage | None, cursor: str | None, limit: int) -> DisputePage:
    """Those of the newest orders first."""
    query = select(*DISPUTE).where(reader.scope.covers(DISPUTE))
    if account:
        query = query.where(or_(DISPUTE.buyer == raw_address(account), DISPUTE.seller == raw_address(account)))
    if stage:
        query = query.where(DISPUTE.stage == stage)
    question = ("disputes", reader.scope.chain_id, reader.scope.market, account and account.lower(), stage)
    keyset = Keyset([Key(DISPUTE.order_id, True)], question)
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    return DisputePage(items=[DisputeSummary(**summary(row)) for row in rows], next=following)


async def one(reader: Reader, order_id: int) -> Dispute:
    """Raises `NotFound`."""
    found = await of_order(reader, order_id)
    if found is None:
        raise NotFound(f"Order {order_id} was never disputed in this market.")
    return found


async def of_order(reader: Reader, order_id: int) -> Dispute | None:
    row = (await reader.all(select_disputes(reader).where(DISPUTE.order_id == order_id))).one_or_none()
    if row is None:
        return None
    tokens = await reader.tokens([NATIVE, row.token])
    coins: dict[str, Any] = {name: Money.of(getattr(row, name), tokens[NATIVE]) for name in COINS}
    return Dispute(
        **summary(row),
        **coins,
        arbitrator=arbitrator(row) if row.address else None,
        from_bond=Money.of(row.from_bond, tokens[row.token]),
        appeals=row.appeals,
        evidence=await evidence(reader, order_id),
        council_case=row.council_case,
        tx_hash=hexed(row.tx_hash),
    )


def select_disputes(reader: Reader) -> Select[Any]:
    """Disputes with their arbitrators, their orders' tokens, and their cases at the council."""
    return (
        select(
            *DISPUTE,
            ORDER.token,
            ARBITRATOR.address,
            ARBITRATOR.rule_window,
            ARBITRATOR.meta_evidence,
            ARBITRATOR.closed,
            COUNCIL_CASE.dispute_id.label("council_case"),
        )
        .join(Order, and_(reader.scope.covers(ORDER), ORDER.order_id == DISPUTE.order_id))
        .outerjoin(
            ArbitratorRow, and_(reader.scope.covers(ARBITRATOR), ARBITRATOR.arbitrator_id == DISPUTE.arbitrator_id)
        )
        .outerjoin(
            CouncilCase,
            and_(
                reader.scope.covers(COUNCIL_CASE),
                COUNCIL_CASE.council == ARBITRATOR.address,
                COUNCIL_CASE.dispute_id == as_id(DISPUTE.dispute_id),
            ),
        )
        .where(reader.scope.covers(DISPUTE))
    )


async def evidence(reader: Reader, order_id: int) -> list[Evidence]:
    query = (
        select(*EVIDENCE)
        .where(reader.scope.covers(EVIDENCE), EVIDENCE.order_id == order_id)
        .order_by(EVIDENCE.block_number, EVIDENCE.log_index)
    )
    return [
        Evidence(
            party=address(row.party),
            uri=line(row.uri, LONGEST_URI),
            at=row.submitted_at,
            block=row.block_number,
            tx_hash=hexed(row.tx_hash),
        )
        for row in await reader.all(query)
    ]


async def arbitrators(reader: Reader) -> Arbitrators:
    query = select(*ARBITRATOR).where(reader.scope.covers(ARBITRATOR)).order_by(ARBITRATOR.arbitrator_id)
    return Arbitrators(items=[arbitrator(row) for row in await reader.all(query)])


def arbitrator(row: Row[Any]) -> Arbitrator:
    return Arbitrator(
        id=row.arbitrator_id,
        address=address(row.address),
        rule_window=row.rule_window,
        meta_evidence=line(row.meta_evidence, LONGEST_URI),
        closed=row.closed,
    )


def summary(row: Row[Any]) -> dict[str, Any]:
    return {
        "order_id": row.order_id,
        "arbitrator_id": row.arbitrator_id,
        "dispute_id": None if row.dispute_id is None else str(row.dispute_id),
        "stage": row.stage,
        "raised_by": address(row.raised_by),
        "buyer": address(row.buyer),
        "seller": address(row.seller),
        "deadline": row.deadline,
        "ruling": row.ruling,
        "buyer_bps": row.buyer_bps,
        "settled": row.settled,
        "raised_at": row.raised_at,
        "answered_at": row.answered_at,
        "closed_at": row.closed_at,
        "updated_block": row.updated_block,
    }
