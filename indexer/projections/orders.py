"""Orders from checkout to payment, and the claims that they turn into."""

from indexer.decode import Event
from indexer.projections import market
from indexer.projections.common import STATES, document_of, utc
from indexer.projections.ledger import book
from indexer.projections.listings import set_stock
from indexer.records import Order
from indexer.rows import Rows


def on_order_placed(rows: Rows, event: Event) -> None:
    args = event.args
    listing = set_stock(rows, args.listing_id, args.stock)
    listing.sold += args.quantity
    listing.orders += 1
    state = STATES[args.state]
    order = Order(
        order_id=args.order_id,
        checkout_id=args.checkout_id,
        listing_id=args.listing_id,
        version=args.version,
        seller=listing.seller,
        token=listing.token,
        buyer=args.buyer,
        quantity=args.quantity,
        total=args.total,
        escrow=args.total,
        paid=0,
        fee=0,
        referral=0,
        refunded=0,
        fee_bps=args.fee_bps,
        membership_id=args.membership_id,
        referrer=None,
        referral_share_bps=0,
        state=state,
        deadline=utc(args.deadline),
        placed_at=event.timestamp,
        accepted_at=event.timestamp if state == "accepted" else None,
        tx_hash=event.tx_hash,
        updated_block=event.block_number,
    )
    rows.orders.add(args.order_id, order)
    rows.seller.change(listing.seller).orders += 1
    market.state(rows).orders += 1


def on_order_referred(rows: Rows, event: Event) -> None:
    order = _changed(rows, event)
    order.referrer, order.referral_share_bps = event.args.referrer, event.args.share_bps


def on_order_accepted(rows: Rows, event: Event) -> None:
    order = _turned(rows, event, "accepted")
    order.accepted_at = event.timestamp


def on_order_started(rows: Rows, event: Event) -> None:
    order = _turned(rows, event, "in_progress")
    order.accepted_at = order.accepted_at or event.timestamp
    order.started_at, order.started_document = event.timestamp, document_of(event.args.document)


def on_order_delivered(rows: Rows, event: Event) -> None:
    order = _turned(rows, event, "delivered")
    order.accepted_at = order.accepted_at or event.timestamp
    order.delivered_at, order.delivered_document = event.timestamp, document_of(event.args.document)


def on_order_released(rows: Rows, event: Event) -> None:
    order = _changed(rows, event)
    order.escrow = event.args.escrow
    _pay(rows, event, order)


def on_order_refunded(rows: Rows, event: Event) -> None:
    order = _changed(rows, event)
    order.escrow = event.args.escrow
    _give_back(rows, event, order, event.args.amount)


def on_order_completed(rows: Rows, event: Event) -> None:
    order = _closed(rows, event, "completed")
    order.closed_by = event.args.by
    _pay(rows, event, order)
    rows.seller.change(order.seller).completed += 1


def on_order_cancelled(rows: Rows, event: Event) -> None:
    order = _closed(rows, event, "cancelled")
    order.closed_by = event.args.by
    _give_back(rows, event, order, event.args.refunded)
    listing = set_stock(rows, order.listing_id, event.args.stock)
    listing.sold -= order.quantity
    rows.seller.change(order.seller).cancelled += 1


def on_order_disputed(rows: Rows, event: Event) -> None:
    order = _changed(rows, event)
    # Whose turn it is, and until when, is for the dispute to say.
    order.state, order.deadline = "disputed", None


def on_order_resolved(rows: Rows, event: Event) -> None:
    order = _closed(rows, event, "resolved")
    _pay(rows, event, order)
    _give_back(rows, event, order, event.args.refunded, seq=3)


def _changed(rows: Rows, event: Event) -> Order:
    order = rows.orders.change(event.args.order_id)
    order.updated_block = event.block_number
    return order


def _turned(rows: Rows, event: Event, state: str) -> Order:
    """An order that now waits for somebody until a new deadline."""
    order = _changed(rows, event)
    order.state, order.deadline = state, utc(event.args.deadline)
    return order


def _closed(rows: Rows, event: Event, state: str) -> Order:
    order = _changed(rows, event)
    order.state, order.deadline, order.escrow = state, None, 0
    order.closed_at = event.timestamp
    return order


def _pay(rows: Rows, event: Event, order: Order) -> None:
    """Out of escrow: to the seller, the referrer and the market. `paid` + `fee` + `referral` is what left it.

    Its entries are 0 to 2 of the event.
    """
    args, token = event.args, order.token
    order.paid += args.paid
    order.fee += args.fee
    order.referral += args.referral
    book(rows, event, 0, order.seller, token, args.paid, "sale", order=order, counterparty=order.buyer)
    if order.referrer is not None:
        book(rows, event, 1, order.referrer, token, args.referral, "referral", order=order)
    book(rows, event, 2, event.address, token, args.fee, "fee", order=order, counterparty=order.seller)


def _give_back(rows: Rows, event: Event, order: Order, amount: int, seq: int = 0) -> None:
    order.refunded += amount
    book(rows, event, seq, order.buyer, order.token, amount, "refund", order=order, counterparty=order.seller)
