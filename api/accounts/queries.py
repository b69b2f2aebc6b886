"""Every SELECT about an account's claims."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from api.accounts.schemas import Balances, EntryKind, LedgerEntry, LedgerPage
from api.cursors import Keyset
from api.dependencies import Reader
from api.values import Money, Token, hexed, optional_address, raw_address
from indexer.tables import Balance
from indexer.tables import LedgerEntry as Row_


async def balances(reader: Reader, account: str) -> Balances:
    query = (
        select(Balance.token, Balance.amount)
        .where(reader.scope.covers(Balance), Balance.account == raw_address(account), Balance.amount > 0)
        .order_by(Balance.token)
    )
    rows = (await reader.all(query)).all()
    tokens = await reader.tokens(row.token for row in rows)
    return Balances(items=[Money.of(row.amount, tokens[row.token]) for row in rows])


async def ledger(
    reader: Reader, account: str, token: str | None, kind: EntryKind | None, cursor: str | None, limit: int
) -> LedgerPage:
    """Newest first."""
    query = select(Row_.__table__).where(reader.scope.covers(Row_), Row_.account == raw_address(account))
    if token:
        query = query.where(Row_.token == raw_address(token))
    if kind:
        query = query.where(Row_.kind == kind)
    question = (reader.scope.chain_id, reader.scope.market, account.lower(), token and token.lower(), kind)
    keyset = Keyset([-Row_.block_number, -Row_.log_index, -Row_.seq], question)
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return LedgerPage(items=[_entry(row, tokens[row.token]) for row in rows], next=following)


def _entry(row: Row[Any], token: Token) -> LedgerEntry:
    return LedgerEntry(
        kind=row.kind,
        money=Money.of(row.amount, token),
        order_id=row.order_id,
        checkout_id=row.checkout_id,
        counterparty=optional_address(row.counterparty),
        at=row.timestamp,
        block=row.block_number,
        tx_hash=hexed(row.tx_hash),
    )
