"""Every SELECT about offers. Whether one can still be taken follows from what happened since, and from the time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, case, cast, exists, func, or_, select

from api.columns import CANCELLED_NONCES, DEAL, DOCUMENT, LISTING, OFFER, as_id
from api.cursors import Key, Keyset
from api.dependencies import Reader
from api.errors import NotFound
from api.offers.schemas import Offer, OfferedListing, OfferPage, Part, Role, State
from api.tables import Document
from api.texts import Words
from api.values import Money, Token, address, hexed, images, optional_address, raw_address
from indexer.tables import CancelledNonces, Deal, Listing

TERMS = Words("terms", OFFER.content)
NONCES_A_WORD = 256


def select_offers(reader: Reader) -> Select[Any]:
    """Public offers on listings of the market, with their state and, once taken, the deal."""
    scope, word = reader.scope, func.div(OFFER.nonce, NONCES_A_WORD)
    query = (
        select(
            *OFFER,
            LISTING.seller,
            LISTING.token,
            DOCUMENT.title,
            DOCUMENT.images,
            DEAL.checkout_id,
            DEAL.taker.label("taken_by"),
            state(reader).label("state"),
            *TERMS.columns(),
        )
        .join(Listing, and_(scope.covers(LISTING), LISTING.listing_id == as_id(OFFER.listing_id)))
        .outerjoin(Document, DOCUMENT.digest == LISTING.content)
        .outerjoin(Deal, and_(scope.covers(DEAL), DEAL.digest == OFFER.digest))
        .outerjoin(
            CancelledNonces,
            and_(scope.covers(CANCELLED_NONCES), CANCELLED_NONCES.maker == OFFER.maker, CANCELLED_NONCES.word == word),
        )
        .where(scope.covers(OFFER))
    )
    return TERMS.joined(query)


def state(reader: Reader) -> ColumnElement[str]:
    bit = cast(func.mod(OFFER.nonce, NONCES_A_WORD), Integer)
    return case(
        (DEAL.digest.is_not(None), "taken"),
        (_superseded(reader), "superseded"),
        (func.get_bit(CANCELLED_NONCES.bits, bit) == 1, "cancelled"),
        (OFFER.expires < reader.now, "expired"),
        (OFFER.version != LISTING.version, "outdated"),
        else_="open",
    )


async def of_account(
    reader: Reader, account: str, role: Role, wanted: State | None, cursor: str | None, limit: int
) -> OfferPage:
    """Newest first."""
    question = (account.lower(), role, wanted)
    query = select_offers(reader).where(_side(raw_address(account), role))
    if wanted:
        query = query.where(state(reader) == wanted)
    return await _page(reader, query, question, cursor, limit)


async def of_request(reader: Reader, request_id: int, cursor: str | None, limit: int) -> OfferPage:
    """Newest first."""
    query = select_offers(reader).where(OFFER.request_id == request_id)
    return await _page(reader, query, ("request", request_id), cursor, limit)


async def one(reader: Reader, digest: str) -> Offer:
    """Raises `NotFound`."""
    query = select_offers(reader).where(OFFER.digest == bytes.fromhex(digest[2:]))
    row = (await reader.all(query)).one_or_none()
    if row is None:
        raise NotFound(f"No offer {digest} was made public in this market.")
    return shown(row, (await reader.tokens([row.token]))[row.token])


async def taken_for(reader: Reader, checkout_id: int) -> str | None:
    """Digest of the offer that a checkout came from."""
    query = select(DEAL.digest).where(reader.scope.covers(DEAL), DEAL.checkout_id == checkout_id)
    digest = (await reader.all(query)).scalar_one_or_none()
    return None if digest is None else hexed(digest)


def shown(row: Row[Any], token: Token) -> Offer:
    pictures = images(row.images or [])
    return Offer(
        digest=hexed(row.digest),
        kind="quote" if row.maker == row.seller else "bid",
        state=row.state,
        maker=address(row.maker),
        taker=optional_address(row.taker),
        listing=OfferedListing(
            id=int(row.listing_id), title=row.title, image=pictures[0] if pictures else None, seller=address(row.seller)
        ),
        version=row.version,
        parts=[Part(**(part | {"total": Money.of(int(part["total"]), token)})) for part in row.parts],
        total=Money.of(row.total, token),
        nonce=str(row.nonce),
        counters=None if row.counters is None else str(row.counters),
        expires=row.expires,
        expires_at=row.expires_at,
        text=TERMS.shown(row, row.content),
        signature=hexed(row.signature),
        request_id=row.request_id,
        published_at=row.published_at,
        checkout_id=row.checkout_id,
        taken_by=optional_address(row.taken_by),
        tx_hash=hexed(row.tx_hash),
    )


def _superseded(reader: Reader) -> ColumnElement[bool]:
    """Whether a deal used up the nonce: by another offer of the maker's, or by one that the maker took instead, made
    public or not."""
    deal: Any = Deal.__table__.alias("other_deal")  # type: ignore[attr-defined]
    same = and_(reader.scope.covers(deal.c), deal.c.maker == OFFER.maker, deal.c.nonce == OFFER.nonce)
    answered = and_(reader.scope.covers(deal.c), deal.c.taker == OFFER.maker, deal.c.counters == OFFER.nonce)
    return or_(
        exists(select(deal.c.digest).where(same, deal.c.digest != OFFER.digest)),
        exists(select(deal.c.digest).where(answered)),
    )


def _side(account: bytes, role: Role) -> ColumnElement[bool]:
    received = or_(OFFER.taker == account, and_(LISTING.seller == account, OFFER.maker != account))
    sides: dict[Role, ColumnElement[bool]] = {"sent": OFFER.maker == account, "received": received}
    return sides.get(role, or_(*sides.values()))


async def _page(reader: Reader, query: Select[Any], question: Any, cursor: str | None, limit: int) -> OfferPage:
    newest = [Key(OFFER.published_block, True), Key(OFFER.digest, True)]
    keyset = Keyset(newest, ("offers", reader.scope.chain_id, reader.scope.market, question))
    rows, following = keyset.split((await reader.all(keyset.page(query, cursor, limit))).all(), limit)
    tokens = await reader.tokens(row.token for row in rows)
    return OfferPage(items=[shown(row, tokens[row.token]) for row in rows], next=following)
