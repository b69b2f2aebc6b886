"""What is always true of memberships. Numbers are those of `INVARIANTS.md`, after an M."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.contracts.interface import Event

COLLECTING = "collect_earnings"


@dataclass(frozen=True)
class ClubScene:
    """`held` and `cards` are as they were before the act, `owned` what the contract had of each token."""

    twin: Any
    function: str
    arguments: tuple[Any, ...]
    now: int
    events: tuple[Event, ...]
    cards: dict[int, Any]
    held: dict[str, int]
    owned: dict[str, int]


def rule_m1_the_club_has_what_it_holds_and_has_earned(twin: Any, token: str) -> None:
    assert twin.balance_of_club(token) == twin.held_by_records(token) + twin.number("club", "earningsOf", token)


def rule_m2_a_record_holds_what_is_paid_and_not_earned(twin: Any, token: str) -> None:
    """The model keeps it as a number; the contract reckons it from three."""
    assert twin.held_by_records(token) == twin.model.held(token)


def rule_m3_collecting_takes_from_the_earnings(scene: ClubScene) -> None:
    if scene.function == COLLECTING:
        assert scene.held == {token: scene.twin.model.held(token) for token in scene.twin.tokens}
        assert all(amount >= 0 for amount in scene.twin.model.earnings.values())


def rule_m4_the_price_is_kept_and_no_more(scene: ClubScene) -> None:
    if scene.function not in ("mint", "renew_subscription"):
        return
    tier_id = scene.arguments[0] if scene.function == "mint" else scene.arguments[0] >> 32
    tier = scene.twin.model.tiers[tier_id]
    periods = scene.arguments[2] if scene.function == "mint" else scene.arguments[1] // tier.period
    for token in scene.twin.tokens:
        kept = scene.twin.balance_of_club(token) - scene.owned[token]
        assert kept == (tier.price * periods if token == tier.token else 0)


def rule_m5_ids_count_within_a_tier_up_to_its_supply(scene: ClubScene) -> None:
    minted = Counter(card_id >> 32 for card_id in scene.twin.model.cards)
    for tier_id, tier in scene.twin.model.tiers.items():
        assert all((tier_id << 32) + number in scene.twin.model.cards for number in range(1, minted[tier_id] + 1))
        assert minted[tier_id] == tier.minted
        assert tier.supply == 0 or tier.minted <= tier.supply


def rule_m6_a_holder_changes_by_a_transfer_alone(scene: ClubScene) -> None:
    for card_id, card in scene.cards.items():
        new = scene.twin.model.cards[card_id]
        assert new.tier_id == card.tier_id
        if new.holder != card.holder:
            assert scene.function == "transfer_from"
            assert scene.twin.model.tiers[card.tier_id].transferable


def rule_m7_what_has_ended_can_only_be_renewed(scene: ClubScene) -> None:
    if scene.function in ("transfer_from", "cancel_subscription"):
        card_id = scene.arguments[-1]
        assert scene.now <= scene.cards[card_id].expires_at


AFTER_EACH_ACT = (
    rule_m3_collecting_takes_from_the_earnings,
    rule_m4_the_price_is_kept_and_no_more,
    rule_m5_ids_count_within_a_tier_up_to_its_supply,
    rule_m6_a_holder_changes_by_a_transfer_alone,
    rule_m7_what_has_ended_can_only_be_renewed,
)
