"""Addresses as an operator types them."""

from __future__ import annotations

import click
from eth_utils.address import is_address, to_checksum_address

from scripts._deployments import ZERO


class Address(click.ParamType):
    """An account's address, checksummed; never 0."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_address(value) or to_checksum_address(value) == ZERO:
            self.fail(f"{value} is not an account's address", param, ctx)
        return to_checksum_address(value)


ADDRESS = Address()
