"""Every SELECT about orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from api import cid
from api.columns import DOCUMENT, EVENT, LISTING, LISTING_VERSION, ORDER, PROFILE, SELLER, ProfileDocument
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.disputes import queries as disputes
from api.errors import NotFound
from api.offers import queries as offers
from api.orders.schemas import Documents, Order, OrderedListing, OrderPage, OrderSummary, Role, State, TimelineEvent
from api.reviews import queries as reviews
from api.sellers.schemas import SellerName
from api.tables import Document
from api.values import Money, Token, address, hexed, images, optional_address, raw_address
from indexer.tables import Listing, ListingVersion, Seller

# Only one party can cause these; the others say who did.
_BUYER_ACTS = {"OrderPlaced", "OrderReleased", "OrderReviewed", "ReviewChanged"}
_SELLER_ACTS = {
    "BuyerReviewed",
    "OrderAccepted",
    "OrderDelivered",
    "OrderRefunded",
    "OrderStarted",
    "ReviewAnswered",
}


def select_orders(reader: Reader) -> Select[Any]:
    """Orders of the market with the version of the listing that was bought, and its document."""
    return (
        select(
            *ORDER,
            LISTING.kind,
            LISTING_VERSION.deliver_window,
            LISTING_VERSION.inspect_window,
            LISTING_VERSION.arbitrator,
            DOCUMENT.title,
            DOCUMENT.images,
            PROFILE.title.label("seller_name"),
        )
        .join(Listing, and_(reader.scope.covers(LISTING), LISTING.listing_id == ORDER.listing_id))
        .join(
            ListingVersion,
            and_(
                reader.scope.covers(LISTING_VERSION),
                LISTING_VERSION.listing_id == ORDER.listing_id,
                LISTING_VERSION.version == ORDER.version,
            ),
        )
        .outerjoin(Seller, and_(reader.scope.covers(SELLER), SELLER.address == ORDER.seller))
        .outerjoin(ProfileDocument, PROFILE.digest == SELLER.profile)
        .outerjoin(Document, DOCUMENT.digest == LISTING_VERSION.content)
        .where(reader.scope.covers(ORDER))
    )


async def page(
    reader: Reader, account: str, role: Role, states: Sequence[State], cursor: str | None, limit: int
) -> OrderPage:
    """Newest first."""
    query = select_orders(reader).where(_party(raw_address(account), role))
    if states:
        query = query.where(ORDER.state.in_(states))
    keyset = Keyset(
        [Key(ORDER.order_id, True)], (reader.scope.chain_id, reader.scope.market, account.lower(), role, states)
    )
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return OrderPage(items=[OrderSummary(**summary(row, tokens[row.token])) for row in rows], next=following)


async def one(reader: Reader, order_id: int) -> Order:
    """Raises `NotFound`."""
    row = (await reader.all(select_orders(reader).where(ORDER.order_id == order_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no order {order_id} in this market.")
    tokens = await reader.tokens([row.token])
    return Order(
        **summary(row, tokens[row.token]),
        referrer=optional_address(row.referrer),
        deliver_window=row.deliver_window,
        inspect_window=row.inspect_window,
        arbitrator=row.arbitrator,
        documents=Documents(started=cid.optional(row.started_document), delivered=cid.optional(row.delivered_document)),
        checkout=await checkout(reader, row.checkout_id),
        offer=await offers.taken_for(reader, row.checkout_id),
        dispute=await disputes.of_order(reader, order_id),
        review=await reviews.of_order(reader, order_id),
        buyer_review=await reviews.mark_of_order(reader, order_id),
        timeline=await timeline(reader, row),
    )


async def checkout(reader: Reader, checkout_id: int) -> list[int]:
    query = select(ORDER.order_id).where(reader.scope.covers(ORDER), ORDER.checkout_id == checkout_id)
    return list((await reader.all(query.order_by(ORDER.order_id))).scalars())


async def timeline(reader: Reader, order: Row[Any]) -> list[TimelineEvent]:
    """The order's events, as the chain has them."""
    query = (
        select(EVENT.name, EVENT.block_number, EVENT.log_index, EVENT.timestamp, EVENT.tx_hash, EVENT.args)
        .where(reader.scope.covers(EVENT), EVENT.subject == f"order/{order.order_id}", EVENT.name.is_not(None))
        .order_by(EVENT.block_number, EVENT.log_index)
    )
    return [
        TimelineEvent(
            name=event.name,
            block=event.block_number,
            log_index=event.log_index,
            at=event.timestamp,
            tx_hash=hexed(event.tx_hash),
            by=_actor(event.name, event.args, order),
            args=event.args,
        )
        for event in await reader.all(query)
    ]


def summary(row: Row[Any], token: Token) -> dict[str, Any]:
    pictures = images(row.images or [])
    sums = ("total", "escrow", "paid", "fee", "referral", "refunded")
    return {
        "id": row.order_id,
        "market": row.market,
        "checkout_id": row.checkout_id,
        "listing": OrderedListing(
            id=row.listing_id, kind=row.kind, title=row.title, image=pictures[0] if pictures else None
        ),
        "version": row.version,
        "buyer": address(row.buyer),
        "seller": SellerName(address=address(row.seller), name=row.seller_name),
        "quantity": row.quantity,
        **{name: Money.of(getattr(row, name), token) for name in sums},
        "fee_bps": row.fee_bps,
        "state": row.state,
        "deadline": None if row.closed_at else row.deadline,
        "placed_at": row.placed_at,
        "updated_block": row.updated_block,
        "closed_at": row.closed_at,
    }


def _party(account: bytes, role: Role) -> ColumnElement[bool]:
    parties: dict[Role, ColumnElement[bool]] = {"buyer": ORDER.buyer == account, "seller": ORDER.seller == account}
    return parties.get(role, or_(*parties.values()))


def _actor(name: str, args: dict[str, Any], order: Row[Any]) -> str | None:
    if name in _BUYER_ACTS:
        return address(order.buyer)
    if name in _SELLER_ACTS:
        return address(order.seller)
    said = args.get("by") or args.get("party")
    return address(raw_address(said)) if said else None
