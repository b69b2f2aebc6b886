"""The register of sellers. `ISellers.sol`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tests.model.base import all_or_nothing
from tests.model.errors import (
    AccessManagedUnauthorized,
    AmountZero,
    BondLocked,
    BondTooLow,
    NotDisputes,
    ProfileMissing,
    SafeCastOverflowedUintDowncast,
    SellerRegisteredAlready,
    SellerStatusInvalid,
    SellerUnknown,
    UnlockLapsed,
    UnlockTooHigh,
)
from tests.model.ledger import claim_of
from tests.model.market import Market
from tests.model.values import UNLOCK_DELAY, WITHDRAW_WINDOW, Bond, Message, SellerStatus

MOST_UNLOCKED = 2**88 - 1


class Sellers:
    """Keeps no status of its own: the market's is the only one. Its events go to the market's log, in their order.

    `bonds` are keyed (seller, token).
    """

    def __init__(self, address: str, market: Market, moderators: frozenset[str]) -> None:
        self.address = address
        self.market = market
        self.moderators = moderators
        self.bonds: defaultdict[tuple[str, str], Bond] = defaultdict(Bond)

    def register(self, message: Message, profile: bytes) -> None:
        if self.market.seller_status(message.sender) != SellerStatus.NONE:
            raise SellerRegisteredAlready(message.sender)
        self._require_profile(profile)
        self._emit("SellerRegistered", message.sender, profile)
        self._set_status(message, message.sender, SellerStatus.ACTIVE)

    def set_profile(self, message: Message, profile: bytes) -> None:
        if self.market.seller_status(message.sender) == SellerStatus.NONE:
            raise SellerUnknown(message.sender)
        self._require_profile(profile)
        self._emit("SellerProfileChanged", message.sender, profile)

    def suspend(self, message: Message, seller: str, reason: bytes) -> None:
        self._require_moderator(message)
        self._require_status(seller, SellerStatus.ACTIVE)
        self._emit("SellerSuspended", seller, message.sender, reason)
        self._set_status(message, seller, SellerStatus.SUSPENDED)

    def reinstate(self, message: Message, seller: str) -> None:
        self._require_moderator(message)
        self._require_status(seller, SellerStatus.SUSPENDED)
        self._emit("SellerReinstated", seller, message.sender)
        self._set_status(message, seller, SellerStatus.ACTIVE)

    def deposit_bond(self, message: Message, token: str, amount: int) -> None:
        if self.market.seller_status(message.sender) == SellerStatus.NONE:
            raise SellerUnknown(message.sender)
        if amount == 0:
            raise AmountZero
        _require_bits(amount, 128)
        with all_or_nothing(self, self.market):
            bonded = self._change(message.sender, token, amount)
            self._emit("BondDeposited", message.sender, token, amount, bonded)
            self.market.transfer_from(self._own(message), message.sender, self.address, claim_of(token), amount)

    def unlock_bond(self, message: Message, token: str, amount: int) -> None:
        bond = self.bonds[message.sender, token]
        if amount > bond.amount:
            raise BondTooLow(amount, bond.amount)
        if amount > MOST_UNLOCKED:
            raise UnlockTooHigh(amount, MOST_UNLOCKED)
        unlocks_at = message.now + UNLOCK_DELAY
        self.bonds[message.sender, token] = Bond(bond.amount, amount, unlocks_at)
        self._emit("BondUnlocking", message.sender, token, amount, unlocks_at)

    def withdraw_bond(self, message: Message, token: str) -> None:
        bond = self.bonds[message.sender, token]
        amount = bond.unlocking
        if amount == 0:
            raise AmountZero
        if message.now < bond.unlocks_at:
            raise BondLocked(bond.unlocks_at, message.now)
        if message.now > bond.unlocks_at + WITHDRAW_WINDOW:
            raise UnlockLapsed(bond.unlocks_at + WITHDRAW_WINDOW, message.now)
        self.bonds[message.sender, token] = replace(bond, unlocking=0)
        bonded = self._change(message.sender, token, -amount)
        self._emit("BondWithdrawn", message.sender, token, amount, bonded)
        self.market.transfer(self._own(message), message.sender, claim_of(token), amount)

    def slash(self, message: Message, seller: str, token: str, amount: int, to: str, order_id: int) -> int:
        """Returns what there was of the amount."""
        if message.sender != self.market.disputes:
            raise NotDisputes(message.sender)
        slashed = min(amount, self.bonds[seller, token].amount)
        if slashed == 0:
            return 0
        with all_or_nothing(self, self.market):
            bonded = self._change(seller, token, -slashed)
            bond = self.bonds[seller, token]
            self.bonds[seller, token] = replace(bond, unlocking=min(bond.unlocking, bonded))
            self._emit("BondSlashed", seller, token, order_id, to, slashed, bonded)
            self.market.transfer(self._own(message), to, claim_of(token), slashed)
        return slashed

    def bonded(self, token: str) -> int:
        """What all sellers have bonded of a token. The register's claims are exactly this."""
        return sum(bond.amount for (_, of), bond in self.bonds.items() if of == token)

    def _change(self, seller: str, token: str, change: int) -> int:
        """Returns what is bonded afterwards."""
        bond = self.bonds[seller, token]
        self.bonds[seller, token] = replace(bond, amount=bond.amount + change)
        return bond.amount + change

    def _own(self, message: Message) -> Message:
        """The register's call to the market, in the same block."""
        return replace(message, sender=self.address, value=0)

    def _emit(self, name: str, *arguments: object) -> None:
        self.market.events.append((name, arguments))

    def _set_status(self, message: Message, seller: str, status: SellerStatus) -> None:
        self.market.set_seller_status(self._own(message), seller, status)

    def _require_moderator(self, message: Message) -> None:
        if message.sender not in self.moderators:
            raise AccessManagedUnauthorized(message.sender)

    def _require_profile(self, profile: bytes) -> None:
        if profile == bytes(32):
            raise ProfileMissing

    def _require_status(self, seller: str, required: SellerStatus) -> None:
        status = self.market.seller_status(seller)
        if status != required:
            raise SellerStatusInvalid(seller, status)


def _require_bits(amount: int, bits: int) -> None:
    """OpenZeppelin's SafeCast."""
    if amount >= 2**bits:
        raise SafeCastOverflowedUintDowncast(bits, amount)
