"""How orders begin. `IOrders.sol`: buy, checkout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from tests.model.bps import discounted
from tests.model.errors import (
    CheckoutEmpty,
    ListingNotOnSale,
    MembershipInvalid,
    MembersOnly,
    OrdersArePaused,
    OutOfStock,
    OwnListing,
    PaymentTooLow,
    QuantityZero,
    ReferrerInvalid,
    TotalAboveMaximum,
    VersionChanged,
)
from tests.model.ledger import Ledger
from tests.model.listings import Listings
from tests.model.outside import Outside
from tests.model.values import (
    NATIVE,
    NOBODY,
    UNLIMITED,
    Line,
    Listing,
    Message,
    Order,
    Payment,
    Permit,
    Permit2,
    Referral,
    State,
)


class Checkout(Ledger, Listings):
    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, disputes, outside, permissions)
        self.orders: dict[int, Order] = {}
        self.referrals: dict[int, Referral] = {}

    def buy(self, message: Message, line: Line, payment: Payment) -> int:
        return self.checkout(message, [line], payment)

    def checkout(self, message: Message, lines: Sequence[Line], payment: Payment) -> int:
        with self._all_or_nothing():
            return self._checkout(message, lines, payment)

    def checkout_with_permit(
        self, message: Message, lines: Sequence[Line], payment: Payment, token: str, permit: Permit
    ) -> int:
        with self._all_or_nothing():
            self._permit(message, token, permit)
            return self._checkout(message, lines, payment)

    def checkout_with_permit2(
        self, message: Message, lines: Sequence[Line], payment: Payment, token: str, amount: int, permit: Permit2
    ) -> int:
        with self._all_or_nothing():
            self._deposit_with_permit2(token, amount, message.sender, permit)
            return self._checkout(message, lines, payment)

    def _checkout(self, message: Message, lines: Sequence[Line], payment: Payment) -> int:
        if not lines:
            raise CheckoutEmpty
        checkout_id = self._open_till(message, payment, len(lines))
        bills = [
            self._place(message, checkout_id + index, checkout_id, line, payment.referrer)
            for index, line in enumerate(lines)
        ]
        self._collect(message, bills, checkout_id, payment.use_balance)
        return checkout_id

    def _open_till(self, message: Message, payment: Payment, count: int) -> int:
        """Returns the first of `count` new order ids."""
        self._require_in_time(message, payment.deadline)
        if self.config.orders_paused:
            raise OrdersArePaused
        first_id = self.config.order_count + 1
        self.config = replace(self.config, order_count=self.config.order_count + count)
        return first_id

    def _place(self, message: Message, order_id: int, checkout_id: int, line: Line, referrer: str) -> tuple[str, int]:
        """Returns the token and the amount to pay."""
        listing = self._on_sale(line.listing_id, line.version, message.sender)
        total = self._quote(message, line, listing)
        self._book(message, message.sender, order_id, checkout_id, line, listing, total, referrer)
        return self.tokens[line.listing_id], total

    def _on_sale(self, listing_id: int, version: int, buyer: str) -> Listing:
        listing = self._listing(listing_id)
        if listing.paused:
            raise ListingNotOnSale(listing_id)
        if version != listing.version:
            raise VersionChanged(listing_id, version, listing.version)
        if buyer == listing.seller:
            raise OwnListing(listing_id)
        self._require_active(listing.seller)
        return listing

    def _book(
        self, message: Message, buyer: str, order_id: int, checkout_id: int, line: Line, listing: Listing, total: int,
        referrer: str,
    ) -> None:  # fmt: skip
        """Takes the stock and writes the order, under the windows of `listing`."""
        stock = self._take_stock(line)
        accepted = listing.accept_window == 0
        order = Order(
            buyer=buyer,
            listing_id=line.listing_id,
            quantity=line.quantity,
            fee_bps=self.config.fee_bps,
            referred=referrer != NOBODY,
            escrow=total,
            deadline=message.now + (listing.deliver_window if accepted else listing.accept_window),
            state=State.ACCEPTED if accepted else State.PLACED,
            version=listing.version,
            deliver_window=listing.deliver_window,
            inspect_window=listing.inspect_window,
            arbitrator=listing.arbitrator,
        )
        self.orders[order_id] = order
        self._emit(
            "OrderPlaced", order_id, line.listing_id, buyer, checkout_id, order.version, line.quantity,
            total, order.fee_bps, line.membership_id, order.state, order.deadline, stock,
        )  # fmt: skip
        self._refer(buyer, order_id, referrer, listing)
        if listing.low_stock and stock <= listing.low_stock:
            self._emit("StockLow", line.listing_id, stock, listing.low_stock)

    def _quote(self, message: Message, line: Line, listing: Listing) -> int:
        total = listing.price * line.quantity
        tier = self._tier(message, line.membership_id) if line.membership_id else 0
        if tier < listing.member_tier:
            raise MembersOnly(line.listing_id, listing.member_tier)
        if tier:
            total = discounted(total, listing.member_discount_bps)
        if total > line.max_total:
            raise TotalAboveMaximum(line.listing_id, total, line.max_total)
        return total

    def _tier(self, message: Message, membership_id: int) -> int:
        membership = self.outside.memberships[membership_id]
        if membership.holder != message.sender or membership.expires_at < message.now:
            raise MembershipInvalid(membership_id, membership.holder, membership.expires_at)
        return membership.tier

    def _take_stock(self, line: Line) -> int:
        listing = self.listings[line.listing_id]
        if line.quantity == 0:
            raise QuantityZero
        if listing.stock == UNLIMITED:
            return UNLIMITED
        if line.quantity > listing.stock:
            raise OutOfStock(line.listing_id, line.quantity, listing.stock)
        stock = listing.stock - line.quantity
        self.listings[line.listing_id] = replace(listing, stock=stock)
        return stock

    def _refer(self, buyer: str, order_id: int, referrer: str, listing: Listing) -> None:
        if referrer == NOBODY:
            return
        if referrer in (buyer, listing.seller, self.address):
            raise ReferrerInvalid(referrer)
        self.referrals[order_id] = Referral(referrer, self.config.referral_share_bps)
        self._emit("OrderReferred", order_id, referrer, self.config.referral_share_bps)

    def _collect(self, message: Message, bills: Sequence[tuple[str, int]], checkout_id: int, use_balance: bool) -> None:
        """Neighbouring bills in one token are one payment. Native coin that is left over becomes a claim."""
        self.outside.move_native(message.sender, self.address, message.value)
        change = message.value
        for token, run in groupby(bills, key=lambda bill: bill[0]):
            due = sum(total for _, total in run)
            change -= self._pay(message, message.sender, token, due, change, checkout_id, use_balance)
        self._return_change(message, change)

    def _pay(
        self, message: Message, buyer: str, token: str, due: int, sent: int, checkout_id: int, use_balance: bool
    ) -> int:
        """Returns how much of what was sent is spent."""
        if token == NATIVE:
            return self._pay_native(message, buyer, due, sent, checkout_id, use_balance)
        claims = min(self.balances[buyer, token], due) if use_balance else 0
        self._spend(message, buyer, token, claims, checkout_id)
        if due > claims:
            self.outside.pull(token, buyer, self.address, due - claims)
        return 0

    def _pay_native(
        self, message: Message, buyer: str, due: int, sent: int, checkout_id: int, use_balance: bool
    ) -> int:
        if sent < due and not use_balance:
            raise PaymentTooLow(due, sent)
        spent = min(sent, due)
        self._spend(message, buyer, NATIVE, due - spent, checkout_id)
        return spent

    def _spend(self, message: Message, buyer: str, token: str, amount: int, checkout_id: int) -> None:
        if amount:
            self._burn(message, buyer, token, amount)
            self._emit("BalanceSpent", buyer, token, checkout_id, amount)

    def _return_change(self, message: Message, change: int) -> None:
        if change:
            self._mint(message, message.sender, NATIVE, change)
            self._emit("Deposited", message.sender, NATIVE, change, message.sender)
