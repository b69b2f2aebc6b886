"""Who may do what, and what is said of it. Numbers are those of `INVARIANTS.md`."""

from __future__ import annotations

from typing import Any

from tests.contracts.actors import camel
from tests.contracts.rules.scene import Scene, photograph
from tests.contracts.setting import PRIVILEGES
from tests.model.errors import AccessManagedUnauthorized
from tests.model.values import Consent, Order, Stage, State

MONEY = ("balances", "fees", "wallets", "bonds", "claim_allowances")


def rule_03_what_is_refused_changes_nothing(scene: Scene) -> None:
    if scene.act.refused:
        assert photograph(scene.world) == scene.before


def rule_23_a_role_is_asked_for_and_reaches_no_money(scene: Scene) -> None:
    """But for the fees, which are the market's own: collected, they become a claim of whom the treasurer names."""
    role = _role_of(scene.act.on, scene.act.function)
    if role is None:
        return
    holder = scene.world.holders[role]
    assert scene.act.sender == holder or scene.act.refused == AccessManagedUnauthorized.__name__
    after = photograph(scene.world)
    kept = MONEY[2:] if scene.act.function == "collect_fees" else MONEY
    assert all(getattr(after, part) == getattr(scene.before, part) for part in kept)
    assert after.orders == scene.before.orders


def rule_24_a_refusal_has_the_name_and_arguments_of_the_models(what: str, actual: Any, expected: Any) -> None:
    refused = isinstance(actual[0], str) or isinstance(expected[0], str)
    assert not refused or actual == expected, f"{what}: contract {actual}, model {expected}"


def rule_25_the_events_tell_all(what: str, actual: Any, expected: Any) -> None:
    assert actual == expected, f"{what}: contract {actual}, model {expected}"


def rule_33_no_role_reaches_an_escrow(scene: Scene) -> None:
    """It shrinks by a side of the order, by anyone once time is over, by the order's own arbitrator, by both hands."""
    for order_id, old, new in scene.moved():
        if new.escrow >= old.escrow:
            continue
        sides = (old.buyer, scene.seller_of(order_id))
        assert (
            scene.act.sender in sides or _late(scene, order_id, old) or _ruled(scene, old) or _agreed(scene, sides)
        ), f"the escrow of order {order_id} shrank by {scene.act}"


def _late(scene: Scene, order_id: int, old: Order) -> bool:
    disputed = old.state == State.DISPUTED
    if scene.act.function != "expire":
        return not disputed and scene.act.function in ("complete", "cancel") and scene.act.now > old.deadline
    return disputed and scene.act.now > scene.before.cases[order_id].deadline


def _ruled(scene: Scene, old: Order) -> bool:
    own = scene.world.court.arbitrators[old.arbitrator][0].address
    return old.state == State.DISPUTED and scene.world.contracts[scene.act.on].address == own


def _agreed(scene: Scene, sides: tuple[str, str]) -> bool:
    if scene.act.function != "settle":
        return False
    settlement, *consents = scene.act.arguments
    return all(Consent(side, settlement) in consents for side in sides)


def rule_34_disputes_holds_the_deposits_of_open_cases(scene: Scene) -> None:
    court = scene.world.court
    held = scene.after.outside.wallets[court.address, scene.world.tokens[0]]
    assert held == sum(case.pool for case in court.cases.values() if case.stage in (Stage.RAISED, Stage.ARBITRATED))


def rule_35_an_order_is_disputed_while_its_case_is_open(scene: Scene) -> None:
    for order_id, order in scene.after.orders.items():
        stage = scene.world.court.cases[order_id].stage
        assert (order.state == State.DISPUTED) == (stage in (Stage.RAISED, Stage.ARBITRATED))
        assert stage >= (scene.before.cases[order_id].stage if order_id in scene.before.cases else Stage.NONE)
        assert stage != Stage.CLOSED or order.state == State.RESOLVED


def rule_36_deposits_come_back_but_for_the_arbitrators_fee(scene: Scene) -> None:
    book = scene.world.book
    for order_id, _, to_buyer, to_seller, _ in scene.act.told("DisputeClosed"):
        assert to_buyer + to_seller == book.deposits[order_id] - book.arbitrated[order_id]
        case = scene.before.cases[order_id]
        if case.stage == Stage.RAISED:
            assert to_buyer == (to_buyer + to_seller if case.raised_by_buyer else 0)


def _role_of(on: str, function: str) -> str | None:
    roles = (role for role, targets in PRIVILEGES.items() if camel(function) in targets.get(on.capitalize(), ()))
    return next(roles, None)
