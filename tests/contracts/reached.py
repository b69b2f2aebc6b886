"""What a run of the state machine has come to, so that it cannot go blind without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.contracts.machine import Twin
from tests.model.values import Stage, State

ACTS = (
    "add_category", "rename_category", "set_listings_paused", "set_orders_paused", "set_fee", "collect_fees",
    "register", "set_profile", "suspend", "reinstate",
    "create_listing", "update_listing", "restock", "set_listing_paused",
    "deposit", "deposit_with_permit", "withdraw", "transfer", "transfer_from", "approve", "set_operator",
    "buy", "checkout", "checkout_with_permit", "take_offer", "cancel_nonces",
    "accept", "start", "deliver", "complete", "cancel", "release", "refund",
    "raise_dispute", "respond", "concede", "submit_evidence", "expire", "appeal", "settle", "give_ruling",
    "execute_ruling", "set_arbitrator_closed",
    "review", "review_buyer", "answer", "comment", "hide", "show",
    "deposit_bond", "unlock_bond", "withdraw_bond",
)  # fmt: skip
"""Each must have succeeded."""

EVENTS = (
    "OrderDisputed", "OrderResolved", "OrderSettled", "DisputeClosed", "Ruling", "BondSlashed", "ReviewChanged",
    "OrderReferred", "BalanceSpent", "StockLow",
)  # fmt: skip
"""What acts may bring beside what they are named for."""

FAULTS = (
    "NonceUsed", "SignatureInvalid", "TakerInvalid", "DeadlinePassed", "DeadlineNotPassed", "AccessManagedUnauthorized",
    "NotDisputes", "NotArbitrator", "NotParty", "NotBuyer", "NotSeller", "StateInvalid", "StageInvalid", "BondTooLow",
)  # fmt: skip
"""Each must have been met: the faults that are drawn are no faults if nobody minds them."""

RARE_FAULTS = (
    "OfferEmpty", "PriceZero", "RulingInvalid", "EscrowChanged", "DepositTooLow", "BondLocked", "UnlockLapsed",
    "OutOfStock", "RatingOutOfRange", "BuyerReviewedAlready", "AmountNotPartial", "AmountAboveEscrow",
    "AmountNotReceived", "ERC6909InsufficientBalance", "VersionChanged", "MembershipInvalid",
)  # fmt: skip
"""Likewise, in a long run."""


@dataclass
class Reached:
    histories: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    stages: Counter[Stage] = field(default_factory=Counter)
    rulings: Counter[int] = field(default_factory=Counter)

    def see(self, twin: Twin) -> None:
        """How everything stands now."""
        self.states.update({order.state for order in twin.model.orders.values()})
        self.stages.update({case.stage for case in twin.court.cases.values()})

    def add(self, twin: Twin) -> None:
        """What was done in a history that is over."""
        self.histories += 1
        self.acts.update(twin.done)
        self.refusals.update(twin.refusals)
        self.events.update(twin.told)
        self.rulings.update(twin.rulings)

    def missing(self, long_run: bool) -> list[str]:
        wanted = {
            "act": (ACTS, self.acts),
            "event": (EVENTS, self.events),
            "refusal": (FAULTS + RARE_FAULTS * long_run, self.refusals),
            "state": (tuple(State)[1:], self.states),
            "stage": (tuple(Stage)[1:], self.stages),
            "ruling": (tuple(range(12)) * long_run, self.rulings),
        }
        return [f"{kind} {one!s}" for kind, (all_, seen) in wanted.items() for one in all_ if not seen[one]]
