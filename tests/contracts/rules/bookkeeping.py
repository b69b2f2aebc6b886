"""Writes what the contracts' events tell into the `Book`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.contracts.rules.scene import Book, Scene
from tests.model.values import UNLIMITED, State

Entry = Callable[[Scene, Any], None]


def enter(scene: Scene) -> None:
    for name, fields in scene.act.events:
        entry = ENTRIES.get(name)
        if entry:
            entry(scene, fields)


def _book(scene: Scene) -> Book:
    book: Book = scene.world.book
    return book


def _listed(scene: Scene, fields: Any) -> None:
    _book(scene).shelf[fields[0]] = fields[4]


def _restocked(scene: Scene, fields: Any) -> None:
    listing_id, _ = fields
    _book(scene).shelf[listing_id] += scene.act.arguments[1]


def _placed(scene: Scene, fields: Any) -> None:
    order_id, listing_id, *_, quantity, total = fields[:7]
    book = _book(scene)
    book.placed[order_id] = total
    if book.shelf[listing_id] != UNLIMITED:
        book.shelf[listing_id] -= quantity


def _cancelled(scene: Scene, fields: Any) -> None:
    order_id, _, refunded, _ = fields
    book, order = _book(scene), scene.before.orders[order_id]
    book.gone[order_id] += refunded
    book.endings[order_id] += 1
    if order.state in (State.PLACED, State.ACCEPTED) and book.shelf[order.listing_id] != UNLIMITED:
        # A seller may have filled the shelf meanwhile; it never becomes unlimited by units that come back.
        book.shelf[order.listing_id] = min(book.shelf[order.listing_id] + order.quantity, UNLIMITED - 1)


def _completed(scene: Scene, fields: Any) -> None:
    order_id, _, paid, fee, referral = fields
    _sold(scene, order_id, paid, fee, referral)
    _book(scene).endings[order_id] += 1


def _released(scene: Scene, fields: Any) -> None:
    order_id, paid, fee, referral, _ = fields
    _sold(scene, order_id, paid, fee, referral)
    _book(scene).released[order_id] += paid + fee + referral


def _resolved(scene: Scene, fields: Any) -> None:
    order_id, refunded, paid, fee, referral = fields
    _sold(scene, order_id, paid, fee, referral)
    _book(scene).gone[order_id] += refunded
    _book(scene).endings[order_id] += 1


def _sold(scene: Scene, order_id: int, paid: int, fee: int, referral: int) -> None:
    _book(scene).gone[order_id] += paid + fee + referral
    _book(scene).fees_earned[scene.token_of(order_id)] += fee


def _refunded(scene: Scene, fields: Any) -> None:
    _book(scene).gone[fields[0]] += fields[1]


def _collected(scene: Scene, fields: Any) -> None:
    token, _, amount = fields
    _book(scene).fees_collected[token] += amount


def _bonded(scene: Scene, fields: Any) -> None:
    seller, token, amount, _ = fields
    _book(scene).bonded[seller, token] += amount


def _unbonded(scene: Scene, fields: Any) -> None:
    seller, token, amount, _ = fields
    _book(scene).unbonded[seller, token] += amount


def _slashed(scene: Scene, fields: Any) -> None:
    seller, token, _, _, amount, _ = fields
    _book(scene).unbonded[seller, token] += amount


def _reviewed(scene: Scene, fields: Any) -> None:
    order_id, listing_id, seller, rating, *_ = fields
    _book(scene).marks[order_id] = (listing_id, seller, rating)


def _buyer_reviewed(scene: Scene, fields: Any) -> None:
    _, buyer, _, rating, _ = fields
    _book(scene).buyer_marks[buyer].append(rating)


def _taken(scene: Scene, fields: Any) -> None:
    _, maker, taker, nonce, counters, *_ = fields
    book = _book(scene)
    book.deals[maker, nonce] += 1
    if counters:
        book.deals[taker, counters] += 1


def _raised(scene: Scene, fields: Any) -> None:
    order_id, _, _, deposit, _ = fields
    _book(scene).deposits[order_id] += deposit


def _answered(scene: Scene, fields: Any) -> None:
    """What the arbitrator took for it is seen in its wallet."""
    order_id, _, _, deposit, _ = fields
    book = _book(scene)
    book.deposits[order_id] += deposit
    for arbitrator, _ in scene.world.court.arbitrators:
        purse = (arbitrator.address, scene.world.tokens[0])
        book.arbitrated[order_id] += scene.after.outside.wallets[purse] - scene.before.wallets.get(purse, 0)


ENTRIES: dict[str, Entry] = {
    "ListingCreated": _listed,
    "StockChanged": _restocked,
    "OrderPlaced": _placed,
    "OrderCancelled": _cancelled,
    "OrderCompleted": _completed,
    "OrderReleased": _released,
    "OrderRefunded": _refunded,
    "OrderResolved": _resolved,
    "FeesCollected": _collected,
    "BondDeposited": _bonded,
    "BondWithdrawn": _unbonded,
    "BondSlashed": _slashed,
    "OrderReviewed": _reviewed,
    "ReviewChanged": _reviewed,
    "BuyerReviewed": _buyer_reviewed,
    "OfferTaken": _taken,
    "DisputeRaised": _raised,
    "DisputeAnswered": _answered,
}
