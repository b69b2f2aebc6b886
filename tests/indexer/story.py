"""A story in which every event that changes rows happens, and its beginnings for tests of their own."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from indexer.rows import Rows
from tests.indexer.telling import BUYER, LATER, NATIVE, REFERRER, SELLER, STRANGER, TOKEN

Tell = Callable[..., None]
COUNCIL = b"C" * 20
WIDEST = 2**256 - 1


def hash_of(letter: str) -> bytes:
    return letter.encode() * 32


def terms(**changes: Any) -> SimpleNamespace:
    """`IListings.Terms`."""
    usual = {
        "price": 100,
        "member_discount_bps": 0,
        "member_tier": 0,
        "accept_window": 3600,
        "deliver_window": 7200,
        "inspect_window": 7200,
        "arbitrator": 0,
        "low_stock": 1,
        "category": 1,
        "content": hash_of("c"),
    }
    return SimpleNamespace(**(usual | changes))


def open_shop(tell: Tell) -> None:
    """Two categories, an active seller and listing 1 with three units."""
    tell("CategoryAdded", category_id=1, parent_id=0, name="Home")
    tell("CategoryAdded", category_id=2, parent_id=1, name="Lamps")
    tell("SellerStatusChanged", seller=SELLER, status=1)
    tell("SellerRegistered", seller=SELLER, profile=hash_of("p"))
    list_item(tell)


def list_item(tell: Tell, listing_id: int = 1, *, stock: int = 3, **changes: Any) -> None:
    fixed = {"listing_id": listing_id, "seller": SELLER, "token": TOKEN, "kind": 1, "stock": stock}
    tell("ListingCreated", **fixed, terms=terms(**changes))


def place(tell: Tell, order_id: int = 1, *, stock: int = 1, state: int = 1, quantity: int = 2) -> None:
    tell(
        "OrderPlaced",
        order_id=order_id,
        listing_id=1,
        buyer=BUYER,
        checkout_id=order_id,
        version=1,
        quantity=quantity,
        total=200,
        fee_bps=250,
        membership_id=0,
        state=state,
        deadline=LATER,
        stock=stock,
    )


def complete(tell: Tell, order_id: int = 1) -> None:
    tell("OrderCompleted", order_id=order_id, by=BUYER, paid=195, fee=5, referral=0)


def review(tell: Tell, order_id: int = 1, rating: int = 4, content: bytes = hash_of("r")) -> None:
    place(tell, order_id)
    complete(tell, order_id)
    about = {"order_id": order_id, "listing_id": 1, "seller": SELLER}
    tell("OrderReviewed", **about, rating=rating, content=content, editable_until=LATER)


def raise_dispute(tell: Tell, by: bytes = BUYER) -> None:
    """Order 1, accepted, before arbitrator 0, the council."""
    tell(
        "ArbitratorAdded",
        arbitrator_id=0,
        arbitrator=COUNCIL,
        rule_window=86_400,
        extra_data=b"\1\2",
        meta_evidence="/ipfs/meta",
    )
    place(tell, state=2)
    tell("OrderDisputed", order_id=1, by=by)
    tell("DisputeRaised", order_id=1, by=by, arbitrator_id=0, deposit=30, deadline=LATER)


def answer_dispute(tell: Tell, by: bytes = SELLER, dispute_id: int = 7) -> None:
    tell("Dispute", arbitrator=COUNCIL, dispute_id=dispute_id, meta_evidence_id=0, evidence_group_id=1)
    tell("DisputeAnswered", order_id=1, by=by, dispute_id=dispute_id, deposit=31, deadline=LATER + 1)


def vote(tell: Tell) -> None:
    """Case 7 before two members: one votes, the other does not come."""
    for seat, member in enumerate((REFERRER, STRANGER)):
        tell("MemberAdded", member=member, seat=seat)
    tell("DisputeCreation", dispute_id=7, arbitrable=b"D" * 20)
    tell("RoundBegun", dispute_id=7, round=0, panel=3, deadline=LATER)
    tell("Voted", dispute_id=7, member=REFERRER, round=0, ruling=11)
    tell("VoteMissed", dispute_id=7, member=STRANGER, round=0, missed=3)
    tell("MemberRemoved", member=STRANGER, seat=1, idle=True)
    tell("RoundClosed", dispute_id=7, round=0, ruling=11, votes=1, deadline=LATER + 2)


def rule(tell: Tell, ruling: int = 11) -> None:
    tell("Ruling", arbitrator=COUNCIL, dispute_id=7, ruling=ruling)
    tell("OrderResolved", order_id=1, refunded=150, paid=49, fee=1, referral=0)
    tell("DisputeClosed", order_id=1, buyer_bps=7500, deposit_to_buyer=40, deposit_to_seller=1, from_bond=5)


def mint(tell: Tell, membership_id: int = 1) -> None:
    """A tier of the seller's token, and a membership of it."""
    bought = SimpleNamespace(
        token=TOKEN, price=50, period=2_592_000, rank=2, supply=10, transferable=True, name="Gold é\0"
    )
    tell("TierAdded", tier_id=1, terms=bought)
    tell("Membership.Transfer", from_=NATIVE, to=BUYER, token_id=membership_id)
    tell("SubscriptionUpdate", token_id=membership_id, expiration=LATER)
    tell(
        "MembershipMinted",
        membership_id=membership_id,
        tier_id=1,
        holder=BUYER,
        payer=REFERRER,
        paid=50,
        expires_at=LATER,
    )


