"""Buyers' reviews, and the sums of their marks."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import Need, document_of, utc
from indexer.records import Review
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event in ("OrderReviewed", "ReviewChanged"):
        yield "review", lambda args: args.order_id


def on_order_reviewed(rows: Rows, event: Event) -> None:
    args = event.args
    review = Review(
        order_id=args.order_id,
        listing_id=args.listing_id,
        seller=args.seller,
        buyer=rows.orders.read(args.order_id).buyer,
        rating=args.rating,
        content=document_of(args.content),
        editable_until=utc(args.editable_until),
        reviewed_at=event.timestamp,
        tx_hash=event.tx_hash,
        updated_block=event.block_number,
    )
    rows.review.add(args.order_id, review)
    _rate(rows, event, args.rating, 1)


def on_review_changed(rows: Rows, event: Event) -> None:
    args, review = event.args, rows.review.change(event.args.order_id)
    review.rating, review.content = args.rating, document_of(args.content)
    review.changed_at, review.updated_block = event.timestamp, event.block_number
    _rate(rows, event, args.rating - args.previous, 0)


def _rate(rows: Rows, event: Event, marks: int, reviews: int) -> None:
    for row in (rows.listing.change(event.args.listing_id), rows.seller.change(event.args.seller)):
        row.rating_sum += marks
        row.rating_count += reviews
