"""Offers that the market took, and nonces that their makers cancelled."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import Need, document_of
from indexer.records import CancelledNonces, Deal
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event == "NoncesCancelled":
        yield "cancelled_nonces", lambda args: (args.maker, args.word)


def on_offer_taken(rows: Rows, event: Event) -> None:
    args = event.args
    deal = Deal(
        digest=args.offer_hash,
        maker=args.maker,
        taker=args.taker,
        nonce=args.nonce,
        counters=args.counters or None,
        checkout_id=args.order_id,
        orders=args.count,
        content=document_of(args.content),
        taken_at=event.timestamp,
        tx_hash=event.tx_hash,
    )
    rows.deal.add(args.offer_hash, deal)


def on_nonces_cancelled(rows: Rows, event: Event) -> None:
    maker, word = key = event.args.maker, event.args.word
    if rows.cancelled_nonces.get(key) is None:
        rows.cancelled_nonces.add(key, CancelledNonces(maker=maker, word=word, bits=_bits(event.args.mask)))
        return
    before = rows.cancelled_nonces.change(key)
    before.bits = _bits(int.from_bytes(before.bits, "little") | event.args.mask)


def _bits(mask: int) -> bytes:
    """The lowest first: bit n is what PostgreSQL's `get_bit(bits, n)` gives."""
    return mask.to_bytes(32, "little")