def offer(**changes: Any) -> SimpleNamespace:
    """`IOffers.Offer`: two parts, by the seller, to the buyer."""
    parts = [
        SimpleNamespace(quantity=1, total=60, deliver_window=0),
        SimpleNamespace(quantity=2, total=2**95, deliver_window=9),
    ]
    usual = {
        "maker": SELLER,
        "taker": BUYER,
        "listing_id": 1,
        "version": 1,
        "parts": parts,
        "nonce": 259,
        "counters": 0,
        "expires": LATER,
        "content": hash_of("o"),
    }
    return SimpleNamespace(**(usual | changes))


def publish(tell: Tell, digest: str = "1", request_id: int = 0, **changes: Any) -> None:
    said = offer(**changes)
    tell(
        "OfferPublished",
        digest=hash_of(digest),
        maker=said.maker,
        request_id=request_id,
        offer=said,
        signature=b"\7" * 65,
    )


def request_quotes(tell: Tell, request_id: int = 1, budget: int = 500) -> None:
    wanted = SimpleNamespace(category=1, token=TOKEN, budget=budget, deadline=LATER, content=hash_of("q"))
    tell("QuotesRequested", request_id=request_id, buyer=BUYER, request=wanted)


def tell_all(tell: Tell) -> None:
    """The whole story: whatever can happen happens once, some of it with the widest values."""
    tell("FeeChanged", fee_bps=300, referral_share_bps=1000)
    open_shop(tell)
    tell_orders(tell)
    tell_claims(tell)
    tell_disputes(tell)
    tell_voices(tell)
    mint(tell)
    tell("MembershipRenewed", membership_id=1, payer=BUYER, paid=50, expires_at=2**64 - 1)
    tell("Membership.Transfer", from_=BUYER, to=STRANGER, token_id=1)
    tell("MembershipCancelled", membership_id=1, holder=STRANGER, refunded=20)
    tell("SubscriptionUpdate", token_id=1, expiration=LATER - 5)
    tell("TierClosed", tier_id=1, closed=True)
    tell_offers(tell)
    tell("ListingUpdated", listing_id=1, version=2, terms=terms(price=7, category=2))
    tell("ListingPaused", listing_id=1, paused=True)
    tell("SellerSuspended", seller=SELLER, by=REFERRER, reason=hash_of("s"))
    tell("SellerReinstated", seller=SELLER, by=REFERRER)
    tell("SellerProfileChanged", seller=SELLER, profile=hash_of("n"))
    tell("CategoryRenamed", category_id=1, name="House")
    tell("ListingsPaused", paused=True)
    tell("OrdersPaused", paused=True)


def tell_orders(tell: Tell) -> None:
    place(tell, 2)
    tell("OrderReferred", order_id=2, referrer=REFERRER, share_bps=2000)
    tell("OrderAccepted", order_id=2, deadline=LATER)
    tell("OrderStarted", order_id=2, deadline=LATER, document=hash_of("d"))
    tell("OrderDelivered", order_id=2, deadline=LATER, document=bytes(32))
    tell("OrderReleased", order_id=2, paid=95, fee=4, referral=1, escrow=100)
    tell("OrderRefunded", order_id=2, amount=50, escrow=50)
    tell("OrderCancelled", order_id=2, by=SELLER, refunded=50, stock=3)
    tell("StockChanged", listing_id=1, stock=9)


