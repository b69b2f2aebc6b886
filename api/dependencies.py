"""What routes ask for: the parts of the running API, and one consistent look at one market."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from sqlalchemy import Result, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.blocks import Blocks
from api.columns import CURSOR
from api.deployments import Chain, Deployments
from api.errors import NotFound, Unavailable
from api.node import Node
from api.settings import LOCAL_CHAIN, Settings
from api.tokens import Tokens
from api.values import MAX_ID, Token

BlockQuery = Annotated[int, Query(ge=0, le=MAX_ID, description="wait until this block is indexed (read your writes)")]
ChainQuery = Annotated[int | None, Query(ge=1, lt=2**31, description="chain id; the default chain if left out")]
MarketQuery = Annotated[
    int | None, Query(ge=1, lt=2**15, description="deployment on that chain; the newest if left out")
]


@dataclass(frozen=True)
class Services:
    """Made once, when the API starts."""

    settings: Settings
    engine: AsyncEngine  # reads: one moment for all rows of an answer
    writing: AsyncEngine  # writes to schema `app`
    deployments: Deployments
    blocks: Blocks
    node: Node
    tokens: Tokens


async def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(services)]


@dataclass(frozen=True)
class Scope:
    """The chain and market that a request is about."""

    chain: Chain
    market: int

    @property
    def chain_id(self) -> int:
        return self.chain.chain_id

    @property
    def local(self) -> bool:
        return self.chain_id == LOCAL_CHAIN

    def covers(self, table: Any) -> Any:
        """The condition that a row of a market-scoped table is of this market."""
        return (table.chain_id == self.chain_id) & (table.market == self.market)


async def scope(services: ServicesDep, chain_id: ChainQuery = None, market: MarketQuery = None) -> Scope:
    """Raises `NotFound` for a chain or market that is not deployed, `Unavailable` before the first deployment."""
    chains = services.deployments.chains()
    if not chains:
        raise Unavailable("No market is deployed yet: run `ape run deploy`.", {"Retry-After": "5"})
    wanted = chain_id or services.settings.chain_id or (next(iter(chains)) if len(chains) == 1 else None)
    if wanted not in chains:
        known = ", ".join(map(str, chains))
        raise NotFound(f"There is no market on chain {wanted}; say `chain_id`, one of {known}.")
    numbers = [each.market for each in chains[wanted].markets]
    if market is not None and market not in numbers:
        raise NotFound(f"Chain {wanted} has no market {market}.")
    return Scope(chains[wanted], market or numbers[-1])


ScopeDep = Annotated[Scope, Depends(scope)]


@dataclass(frozen=True)
class Reader:
    """One read-only transaction: every row of an answer, and the block it names, are of one moment."""

    connection: AsyncConnection
    scope: Scope
    cursor: Any
    tokens_known: Tokens

    @property
    def now(self) -> datetime:
        """The time of the newest indexed block: what the contracts last took for the time."""
        return self.cursor.block_timestamp if self.cursor else datetime.fromtimestamp(0, UTC)

    async def all(self, query: Select[Any]) -> Result[Any]:
        result: Result[Any] = await self.connection.execute(query)
        return result

    async def tokens(self, addresses: Iterable[bytes]) -> dict[bytes, Token]:
        return await self.tokens_known.of(self.scope.chain, addresses)


async def reader(
    request: Request, response: Response, services: ServicesDep, scope: ScopeDep, min_block: BlockQuery = 0
) -> AsyncIterator[Reader]:
    """Waits for `min_block`, then opens the transaction and says its block in `X-Indexed-Block`."""
    within = services.settings.min_block_seconds
    await services.blocks.reached(scope.chain_id, min_block, within)
    async with services.engine.connect() as connection:
        cursor = (await connection.execute(select(*CURSOR).where(CURSOR.chain_id == scope.chain_id))).first()
        indexed = cursor.block_number if cursor else 0
        request.state.indexed_block = indexed
        # The row decides, not the notice: a notice may be lost, or be of a block that a reorganisation took back.
        if indexed < min_block:
            again = {"Retry-After": "1"}
            raise Unavailable(f"Block {min_block} is not indexed after {within:g} s; try again.", again)
        response.headers["X-Indexed-Block"] = str(indexed)
        yield Reader(connection, scope, cursor, services.tokens)


ReaderDep = Annotated[Reader, Depends(reader)]
