"""Listings, their versions, and how many of them each category has on sale."""

from collections.abc import Container, Iterator
from typing import Any

from indexer.decode import Event
from indexer.projections import market
from indexer.projections.common import KINDS, Need, stock_of
from indexer.records import Category, Listing, ListingVersion
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event in ("ListingCreated", "ListingUpdated"):
        yield "category", lambda args: args.terms.category


def on_listing_created(rows: Rows, event: Event) -> None:
    args = event.args
    listing = Listing(
        listing_id=args.listing_id,
        seller=args.seller,
        token=args.token,
        kind=KINDS[args.kind],
        version=1,
        stock=stock_of(args.stock),
        paused=False,
        created_at=event.timestamp,
        updated_at=event.timestamp,
        created_block=event.block_number,
        sold=0,
        orders=0,
        rating_sum=0,
        rating_count=0,
        **_terms(args.terms),
    )
    rows.listing.add(args.listing_id, listing)
    _add_version(rows, event, 1)
    _show(rows, listing, 1)
    rows.seller.change(args.seller).listings += 1
    market.state(rows).listings += 1


def on_listing_updated(rows: Rows, event: Event) -> None:
    args, listing = event.args, rows.listing.change(event.args.listing_id)
    _show(rows, listing, -1)
    for name, value in _terms(args.terms).items():
        setattr(listing, name, value)
    listing.version, listing.updated_at = args.version, event.timestamp
    _add_version(rows, event, args.version)
    _show(rows, listing, 1)


def on_listing_paused(rows: Rows, event: Event) -> None:
    listing = rows.listing.change(event.args.listing_id)
    _show(rows, listing, -1)
    listing.paused, listing.updated_at = event.args.paused, event.timestamp
    _show(rows, listing, 1)


def on_stock_changed(rows: Rows, event: Event) -> None:
    listing = set_stock(rows, event.args.listing_id, event.args.stock)
    listing.updated_at = event.timestamp


def on_category_added(rows: Rows, event: Event) -> None:
    args = event.args
    category = Category(category_id=args.category_id, parent_id=args.parent_id or None, name=args.name, listings=0)
    rows.category.add(args.category_id, category)


def on_category_renamed(rows: Rows, event: Event) -> None:
    rows.category.change(event.args.category_id).name = event.args.name


def set_stock(rows: Rows, listing_id: int, units: int) -> Listing:
    """Gives a listing the stock that an event names."""
    listing = rows.listing.change(listing_id)
    stock = stock_of(units)
    if (listing.stock == 0) == (stock == 0):
        listing.stock = stock
        return listing
    _show(rows, listing, -1)
    listing.stock = stock
    _show(rows, listing, 1)
    return listing


def _show(rows: Rows, listing: Listing, sign: int) -> None:
    """Counts a listing among its category's, or takes it out, if it is on sale as it now stands."""
    if listing.paused or listing.stock == 0:
        return
    seller, name = rows.seller.change(listing.seller), str(listing.category_id)
    left = seller.on_sale.get(name, 0) + sign
    # A new dict, because the image of the row before this block shares the old one.
    others = {category: count for category, count in seller.on_sale.items() if category != name}
    seller.on_sale = {**others, name: left} if left else others
    if seller.status == "active":
        rows.category.change(listing.category_id).listings += sign


def _terms(terms: Any) -> dict[str, Any]:
    """The versioned columns, from the contract's `Terms`."""
    return {
        "price": terms.price,
        "member_discount_bps": terms.member_discount_bps,
        "member_tier": terms.member_tier,
        "accept_window": terms.accept_window,
        "deliver_window": terms.deliver_window,
        "inspect_window": terms.inspect_window,
        "arbitrator": terms.arbitrator,
        "low_stock": terms.low_stock,
        "category_id": terms.category,
        "content": terms.content,
    }


def _add_version(rows: Rows, event: Event, version: int) -> None:
    args = event.args
    row = ListingVersion(
        listing_id=args.listing_id,
        version=version,
        tx_hash=event.tx_hash,
        created_at=event.timestamp,
        **_terms(args.terms),
    )
    rows.listing_version.add((args.listing_id, version), row)
