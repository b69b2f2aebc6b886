"""Handlers of what follows a purchase: disputes, the council, reviews, comments, bonds."""

from datetime import timedelta

import pytest

from indexer.rows import Rows, UnknownRow
from tests.indexer.story import (
    COUNCIL,
    answer_dispute,
    complete,
    hash_of,
    place,
    raise_dispute,
    review,
    rule,
    told,
    vote,
)
from tests.indexer.telling import BUYER, LATER, MARKET, NOW, REFERRER, SELLER, STRANGER, TOKEN, Telling, at


def test_on_order_disputed__accepted__waits_for_nobody_by_itself(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)

    assert (rows.orders.read(1).state, rows.orders.read(1).deadline) == ("disputed", None)


def test_on_order_resolved__split__pays_both_and_adds_up(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)
    shop("OrderResolved", order_id=1, refunded=150, paid=49, fee=1, referral=0)

    order = rows.orders.read(1)
    assert (order.state, order.escrow, order.refunded, order.paid, order.fee) == ("resolved", 0, 150, 49, 1)
    assert order.total == order.escrow + order.paid + order.fee + order.referral + order.refunded
    assert (order.closed_by, order.closed_at is None) == (None, False)
    assert told(rows) == [(SELLER, 49, "sale"), (MARKET, 1, "fee"), (BUYER, 150, "refund")]
    assert len({(entry.log_index, entry.seq) for entry in rows.entries}) == 3


@pytest.mark.parametrize(("by", "deposits"), [(BUYER, (30, 0)), (SELLER, (0, 30))])
def test_on_dispute_raised__by_either__knows_whose_deposit_it_is(
    rows: Rows, shop: Telling, by: bytes, deposits: tuple[int, int]
) -> None:
    raise_dispute(shop, by)

    dispute = rows.dispute.read(1)
    assert (dispute.stage, dispute.raised_by, dispute.buyer, dispute.seller) == ("raised", by, BUYER, SELLER)
    assert (dispute.buyer_deposit, dispute.seller_deposit) == deposits
    assert (dispute.dispute_id, dispute.deadline) == (None, at(LATER))


def test_on_dispute_answered__by_the_seller__goes_to_the_arbitrator(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)
    answer_dispute(shop)
    shop("DisputeAppealed", order_id=1, by=SELLER, fee=9)

    dispute = rows.dispute.read(1)
    assert (dispute.stage, dispute.dispute_id, dispute.deadline) == ("arbitrated", 7, at(LATER + 1))
    assert (dispute.buyer_deposit, dispute.seller_deposit) == (30, 31)
    assert (dispute.appeals, dispute.appeal_fees) == (1, 9)
    assert rows.arbitration.read((COUNCIL, 7)).order_id == 1


def test_on_ruling_and_dispute_closed__in_time__say_what_it_came_to(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)
    answer_dispute(shop)
    rule(shop)

    dispute = rows.dispute.read(1)
    assert (dispute.stage, dispute.ruling, dispute.buyer_bps, dispute.deadline) == ("closed", 11, 7500, None)
    assert (dispute.deposit_to_buyer, dispute.deposit_to_seller, dispute.from_bond) == (40, 1, 5)
    assert dispute.settled is False


def test_on_ruling__after_the_case_has_ended__changes_nothing(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)
    answer_dispute(shop)
    shop("DisputeClosed", order_id=1, buyer_bps=5000, deposit_to_buyer=1, deposit_to_seller=1, from_bond=0)
    shop("Ruling", arbitrator=COUNCIL, dispute_id=7, ruling=1)

    assert rows.dispute.read(1).ruling is None


def test_on_ruling__number_given_twice__means_the_later_order(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)
    shop("Dispute", arbitrator=COUNCIL, dispute_id=7, meta_evidence_id=0, evidence_group_id=99)
    answer_dispute(shop)

    assert rows.arbitration.read((COUNCIL, 7)).order_id == 1


