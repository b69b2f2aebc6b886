"""The register of sellers. `ISellers.sol`."""

from __future__ import annotations

from dataclasses import replace

from tests.model.errors import (
    AccessManagedUnauthorized,
    ProfileMissing,
    SellerRegisteredAlready,
    SellerStatusInvalid,
    SellerUnknown,
)
from tests.model.market import Market
from tests.model.values import Message, SellerStatus


class Sellers:
    """Keeps no status of its own: the market's is the only one. Its events go to the market's log, in their order."""

    def __init__(self, address: str, market: Market, moderators: frozenset[str]) -> None:
        self.address = address
        self.market = market
        self.moderators = moderators

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

    def _emit(self, name: str, *arguments: object) -> None:
        self.market.events.append((name, arguments))

    def _set_status(self, message: Message, seller: str, status: SellerStatus) -> None:
        self.market.set_seller_status(replace(message, sender=self.address), seller, status)

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
