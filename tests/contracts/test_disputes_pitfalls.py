"""Known ways in which arbitration fails elsewhere, and what holds here."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from ape import project

from tests.contracts.court import ARBITRATED, CENTRAL, COST, HOSTILE, RAISED
from tests.contracts.helpers import FAR, NATIVE, PRICE, event, line, payment, reverts, terms
from tests.contracts.interface import REENTERED

MEGABYTE = 1_000_000


def test_pitfall__arbitrator_never_rules__anyone_ends_the_case(
    court_disputes, court_claims, answered, buyer, seller, stranger, at
):
    order, _ = answered(HOSTILE)
    at(court_disputes.getCase(order).deadline + 1)
    court_disputes.expire(order, sender=stranger)

    assert court_claims(buyer) == court_claims(seller) == (PRICE + COST) // 2


@pytest.mark.parametrize("act", ["complete", "cancel", "release", "refund"])
def test_pitfall__settled_beside_the_dispute__is_refused(court_market, raised, buyer, seller, act):
    order = raised()
    by = buyer if act in ("complete", "release") else seller
    with reverts("StateInvalid", order, 5):
        getattr(court_market, act)(order, *([1] if act in ("release", "refund") else []), sender=by)


@pytest.mark.parametrize("act", ["complete", "cancel", "release", "refund"])
def test_pitfall__double_settlement_after_the_ruling__is_refused(
    court_market, court_claims, answered, decide, buyer, seller, act
):
    order, dispute = answered(HOSTILE)
    decide(HOSTILE, dispute, 6)
    by = buyer if act in ("complete", "release") else seller
    with reverts("StateInvalid", order, 8):
        getattr(court_market, act)(order, *([1] if act in ("release", "refund") else []), sender=by)
    assert court_claims(buyer) + court_claims(seller) == PRICE + COST


@pytest.mark.parametrize("act", ["complete", "cancel"])
def test_pitfall__dispute_of_an_ended_order__is_refused(court_disputes, court_market, court_order, buyer, seller, act):
    order = court_order()
    getattr(court_market, act)(order, sender=buyer if act == "complete" else seller)
    with reverts("StateInvalid", order, {"complete": 6, "cancel": 7}[act]):
        court_disputes.raiseDispute(order, sender=buyer, value=COST)


def test_pitfall__refund_then_ruling__splits_what_is_left(
    court_disputes, court_market, court_claims, court_order, decide, buyer, seller
):
    order = court_order(HOSTILE)
    court_market.refund(order, 400_000, sender=seller)
    court_disputes.raiseDispute(order, sender=buyer, value=COST)
    receipt = court_disputes.respond(order, sender=seller, value=COST)
    decide(HOSTILE, event(receipt, "DisputeAnswered")["disputeID"], 1)

    assert (court_claims(buyer), court_claims(seller)) == (400_000, 600_000 + COST)


@pytest.mark.parametrize("account", ["ContractAccount", "BombAccount"])
def test_pitfall__receiver_that_rejects_ether__blocks_nobody(
    court_disputes, court_market, court_claims, court_order, decide, seller, stranger, account
):
    loser = stranger.deploy(getattr(project, account))
    listing = court_market.getOrder(court_order(HOSTILE)).listingId
    loser.execute(
        court_market, PRICE, court_market.buy.encode_input(line(listing), payment()), sender=stranger, value=PRICE
    )
    order = court_market.getConfig().orderCount
    loser.execute(court_disputes, COST, court_disputes.raiseDispute.encode_input(order), sender=stranger, value=COST)
    receipt = court_disputes.respond(order, sender=seller, value=COST)
    decide(HOSTILE, event(receipt, "DisputeAnswered")["disputeID"], 0)

    assert court_claims(loser) == court_claims(seller) == (PRICE + COST) // 2
    court_market.withdraw(NATIVE, court_claims(seller), seller, sender=seller)


def test_pitfall__token_that_blocks_a_party__strands_nothing(
    court_disputes, court_market, court_claims, decide, admin, buyer, seller
):
    """The ruling moves claims; the blocked party's own withdrawal is all that fails, to that address."""
    token = admin.deploy(project.OddToken, 0)
    token.mint(buyer, PRICE, sender=buyer)
    token.approve(court_market, PRICE, sender=buyer)
    court_market.createListing(0, token, 1, terms(arbitrator=HOSTILE, accept_window=0), sender=seller)
    court_market.buy(line(court_market.getConfig().listingCount), payment(), sender=buyer)
    order = court_market.getConfig().orderCount
    court_disputes.raiseDispute(order, sender=buyer, value=COST)
    receipt = court_disputes.respond(order, sender=seller, value=COST)
    token.setBlocked(buyer, True, sender=admin)
    decide(HOSTILE, event(receipt, "DisputeAnswered")["disputeID"], 7)

    number = int(token.address, 16)
    assert court_market.balanceOf(buyer, number) == PRICE * 6 // 10
    assert court_market.balanceOf(seller, number) == PRICE * 4 // 10


