"""Every SELECT about the market as a whole and the indexer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.columns import CURSOR, MARKET_STATE, PROVIDER
from api.dependencies import Reader, Services
from api.errors import Unavailable
from api.status.schemas import Health, IndexerHealth, MarketStatus, ProviderHealth, Status
from api.values import address
from api.values import raw_address as to_raw


async def status(reader: Reader, services: Services) -> Status:
    scope, chain, cursor = reader.scope, reader.scope.chain, reader.cursor
    state = (await reader.all(select(*MARKET_STATE).where(scope.covers(MARKET_STATE)))).one_or_none()
    return Status(
        chain_id=chain.chain_id,
        chain_name=chain.name or f"Chain {chain.chain_id}",
        indexed_block=cursor.block_number if cursor else 0,
        indexed_at=cursor.block_timestamp if cursor else None,
        head_block=cursor.head_number if cursor else None,
        ready=cursor is not None and not unready(cursor, services),
        native=chain.coin,
        tokens=[token.shown() for token in chain.tokens],
        market=_market(state, reader),
        rpc="/rpc" if scope.local or services.settings.public_rpc else None,
    )


async def health(services: Services) -> Health:
    """Looks at the database and at every indexer's cursor. An answer in any case."""
    try:
        async with services.engine.connect() as connection:
            cursors = (await connection.execute(select(*CURSOR))).all()
            providers = (await connection.execute(select(*PROVIDER).order_by(PROVIDER.name))).all()
    except (DBAPIError, PoolTimeout):
        return Health(status="unready", reasons=["the database does not answer"], database=False, indexers={})
    reasons = _undeployed(services, {cursor.chain_id for cursor in cursors})
    reasons += [reason for cursor in cursors if (reason := unready(cursor, services))]
    indexers = {cursor.chain_id: _indexer(cursor) for cursor in cursors}
    for row in (row for row in providers if row.chain_id in indexers):
        indexers[row.chain_id].providers.append(ProviderHealth.model_validate(row, from_attributes=True))
    return Health(status="unready" if reasons else "ok", reasons=reasons, database=True, indexers=indexers)


def _undeployed(services: Services, indexed: set[int]) -> list[str]:
    try:
        chains = services.deployments.chains()
    except Unavailable as error:
        return [error.detail]
    missing = [f"chain {chain_id}: nothing indexed yet" for chain_id in sorted(chains.keys() - indexed)]
    return missing if chains else ["no market is deployed"]


def unready(cursor: Row[Any], services: Services) -> str | None:
    """Why this chain's rows should not be relied on now, or none."""
    seen, settings = _indexer(cursor), services.settings
    if seen.status == "rebuilding":
        return f"chain {cursor.chain_id}: the indexer rebuilds its tables"
    if seen.behind > settings.ready_lag_blocks:
        return f"chain {cursor.chain_id}: {seen.behind} blocks behind"
    if seen.silence_seconds > settings.ready_silence_seconds:
        return f"chain {cursor.chain_id}: the indexer has been silent for {seen.silence_seconds:.0f} s"
    return None


def _indexer(cursor: Row[Any]) -> IndexerHealth:
    seen = cursor.head_seen_at
    return IndexerHealth(
        status=cursor.status,
        indexed_block=cursor.block_number,
        head_block=cursor.head_number,
        behind=max(0, (cursor.head_number or cursor.block_number) - cursor.block_number),
        silence_seconds=(datetime.now(UTC) - seen).total_seconds() if seen else float(2**31),
    )


def _market(state: Row[Any] | None, reader: Reader) -> MarketStatus:
    names = ("fee_bps", "referral_share_bps", "listings_paused", "orders_paused", "listings", "orders", "sellers")
    figures: dict[str, Any] = {name: getattr(state, name, 0) for name in names}
    deployed = next(each for each in reader.scope.chain.markets if each.market == reader.scope.market)
    return MarketStatus(
        market=reader.scope.market,
        contracts={name: address(to_raw(each.address)) for name, each in deployed.contracts.items()},
        **figures,
    )
