"""Symbols and decimals of tokens: listed ones from the deployments file, others asked on chain once."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from api import tables
from api.columns import TOKEN
from api.deployments import Chain
from api.errors import Unavailable
from api.node import Node
from api.values import NATIVE, Token, address

log = structlog.get_logger(__name__)


class Tokens:
    """What is known of each token of each chain."""

    def __init__(self, engine: AsyncEngine, node: Node) -> None:
        self._engine = engine
        self._node = node
        self._known: dict[tuple[int, bytes], Token] = {}

    async def of(self, chain: Chain, addresses: Iterable[bytes]) -> dict[bytes, Token]:
        """The tokens with these addresses. Asks the chain, once, for one that nobody knows.

        While no node answers, such a token is shown without symbol and with 0 decimals: its amounts stay true, they are
        whole smallest units, and the rest of the market stays in sight.
        """
        return {each: await self._or_nameless(chain, each) for each in set(addresses)}

    async def _or_nameless(self, chain: Chain, raw: bytes) -> Token:
        try:
            return await self._token(chain, raw)
        except Unavailable as error:
            log.warning("token not known", token=address(raw), reason=error.detail)
            return Token(address=address(raw), symbol=None, name=None, decimals=0)

    async def _token(self, chain: Chain, raw: bytes) -> Token:
        if raw == NATIVE:
            return chain.coin
        key = (chain.chain_id, raw)
        if key not in self._known:
            listed = next((each for each in chain.tokens if bytes.fromhex(each.address[2:]) == raw), None)
            self._known[key] = (
                Token(address=address(raw), symbol=listed.symbol, name=listed.name, decimals=listed.decimals)
                if listed
                else await self._stored(chain.chain_id, raw) or await self._asked(chain.chain_id, raw)
            )
        return self._known[key]

    async def _stored(self, chain_id: int, raw: bytes) -> Token | None:
        query = select(TOKEN.symbol, TOKEN.name, TOKEN.decimals).where(TOKEN.chain_id == chain_id, TOKEN.address == raw)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Token(address=address(raw), symbol=row.symbol, name=row.name, decimals=row.decimals) if row else None

    async def _asked(self, chain_id: int, raw: bytes) -> Token:
        symbol, name, decimals = await self._node.token(raw)
        values = {"chain_id": chain_id, "address": raw, "symbol": symbol, "name": name, "decimals": decimals}
        async with self._engine.begin() as connection:
            await connection.execute(insert(tables.Token).values(values).on_conflict_do_nothing())
        return Token(address=address(raw), symbol=symbol, name=name, decimals=decimals)
