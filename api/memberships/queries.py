"""Every SELECT about memberships."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, select

from api.columns import MEMBERSHIP, MEMBERSHIP_TIER
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.memberships.schemas import Membership, MembershipPage, Tier, Tiers
from api.values import Money, Token, hexed, line, optional_address, raw_address
from indexer.tables import MembershipTier

LONGEST_NAME = 32
TIER = [column for column in MEMBERSHIP_TIER if column.name not in ("chain_id", "market", "tier_id")]


async def tiers(reader: Reader) -> Tiers:
    query = select(*MEMBERSHIP_TIER).where(reader.scope.covers(MEMBERSHIP_TIER)).order_by(MEMBERSHIP_TIER.tier_id)
    rows = (await reader.all(query)).all()
    tokens = await reader.tokens(row.token for row in rows)
    return Tiers(items=[tier(row, tokens[row.token]) for row in rows])


def select_memberships(reader: Reader) -> Select[Any]:
    """Memberships of the market with their tiers."""
    of_tier = and_(reader.scope.covers(MEMBERSHIP_TIER), MEMBERSHIP_TIER.tier_id == MEMBERSHIP.tier_id)
    query = select(*MEMBERSHIP, *TIER).join(MembershipTier, of_tier)
    return query.where(reader.scope.covers(MEMBERSHIP))


async def page(reader: Reader, holder: str, cursor: str | None, limit: int) -> MembershipPage:
    """Newest first."""
    account = raw_address(holder)
    query = select_memberships(reader).where(MEMBERSHIP.holder == account)
    keyset = Keyset(
        [Key(MEMBERSHIP.membership_id, True)], ("memberships", reader.scope.chain_id, reader.scope.market, account)
    )
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return MembershipPage(items=[shown(reader, row, tokens[row.token]) for row in rows], next=following)


async def one(reader: Reader, membership_id: int) -> Membership:
    """Raises `NotFound`."""
    query = select_memberships(reader).where(MEMBERSHIP.membership_id == membership_id)
    row = (await reader.all(query)).one_or_none()
    if row is None:
        raise NotFound(f"There is no membership {membership_id} in this market.")
    return shown(reader, row, (await reader.tokens([row.token]))[row.token])


def shown(reader: Reader, row: Row[Any], token: Token) -> Membership:
    return Membership(
        id=row.membership_id,
        tier=tier(row, token),
        holder=optional_address(row.holder),
        active=row.holder is not None and row.expires_at >= reader.now,
        expires_at=row.expires_at,
        paid=Money.of(row.paid, token),
        refunded=Money.of(row.refunded, token),
        minted_at=row.minted_at,
        cancelled_at=row.cancelled_at,
        tx_hash=hexed(row.tx_hash),
        updated_block=row.updated_block,
    )


def tier(row: Row[Any], token: Token) -> Tier:
    return Tier(
        id=row.tier_id,
        name=line(row.name, LONGEST_NAME),
        price=Money.of(row.price, token),
        period=row.period,
        rank=row.rank,
        supply=row.supply,
        minted=row.minted,
        transferable=row.transferable,
        closed=row.closed,
    )
