"""How an order lives and ends. `IOrders.sol`; the states and who may move them are drawn there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tests.model.bps import split_sale
from tests.model.checkout import Checkout
from tests.model.errors import (
    AmountAboveEscrow,
    AmountNotPartial,
    DeadlineNotPassed,
    FeesTooLow,
    FeeTooHigh,
    NotBuyer,
    NotDisputes,
    NotParty,
    NotSeller,
    OrderUnknown,
    StateInvalid,
)
from tests.model.outside import Outside
from tests.model.values import MAX_FEE_BPS, ONE, UNLIMITED, Listing, Message, Order, Referral, State

LIVE = (State.PLACED, State.ACCEPTED, State.IN_PROGRESS, State.DELIVERED)


class Orders(Checkout):
    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, disputes, outside, permissions)
        self.fees: defaultdict[str, int] = defaultdict(int)
        self.released: defaultdict[int, int] = defaultdict(int)

    def accept(self, message: Message, order_id: int) -> None:
        order = self._sellers_turn(message, order_id)
        if order.state != State.PLACED:
            raise StateInvalid(order_id, order.state)
        deadline = message.now + order.deliver_window
        self.orders[order_id] = replace(order, state=State.ACCEPTED, deadline=deadline)
        self._emit("OrderAccepted", order_id, deadline)

    def start(self, message: Message, order_id: int, document: bytes) -> None:
        order = self._sellers_turn(message, order_id)
        if order.state not in (State.PLACED, State.ACCEPTED):
            raise StateInvalid(order_id, order.state)
        deadline = message.now + order.deliver_window if order.state == State.PLACED else order.deadline
        self.orders[order_id] = replace(order, state=State.IN_PROGRESS, deadline=deadline)
        self._emit("OrderStarted", order_id, deadline, document)

    def deliver(self, message: Message, order_id: int, document: bytes) -> None:
        order = self._sellers_turn(message, order_id)
        deadline = message.now + order.inspect_window
        self.orders[order_id] = replace(order, state=State.DELIVERED, deadline=deadline)
        self._emit("OrderDelivered", order_id, deadline, document)

    def complete(self, message: Message, order_id: int) -> None:
        order = self._live(order_id)
        if message.sender != order.buyer:
            if order.state != State.DELIVERED:
                raise NotBuyer(message.sender, order.buyer)
            self._require_passed(message, order.deadline)
        self.orders[order_id] = replace(order, state=State.COMPLETED, escrow=0)
        parts = self._pay_seller(message, order_id, order, order.escrow)
        self._emit("OrderCompleted", order_id, message.sender, *parts)

    def cancel(self, message: Message, order_id: int) -> None:
        order = self._live(order_id)
        listing = self.listings[order.listing_id]
        if message.sender != listing.seller:
            if order.state == State.DELIVERED:
                raise NotSeller(message.sender, listing.seller)
            if order.state != State.PLACED or message.sender != order.buyer:
                self._require_passed(message, order.deadline)
        self.orders[order_id] = replace(order, state=State.CANCELLED, escrow=0)
        stock = self._put_back(order, listing)
        self._credit(message, order.buyer, self.tokens[order.listing_id], order.escrow)
        self._emit("OrderCancelled", order_id, message.sender, order.escrow, stock)

    def release(self, message: Message, order_id: int, amount: int) -> None:
        order = self._live(order_id)
        if message.sender != order.buyer:
            raise NotBuyer(message.sender, order.buyer)
        escrow = self._take_part(order_id, order, amount)
        self.released[order_id] += amount
        parts = self._pay_seller(message, order_id, order, amount)
        self._emit("OrderReleased", order_id, *parts, escrow)

    def refund(self, message: Message, order_id: int, amount: int) -> None:
        order = self._live(order_id)
        seller = self.listings[order.listing_id].seller
        if message.sender != seller:
            raise NotSeller(message.sender, seller)
        escrow = self._take_part(order_id, order, amount)
        self._credit(message, order.buyer, self.tokens[order.listing_id], amount)
        self._emit("OrderRefunded", order_id, amount, escrow)

    def open_dispute(self, message: Message, order_id: int, by: str) -> tuple[str, str, int]:
        """Returns the buyer, the seller and the arbitrator."""
        self._require_disputes(message)
        order = self._live(order_id)
        if order.state == State.PLACED:
            raise StateInvalid(order_id, order.state)
        seller = self.listings[order.listing_id].seller
        if by not in (order.buyer, seller):
            raise NotParty(by, order_id)
        self._require_in_time(message, order.deadline)
        self.orders[order_id] = replace(order, state=State.DISPUTED)
        self._emit("OrderDisputed", order_id, by)
        return order.buyer, seller, order.arbitrator

    def resolve(self, message: Message, order_id: int, to_buyer: int) -> None:
        self._require_disputes(message)
        order = self._unsettled(order_id)
        if to_buyer > order.escrow:
            raise AmountAboveEscrow(to_buyer, order.escrow)
        self.orders[order_id] = replace(order, state=State.RESOLVED, escrow=0)
        self._credit(message, order.buyer, self.tokens[order.listing_id], to_buyer)
        parts = self._pay_seller(message, order_id, order, order.escrow - to_buyer)
        self._emit("OrderResolved", order_id, to_buyer, *parts)

    def set_fee(self, message: Message, fee_bps: int, referral_share_bps: int) -> None:
        self._restricted(message, "setFee")
        if fee_bps > MAX_FEE_BPS:
            raise FeeTooHigh(fee_bps, MAX_FEE_BPS)
        if referral_share_bps > ONE:
            raise FeeTooHigh(referral_share_bps, ONE)
        self.config = replace(self.config, fee_bps=fee_bps, referral_share_bps=referral_share_bps)
        self._emit("FeeChanged", fee_bps, referral_share_bps)

    def collect_fees(self, message: Message, token: str, to: str, amount: int) -> None:
        self._restricted(message, "collectFees")
        self._require_amount(amount)
        self._require_recipient(to)
        if amount > self.fees[token]:
            raise FeesTooLow(amount, self.fees[token])
        self.fees[token] -= amount
        self._mint(message, to, token, amount)
        self._emit("FeesCollected", token, to, amount)

    def set_orders_paused(self, message: Message, paused: bool) -> None:
        self._restricted(message, "setOrdersPaused")
        self.config = replace(self.config, orders_paused=paused)
        self._emit("OrdersPaused", paused)

    def _require_disputes(self, message: Message) -> None:
        if message.sender != self.disputes:
            raise NotDisputes(message.sender)

    def _live(self, order_id: int) -> Order:
        order = self._unsettled(order_id)
        if order.state == State.DISPUTED:
            raise StateInvalid(order_id, order.state)
        return order

    def _unsettled(self, order_id: int) -> Order:
        if order_id not in self.orders:
            raise OrderUnknown(order_id)
        order = self.orders[order_id]
        if order.state not in (*LIVE, State.DISPUTED):
            raise StateInvalid(order_id, order.state)
        return order

    def _sellers_turn(self, message: Message, order_id: int) -> Order:
        order = self._live(order_id)
        seller = self.listings[order.listing_id].seller
        if message.sender != seller:
            raise NotSeller(message.sender, seller)
        if order.state == State.DELIVERED:
            raise StateInvalid(order_id, order.state)
        self._require_in_time(message, order.deadline)
        return order

    def _pay_seller(self, message: Message, order_id: int, order: Order, amount: int) -> tuple[int, int, int]:
        referral_to = self.referrals.get(order_id, Referral())
        paid, fee, referral = split_sale(amount, order.fee_bps, referral_to.share_bps)
        token = self.tokens[order.listing_id]
        self._credit(message, self.listings[order.listing_id].seller, token, paid)
        self.fees[token] += fee
        self._credit(message, referral_to.referrer, token, referral)
        return paid, fee, referral

    def _take_part(self, order_id: int, order: Order, amount: int) -> int:
        """Returns what is left in the escrow: always something."""
        if not 0 < amount < order.escrow:
            raise AmountNotPartial(amount, order.escrow)
        self.orders[order_id] = replace(order, escrow=order.escrow - amount)
        return order.escrow - amount

    def _put_back(self, order: Order, listing: Listing) -> int:
        """What has not been shipped goes back on the shelf. Returns the stock."""
        if listing.stock == UNLIMITED or order.state not in (State.PLACED, State.ACCEPTED):
            return listing.stock
        stock = min(listing.stock + order.quantity, UNLIMITED - 1)
        self.listings[order.listing_id] = replace(listing, stock=stock)
        return stock

    def _require_passed(self, message: Message, deadline: int) -> None:
        if message.now <= deadline:
            raise DeadlineNotPassed(deadline, message.now)
