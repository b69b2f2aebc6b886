"""What a rule looks at: an act, how everything stood before it and stands now, and a book of all that was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.contracts.interface import Event
from tests.contracts.setting import Setting
from tests.model.values import Bond, Case, Config, Listing, Order, SellerStatus, State

LIVE = (State.PLACED, State.ACCEPTED, State.IN_PROGRESS, State.DELIVERED)
OPEN = (*LIVE, State.DISPUTED)
"""States in which an order is not over."""

ENDED = (State.COMPLETED, State.CANCELLED, State.RESOLVED)


@dataclass(frozen=True)
class Act:
    """`events` are the contracts'; `refused` names the error, None if there was none."""

    sender: str
    on: str
    function: str
    arguments: tuple[Any, ...]
    value: int
    now: int
    events: tuple[Event, ...]
    refused: str | None

    def told(self, name: str) -> list[tuple[Any, ...]]:
        return [fields for event, fields in self.events if event == name]


@dataclass(frozen=True)
class Photograph:
    config: Config
    listings: dict[int, Listing]
    orders: dict[int, Order]
    sellers: dict[str, SellerStatus]
    balances: dict[tuple[str, str], int]
    claim_allowances: dict[tuple[str, str, str], int]
    operators: dict[tuple[str, str], bool]
    fees: dict[str, int]
    used_nonces: dict[tuple[str, int], bool]
    wallets: dict[tuple[str, str], int]
    allowances: dict[tuple[str, str], int]
    bonds: dict[tuple[str, str], Bond]
    cases: dict[int, Case]
    marks: dict[int, int]


def photograph(world: Setting) -> Photograph:
    model, outside = world.model, world.model.outside
    return Photograph(
        config=model.config,
        listings=dict(model.listings),
        orders=dict(model.orders),
        sellers=dict(model.sellers),
        balances=_there(model.balances),
        claim_allowances=_there(model.claim_allowances),
        operators=dict(model.operators),
        fees=_there(model.fees),
        used_nonces=dict(model.used_nonces),
        wallets=_there(outside.wallets),
        allowances=_there(outside.allowances),
        bonds={key: bond for key, bond in world.sellers_model.bonds.items() if bond != Bond()},
        cases={key: case for key, case in world.court.cases.items() if case != Case()},
        marks=_there(world.reviews_model.buyer_marks),
    )


def _there(numbers: dict[Any, int]) -> dict[Any, int]:
    """Without the zeros, so that a look at what is not there changes nothing."""
    return {key: number for key, number in numbers.items() if number}


@dataclass
class Book:
    """Kept from the contracts' events alone; amounts in smallest units. `shelf` is each listing's stock by the events
    that are not about stock, `gone` what has left an order's escrow, `endings` how often it was told to have ended."""

    shelf: dict[int, int] = field(default_factory=dict)
    placed: dict[int, int] = field(default_factory=dict)
    gone: Counter[int] = field(default_factory=Counter)
    released: Counter[int] = field(default_factory=Counter)
    endings: Counter[int] = field(default_factory=Counter)
    fees_earned: Counter[str] = field(default_factory=Counter)
    fees_collected: Counter[str] = field(default_factory=Counter)
    bonded: Counter[tuple[str, str]] = field(default_factory=Counter)
    unbonded: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: dict[int, tuple[int, str, int]] = field(default_factory=dict)
    buyer_marks: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    deals: Counter[tuple[str, int]] = field(default_factory=Counter)
    deposits: Counter[int] = field(default_factory=Counter)
    arbitrated: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Scene:
    world: Any
    before: Photograph
    act: Act

    @property
    def after(self) -> Any:
        """The model's market, which is known to agree with the contract's."""
        return self.world.model

    def seller_of(self, order_id: int) -> str:
        return str(self.after.listings[self.after.orders[order_id].listing_id].seller)

    def token_of(self, order_id: int) -> str:
        return str(self.after.tokens[self.after.orders[order_id].listing_id])

    def moved(self) -> list[tuple[int, Order, Order]]:
        """Orders that were there before and are different now."""
        pairs = ((order_id, old, self.after.orders[order_id]) for order_id, old in self.before.orders.items())
        return [(order_id, old, new) for order_id, old, new in pairs if old is not new and old != new]

    def new_orders(self) -> list[int]:
        return [order_id for order_id in self.after.orders if order_id not in self.before.orders]
