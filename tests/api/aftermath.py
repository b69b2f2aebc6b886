"""Rows of what follows a purchase or comes before it, as the indexer writes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from indexer.tables import (
    Arbitration,
    Arbitrator,
    BuyerReview,
    CancelledNonces,
    Comment,
    CouncilCase,
    CouncilMember,
    CouncilRound,
    CouncilVote,
    Deal,
    Dispute,
    Evidence,
    HiddenText,
    Membership,
    MembershipTier,
    Offer,
    QuoteRequest,
    Review,
    SellerBond,
)
from tests.api.rows import BEGAN, ETHER, NATIVE, SCOPE, account, hash32

COUNCIL, MODERATOR = account(0xC0), account(0x30D)
LATER = BEGAN + timedelta(days=7)


def review(order_id: int, buyer: bytes, seller: bytes, rating: int = 5, **changes: Any) -> Review:
    values = {
        "listing_id": 1,
        "content": None,
        "editable_until": LATER,
        "reviewed_at": BEGAN,
        "tx_hash": hash32(order_id),
        "updated_block": 100,
    }
    about = {"order_id": order_id, "buyer": buyer, "seller": seller, "rating": rating}
    return Review(**(SCOPE | values | about | changes))


def buyer_review(order_id: int, buyer: bytes, seller: bytes, rating: int, **changes: Any) -> BuyerReview:
    values = {"content": None, "reviewed_at": BEGAN, "tx_hash": hash32(order_id)}
    about = {"order_id": order_id, "buyer": buyer, "seller": seller, "rating": rating}
    return BuyerReview(**(SCOPE | values | about | changes))


def comment(comment_id: int, author: bytes, content: bytes, thread_id: int | None = None, **changes: Any) -> Comment:
    """The first of a thread, or the answer to it."""
    values = {
        "listing_id": 1,
        "thread_id": thread_id or comment_id,
        "parent_id": thread_id,
        "replies": 0,
        "commented_at": BEGAN + timedelta(minutes=comment_id),
        "tx_hash": hash32(comment_id),
    }
    about = {"comment_id": comment_id, "author": author, "content": content}
    return Comment(**(SCOPE | values | about | changes))


def hidden(text: str, number: int, *, reason: bytes = hash32(66), now: bool = True) -> HiddenText:
    return HiddenText(**SCOPE, text=text, id=number, hidden=now, reason=reason, moderator=MODERATOR, changed_at=BEGAN)


def arbitrator(arbitrator_id: int = 0, address: bytes = COUNCIL) -> Arbitrator:
    return Arbitrator(
        **SCOPE,
        arbitrator_id=arbitrator_id,
        address=address,
        rule_window=86_400,
        extra_data=b"",
        meta_evidence="/ipfs/meta",
        closed=False,
    )


def dispute(order_id: int, buyer: bytes, seller: bytes, **changes: Any) -> Dispute:
    """Raised by the buyer, not answered yet."""
    values = {
        "arbitrator_id": 0,
        "stage": "raised",
        "raised_by": buyer,
        "deadline": LATER,
        "buyer_deposit": 30,
        "seller_deposit": 0,
        "appeals": 0,
        "appeal_fees": 0,
        "deposit_to_buyer": 0,
        "deposit_to_seller": 0,
        "from_bond": 0,
        "settled": False,
        "raised_at": BEGAN,
        "tx_hash": hash32(order_id),
        "updated_block": 100,
    }
    return Dispute(**(SCOPE | values | {"order_id": order_id, "buyer": buyer, "seller": seller} | changes))


def arbitration(order_id: int, dispute_id: int) -> Arbitration:
    return Arbitration(**SCOPE, arbitrator=COUNCIL, dispute_id=dispute_id, order_id=order_id)


def evidence(order_id: int, party: bytes, uri: str, block: int) -> Evidence:
    where = {"order_id": order_id, "block_number": block, "log_index": 0}
    return Evidence(**SCOPE, **where, party=party, uri=uri, submitted_at=BEGAN, tx_hash=hash32(block))


def member(address: bytes, seat: int, **changes: Any) -> CouncilMember:
    values = {"active": True, "idle": False, "missed": 0, "votes": 0, "appointed_at": BEGAN}
    return CouncilMember(**(SCOPE | values | {"address": address, "seat": seat} | changes))


def case(dispute_id: int, **changes: Any) -> CouncilCase:
    values = {
        "council": COUNCIL,
        "phase": "voting",
        "round": 0,
        "deadline": LATER,
        "created_at": BEGAN,
        "updated_block": 100,
    }
    return CouncilCase(**(SCOPE | values | {"dispute_id": dispute_id} | changes))


def round_of(dispute_id: int, panel: int, **changes: Any) -> CouncilRound:
    values = {"round": 0, "panel": panel, "deadline": LATER, "began_at": BEGAN}
    return CouncilRound(**(SCOPE | values | {"dispute_id": dispute_id} | changes))


def vote(dispute_id: int, member: bytes, ruling: int | None, number: int = 0) -> CouncilVote:
    cast = {"dispute_id": dispute_id, "round": number, "member": member, "ruling": ruling}
    return CouncilVote(**SCOPE, **cast, at=BEGAN, tx_hash=hash32(dispute_id))


def tier(tier_id: int = 1, **changes: Any) -> MembershipTier:
    values = {
        "tier_id": tier_id,
        "name": "Gold",
        "token": NATIVE,
        "price": ETHER,
        "period": 2_592_000,
        "rank": 2,
        "supply": None,
        "minted": 1,
        "transferable": True,
        "closed": False,
    }
    return MembershipTier(**(SCOPE | values | changes))


def membership(membership_id: int, holder: bytes | None, **changes: Any) -> Membership:
    values = {
        "tier_id": 1,
        "expires_at": LATER,
        "paid": ETHER,
        "refunded": 0,
        "minted_at": BEGAN,
        "tx_hash": hash32(membership_id),
        "updated_block": 100,
    }
    return Membership(**(SCOPE | values | {"membership_id": membership_id, "holder": holder} | changes))


def bond(seller: bytes, token: bytes, amount: int, **changes: Any) -> SellerBond:
    values = {"unlocking": 0, "slashed": 0, "seller": seller, "token": token, "amount": amount}
    return SellerBond(**(SCOPE | values | changes))


def request(request_id: int, buyer: bytes, content: bytes = hash32(77), **changes: Any) -> QuoteRequest:
    values = {
        "category_id": 1,
        "token": NATIVE,
        "budget": None,
        "deadline": LATER,
        "offers": 0,
        "requested_at": BEGAN,
        "tx_hash": hash32(request_id),
    }
    about = {"request_id": request_id, "buyer": buyer, "content": content}
    return QuoteRequest(**(SCOPE | values | about | changes))


def offer(number: int, maker: bytes, taker: bytes | None = None, **changes: Any) -> Offer:
    """On listing 1; its nonce is its number."""
    values = {
        "digest": hash32(number),
        "listing_id": 1,
        "version": 1,
        "parts": [{"quantity": 2, "total": str(ETHER), "deliver_window": 0}],
        "total": ETHER,
        "nonce": number,
        "counters": None,
        "expires": LATER,
        "expires_at": int(LATER.timestamp()),
        "content": None,
        "signature": b"\7" * 65,
        "request_id": None,
        "published_at": BEGAN,
        "published_block": number,
        "tx_hash": hash32(number),
    }
    return Offer(**(SCOPE | values | {"maker": maker, "taker": taker} | changes))


def deal(number: int, maker: bytes, taker: bytes, checkout_id: int, **changes: Any) -> Deal:
    """The taking of the offer of this number."""
    values = {
        "digest": hash32(number),
        "nonce": number,
        "orders": 1,
        "content": None,
        "taken_at": BEGAN,
        "tx_hash": hash32(number),
    }
    return Deal(**(SCOPE | values | {"maker": maker, "taker": taker, "checkout_id": checkout_id} | changes))


def cancelled(maker: bytes, word: int, mask: int) -> CancelledNonces:
    return CancelledNonces(**SCOPE, maker=maker, word=word, bits=mask.to_bytes(32, "little"))
