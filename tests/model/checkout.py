"""How orders begin. `IOrders.sol`: buy, checkout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from tests.model.bps import discounted
from tests.model.errors import (
    CheckoutEmpty,
    DeadlinePassed,
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
    Referral,
    State,
)


class Checkout(Ledger, Listings):
    def __init__(self, address: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, outside, permissions)
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

    def _checkout(self, message: Message, lines: Sequence[Line], payment: Payment) -> int:
        if not lines:
            raise CheckoutEmpty
        if message.now > payment.deadline:
            raise DeadlinePassed(payment.deadline, message.now)
        if self.config.orders_paused:
            raise OrdersArePaused
        checkout_id = self.config.order_count + 1
        self.config = replace(self.config, order_count=self.config.order_count + len(lines))

        bills = [
            self._place(message, checkout_id + index, checkout_id, line, payment.referrer)
            for index, line in enumerate(lines)
        ]
        self._collect(message, bills, checkout_id, payment.use_balance)
        return checkout_id

    def _place(self, message: Message, order_id: int, checkout_id: int, line: Line, referrer: str) -> tuple[str, int]:
        """Returns the token and the amount to pay."""
        listing = self._require_on_sale(message, line)
        total = self._quote(message, line, listing)
        stock = self._take_stock(line, listing)

        accepted = listing.accept_window == 0
        order = Order(
            buyer=message.sender,
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
            "OrderPlaced", order_id, line.listing_id, message.sender, checkout_id, order.version, line.quantity,
            total, order.fee_bps, line.membership_id, order.state, order.deadline, stock,
        )  # fmt: skip
        self._refer(message, order_id, referrer, listing)
        if listing.low_stock and stock <= listing.low_stock:
            self._emit("StockLow", line.listing_id, stock, listing.low_stock)
        return self.tokens[line.listing_id], total

    def _require_on_sale(self, message: Message, line: Line) -> Listing:
        listing = self._listing(line.listing_id)
        if listing.paused:
            raise ListingNotOnSale(line.listing_id)
        if line.version != listing.version:
            raise VersionChanged(line.listing_id, line.version, listing.version)
        if message.sender == listing.seller:
            raise OwnListing(line.listing_id)
        self._require_active(listing.seller)
        return listing

    def _quote(self, message: Message, line: Line, listing: Listing) -> int:
        if line.quantity == 0:
            raise QuantityZero
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

    def _take_stock(self, line: Line, listing: Listing) -> int:
        if listing.stock == UNLIMITED:
            return UNLIMITED
        if line.quantity > listing.stock:
            raise OutOfStock(line.listing_id, line.quantity, listing.stock)
        stock = listing.stock - line.quantity
        self.listings[line.listing_id] = replace(listing, stock=stock)
        return stock

    def _refer(self, message: Message, order_id: int, referrer: str, listing: Listing) -> None:
        if referrer == NOBODY:
            return
        if referrer in (message.sender, listing.seller, self.address):
            raise ReferrerInvalid(referrer)
        self.referrals[order_id] = Referral(referrer, self.config.referral_share_bps)
        self._emit("OrderReferred", order_id, referrer, self.config.referral_share_bps)

    def _collect(self, message: Message, bills: Sequence[tuple[str, int]], checkout_id: int, use_balance: bool) -> None:
        """Neighbouring bills in one token are one payment. Native coin that is left over becomes a claim."""
        self.outside.move_native(message.sender, self.address, message.value)
        change = message.value
        for token, run in groupby(bills, key=lambda bill: bill[0]):
            due = sum(total for _, total in run)
            if token == NATIVE:
                change -= self._pay_native(message, due, change, checkout_id, use_balance)
            else:
                self._pay_token(message, token, due, checkout_id, use_balance)
        if change:
            self._mint(message, message.sender, NATIVE, change)
            self._emit("Deposited", message.sender, NATIVE, change, message.sender)

    def _pay_native(self, message: Message, due: int, sent: int, checkout_id: int, use_balance: bool) -> int:
        """Returns how much of what was sent is spent."""
        if sent < due and not use_balance:
            raise PaymentTooLow(due, sent)
        spent = min(sent, due)
        self._spend(message, NATIVE, due - spent, checkout_id)
        return spent

    def _pay_token(self, message: Message, token: str, due: int, checkout_id: int, use_balance: bool) -> None:
        claims = min(self.balances[message.sender, token], due) if use_balance else 0
        self._spend(message, token, claims, checkout_id)
        if due > claims:
            self.outside.pull(token, message.sender, self.address, due - claims)

    def _spend(self, message: Message, token: str, amount: int, checkout_id: int) -> None:
        if amount:
            self._burn(message, message.sender, token, amount)
            self._emit("BalanceSpent", message.sender, token, checkout_id, amount)
