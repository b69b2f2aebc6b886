"""The rules notice what they are there for: each is shown a market that somebody has tampered with.

The tampering is done to the model alone, where contract and model would agree if both were wrong alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.contracts.acts.disputes import ANYBODY
from tests.contracts.chains import Revm
from tests.contracts.machine import Twin, address_of
from tests.contracts.rules import AFTER_EACH_ACT
from tests.contracts.rules.scene import Act, Photograph, Scene, photograph
from tests.contracts.setting import COST
from tests.model.values import NATIVE, NOBODY, Bond, Case, Kind, Line, Payment, Rating, Stage, State, Terms

HOUR, PRICE = 3_600, 1_000
BUYER, SELLER = address_of("buyer"), address_of("seller")
BOND = (SELLER, NATIVE)

Tampering = Callable[[Twin], None]


@pytest.fixture
def sold() -> Twin:
    """Order 1 is completed and reviewed, 2 is disputed, 3 is accepted; the seller has a bond, the market fees."""
    twin = Twin(Revm())
    twin.act(address_of("moderator"), "add_category", 0, "Lamps")
    twin.act(address_of("treasurer"), "set_fee", 1_000, 0)
    twin.act(SELLER, "register", b"\x01" * 32, on="sellers")
    twin.act(SELLER, "set_operator", twin.sellers_model.address, True)
    terms = Terms(PRICE, 0, 0, 0, HOUR, HOUR, 0, 0, 1, b"\xcd" * 32)
    twin.act(SELLER, "create_listing", Kind.GOOD, NATIVE, 9, terms)
    twin.act(BUYER, "checkout", [Line(1, 1, 1, PRICE)] * 3, Payment(twin.now), value=3 * PRICE)
    twin.act(BUYER, "complete", 1)
    twin.act(BUYER, "review", 1, 4, b"\xaa" * 32)
    twin.act(SELLER, "review_buyer", 1, 5, b"\xaa" * 32, on="reviews")
    twin.act(SELLER, "deposit_bond", NATIVE, 500, on="sellers")
    twin.act(BUYER, "raise_dispute", 2, value=COST, on="disputes")
    twin.act(BUYER, "cancel_nonces", 0, 1)
    return twin


def broken_by(twin: Twin, before: Photograph, act: Act) -> set[str]:
    """Numbers of the rules that do not hold."""
    found = set()
    for rule in AFTER_EACH_ACT:
        try:
            rule(Scene(twin, before, act))
        except AssertionError:
            found.add(rule.__name__[5:7])
    return found


def change_order(order_id: int, **changes: object) -> Tampering:
    return lambda twin: twin.model.orders.update({order_id: replace(twin.model.orders[order_id], **changes)})


def change_listing(**changes: object) -> Tampering:
    return lambda twin: twin.model.listings.update({1: replace(twin.model.listings[1], **changes)})


def grant(key: tuple[str, str], amount: int) -> Tampering:
    return lambda twin: twin.model.balances.update({key: twin.model.balances[key] + amount})


def miscount(twin: Twin) -> None:
    twin.model.config = replace(twin.model.config, order_count=9)


def put_back(twin: Twin) -> None:
    change_listing(stock=7)(twin)
    change_order(3, state=State.IN_PROGRESS)(twin)


CASES: dict[str, tuple[set[str], Tampering]] = {
    "nothing": (set(), lambda twin: None),
    "a claim out of nothing": ({"01"}, grant((BUYER, NATIVE), 1)),
    "a claim of nobody": ({"01", "07"}, grant((NOBODY, NATIVE), 1)),
    "a claim taken": ({"01", "04"}, grant((SELLER, NATIVE), -1)),
    "a wallet emptied": (
        {"02"},
        lambda twin: twin.model.outside.wallets.update({(BUYER, NATIVE): 0}),
    ),
    "fees collected by nobody": ({"01", "09"}, lambda twin: twin.model.fees.update({NATIVE: 0})),
    "an id that is missing": (
        {"10"},
        miscount,
    ),
    "another seller": ({"11"}, change_listing(seller=BUYER)),
    "another version": ({"11"}, change_listing(version=2)),
    "a unit more": ({"12"}, change_listing(stock=7)),
    "a unit from a sale": (
        {"12", "13"},
        lambda twin: (change_listing(stock=7)(twin), change_order(3, state=State.IN_PROGRESS)(twin)),
    ),
    "another price": ({"15"}, change_order(3, fee_bps=0)),
    "an arrow that is not drawn": ({"16"}, change_order(3, state=State.PLACED)),
    "an end that came back": ({"16", "17"}, change_order(1, state=State.ACCEPTED)),
    "an escrow gone": ({"01", "18", "32", "33"}, change_order(3, escrow=0)),
    "an escrow less": ({"01", "32", "33"}, change_order(2, escrow=1)),
    "a mark of nobody": ({"26"}, lambda twin: twin.model.listing_ratings.update({1: Rating(9, 2)})),
    "a mark changed": ({"26"}, change_order(1, rating=5)),
    "a buyer's mark": ({"37"}, lambda twin: twin.reviews_model.buyer_ratings.update({BUYER: Rating(1, 1)})),
    "a bond out of nothing": (
        {"27", "28"},
        lambda twin: twin.sellers_model.bonds.update({BOND: Bond(501)}),
    ),
    "more unlocking than bonded": (
        {"28"},
        lambda twin: twin.sellers_model.bonds.update({BOND: Bond(500, 501, 0)}),
    ),
    "a nonce that is free again": ({"30"}, lambda twin: twin.model.used_nonces.clear()),
    "a deal done twice": ({"30"}, lambda twin: twin.book.deals.update({(BUYER, 0): 2})),
    "a deposit less": ({"34"}, lambda twin: twin.court.cases.update({2: replace(twin.court.cases[2], pool=0)})),
    "a case forgotten": ({"34", "35"}, lambda twin: twin.court.cases.update({2: Case(stage=Stage.NONE)})),
}


@pytest.mark.parametrize("case", CASES)
def test_rules__market_that_was_tampered_with__say_so(sold: Twin, case: str) -> None:
    expected, tamper = CASES[case]
    before = photograph(sold)
    tamper(sold)
    act = Act(ANYBODY, "market", "comment", (), 0, sold.now, (), None)

    broken = broken_by(sold, before, act)
    assert broken >= expected, f"{case} breaks {broken}"
    assert bool(broken) == bool(expected)


def test_rules__refusal_that_changed_something__say_so(sold: Twin) -> None:
    before = photograph(sold)
    change_listing(paused=True)(sold)
    assert broken_by(sold, before, Act(ANYBODY, "market", "complete", (3,), 0, sold.now, (), "NotBuyer")) == {"03"}


@pytest.mark.parametrize(
    ("number", "function", "told"),
    [
        ("05", "complete", ("OrderCompleted", (3, BUYER, 1_000, 0, 0))),
        ("06", "refund", ("OrderRefunded", (3, 10, 990))),
        ("14", "create_listing", ("ListingCreated", (2, BUYER, NATIVE, 0, 1, ()))),
        ("29", "give_ruling", ("BondSlashed", (SELLER, NATIVE, 3, SELLER, 1, 499))),
        ("36", "expire", ("DisputeClosed", (2, 10_000, 1, 0, 0))),
    ],
)
def test_rules__event_that_is_not_true__say_so(sold: Twin, number: str, function: str, told: tuple) -> None:
    sold.model.sellers[BUYER] = sold.model.seller_status(BUYER)
    act = Act(BUYER, "market", function, (3,), 0, sold.now, (told,), None)
    assert number in broken_by(sold, photograph(sold), act)


@pytest.mark.parametrize(
    ("number", "act"),
    [
        ("20", ("market", "accept", (3,), HOUR + 1)),
        ("20", ("market", "complete", (3,), 0)),
        ("20", ("market", "cancel", (3,), 0)),
        ("23", ("market", "set_fee", (0, 0), 0)),
        ("23", ("sellers", "suspend", (SELLER, b""), 0)),
    ],
)
def test_rules__act_of_whoever_may_not__say_so(sold: Twin, number: str, act: tuple) -> None:
    on, function, arguments, later = act
    done = Act(ANYBODY, on, function, arguments, 0, sold.now + later, (), None)
    assert number in broken_by(sold, photograph(sold), done)