def tell_claims(tell: Tell) -> None:
    tell("Market.Transfer", caller=BUYER, sender=NATIVE, receiver=BUYER, id=0, amount=WIDEST)
    tell("Deposited", account=BUYER, token=NATIVE, amount=WIDEST, payer=BUYER)
    tell("BalanceSpent", account=BUYER, token=NATIVE, checkout_id=2, amount=1)
    tell("Withdrawn", account=BUYER, token=NATIVE, amount=1, to=BUYER)
    tell("FeesCollected", token=NATIVE, to=REFERRER, amount=1)
    tell("BondDeposited", seller=SELLER, token=TOKEN, amount=100, bonded=100)
    tell("BondUnlocking", seller=SELLER, token=TOKEN, amount=60, unlocks_at=LATER)
    tell("BondSlashed", seller=SELLER, token=TOKEN, order_id=2, to=BUYER, amount=5, bonded=95)
    tell("BondWithdrawn", seller=SELLER, token=TOKEN, amount=60, bonded=35)


def tell_disputes(tell: Tell) -> None:
    raise_dispute(tell)
    answer_dispute(tell)
    tell("Evidence", arbitrator=COUNCIL, evidence_group_id=1, party=BUYER, evidence="/ipfs/é\0\\x")
    vote(tell)
    tell("DisputeAppealed", order_id=1, by=SELLER, fee=WIDEST)
    tell("RoundBegun", dispute_id=7, round=1, panel=2**48 - 1, deadline=LATER)
    tell("RoundClosed", dispute_id=7, round=1, ruling=0, votes=0, deadline=0)
    tell("CaseExecuted", dispute_id=7, ruling=0)
    tell("OrderSettled", order_id=1, to_buyer=1, to_seller=2)
    rule(tell)
    tell("ArbitratorClosed", arbitrator_id=0, closed=True)
    tell("MemberAdded", member=STRANGER, seat=1)
    tell("Dispute", arbitrator=STRANGER, dispute_id=WIDEST, meta_evidence_id=0, evidence_group_id=1)


def tell_voices(tell: Tell) -> None:
    review(tell, 3)
    about = {"order_id": 3, "listing_id": 1, "seller": SELLER}
    tell("ReviewChanged", **about, rating=2, content=bytes(32), previous=4)
    tell("ReviewAnswered", order_id=3, seller=SELLER, content=hash_of("a"))
    for number, parent in ((1, 0), (2, 1), (3, 2)):
        tell("Commented", comment_id=number, listing_id=1, author=BUYER, parent_id=parent, content=hash_of("t"))
    tell("BuyerReviewed", order_id=3, buyer=BUYER, seller=SELLER, rating=5, content=bytes(32))
    tell("TextHidden", text=2, id=2, by=REFERRER, reason=hash_of("h"))
    tell("TextShown", text=2, id=2, by=STRANGER)
    tell("TextHidden", text=2, id=2, by=REFERRER, reason=hash_of("i"))
    tell("TextHidden", text=0, id=WIDEST, by=REFERRER, reason=hash_of("h"))


def tell_offers(tell: Tell) -> None:
    request_quotes(tell)
    publish(tell, "1")
    publish(tell, "1", request_id=1)
    publish(tell, "2", listing_id=WIDEST, nonce=WIDEST, counters=WIDEST, taker=NATIVE, expires=2**40 - 1, parts=[])
    tell("RequestClosed", request_id=1)
    taken = {"nonce": WIDEST, "counters": WIDEST, "order_id": 4, "count": 2, "content": bytes(32)}
    tell("OfferTaken", offer_hash=hash_of("2"), maker=SELLER, taker=BUYER, **taken)
    for word, mask in ((1, 8), (1, 1), (WIDEST >> 8, WIDEST)):
        tell("NoncesCancelled", maker=SELLER, word=word, mask=mask)


def told(rows: Rows) -> list[tuple[bytes, int, str]]:
    """Entries of the ledger."""
    return [(entry.account, entry.amount, entry.kind) for entry in rows.entries]
