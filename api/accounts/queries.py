"""Every SELECT about an account's claims."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, case, select

from api.accounts.schemas import Balances, EntryKind, LedgerEntry, LedgerPage
from api.columns import BALANCE, LEDGER_ENTRY
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.values import NATIVE, Money, Token, hexed, optional_address, raw_address


async def balances(reader: Reader, account: str, cursor: str | None, limit: int) -> Balances:
    """The market's own tokens first: whoever sends worthless claims cannot hide what counts behind them."""
    listed = [NATIVE, *(raw_address(token.address) for token in reader.scope.chain.tokens)]
    keyset = Keyset(
        [Key(case((BALANCE.token.in_(listed), 0), else_=1)), Key(BALANCE.token)],
        ("balances", reader.scope.chain_id, reader.scope.market, account.lower(), listed),
    )
    query = select(BALANCE.token, BALANCE.amount).where(
        reader.scope.covers(BALANCE), BALANCE.account == raw_address(account), BALANCE.amount > 0
    )
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return Balances(items=[Money.of(row.amount, tokens[row.token]) for row in rows], next=following)


async def ledger(
    reader: Reader, account: str, token: str | None, kind: EntryKind | None, cursor: str | None, limit: int
) -> LedgerPage:
    """Newest first."""
    query = select(*LEDGER_ENTRY).where(reader.scope.covers(LEDGER_ENTRY), LEDGER_ENTRY.account == raw_address(account))
    if token:
        query = query.where(LEDGER_ENTRY.token == raw_address(token))
    if kind:
        query = query.where(LEDGER_ENTRY.kind == kind)
    question = (reader.scope.chain_id, reader.scope.market, account.lower(), token and token.lower(), kind)
    newest = [Key(each, True) for each in (LEDGER_ENTRY.block_number, LEDGER_ENTRY.log_index, LEDGER_ENTRY.seq)]
    keyset = Keyset(newest, question)
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