def test_on_order_settled__disputed_or_not__is_noted_where_there_is_a_case(rows: Rows, shop: Telling) -> None:
    place(shop, 2)
    shop("OrderSettled", order_id=2, to_buyer=1, to_seller=2)
    raise_dispute(shop)
    shop("OrderSettled", order_id=1, to_buyer=1, to_seller=2)

    assert rows.dispute.get(2) is None
    assert rows.dispute.read(1).settled is True


def test_on_arbitrator_closed__and_opened__is_its_state(rows: Rows, shop: Telling) -> None:
    raise_dispute(shop)
    shop("ArbitratorClosed", arbitrator_id=0, closed=True)
    assert rows.arbitrator.read(0).closed is True

    shop("ArbitratorClosed", arbitrator_id=0, closed=False)
    assert (rows.arbitrator.read(0).closed, rows.arbitrator.read(0).meta_evidence) == (False, "/ipfs/meta")


def test_council__a_round__holds_votes_and_absences(rows: Rows, tell: Telling) -> None:
    vote(tell)

    case, first = rows.council_case.read(7), rows.council_round.read((7, 0))
    assert (case.phase, case.ruling, case.deadline, case.council) == ("ruled", 11, at(LATER + 2), MARKET)
    assert (first.panel, first.votes, first.ruling) == (3, 1, 11)
    cast = {member: rows.council_vote.read((7, 0, member)).ruling for member in (REFERRER, STRANGER)}
    assert cast == {REFERRER: 11, STRANGER: None}
    came, stayed = rows.council_member.read(REFERRER), rows.council_member.read(STRANGER)
    assert (came.votes, came.missed, came.active) == (1, 0, True)
    assert (stayed.votes, stayed.missed, stayed.active, stayed.idle) == (0, 3, False, True)


def test_council__appeal_and_execution__end_the_case(rows: Rows, tell: Telling) -> None:
    vote(tell)
    tell("RoundBegun", dispute_id=7, round=1, panel=7, deadline=LATER + 3)
    assert (rows.council_case.read(7).phase, rows.council_case.read(7).round) == ("voting", 1)

    tell("RoundClosed", dispute_id=7, round=1, ruling=0, votes=0, deadline=0)
    assert (rows.council_case.read(7).phase, rows.council_case.read(7).deadline) == ("ruled", None)
    tell("CaseExecuted", dispute_id=7, ruling=0)
    assert (rows.council_case.read(7).phase, rows.council_case.read(7).ruling) == ("executed", 0)


def test_on_member_added__after_a_removal__begins_again_and_keeps_its_votes(rows: Rows, tell: Telling) -> None:
    vote(tell)
    tell("MemberRemoved", member=REFERRER, seat=0, idle=False)
    tell("MemberAdded", member=REFERRER, seat=5)

    member = rows.council_member.read(REFERRER)
    assert (member.seat, member.active, member.removed_at, member.votes) == (5, True, None, 1)


def test_on_order_reviewed__twice__adds_to_listing_and_seller(rows: Rows, shop: Telling) -> None:
    review(shop, 1, 4)
    review(shop, 2, 5, content=bytes(32))

    assert (rows.review.read(1).buyer, rows.review.read(1).content) == (BUYER, hash_of("r"))
    assert rows.review.read(2).content is None
    for rated in (rows.listing.read(1), rows.seller.read(SELLER)):
        assert (rated.rating_sum, rated.rating_count) == (9, 2)


def test_on_review_changed__lower__moves_the_sum_and_not_the_count(rows: Rows, shop: Telling) -> None:
    review(shop, 1, 4)
    about = {"order_id": 1, "listing_id": 1, "seller": SELLER}
    shop("ReviewChanged", **about, rating=1, content=bytes(32), previous=4)

    changed = rows.review.read(1)
    assert (changed.rating, changed.content, changed.editable_until) == (1, None, at(LATER))
    assert changed.changed_at == NOW + timedelta(seconds=shop.happened)
    assert (rows.seller.read(SELLER).rating_sum, rows.listing.read(1).rating_count) == (1, 1)


