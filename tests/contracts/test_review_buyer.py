"""reviewBuyer(orderId, rating, content)
├── no such order → OrderUnknown; caller is not its seller → NotSeller
├── the order is not completed or resolved → NotSettled
├── the seller has marked it already → BuyerReviewedAlready
├── rating below 1 or above 5 → RatingOutOfRange
└── otherwise → BuyerReviewed; sum and count of the buyer grow
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import CONTENT, PRICE, events, reverts

NO_DOCUMENT = bytes(32)


@pytest.fixture
def completed(market, order, buyer):
    """The order, paid out."""
    market.complete(order, sender=buyer)
    return order


def test_review_buyer__completed__is_logged_and_counts(reviews, completed, buyer, seller):
    receipt = reviews.reviewBuyer(completed, 4, CONTENT, sender=seller)

    marked = {"orderId": completed, "buyer": buyer, "seller": seller, "rating": 4, "content": CONTENT}
    assert events(receipt) == [("BuyerReviewed", marked)]
    assert (reviews.buyerMarkOf(completed), tuple(reviews.buyerRatingOf(buyer))) == (4, (4, 1))


def test_review_buyer__resolved__counts(market, reviews, order, buyer, seller, resolver):
    market.resolve(order, PRICE, sender=resolver)
    reviews.reviewBuyer(order, 1, NO_DOCUMENT, sender=seller)

    assert tuple(reviews.buyerRatingOf(buyer)) == (1, 1)


def test_review_buyer__several_sellers__add_up(market, reviews, offer, place, buyer, seller, other_seller):
    for by, rating in ((seller, 5), (other_seller, 2)):
        order = place(offer(by=by))
        market.complete(order, sender=buyer)
        reviews.reviewBuyer(order, rating, CONTENT, sender=by)

    assert tuple(reviews.buyerRatingOf(buyer)) == (7, 2)


def test_review_buyer__twice__reverts(reviews, completed, buyer, seller):
    reviews.reviewBuyer(completed, 5, CONTENT, sender=seller)
    with reverts("BuyerReviewedAlready", completed):
        reviews.reviewBuyer(completed, 1, CONTENT, sender=seller)

    assert tuple(reviews.buyerRatingOf(buyer)) == (5, 1)


@pytest.mark.parametrize("rating", [1, 5])
def test_review_buyer__rating_at_its_limit__is_taken(reviews, completed, seller, rating):
    reviews.reviewBuyer(completed, rating, CONTENT, sender=seller)

    assert reviews.buyerMarkOf(completed) == rating


@pytest.mark.parametrize("rating", [0, 6, 255])
def test_review_buyer__rating_beyond_its_limit__reverts(reviews, completed, seller, rating):
    with reverts("RatingOutOfRange", rating, 5):
        reviews.reviewBuyer(completed, rating, CONTENT, sender=seller)


@pytest.mark.parametrize("who", ["buyer", "other_seller", "stranger", "moderator", "admin"])
def test_review_buyer__not_the_seller__reverts(reviews, completed, seller, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotSeller", caller, seller):
        reviews.reviewBuyer(completed, 5, CONTENT, sender=caller)


def test_review_buyer__unknown_order__reverts(reviews, seller):
    with reverts("OrderUnknown", 1):
        reviews.reviewBuyer(1, 5, CONTENT, sender=seller)


@pytest.mark.parametrize("act", [None, "accept", "cancel"])
def test_review_buyer__not_settled__reverts(market, reviews, order, seller, act):
    if act:
        getattr(market, act)(order, sender=seller)
    with reverts("NotSettled", order):
        reviews.reviewBuyer(order, 5, CONTENT, sender=seller)


def test_review_buyer__in_dispute__reverts(market, reviews, order, buyer, seller, resolver):
    market.accept(order, sender=seller)
    market.openDispute(order, buyer, sender=resolver)
    with reverts("NotSettled", order):
        reviews.reviewBuyer(order, 1, CONTENT, sender=seller)


def test_review_buyer__reviewed_buyer_and_seller__are_apart(market, reviews, completed, listing, buyer, seller):
    market.review(completed, 1, CONTENT, sender=buyer)
    reviews.reviewBuyer(completed, 5, CONTENT, sender=seller)

    assert tuple(market.ratingOf(listing)) == (1, 1)
    assert tuple(reviews.buyerRatingOf(buyer)) == (5, 1)
    assert tuple(reviews.buyerRatingOf(seller)) == (0, 0)
