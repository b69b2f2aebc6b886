"""requestQuotes(request)
├── no such category → CategoryUnknown; no content → ContentMissing; deadline over → DeadlinePassed
└── otherwise → QuotesRequested, ids from 1
closeRequest(requestId)
├── no such request → RequestUnknown; caller is not its buyer → NotBuyer; closed before → RequestIsClosed
└── otherwise → RequestClosed
publish(offer, signature, requestId)
├── more than 32 parts → OfferTooLong; a signature above 4,096 bytes → SignatureTooLong
├── the offer has expired → DeadlinePassed
├── a request is named that is unknown, closed or over → RequestUnknown, RequestIsClosed, DeadlinePassed
├── the maker has not signed it → SignatureInvalid
└── otherwise, by anyone → OfferPublished
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from ape import project

from tests.contracts.helpers import CONTENT, DAY, FAR, NATIVE, PRICE, event, events, reverts
from tests.contracts.interface import plain
from tests.contracts.offers import Part

HALF = PRICE // 2


@pytest.fixture
def quotes(admin, market):
    """The contract Quotes."""
    return admin.deploy(project.Quotes, market)


def wish(category=1, token=NATIVE, budget=PRICE, deadline=FAR, content=CONTENT):
    """`IQuotes.Request`."""
    return category, token, budget, deadline, content


@pytest.fixture
def request_id(quotes, buyer):
    """An open request of `buyer`."""
    quotes.requestQuotes(wish(), sender=buyer)
    return quotes.requestCount()


@pytest.fixture
def publish(quotes, signature, stranger):
    """Makes an offer public, signed by its maker if no other signature is given."""

    def publish_it(offer, request=0, by=stranger, signed=None):
        signed = signature(offer) if signed is None else signed
        return quotes.publish(plain(offer), signed, request, sender=by)

    return publish_it


def test_request_quotes__anyone__is_logged(quotes, stranger, chain):
    deadline = chain.pending_timestamp + DAY
    receipt = quotes.requestQuotes(wish(deadline=deadline), sender=stranger)

    fields = event(receipt, "QuotesRequested")
    assert (fields["requestId"], fields["buyer"]) == (1, stranger)
    assert tuple(fields["request"]) == (1, NATIVE, PRICE, deadline, CONTENT)
    assert tuple(quotes.requestOf(1)) == (stranger, deadline)
    assert quotes.requestQuotes.call(wish(), sender=stranger) == 2


@pytest.mark.parametrize("category", [0, 2, 65_535])
def test_request_quotes__unknown_category__reverts(quotes, buyer, category):
    with reverts("CategoryUnknown", category, 1):
        quotes.requestQuotes(wish(category=category), sender=buyer)


def test_request_quotes__no_content__reverts(quotes, buyer):
    with reverts("ContentMissing"):
        quotes.requestQuotes(wish(content=bytes(32)), sender=buyer)


@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False)])
def test_request_quotes__around_its_deadline__to_the_second(quotes, buyer, chain, at, late, passes):
    deadline = chain.pending_timestamp + 9
    at(deadline + late)
    if passes:
        quotes.requestQuotes(wish(deadline=deadline), sender=buyer)
        assert quotes.requestCount() == 1
        return
    with reverts("DeadlinePassed", deadline, deadline + 1):
        quotes.requestQuotes(wish(deadline=deadline), sender=buyer)


def test_request_of__none__is_nobodys(quotes):
    assert tuple(quotes.requestOf(1)) == (NATIVE, 0)


def test_close_request__buyer__is_logged(quotes, request_id, buyer):
    receipt = quotes.closeRequest(request_id, sender=buyer)

    assert events(receipt) == [("RequestClosed", {"requestId": request_id})]
    assert tuple(quotes.requestOf(request_id)) == (buyer, 0)


def test_close_request__twice__reverts(quotes, request_id, buyer):
    quotes.closeRequest(request_id, sender=buyer)
    with reverts("RequestIsClosed", request_id):
        quotes.closeRequest(request_id, sender=buyer)


def test_close_request__another_account__reverts(quotes, request_id, buyer, seller):
    with reverts("NotBuyer", seller, buyer):
        quotes.closeRequest(request_id, sender=seller)


def test_close_request__unknown__reverts(quotes, buyer):
    with reverts("RequestUnknown", 1):
        quotes.closeRequest(1, sender=buyer)


def test_publish__answer_to_a_request__is_logged_whole(market, publish, quote, signature, request_id, seller):
    receipt = publish(quote, request_id)
    fields = event(receipt, "OfferPublished")

    assert (fields["digest"], fields["maker"], fields["requestId"], fields["signature"]) == (
        bytes(market.offerDigest(plain(quote))),
        seller,
        request_id,
        signature(quote),
    )
    assert fields["offer"][2:5] == (quote.listing_id, 1, ((1, HALF, 0),))


def test_publish__what_was_logged__can_be_taken(market, publish, quote, buyer):
    fields = event(publish(quote), "OfferPublished")
    market.takeOffer(plain(quote), fields["signature"], (FAR, False, NATIVE), sender=buyer, value=HALF)

    assert market.getOrder(1).escrow == HALF


def test_publish__bid_without_a_request__is_logged(publish, bid, buyer):
    fields = event(publish(bid), "OfferPublished")

    assert (fields["maker"], fields["requestId"]) == (buyer, 0)


def test_publish__by_a_contract_that_signs__is_logged(market, publish, quote, stranger):
    account = stranger.deploy(project.SigningAccount)
    quote = replace(quote, maker=account.address)
    with reverts("SignatureInvalid", account):
        publish(quote, signed=b"any")
    account.sign(market.offerDigest(plain(quote)), sender=stranger)

    assert event(publish(quote, signed=b"any"), "OfferPublished")["maker"] == account


def test_publish__signed_by_another__reverts(publish, quote, signature, seller, buyer):
    with reverts("SignatureInvalid", seller):
        publish(quote, signed=signature(quote, by=buyer))


def test_publish__signed_for_the_board_and_not_the_market__reverts(quotes, publish, quote, signature, seller):
    with reverts("SignatureInvalid", seller):
        publish(quote, signed=signature(quote, verifyingContract=quotes.address))


def test_publish__nobody_as_maker__reverts(publish, quote):
    with reverts("SignatureInvalid", NATIVE):
        publish(replace(quote, maker=NATIVE), signed=bytes(65))


@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize("which", ["offer", "request"])
def test_publish__around_a_deadline__to_the_second(quotes, publish, quote, buyer, chain, at, late, passes, which):
    deadline = chain.pending_timestamp + 9
    quotes.requestQuotes(wish(deadline=deadline if which == "request" else FAR), sender=buyer)
    quote = replace(quote, expires=deadline) if which == "offer" else quote
    at(deadline + late)
    if passes:
        assert event(publish(quote, 1), "OfferPublished")["requestId"] == 1
        return
    with reverts("DeadlinePassed", deadline, deadline + 1):
        publish(quote, 1)


def test_publish__unknown_request__reverts(publish, quote):
    with reverts("RequestUnknown", 1):
        publish(quote, 1)


def test_publish__closed_request__reverts(quotes, publish, quote, request_id, buyer):
    quotes.closeRequest(request_id, sender=buyer)
    with reverts("RequestIsClosed", request_id):
        publish(quote, request_id)


def test_publish__as_many_parts_as_may_be__is_logged(publish, quote):
    fields = event(publish(replace(quote, parts=(Part(),) * 32)), "OfferPublished")

    assert len(fields["offer"][4]) == 32


def test_publish__one_part_too_many__reverts(publish, quote):
    with reverts("OfferTooLong", 33, 32):
        publish(replace(quote, parts=(Part(),) * 33))


def test_publish__signature_of_megabytes__is_refused(market, publish, quote, stranger):
    """A contract that signs takes any bytes for its signature; the log does not."""
    account = stranger.deploy(project.SigningAccount)
    quote = replace(quote, maker=account.address)
    account.sign(market.offerDigest(plain(quote)), sender=stranger)
    with reverts("SignatureTooLong", 4_097, 4_096):
        publish(quote, signed=b"x" * 4_097)

    assert len(event(publish(quote, signed=b"x" * 4_096), "OfferPublished")["signature"]) == 4_096


def test_market__of_the_quotes__is_the_one_it_was_made_for(market, quotes):
    assert quotes.market() == market
