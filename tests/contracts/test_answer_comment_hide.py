"""answer(orderId, content)
├── no such order → OrderUnknown; caller is not its seller → NotSeller
├── it has no review → NotReviewed; no content → ContentMissing
└── otherwise → ReviewAnswered, as often as the seller likes
comment(listingId, parentId, content)
├── no such listing → ListingUnknown; no content → ContentMissing
├── the parent is no comment → CommentUnknown; it is on another listing → ParentElsewhere
└── otherwise, by anyone → Commented, ids from 1
hide(text, id, reason), show(text, id)
├── caller is no moderator → AccessManagedUnauthorized
├── hidden already → HiddenAlready; no reason → ContentMissing; not hidden → NotHidden
└── otherwise → TextHidden, TextShown; no mark changes
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import CONTENT, events, reverts

REVIEW, ANSWER, COMMENT, BUYER_REVIEW = range(4)
REASON = b"\x02" * 32
NOTHING = bytes(32)


@pytest.fixture
def reviewed(market, order, buyer):
    """The order, completed and reviewed with 2."""
    market.complete(order, sender=buyer)
    market.review(order, 2, CONTENT, sender=buyer)
    return order


def test_answer__seller__is_logged_each_time(reviews, reviewed, seller):
    for content in (CONTENT, REASON):
        receipt = reviews.answer(reviewed, content, sender=seller)
        answered = {"orderId": reviewed, "seller": seller, "content": content}
        assert events(receipt) == [("ReviewAnswered", answered)]


@pytest.mark.parametrize("who", ["buyer", "other_seller", "moderator", "admin"])
def test_answer__not_the_seller__reverts(reviews, reviewed, seller, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotSeller", caller, seller):
        reviews.answer(reviewed, CONTENT, sender=caller)


def test_answer__no_review__reverts(market, reviews, order, buyer, seller):
    market.complete(order, sender=buyer)
    with reverts("NotReviewed", order):
        reviews.answer(order, CONTENT, sender=seller)


def test_answer__no_content__reverts(reviews, reviewed, seller):
    with reverts("ContentMissing"):
        reviews.answer(reviewed, NOTHING, sender=seller)


def test_answer__unknown_order__reverts(reviews, seller):
    with reverts("OrderUnknown", 9):
        reviews.answer(9, CONTENT, sender=seller)


def test_comment__anyone__is_logged_with_ids_from_one(reviews, listing, stranger, seller):
    first = reviews.comment(listing, 0, CONTENT, sender=stranger)
    reply = reviews.comment(listing, 1, REASON, sender=seller)

    expected = {"commentId": 1, "listingId": listing, "author": stranger, "parentId": 0, "content": CONTENT}
    assert events(first) == [("Commented", expected)]
    replied = {"commentId": 2, "author": seller, "parentId": 1, "content": REASON}
    assert events(reply) == [("Commented", expected | replied)]
    assert (reviews.commentCount(), reviews.listingOfComment(2), reviews.listingOfComment(3)) == (2, listing, 0)


def test_comment__returns_its_id(reviews, listing, stranger):
    reviews.comment(listing, 0, CONTENT, sender=stranger)

    assert reviews.comment.call(listing, 0, CONTENT, sender=stranger) == 2


def test_comment__unknown_listing__reverts(reviews, listing, stranger):
    for unknown in (0, listing + 1):
        with reverts("ListingUnknown", unknown):
            reviews.comment(unknown, 0, CONTENT, sender=stranger)


def test_comment__unknown_parent__reverts(reviews, listing, stranger):
    with reverts("CommentUnknown", 1):
        reviews.comment(listing, 1, CONTENT, sender=stranger)


def test_comment__parent_on_another_listing__reverts(reviews, offer, stranger):
    lamp, chair = offer(), offer()
    reviews.comment(lamp, 0, CONTENT, sender=stranger)
    with reverts("ParentElsewhere", 1, chair):
        reviews.comment(chair, 1, CONTENT, sender=stranger)


def test_comment__no_content__reverts(reviews, listing, stranger):
    with reverts("ContentMissing"):
        reviews.comment(listing, 0, NOTHING, sender=stranger)


def test_texts__content__is_a_hash_and_never_megabytes(reviews, market):
    """No function that takes a text takes a string: what it costs and what it stores does not grow with the text."""
    for contract, functions in ((reviews, ("answer", "comment", "reviewBuyer", "hide")), (market, ("review",))):
        for function in functions:
            (abi,) = (method for method in contract.contract_type.mutable_methods if method.name == function)
            assert {str(field.type) for field in abi.inputs} <= {"uint256", "uint8", "bytes32"}


@pytest.mark.parametrize("text", [REVIEW, ANSWER, COMMENT, BUYER_REVIEW])
def test_hide__moderator__is_logged_and_shown_again(reviews, moderator, text):
    hidden = reviews.hide(text, 7, REASON, sender=moderator)
    assert reviews.isHidden(text, 7)
    shown = reviews.show(text, 7, sender=moderator)

    assert not reviews.isHidden(text, 7)
    which = {"text": text, "id": 7, "by": moderator}
    assert events(hidden) == [("TextHidden", which | {"reason": REASON})]
    assert events(shown) == [("TextShown", which)]


def test_hide__one_text__leaves_others_of_the_same_id(reviews, moderator):
    reviews.hide(ANSWER, 7, REASON, sender=moderator)

    assert [reviews.isHidden(text, 7) for text in range(4)] == [False, True, False, False]
    assert not reviews.isHidden(ANSWER, 8)


def test_hide__review__mark_stays(market, reviews, reviewed, listing, seller, moderator):
    reviews.hide(REVIEW, reviewed, REASON, sender=moderator)

    assert tuple(market.ratingOf(listing)) == tuple(market.sellerRatingOf(seller)) == (2, 1)
    assert market.getOrder(reviewed).rating == 2


def test_hide__twice__reverts(reviews, moderator):
    reviews.hide(REVIEW, 1, REASON, sender=moderator)
    with reverts("HiddenAlready", REVIEW, 1):
        reviews.hide(REVIEW, 1, REASON, sender=moderator)


def test_hide__no_reason__reverts(reviews, moderator):
    with reverts("ContentMissing"):
        reviews.hide(REVIEW, 1, NOTHING, sender=moderator)


def test_show__not_hidden__reverts(reviews, moderator):
    with reverts("NotHidden", COMMENT, 1):
        reviews.show(COMMENT, 1, sender=moderator)


@pytest.mark.parametrize("who", ["admin", "treasurer", "guardian", "seller", "buyer", "stranger"])
def test_hide__not_a_moderator__reverts(reviews, reviewed, who, request):
    """The reviewed seller has no veto, and neither has the admin."""
    caller = request.getfixturevalue(who)
    with reverts("AccessManagedUnauthorized", caller):
        reviews.hide(REVIEW, reviewed, REASON, sender=caller)
    with reverts("AccessManagedUnauthorized", caller):
        reviews.show(REVIEW, reviewed, sender=caller)


def test_market__of_the_reviews__is_the_one_it_was_made_for(market, reviews, authority):
    assert (reviews.market(), reviews.authority()) == (market, authority)