def test_pitfall__arbitrator_breaks_with_the_case__parties_end_it(
    court_disputes, court_hostile, court_claims, raised, buyer, seller, stranger, consent
):
    order = raised(HOSTILE)
    court_hostile.setBroken(True, sender=stranger)
    with reverts("Broken"):
        court_disputes.respond(order, sender=seller, value=COST)
    assert court_disputes.getCase(order).stage == RAISED
    settlement = (order, PRICE, PRICE // 2, FAR)
    court_disputes.settle(settlement, b"", consent(seller, settlement), sender=buyer)

    assert (court_claims(buyer), court_claims(seller)) == (PRICE // 2 + COST, PRICE // 2)


def test_pitfall__arbitrator_takes_the_fee_and_nothing_else(court_disputes, court_hostile, raised, answered):
    raised(HOSTILE)
    answered(HOSTILE)

    assert court_hostile.balance == COST
    assert court_disputes.balance == 2 * COST


@pytest.fixture
def attacks(court_disputes):
    """What an arbitrator calls when it is given the case of this order."""
    return {
        "rule": lambda order: court_disputes.rule.encode_input(0, 11),
        "expire": court_disputes.expire.encode_input,
        "concede": court_disputes.concede.encode_input,
        "respond": court_disputes.respond.encode_input,
        "raiseDispute": court_disputes.raiseDispute.encode_input,
        "appeal": lambda order: court_disputes.appeal.encode_input(order, 0),
        "settle": lambda order: court_disputes.settle.encode_input((order, PRICE, 0, FAR), b"", b""),
    }


@pytest.mark.parametrize("function", ["rule", "expire", "concede", "respond", "raiseDispute", "appeal", "settle"])
@pytest.mark.parametrize("way", ["createDispute", "appeal"])
def test_pitfall__reentrancy_by_the_arbitrator__is_refused(
    court_disputes, court_hostile, raised, attacks, buyer, seller, stranger, function, way
):
    order = raised(HOSTILE)
    if way == "appeal":
        court_disputes.respond(order, sender=seller, value=COST)
    court_hostile.arm(attacks[function](order), sender=stranger)
    if way == "appeal":
        court_disputes.appeal(order, 0, sender=buyer, value=COST)
    else:
        court_disputes.respond(order, sender=seller, value=COST)

    assert (court_hostile.struck(), court_hostile.succeeded()) == (True, False)
    assert bytes(court_hostile.answer())[:4] == REENTERED
    assert court_disputes.getCase(order).stage == ARBITRATED


def test_pitfall__arbitrator_gives_a_number_twice__earlier_order_is_out_of_its_reach(
    court_disputes, court_hostile, court_claims, answered, stranger, decide, at
):
    first, number = answered(HOSTILE)
    court_hostile.setNextID(number, sender=stranger)
    second, _ = answered(HOSTILE)
    decide(HOSTILE, number, 11)
    decide(HOSTILE, number, 11)

    assert court_disputes.getCase(second).stage == 3
    assert court_disputes.getCase(first).stage == ARBITRATED
    at(court_disputes.getCase(first).deadline + 1)
    court_disputes.expire(first, sender=stranger)


def test_pitfall__numbers_of_two_arbitrators_coincide__each_rules_its_own(court_disputes, answered, decide):
    foreign, number = answered(CENTRAL)
    hostile, same = answered(HOSTILE)
    assert number == same
    decide(HOSTILE, same, 11)

    assert court_disputes.getCase(hostile).stage == 3
    assert court_disputes.getCase(foreign).stage == ARBITRATED


@contextmanager
def room_for(chain, gas):
    """Blocks of so much gas."""
    before = chain.blocks.head.gas_limit
    chain.provider.make_request("evm_setBlockGasLimit", [hex(gas)])
    try:
        yield
    finally:
        chain.provider.make_request("evm_setBlockGasLimit", [hex(before)])


def test_pitfall__evidence_of_megabytes__is_refused(court_disputes, raised, buyer, chain):
    """In a block that has room for a real one, and a node that takes it: the contract says no, and logs nothing."""
    order = raised()
    with room_for(chain, 60_000_000), reverts("EvidenceTooLong", MEGABYTE, 256):
        court_disputes.submitEvidence(order, "e" * MEGABYTE, sender=buyer, gas=50_000_000)


@pytest.mark.parametrize("evidence", ["\0\b\x1b[2J", "\u202egpj.exe", "<script>alert(1)</script>", "🚀"])
def test_pitfall__evidence_with_odd_characters__is_logged_as_it_is(court_disputes, raised, buyer, evidence):
    """The chain stores none of it and reads none of it; whoever shows it makes it harmless."""
    order = raised()
    receipt = court_disputes.submitEvidence(order, evidence, sender=buyer)

    assert event(receipt, "Evidence")["evidence"] == evidence


def test_pitfall__dispute_is_opened_or_resolved_past_the_contract__is_refused(court_market, court_order, buyer, admin):
    order = court_order()
    for by in (buyer, admin):
        with reverts("NotDisputes", by):
            court_market.openDispute(order, by, sender=by)
        with reverts("NotDisputes", by):
            court_market.resolve(order, PRICE, sender=by)


def test_pitfall__bond_is_taken_past_the_contract__is_refused(court_registry, buyer, seller, admin):
    for by in (buyer, admin):
        with reverts("NotDisputes", by):
            court_registry.slash(seller, NATIVE, 1, by, 1, sender=by)
