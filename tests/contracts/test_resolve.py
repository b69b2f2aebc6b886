"""openDispute(orderId, by)
├── caller is not the market's disputes → NotDisputes; no such order → OrderUnknown
├── placed, in dispute already, or ended → StateInvalid
├── `by` is neither buyer nor seller → NotParty; the deadline of its state is over → DeadlinePassed
└── otherwise → Disputed, OrderDisputed; nothing but resolve ends it from here
resolve(orderId, toBuyer)
├── caller is not the market's disputes → NotDisputes; no such order → OrderUnknown
├── the order has ended → StateInvalid; more than the escrow → AmountAboveEscrow
└── otherwise, disputed or live → Resolved; buyer, seller, market and referrer share the escrow, OrderResolved
releasedOf(orderId) → what the buyer let go of before, fees included
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import NATIVE, PRICE, events, line, payment, reverts

ESCROW = 2 * PRICE
DOCUMENT = bytes(32)


@pytest.fixture
def accepted(market, order, seller):
    """The order, accepted."""
    market.accept(order, sender=seller)
    return order


@pytest.fixture
def disputed(market, accepted, buyer, resolver):
    """The order, in dispute."""
    market.openDispute(accepted, buyer, sender=resolver)
    return accepted


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_open_dispute__by_a_party__is_logged(market, accepted, buyer, seller, resolver, who, request):
    party = request.getfixturevalue(who)
    assert tuple(market.openDispute.call(accepted, party, sender=resolver)) == (buyer, seller, 0)
    receipt = market.openDispute(accepted, party, sender=resolver)

    assert events(receipt) == [("OrderDisputed", {"orderId": accepted, "by": party})]
    assert (market.getOrder(accepted).state, market.getOrder(accepted).escrow) == (5, ESCROW)


@pytest.mark.parametrize("acts", [["accept"], ["start"], ["deliver"]])
def test_open_dispute__once_the_seller_has_agreed__may(market, order, seller, buyer, resolver, acts):
    for act in acts:
        getattr(market, act)(order, *([] if act == "accept" else [DOCUMENT]), sender=seller)
    market.openDispute(order, buyer, sender=resolver)

    assert market.getOrder(order).state == 5


@pytest.mark.parametrize("who", ["buyer", "seller", "admin", "moderator", "stranger"])
def test_disputes_functions__by_another__revert(market, disputed, buyer, who, request):
    caller = request.getfixturevalue(who)
    with reverts("NotDisputes", caller):
        market.openDispute(disputed, buyer, sender=caller)
    with reverts("NotDisputes", caller):
        market.resolve(disputed, 0, sender=caller)


def test_disputes_functions__unknown_order__revert(market, buyer, resolver):
    with reverts("OrderUnknown", 1):
        market.openDispute(1, buyer, sender=resolver)
    with reverts("OrderUnknown", 1):
        market.resolve(1, 0, sender=resolver)


def test_open_dispute__not_accepted_yet__reverts(market, order, buyer, resolver):
    with reverts("StateInvalid", order, 1):
        market.openDispute(order, buyer, sender=resolver)


def test_open_dispute__twice__reverts(market, disputed, seller, resolver):
    with reverts("StateInvalid", disputed, 5):
        market.openDispute(disputed, seller, sender=resolver)


def test_open_dispute__for_an_outsider__reverts(market, accepted, resolver, stranger):
    for by in (stranger, resolver, NATIVE):
        with reverts("NotParty", by, accepted):
            market.openDispute(accepted, by, sender=resolver)


@pytest.mark.parametrize("act", ["accept", "deliver"])
@pytest.mark.parametrize(("late", "passes"), [(-1, True), (0, True), (1, False)])
def test_open_dispute__around_the_deadline__to_the_second(
    market, order, seller, buyer, resolver, at, act, late, passes
):
    """Deliver by, or inspect by: then the timed exit is open."""
    getattr(market, act)(order, *([] if act == "accept" else [DOCUMENT]), sender=seller)
    deadline = market.getOrder(order).deadline
    at(deadline + late)
    if passes:
        market.openDispute(order, buyer, sender=resolver)
        assert market.getOrder(order).state == 5
        return
    with reverts("DeadlinePassed", deadline, deadline + 1):
        market.openDispute(order, buyer, sender=resolver)


def test_disputed__no_other_act__moves_it(market, disputed, buyer, seller, at):
    at(market.getOrder(disputed).deadline + 1)
    for act, arguments, by in (
        ("complete", (), buyer),
        ("cancel", (), seller),
        ("release", (1,), buyer),
        ("refund", (1,), seller),
        ("accept", (), seller),
        ("start", (DOCUMENT,), seller),
        ("deliver", (DOCUMENT,), seller),
    ):
        with reverts("StateInvalid", disputed, 5):
            getattr(market, act)(disputed, *arguments, sender=by)


@pytest.mark.parametrize("to_buyer", [0, 1, PRICE - 1, ESCROW - 1, ESCROW])
def test_resolve__any_split__adds_up(market, disputed, buyer, seller, resolver, claims, to_buyer):
    market.resolve(disputed, to_buyer, sender=resolver)

    assert (claims(buyer), claims(seller)) == (to_buyer, ESCROW - to_buyer)
    assert (market.getOrder(disputed).state, market.getOrder(disputed).escrow) == (8, 0)


@pytest.mark.parametrize("to_buyer", [0, 333_333, ESCROW])
def test_resolve__fee_and_referrer__share_the_sellers_part_alone(
    market, listing, fee, buyer, seller, referrer, resolver, claims, to_buyer
):
    market.buy(line(listing, 2), payment(referrer=referrer.address), sender=buyer, value=ESCROW)
    receipt = market.resolve(1, to_buyer, sender=resolver)
    whole_fee = (ESCROW - to_buyer) * 250 // 10_000
    referral = whole_fee * 2_000 // 10_000
    paid = ESCROW - to_buyer - whole_fee

    assert events(receipt)[-1] == (
        "OrderResolved",
        {"orderId": 1, "refunded": to_buyer, "paid": paid, "fee": whole_fee - referral, "referral": referral},
    )
    assert (claims(buyer), claims(seller), claims(referrer)) == (to_buyer, paid, referral)
    assert market.feesOf(NATIVE) == whole_fee - referral


@pytest.mark.parametrize("to_buyer", [ESCROW + 1, 2**96, 2**96 + 1, 2**256 - 1])
def test_resolve__more_than_the_escrow__reverts(market, disputed, resolver, to_buyer):
    with reverts("AmountAboveEscrow", to_buyer, ESCROW):
        market.resolve(disputed, to_buyer, sender=resolver)


def test_resolve__not_disputed__may_by_agreement(market, order, resolver, buyer, claims):
    market.resolve(order, 5, sender=resolver)

    assert (market.getOrder(order).state, claims(buyer)) == (8, 5)


def test_resolve__twice__reverts(market, disputed, resolver):
    market.resolve(disputed, 1, sender=resolver)
    with reverts("StateInvalid", disputed, 8):
        market.resolve(disputed, 1, sender=resolver)


@pytest.mark.parametrize(("end", "state"), [("complete", 6), ("cancel", 7)])
def test_resolve__order_has_ended__reverts(market, order, buyer, resolver, end, state):
    getattr(market, end)(order, sender=buyer)
    with reverts("StateInvalid", order, state):
        market.resolve(order, 0, sender=resolver)
    with reverts("StateInvalid", order, state):
        market.openDispute(order, buyer, sender=resolver)


def test_resolve__erc20__is_paid_in_it(market, offer, allowed_coin, buyer, seller, resolver, claims):
    market.buy(line(offer(token=allowed_coin)), payment(), sender=buyer)
    market.resolve(1, 100, sender=resolver)

    assert (claims(buyer, allowed_coin), claims(seller, allowed_coin)) == (100, PRICE - 100)


def test_resolve__part_released_before__shares_what_is_left(market, accepted, buyer, seller, resolver, claims):
    market.release(accepted, 500_000, sender=buyer)
    market.openDispute(accepted, buyer, sender=resolver)
    market.resolve(accepted, ESCROW - 500_000, sender=resolver)

    assert (claims(seller), claims(buyer)) == (500_000, ESCROW - 500_000)


def test_released_of__releases__add_up_with_their_fees(market, listing, fee, place, buyer, seller):
    order = place(listing)
    assert market.releasedOf(order) == 0
    for amount in (100_000, 1):
        market.release(order, amount, sender=buyer)
    market.refund(order, 50, sender=seller)
    market.complete(order, sender=buyer)

    assert market.releasedOf(order) == 100_001
