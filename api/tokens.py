"""Symbols and decimals of tokens: listed ones from the deployments file, others asked on chain once."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Iterable
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from api import tables
from api.columns import TOKEN
from api.deployments import Chain
from api.errors import Unavailable
from api.node import Node
from api.values import NATIVE, Token, address, raw_address

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 2.0  # that a reader waits for names
PAUSE_SECONDS = 5.0  # in which a token that no node told of is not asked about again
AT_ONCE = 8  # tokens asked about

Known = dict[bytes, Token]


class Tokens:
    """What is known of each token of each chain. Its engine is its own: readers that wait here hold a connection."""

    def __init__(self, engine: AsyncEngine, node: Node) -> None:
        self._engine = engine
        self._node = node
        self._said: dict[int, Known] = {}
        self._asking = asyncio.Semaphore(AT_ONCE)
        self.resting: dict[tuple[int, bytes], float] = {}  # until when, by chain and address

    async def of(self, chain: Chain, addresses: Iterable[bytes]) -> Known:
        """The tokens with these addresses. Asks the chain, once, for those that nobody knows.

        While no node answers, such a token is shown without symbol and with 0 decimals: its amounts stay true, they are
        whole smallest units, and the rest of the market stays in sight.
        """
        listed, said = _listed(chain), self._said.setdefault(chain.chain_id, {})
        unlisted = set(addresses) - listed.keys()
        if missing := unlisted - said.keys():
            said |= await self._stored(chain.chain_id, missing)
            said |= await self._asked(chain.chain_id, missing - said.keys())
        names = {_folded(token.symbol) for token in listed.values()}
        return listed | {raw: _honest(said.get(raw) or _nameless(raw), names) for raw in unlisted}

    async def _stored(self, chain_id: int, missing: set[bytes]) -> Known:
        query = select(*TOKEN).where(TOKEN.chain_id == chain_id, TOKEN.address.in_(missing))
        async with self._engine.connect() as connection:
            rows = await connection.execute(query)
            return {row.address: _token(row.address, row.symbol, row.name, row.decimals) for row in rows}

    async def _asked(self, chain_id: int, missing: set[bytes]) -> Known:
        """Those that the chain told in time; what it told is kept for good. Each fails alone, and then rests."""
        due = [raw for raw in sorted(missing) if self.resting.get((chain_id, raw), 0.0) <= time.monotonic()]
        if not due:
            return {}
        asking = {raw: asyncio.create_task(self._ask(raw)) for raw in due}
        try:
            await asyncio.wait(asking.values(), timeout=ANSWER_SECONDS)
            told = {raw: task.result() for raw, task in asking.items() if task.done()}
        finally:
            for task in asking.values():
                task.cancel()
        known = {raw: token for raw, token in told.items() if token}
        self._rest(chain_id, asking.keys() - known.keys())
        if known:
            await self._keep(chain_id, known)
        return known

    async def _ask(self, raw: bytes) -> Token | None:
        async with self._asking:
            try:
                return _token(raw, *await self._node.token(raw))
            except Unavailable:
                return None

    def _rest(self, chain_id: int, untold: Iterable[bytes]) -> None:
        for raw in untold:
            self.resting[chain_id, raw] = time.monotonic() + PAUSE_SECONDS
            log.warning("token not known", chain_id=chain_id, token=address(raw))

    async def _keep(self, chain_id: int, known: Known) -> None:
        rows = [{"chain_id": chain_id, "address": raw} | _names(token) for raw, token in known.items()]
        async with self._engine.begin() as connection:
            await connection.execute(insert(tables.Token).values(rows).on_conflict_do_nothing())


def _names(token: Token) -> dict[str, Any]:
    return token.model_dump(exclude={"address"})


def _listed(chain: Chain) -> Known:
    return {NATIVE: chain.coin} | {raw_address(token.address): token.shown() for token in chain.tokens}


def _honest(token: Token, taken: Iterable[str]) -> Token:
    """Anyone may deploy a token that calls itself USDC: only the listed one is called so."""
    return token.model_copy(update={"symbol": None, "name": None}) if _folded(token.symbol) in taken else token


def _folded(symbol: str | None) -> str:
    return unicodedata.normalize("NFKC", symbol or "").casefold()


def _nameless(raw: bytes) -> Token:
    return _token(raw, None, None, 0)


def _token(raw: bytes, symbol: str | None, name: str | None, decimals: int) -> Token:
    return Token(address=address(raw), symbol=symbol, name=name, decimals=decimals)
