"""What buyers ask for, and offers that are made public."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import NOBODY, Need, document_of, utc
from indexer.records import Offer, QuoteRequest
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event == "OfferPublished":
        yield "offer", lambda args: args.digest


def on_quotes_requested(rows: Rows, event: Event) -> None:
    args, wanted = event.args, event.args.request
    request = QuoteRequest(
        request_id=args.request_id,
        buyer=args.buyer,
        category_id=wanted.category,
        token=wanted.token,
        budget=wanted.budget or None,
        deadline=utc(wanted.deadline),
        content=wanted.content,
        offers=0,
        requested_at=event.timestamp,
        tx_hash=event.tx_hash,
    )
    rows.quote_request.add(args.request_id, request)


def on_request_closed(rows: Rows, event: Event) -> None:
    rows.quote_request.change(event.args.request_id).closed_at = event.timestamp


def on_offer_published(rows: Rows, event: Event) -> None:
    """Anyone may publish an offer again, so nothing that a first publication said is taken back by a later one."""
    args, request_id = event.args, event.args.request_id or None
    known = rows.offer.get(args.digest)
    if known is None:
        rows.offer.add(args.digest, _offer(event, request_id))
    elif known.request_id is None and request_id is not None:
        rows.offer.change(args.digest).request_id = request_id
    else:
        return
    if request_id is not None:
        rows.quote_request.change(request_id).offers += 1


def _offer(event: Event, request_id: int | None) -> Offer:
    offer = event.args.offer
    return Offer(
        digest=event.args.digest,
        maker=offer.maker,
        taker=offer.taker if offer.taker != NOBODY else None,
        listing_id=offer.listing_id,
        version=offer.version,
        parts=[
            {"quantity": part.quantity, "total": str(part.total), "deliver_window": part.deliver_window}
            for part in offer.parts
        ],
        total=sum(part.total for part in offer.parts),
        nonce=offer.nonce,
        counters=offer.counters or None,
        expires=utc(offer.expires),
        expires_at=offer.expires,
        content=document_of(offer.content),
        signature=event.args.signature,
        request_id=request_id,
        published_at=event.timestamp,
        published_block=event.block_number,
        tx_hash=event.tx_hash,
    )
