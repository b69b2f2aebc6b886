"""review(orderId, rating, content)
├── rating below 1 or above 5 → RatingOutOfRange
├── caller is not the buyer, or there is no such order → NotBuyer
├── the order is not completed or resolved → StateInvalid
├── first review, whenever → OrderReviewed; sum and count of listing and seller grow; the time to edit begins
└── again
    ├── within thirty days → ReviewChanged; the new mark counts in place of the old
    └── later → DeadlinePassed
"""

from __future__ import annotations

import pytest
from ape import project

from tests.contracts.helpers import CONTENT, DAY, NATIVE, PRICE, events, line, payment, reverts

EDIT_WINDOW = 30 * DAY
REASON = b"\x02" * 32


@pytest.fixture
def completed(market, order, buyer):
    """The order, paid out."""
    market.complete(order, sender=buyer)
    return order


def test_review__completed__is_logged_and_counts(market, completed, listing, buyer, seller):
    receipt = market.review(completed, 4, CONTENT, sender=buyer)
    reviewed = {
        "orderId": completed,
        "listingId": listing,
        "seller": seller,
        "rating": 4,
        "content": CONTENT,
        "editableUntil": receipt.timestamp + EDIT_WINDOW,
    }

    assert events(receipt) == [("OrderReviewed", reviewed)]
    assert tuple(market.ratingOf(listing)) == tuple(market.sellerRatingOf(seller)) == (4, 1)
    assert (market.getOrder(completed).rating, market.getOrder(completed).state) == (4, 6)


def test_review__resolved__counts(market, order, buyer, resolver, listing):
    market.resolve(order, PRICE, sender=resolver)
    market.review(order, 1, CONTENT, sender=buyer)

    assert tuple(market.ratingOf(listing)) == (1, 1)


def test_review__without_a_text__counts(market, completed, buyer, listing):
    market.review(completed, 5, bytes(32), sender=buyer)

    assert tuple(market.ratingOf(listing)) == (5, 1)


def test_review__years_later__counts(market, completed, buyer, listing, chain, at):
    at(chain.pending_timestamp + 3_000 * DAY)
    market.review(completed, 5, CONTENT, sender=buyer)

    assert tuple(market.ratingOf(listing)) == (5, 1)


@pytest.mark.parametrize("rating", [1, 5])
def test_review__rating_at_its_limit__is_taken(market, completed, buyer, rating):
    market.review(completed, rating, CONTENT, sender=buyer)

    assert market.getOrder(completed).rating == rating


@pytest.mark.parametrize("rating", [0, 6, 255])
def test_review__rating_beyond_its_limit__reverts(market, completed, buyer, rating):
    with reverts("RatingOutOfRange", rating, 5):
        market.review(completed, rating, CONTENT, sender=buyer)


@pytest.mark.parametrize("who", ["seller", "stranger", "moderator", "admin", "resolver"])
def test_review__not_the_buyer__reverts(market, completed, buyer, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotBuyer", caller, buyer):
        market.review(completed, 5, CONTENT, sender=caller)


def test_review__unknown_order__reverts(market, buyer):
    with reverts("NotBuyer", buyer, NATIVE):
        market.review(1, 5, CONTENT, sender=buyer)


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ([], 1),
        (["accept"], 2),
        (["accept", "start"], 3),
        (["deliver"], 4),
        (["accept", "openDispute"], 5),
        (["cancel"], 7),
    ],
    ids=["placed", "accepted", "in_progress", "delivered", "disputed", "cancelled"],
)
def test_review__not_settled_by_a_payment__reverts(market, order, buyer, seller, resolver, acts, state):
    more = {"start": (bytes(32),), "deliver": (bytes(32),), "openDispute": (buyer,)}
    for act in acts:
        getattr(market, act)(order, *more.get(act, ()), sender=resolver if act == "openDispute" else seller)
    with reverts("StateInvalid", order, state):
        market.review(order, 5, CONTENT, sender=buyer)


