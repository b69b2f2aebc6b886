"""addArbitrator(arbitrator, ruleWindow, extraData, metaEvidence), setArbitratorClosed(arbitratorId, closed)
├── caller is no admin → AccessManagedUnauthorized
├── no contract → ArbitratorInvalid
├── window below 7 or above 365 days → RuleWindowOutOfRange
├── meta-evidence above 256 bytes → EvidenceTooLong
├── 255 are there → TooManyArbitrators
├── close: no such id → ArbitratorUnknown; id 0 → OwnArbitratorStays
└── otherwise → ArbitratorAdded with MetaEvidence, ArbitratorClosed
"""

from __future__ import annotations

import pytest

from tests.contracts.court import CENTRAL, COST, EXTRA, META, RULE_WINDOW
from tests.contracts.helpers import DAY, NATIVE, event, events, reverts, terms


def test_constructor__council__is_number_0(court_disputes, court_council, court_market, court_registry):
    assert court_disputes.getArbitrator(0)[0].arbitrator == court_council
    assert (court_disputes.market(), court_disputes.sellers()) == (court_market, court_registry)
    assert court_disputes.arbitratorCount() == 3


@pytest.mark.parametrize("window", [7 * DAY, 365 * DAY])
def test_add__admin__gets_the_next_id(court_disputes, court_central, admin, window):
    receipt = court_disputes.addArbitrator(court_central, window, EXTRA, META, sender=admin)

    assert events(receipt) == [
        (
            "ArbitratorAdded",
            {
                "arbitratorId": 3, "arbitrator": court_central, "ruleWindow": window, "extraData": EXTRA,
                "metaEvidence": META,
            },
        ),
        ("MetaEvidence", {"metaEvidenceID": 3, "evidence": META}),
    ]  # fmt: skip
    assert (court_disputes.isOpen(3), court_disputes.isOpen(4)) == (True, False)
    entry, extra_data = court_disputes.getArbitrator(3)
    assert (entry.ruleWindow, extra_data) == (window, EXTRA)


@pytest.mark.parametrize("window", [7 * DAY - 1, 365 * DAY + 1])
def test_add__window_out_of_range__reverts(court_disputes, court_central, admin, window):
    with reverts("RuleWindowOutOfRange", window, 7 * DAY, 365 * DAY):
        court_disputes.addArbitrator(court_central, window, EXTRA, META, sender=admin)


def test_add__account_without_code__reverts(court_disputes, admin, stranger):
    with reverts("ArbitratorInvalid", stranger):
        court_disputes.addArbitrator(stranger, RULE_WINDOW, EXTRA, META, sender=admin)


def test_add__long_meta_evidence__reverts(court_disputes, court_central, admin):
    with reverts("EvidenceTooLong", 257, 256):
        court_disputes.addArbitrator(court_central, RULE_WINDOW, EXTRA, "m" * 257, sender=admin)


def test_add__255_are_there__reverts(court_disputes, court_central, admin):
    for _ in range(255 - court_disputes.arbitratorCount()):
        court_disputes.addArbitrator(court_central, RULE_WINDOW, b"", "", sender=admin)

    assert court_disputes.isOpen(254) is True
    assert court_disputes.isOpen(255) is False
    with reverts("TooManyArbitrators", 255):
        court_disputes.addArbitrator(court_central, RULE_WINDOW, b"", "", sender=admin)


@pytest.mark.parametrize("caller", ["buyer", "seller", "moderator", "treasurer", "stranger"])
def test_restricted__not_an_admin__reverts(court_disputes, court_central, request, caller):
    by = request.getfixturevalue(caller)
    with reverts("AccessManagedUnauthorized", by):
        court_disputes.addArbitrator(court_central, RULE_WINDOW, EXTRA, META, sender=by)
    with reverts("AccessManagedUnauthorized", by):
        court_disputes.setArbitratorClosed(CENTRAL, True, sender=by)


def test_close__new_listings__are_refused_until_it_opens(court_disputes, court_market, admin, seller):
    receipt = court_disputes.setArbitratorClosed(CENTRAL, True, sender=admin)

    assert event(receipt, "ArbitratorClosed") == {"arbitratorId": CENTRAL, "closed": True}
    with reverts("ArbitratorNotOpen", CENTRAL):
        court_market.createListing(0, NATIVE, 1, terms(arbitrator=CENTRAL), sender=seller)
    court_disputes.setArbitratorClosed(CENTRAL, False, sender=admin)
    court_market.createListing(0, NATIVE, 1, terms(arbitrator=CENTRAL), sender=seller)


def test_close__unknown__reverts(court_disputes, admin):
    with reverts("ArbitratorUnknown", 3, 3):
        court_disputes.setArbitratorClosed(3, True, sender=admin)


def test_close__own_council__reverts(court_disputes, admin):
    with reverts("OwnArbitratorStays"):
        court_disputes.setArbitratorClosed(0, True, sender=admin)


def test_get__unknown__reverts(court_disputes, stranger):
    with reverts("ArbitratorUnknown", 3, 3):
        court_disputes.getArbitrator.transact(3, sender=stranger)


def test_pitfall__admin_closes_the_arbitrator_of_a_live_order__order_keeps_it(
    court_disputes, court_central, court_order, decide, buyer, seller, admin
):
    """No function changes an entry or an order's arbitrator; closing reaches new listings only."""
    order = court_order(CENTRAL)
    court_disputes.setArbitratorClosed(CENTRAL, True, sender=admin)
    court_disputes.raiseDispute(order, sender=buyer, value=COST)
    receipt = court_disputes.respond(order, sender=seller, value=COST)
    answer = event(receipt, "DisputeAnswered")

    assert court_disputes.orderOf(court_central, answer["disputeID"]) == order
    assert event(decide(CENTRAL, answer["disputeID"], 11), "DisputeClosed")["orderId"] == order
