"""The people of the demo market, all from the local chain's well-known mnemonic."""

from __future__ import annotations

from dataclasses import dataclass

from eth_account import Account
from eth_account.hdaccount import ETHEREUM_DEFAULT_PATH, key_from_seed, seed_from_mnemonic

MNEMONIC = "test test test test test test test test test test test junk"
UNLOCKED = 10
"""anvil signs for the first ten accounts itself; the others are impersonated."""

ADMIN = 0
TREASURER = MODERATOR = 5
BEA = 1
COUNCIL = (4, 6, 7, 8, 9)
SILAS, SELMA = "silas", "selma"
BUYERS = range(28, 52)
REFERRERS = range(49, 52)
"""Buyers with a following: their links bring other buyers."""


@dataclass(frozen=True)
class People:
    """Account index → address (checksummed), and the private key where the demo signs for it."""

    addresses: dict[int, str]
    keys: dict[int, bytes]

    def __getitem__(self, index: int) -> str:
        return self.addresses[index]

    @classmethod
    def known(cls, indices: set[int]) -> People:
        seed = seed_from_mnemonic(MNEMONIC, "")
        keys = {index: key_from_seed(seed, f"{ETHEREUM_DEFAULT_PATH[:-1]}{index}") for index in sorted(indices)}
        return cls({index: Account.from_key(key).address for index, key in keys.items()}, keys)
