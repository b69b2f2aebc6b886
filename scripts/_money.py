"""Amounts with their token."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import click
from ape.utils import ZERO_ADDRESS

from scripts._deployments import Json


def tokens(record: Json) -> dict[str, tuple[str, int]]:
    """Symbol → (address, decimals), the native coin first."""
    native = record["native"]
    return {native["symbol"]: (ZERO_ADDRESS, native["decimals"])} | {
        t["symbol"]: (t["address"], t["decimals"]) for t in record["tokens"]
    }


def units(text: str, decimals: int) -> int:
    """`"1.5"` → smallest units. Raises BadParameter for what is no positive amount of that precision."""
    try:
        amount = Decimal(text).scaleb(decimals)
    except InvalidOperation as error:
        raise click.BadParameter(f"{text} is not a number") from error
    if not amount.is_finite() or amount <= 0 or amount != int(amount):
        raise click.BadParameter(f"{text} is not a positive amount with at most {decimals} decimals")
    return int(amount)


def shown(amount: int, symbol: str, decimals: int) -> str:
    """Smallest units → `"1.5 ETH"`: every digit, none rounded away."""
    text = f"{Decimal(amount).scaleb(-decimals):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {symbol}"


def shown_of(record: Json, token: str, amount: int) -> str:
    """As `shown`, for a token by address; smallest units and the address where the record does not know it."""
    for symbol, (address, decimals) in tokens(record).items():
        if address.lower() == token.lower():
            return shown(amount, symbol, decimals)
    return f"{amount} units of {token}"