def test_on_review_answered__twice__is_the_later_one(rows: Rows, shop: Telling) -> None:
    review(shop)
    for letter in "ab":
        shop("ReviewAnswered", order_id=1, seller=SELLER, content=hash_of(letter))

    assert rows.review.read(1).answer == hash_of("b")


def test_on_commented__answer_to_an_answer__is_of_the_same_thread(rows: Rows, shop: Telling) -> None:
    for number, parent in ((1, 0), (2, 1), (3, 2), (4, 0)):
        shop("Commented", comment_id=number, listing_id=1, author=BUYER, parent_id=parent, content=hash_of("t"))

    assert [rows.comment.read(number).thread_id for number in (1, 2, 3, 4)] == [1, 1, 1, 4]
    assert [rows.comment.read(number).replies for number in (1, 2, 3, 4)] == [2, 0, 0, 0]
    assert rows.comment.read(1).parent_id is None


def test_on_buyer_reviewed__after_completion__is_the_sellers_mark(rows: Rows, shop: Telling) -> None:
    place(shop)
    complete(shop)
    shop("BuyerReviewed", order_id=1, buyer=BUYER, seller=SELLER, rating=2, content=bytes(32))

    assert (rows.buyer_review.read(1).rating, rows.buyer_review.read(1).content) == (2, None)


def test_on_text_hidden_and_shown__of_a_text_that_is_not_there__is_no_error(rows: Rows, tell: Telling) -> None:
    tell("TextHidden", text=1, id=2**255, by=REFERRER, reason=hash_of("h"))
    hidden = rows.hidden_text.read(("answer", 2**255))
    assert (hidden.hidden, hidden.reason, hidden.moderator) == (True, hash_of("h"), REFERRER)

    tell("TextShown", text=1, id=2**255, by=STRANGER)
    shown = rows.hidden_text.read(("answer", 2**255))
    assert (shown.hidden, shown.reason, shown.moderator) == (False, hash_of("h"), STRANGER)


def test_bonds__put_up_unlocked_slashed_and_withdrawn__are_what_the_contract_says(rows: Rows, tell: Telling) -> None:
    about = {"seller": SELLER, "token": TOKEN}
    tell("BondDeposited", **about, amount=100, bonded=100)
    tell("BondUnlocking", **about, amount=60, unlocks_at=LATER)
    tell("BondSlashed", **about, order_id=1, to=BUYER, amount=50, bonded=50)
    bond = rows.seller_bond.read((SELLER, TOKEN))
    assert (bond.amount, bond.unlocking, bond.unlocks_at, bond.slashed) == (50, 60, at(LATER), 50)

    tell("BondWithdrawn", **about, amount=50, bonded=0)
    bond = rows.seller_bond.read((SELLER, TOKEN))
    assert (bond.amount, bond.unlocking, bond.unlocks_at, bond.slashed) == (0, 0, None, 50)


def test_on_bond_unlocking__of_nothing__calls_it_off(rows: Rows, tell: Telling) -> None:
    about = {"seller": SELLER, "token": TOKEN}
    tell("BondDeposited", **about, amount=100, bonded=100)
    tell("BondUnlocking", **about, amount=60, unlocks_at=LATER)
    tell("BondUnlocking", **about, amount=0, unlocks_at=LATER)

    assert rows.seller_bond.read((SELLER, TOKEN)).unlocks_at is None


def test_on_review_answered__of_no_review__raises_unknown_row(rows: Rows, tell: Telling) -> None:
    with pytest.raises(UnknownRow, match="no review 1"):
        tell("ReviewAnswered", order_id=1, seller=SELLER, content=hash_of("a"))
