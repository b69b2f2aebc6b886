"""Symbols and decimals of tokens: listed ones from the deployments file, others asked on chain once."""

from __future__ import annotations

import asyncio
import time
import unicodedata
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
from api.values import NATIVE, Token, address, raw_address

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 2.0  # that a reader waits for names
PAUSE_SECONDS = 5.0  # in which a node that did not answer is not asked again
AT_ONCE = 8  # tokens asked about

Known = dict[bytes, Token]


class Tokens:
    """What is known of each token of each chain. Its engine is its own: readers that wait here hold a connection."""

    def __init__(self, engine: AsyncEngine, node: Node) -> None:
        self._engine = engine
        self._node = node
        self._said: dict[int, Known] = {}
        self._asking = asyncio.Semaphore(AT_ONCE)
        self._again_at = 0.0

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
        """Those that the chain told in time; what it told is kept for good."""
        if not missing or time.monotonic() < self._again_at:
            return {}
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                told = await asyncio.gather(*(self._ask(raw) for raw in sorted(missing)))
        except (TimeoutError, Unavailable) as error:
            self._again_at = time.monotonic() + PAUSE_SECONDS
            log.warning("tokens not known", tokens=len(missing), reason=str(error) or "no answer in time")
            return {}
        rows = [{"chain_id": chain_id, "address": raw, **token.model_dump(exclude={"address"})} for raw, token in told]
        async with self._engine.begin() as connection:
            await connection.execute(insert(tables.Token).values(rows).on_conflict_do_nothing())
        return dict(told)

    async def _ask(self, raw: bytes) -> tuple[bytes, Token]:
        async with self._asking:
            return raw, _token(raw, *await self._node.token(raw))


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
