"""Handlers of memberships, of requests for quotes and of offers."""

from indexer.rows import Rows
from tests.indexer.story import hash_of, mint, publish, request_quotes
from tests.indexer.telling import BUYER, LATER, NATIVE, SELLER, STRANGER, TOKEN, Telling, at


def test_on_membership_minted__after_its_transfer__is_counted_in_its_tier(rows: Rows, tell: Telling) -> None:
    mint(tell)

    tier, membership = rows.membership_tier.read(1), rows.membership.read(1)
    assert (tier.name, tier.token, tier.supply, tier.minted, tier.closed) == ("Gold é\0", TOKEN, 10, 1, False)
    assert (membership.holder, membership.expires_at, membership.paid) == (BUYER, at(LATER), 50)


def test_on_transfer__of_a_membership__changes_its_holder(rows: Rows, tell: Telling) -> None:
    mint(tell)
    tell("Membership.Transfer", from_=BUYER, to=STRANGER, token_id=1)
    assert rows.membership.read(1).holder == STRANGER

    tell("Membership.Transfer", from_=STRANGER, to=NATIVE, token_id=1)
    assert rows.membership.read(1).holder is None
    assert rows.balance.rows == {}


def test_on_membership_renewed__by_anyone__lasts_longer(rows: Rows, tell: Telling) -> None:
    mint(tell)
    tell("MembershipRenewed", membership_id=1, payer=STRANGER, paid=50, expires_at=LATER + 60)

    assert (rows.membership.read(1).paid, rows.membership.read(1).expires_at) == (100, at(LATER + 60))


def test_on_membership_cancelled__and_renewed__begins_again(rows: Rows, tell: Telling) -> None:
    mint(tell)
    tell("SubscriptionUpdate", token_id=1, expiration=LATER - 9)
    tell("MembershipCancelled", membership_id=1, holder=BUYER, refunded=20)
    membership = rows.membership.read(1)
    assert (membership.expires_at, membership.refunded) == (at(LATER - 9), 20)
    assert membership.cancelled_at is not None

    tell("MembershipRenewed", membership_id=1, payer=BUYER, paid=50, expires_at=LATER)
    assert rows.membership.read(1).cancelled_at is None


def test_on_tier_closed__and_opened__is_its_state(rows: Rows, tell: Telling) -> None:
    mint(tell)
    for closed in (True, False):
        tell("TierClosed", tier_id=1, closed=closed)
        assert rows.membership_tier.read(1).closed is closed


def test_on_quotes_requested__no_budget__is_null(rows: Rows, tell: Telling) -> None:
    request_quotes(tell, budget=0)
    tell("RequestClosed", request_id=1)

    request = rows.quote_request.read(1)
    assert (request.budget, request.category_id, request.deadline) == (None, 1, at(LATER))
    assert request.closed_at is not None


def test_on_offer_published__two_parts__keeps_all_that_was_signed(rows: Rows, tell: Telling) -> None:
    publish(tell, "1", counters=5)

    offer = rows.offer.read(hash_of("1"))
    assert offer.parts == [
        {"quantity": 1, "total": "60", "deliver_window": 0},
        {"quantity": 2, "total": str(2**95), "deliver_window": 9},
    ]
    assert (offer.total, offer.nonce, offer.counters, offer.taker) == (60 + 2**95, 259, 5, BUYER)
    assert (offer.expires, offer.expires_at, offer.signature) == (at(LATER), LATER, b"\7" * 65)


def test_on_offer_published__beyond_the_calendar__keeps_the_signed_time(rows: Rows, tell: Telling) -> None:
    publish(tell, "1", expires=2**40 - 1, taker=NATIVE, content=bytes(32))

    offer = rows.offer.read(hash_of("1"))
    assert (offer.expires.year, offer.expires_at, offer.taker, offer.content) == (9999, 2**40 - 1, None, None)


def test_on_offer_published__again_by_a_stranger__stays_with_its_request(rows: Rows, tell: Telling) -> None:
    request_quotes(tell, 1)
    request_quotes(tell, 2)
    for request_id in (0, 1, 0, 2, 1):
        publish(tell, "1", request_id=request_id)

    assert rows.offer.read(hash_of("1")).request_id == 1
    assert [rows.quote_request.read(number).offers for number in (1, 2)] == [1, 0]


def test_on_offer_taken__never_published__is_a_deal(rows: Rows, tell: Telling) -> None:
    taken = {"nonce": 2**256 - 1, "counters": 0, "order_id": 4, "count": 2, "content": bytes(32)}
    tell("OfferTaken", offer_hash=hash_of("9"), maker=SELLER, taker=BUYER, **taken)

    deal = rows.deal.read(hash_of("9"))
    assert (deal.checkout_id, deal.orders, deal.nonce, deal.content) == (4, 2, 2**256 - 1, None)
    assert deal.counters is None


def test_on_offer_taken__that_countered_another__says_which(rows: Rows, tell: Telling) -> None:
    taken = {"nonce": 7, "counters": 2**256 - 1, "order_id": 4, "count": 1, "content": bytes(32)}
    tell("OfferTaken", offer_hash=hash_of("9"), maker=SELLER, taker=BUYER, **taken)

    assert rows.deal.read(hash_of("9")).counters == 2**256 - 1


def test_on_nonces_cancelled__in_two_goes__adds_up(rows: Rows, tell: Telling) -> None:
    tell("NoncesCancelled", maker=SELLER, word=3, mask=1 | 1 << 255)
    tell("NoncesCancelled", maker=SELLER, word=3, mask=1 << 9)

    assert rows.cancelled_nonces.read((SELLER, 3)).bits == b"\1\2" + bytes(29) + b"\x80"
