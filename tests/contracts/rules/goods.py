"""What is on sale, and how an order lives. Numbers are those of `INVARIANTS.md`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.contracts.rules.scene import ENDED, OPEN, Scene
from tests.contracts.transitions import IN_TIME, TOO_LATE
from tests.model.values import NOBODY, UNLIMITED, Order, SellerStatus, State

ARROWS = {
    state: {moves[state] for moves in (*IN_TIME.values(), *TOO_LATE.values()) if state in moves} for state in State
}
"""Where the acts on the market lead to from each state, whoever does them and whenever."""


def rule_10_ids_count_from_1_without_gaps(scene: Scene) -> None:
    config = scene.after.config
    assert list(scene.after.listings) == list(range(1, config.listing_count + 1))
    assert list(scene.after.orders) == list(range(1, config.order_count + 1))
    if scene.act.refused:
        assert config == scene.before.config


def rule_11_what_is_listed_stays_what_it_is(scene: Scene) -> None:
    for listing_id, old in scene.before.listings.items():
        new = scene.after.listings[listing_id]
        assert (new.seller, new.kind, new.native) == (old.seller, old.kind, old.native)
        updated = scene.act.function == "update_listing" and not scene.act.refused
        assert new.version == old.version + (updated and scene.act.arguments[0] == listing_id)


def rule_12_stock_is_never_below_zero_nor_above_what_was_listed(scene: Scene) -> None:
    for listing_id, listing in scene.after.listings.items():
        assert listing.stock == scene.world.book.shelf[listing_id]
        assert 0 <= listing.stock <= UNLIMITED
        old = scene.before.listings.get(listing_id, listing)
        assert (listing.stock == UNLIMITED) == (old.stock == UNLIMITED)


def rule_13_units_return_once_and_unshipped(scene: Scene) -> None:
    for order_id, old, new in scene.moved():
        stock, before = (at.listings[old.listing_id].stock for at in (scene.after, scene.before))
        if stock != before:
            assert scene.world.book.endings[order_id] == 1
            assert old.state in (State.PLACED, State.ACCEPTED)
            assert new.state == State.CANCELLED
            assert stock == min(before + old.quantity, UNLIMITED - 1)


def rule_14_only_active_sellers_sell(scene: Scene) -> None:
    sellers = [fields[1] for fields in scene.act.told("ListingCreated")]
    sellers += [scene.seller_of(order_id) for order_id in scene.new_orders()]
    assert all(scene.before.sellers[seller] == SellerStatus.ACTIVE for seller in sellers)


def rule_15_an_order_keeps_what_was_agreed(scene: Scene) -> None:
    for _, old, new in scene.moved():
        assert _agreed(new) == _agreed(old)


def _agreed(order: Order) -> Order:
    return replace(order, escrow=0, deadline=0, state=State.NONE, rating=0)


def rule_16_states_go_along_the_arrows(scene: Scene) -> None:
    for order_id, old, new in scene.moved():
        assert new.state == old.state or new.state in ARROWS[old.state], (
            f"order {order_id}: {old.state.name} → {new.state.name}"
        )
    for order_id in scene.new_orders():
        assert scene.after.orders[order_id].state in (State.PLACED, State.ACCEPTED)


def rule_17_what_has_ended_never_moves_again(scene: Scene) -> None:
    for order_id, order in scene.after.orders.items():
        assert (scene.world.book.endings[order_id] == 1) == (order.state in ENDED)
        assert order.escrow == 0 or order.state in OPEN
    for _, old, new in scene.moved():
        if old.state in ENDED:
            assert scene.act.function == "review"
            assert replace(old, deadline=0, rating=0) == replace(new, deadline=0, rating=0)


def rule_18_an_order_that_is_open_has_escrow(scene: Scene) -> None:
    for order_id, order in scene.after.orders.items():
        if order.state in OPEN:
            assert order.escrow > 0, f"order {order_id} is {order.state.name} and empty"


def rule_20_in_time_and_late_exclude_each_other(scene: Scene) -> None:
    act = scene.act
    if act.refused or act.function not in ("accept", "start", "deliver", "complete", "cancel"):
        return
    order, seller = scene.before.orders[act.arguments[0]], scene.seller_of(act.arguments[0])
    late = act.now > order.deadline
    if act.function not in ("complete", "cancel"):
        assert not late
    if act.function == "complete" and act.sender != order.buyer:
        assert late
    if act.function == "cancel" and act.sender != seller:
        assert late or (order.state == State.PLACED and act.sender == order.buyer)


def rule_21_nobody_deals_with_themselves(scene: Scene) -> None:
    for order_id in scene.new_orders():
        buyer, seller = scene.after.orders[order_id].buyer, scene.seller_of(order_id)
        referral = scene.after.referrals.get(order_id)
        assert buyer != seller
        assert referral is None or referral.referrer not in (NOBODY, buyer, seller, scene.after.address)


def rule_22_a_buyer_pays_what_was_agreed_at_most(scene: Scene) -> None:
    act = scene.act
    if act.refused or act.function not in ("buy", "checkout", "checkout_with_permit"):
        return
    lines = [act.arguments[0]] if act.function == "buy" else act.arguments[0]
    for order_id, line in zip(scene.new_orders(), lines, strict=True):
        order = scene.after.orders[order_id]
        assert (order.listing_id, order.version, order.quantity) == (line.listing_id, line.version, line.quantity)
        assert scene.world.book.placed[order_id] <= line.max_total


def rule_32_what_went_in_comes_out_once(scene: Scene) -> None:
    for order_id, order in scene.after.orders.items():
        assert scene.world.book.placed[order_id] == order.escrow + scene.world.book.gone[order_id]


def rule_19_every_open_order_can_be_ended_by_anyone(twin: Any, anyone: str) -> None:
    """Ends them all: time goes one second beyond each deadline, the nearest first."""
    orders = twin.model.orders
    ends = {order_id: _deadline(twin, order_id) for order_id, order in orders.items() if order.state in OPEN}
    for order_id in sorted(ends, key=lambda order_id: ends[order_id]):
        twin.now = max(twin.now, ends[order_id] + 1)
        if orders[order_id].state == State.DISPUTED:
            twin.act(anyone, "expire", order_id, on="disputes")
        else:
            twin.act(anyone, "complete" if orders[order_id].state == State.DELIVERED else "cancel", order_id)
        assert orders[order_id].state in ENDED, f"order {order_id} is {orders[order_id].state.name}: {twin.refused}"
    assert all(order.escrow == 0 for order in orders.values())


def _deadline(twin: Any, order_id: int) -> int:
    order = twin.model.orders[order_id]
    deadline: int = twin.court.cases[order_id].deadline if order.state == State.DISPUTED else order.deadline
    return deadline
