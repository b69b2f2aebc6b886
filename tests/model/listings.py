"""What sellers offer. `IListings.sol`."""

from __future__ import annotations

from dataclasses import replace

from tests.model.base import MarketBase
from tests.model.errors import (
    ArbitratorNotOpen,
    CategoryNameInvalid,
    CategoryUnknown,
    ContentMissing,
    DiscountTooHigh,
    ListingsArePaused,
    ListingUnknown,
    NotListingSeller,
    PriceZero,
    SellerNotActive,
    StockIsUnlimited,
    StockOutOfRange,
    WindowOutOfRange,
)
from tests.model.outside import Outside
from tests.model.values import (
    MAX_CATEGORY_NAME,
    MAX_WINDOW,
    MIN_WINDOW,
    NATIVE,
    ONE,
    UNLIMITED,
    Kind,
    Listing,
    Message,
    SellerStatus,
    Terms,
)


class Listings(MarketBase):
    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, disputes, outside, permissions)
        self.listings: dict[int, Listing] = {}
        self.tokens: dict[int, str] = {}
        self.sellers: dict[str, SellerStatus] = {}

    def create_listing(self, message: Message, kind: Kind, token: str, stock: int, terms: Terms) -> int:
        if self.config.listings_paused:
            raise ListingsArePaused
        self._require_active(message.sender)
        if token != NATIVE:
            self._require_token(token)
        self._require_terms(terms)

        listing_id = self.config.listing_count + 1
        self.config = replace(self.config, listing_count=listing_id)
        self.tokens[listing_id] = token
        bare = Listing(seller=message.sender, kind=kind, native=token == NATIVE, stock=stock)
        self.listings[listing_id] = _under(terms, bare)
        self._emit("ListingCreated", listing_id, message.sender, token, kind, stock, terms)
        return listing_id

    def update_listing(self, message: Message, listing_id: int, terms: Terms) -> None:
        listing = self._own_listing(message, listing_id)
        self._require_terms(terms)
        version = listing.version + 1
        self.listings[listing_id] = _under(terms, replace(listing, version=version))
        self._emit("ListingUpdated", listing_id, version, terms)

    def restock(self, message: Message, listing_id: int, change: int) -> None:
        listing = self._own_listing(message, listing_id)
        if listing.stock == UNLIMITED:
            raise StockIsUnlimited(listing_id)
        stock = listing.stock + change
        if not 0 <= stock < UNLIMITED:
            raise StockOutOfRange(stock, UNLIMITED - 1)
        self.listings[listing_id] = replace(listing, stock=stock)
        self._emit("StockChanged", listing_id, stock)

    def set_listing_paused(self, message: Message, listing_id: int, paused: bool) -> None:
        self.listings[listing_id] = replace(self._own_listing(message, listing_id), paused=paused)
        self._emit("ListingPaused", listing_id, paused)

    def add_category(self, message: Message, parent_id: int, name: str) -> int:
        self._restricted(message, "addCategory")
        count = self.config.category_count
        if parent_id > count:
            raise CategoryUnknown(parent_id, count)
        self._require_category_name(name)
        self.config = replace(self.config, category_count=count + 1)
        self._emit("CategoryAdded", count + 1, parent_id, name)
        return count + 1

    def rename_category(self, message: Message, category_id: int, name: str) -> None:
        self._restricted(message, "renameCategory")
        self._require_category(category_id)
        self._require_category_name(name)
        self._emit("CategoryRenamed", category_id, name)

    def set_seller_status(self, message: Message, seller: str, status: SellerStatus) -> None:
        self._restricted(message, "setSellerStatus")
        self.sellers[seller] = status
        self._emit("SellerStatusChanged", seller, status)

    def set_listings_paused(self, message: Message, paused: bool) -> None:
        self._restricted(message, "setListingsPaused")
        self.config = replace(self.config, listings_paused=paused)
        self._emit("ListingsPaused", paused)

    def seller_status(self, seller: str) -> SellerStatus:
        return self.sellers.get(seller, SellerStatus.NONE)

    def _listing(self, listing_id: int) -> Listing:
        if listing_id not in self.listings:
            raise ListingUnknown(listing_id)
        return self.listings[listing_id]

    def _own_listing(self, message: Message, listing_id: int) -> Listing:
        listing = self._listing(listing_id)
        if message.sender != listing.seller:
            raise NotListingSeller(message.sender, listing.seller)
        return listing

    def _require_active(self, seller: str) -> None:
        status = self.seller_status(seller)
        if status != SellerStatus.ACTIVE:
            raise SellerNotActive(seller, status)

    def _require_terms(self, terms: Terms) -> None:
        if terms.price == 0:
            raise PriceZero
        if terms.member_discount_bps >= ONE:
            raise DiscountTooHigh(terms.member_discount_bps, ONE - 1)
        if terms.accept_window != 0:
            self._require_window(terms.accept_window)
        self._require_window(terms.deliver_window)
        self._require_window(terms.inspect_window)
        if terms.arbitrator != 0 and not self.outside.arbitrator_is_open(terms.arbitrator):
            raise ArbitratorNotOpen(terms.arbitrator)
        self._require_category(terms.category)
        if terms.content == bytes(32):
            raise ContentMissing

    def _require_window(self, window: int) -> None:
        if not MIN_WINDOW <= window <= MAX_WINDOW:
            raise WindowOutOfRange(window, MIN_WINDOW, MAX_WINDOW)

    def _require_category(self, category_id: int) -> None:
        if not 1 <= category_id <= self.config.category_count:
            raise CategoryUnknown(category_id, self.config.category_count)

    def _require_category_name(self, name: str) -> None:
        length = len(name.encode())
        if not 1 <= length <= MAX_CATEGORY_NAME:
            raise CategoryNameInvalid(length, MAX_CATEGORY_NAME)


def _under(terms: Terms, listing: Listing) -> Listing:
    """The listing with those of the terms that a sale needs; category and content are in the log alone."""
    return replace(
        listing,
        price=terms.price,
        member_discount_bps=terms.member_discount_bps,
        member_tier=terms.member_tier,
        arbitrator=terms.arbitrator,
        low_stock=terms.low_stock,
        accept_window=terms.accept_window,
        deliver_window=terms.deliver_window,
        inspect_window=terms.inspect_window,
    )