def test_review__again__new_mark_replaces_the_old(market, completed, listing, buyer, seller):
    first = market.review(completed, 5, CONTENT, sender=buyer)
    receipt = market.review(completed, 2, REASON, sender=buyer)
    changed = {
        "orderId": completed,
        "listingId": listing,
        "seller": seller,
        "rating": 2,
        "content": REASON,
        "previous": 5,
    }

    assert events(receipt) == [("ReviewChanged", changed)]
    assert tuple(market.ratingOf(listing)) == tuple(market.sellerRatingOf(seller)) == (2, 1)
    assert market.getOrder(completed).deadline == first.timestamp + EDIT_WINDOW


@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False)])
def test_review__again_around_thirty_days__to_the_second(market, completed, listing, buyer, at, late, passes):
    until = market.review(completed, 1, CONTENT, sender=buyer).timestamp + EDIT_WINDOW
    at(until + late)
    if passes:
        market.review(completed, 5, CONTENT, sender=buyer)
    else:
        with reverts("DeadlinePassed", until, until + 1):
            market.review(completed, 5, CONTENT, sender=buyer)

    assert tuple(market.ratingOf(listing)) == ((5, 1) if passes else (1, 1))


def test_review__several__add_up_by_listing_and_by_seller(market, offer, place, buyer, other_buyer, seller):
    lamp, chair = offer(), offer()
    for listing, rating, by in ((lamp, 5, buyer), (lamp, 2, other_buyer), (chair, 3, buyer)):
        order = place(listing, by=by)
        market.complete(order, sender=by)
        market.review(order, rating, CONTENT, sender=by)

    assert (tuple(market.ratingOf(lamp)), tuple(market.ratingOf(chair))) == ((7, 2), (3, 1))
    assert tuple(market.sellerRatingOf(seller)) == (10, 3)


def test_review__seller_suspended_and_reinstated__marks_stay(market, registry, completed, buyer, seller, moderator):
    market.review(completed, 4, CONTENT, sender=buyer)
    registry.suspend(seller, REASON, sender=moderator)
    registry.reinstate(seller, sender=moderator)

    assert tuple(market.sellerRatingOf(seller)) == (4, 1)
    assert market.sellerStatus(seller) == 1


def test_review__reviewed_seller_is_a_contract__has_no_veto(market, registry, stranger, buyer):
    """A seller that refuses every call and all coin: nobody asks it."""
    account = stranger.deploy(project.ContractAccount)
    account.execute(registry, 0, registry.register.encode_input(CONTENT), sender=stranger)
    terms = (PRICE, 0, 0, 0, 7 * DAY, DAY, 0, 0, 1, CONTENT)
    account.execute(market, 0, market.createListing.encode_input(0, NATIVE, 1, terms), sender=stranger)
    market.buy(line(market.getConfig().listingCount), payment(), sender=buyer, value=PRICE)
    order = market.getConfig().orderCount
    market.complete(order, sender=buyer)
    market.review(order, 1, CONTENT, sender=buyer)

    assert tuple(market.sellerRatingOf(account)) == (1, 1)


def test_review__orders_paused_and_listing_off_sale__counts(market, completed, listing, buyer, seller, guardian):
    market.setOrdersPaused(True, sender=guardian)
    market.setListingPaused(listing, True, sender=seller)
    market.review(completed, 1, CONTENT, sender=buyer)

    assert tuple(market.ratingOf(listing)) == (1, 1)


def test_review__order__stays_settled(market, completed, buyer, seller, resolver):
    """The deadline in the order has another meaning now; nothing else may read it as before."""
    market.review(completed, 3, CONTENT, sender=buyer)
    for call in (
        lambda: market.complete(completed, sender=buyer),
        lambda: market.cancel(completed, sender=seller),
        lambda: market.openDispute(completed, buyer, sender=resolver),
        lambda: market.resolve(completed, 0, sender=resolver),
    ):
        with reverts("StateInvalid", completed, 6):
            call()


def test_rating_of__nothing_reviewed__is_zero(market, listing, seller):
    assert tuple(market.ratingOf(listing)) == tuple(market.sellerRatingOf(seller)) == (0, 0)
