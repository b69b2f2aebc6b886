"""How orders are moved, and when."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts import strategies as draw
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import pick
from tests.model.orders import LIVE
from tests.model.values import State

UNDELIVERED = (State.PLACED, State.ACCEPTED, State.IN_PROGRESS)


class Moves(Shopping):
    @rule(seconds=st.sampled_from([1, 60, 1_800, 4_000]))
    def time_passes(self, seconds: int) -> None:
        self.twin.now += seconds

    @rule(order=draw.numbers, offset=st.sampled_from([-1, 0, 1]), who=draw.parties, then=draw.moves)
    def a_deadline_comes(self, order: int, offset: int, who: str, then: str) -> None:
        live = [order_id for order_id, order in self.model.orders.items() if order.state in LIVE]
        if live:
            order_id = pick(live, order)
            self.twin.now = max(self.twin.now, self.model.orders[order_id].deadline + offset)
            self._move(order_id, who, then)

    @rule(several=st.lists(st.tuples(draw.numbers, draw.parties, draw.moves), min_size=1, max_size=8))
    def move(self, several: list[tuple[int, str, str]]) -> None:
        for order, who, function in several:
            self._move(self._order(order, *LIVE), who, function)

    @rule(several=st.lists(st.tuples(draw.numbers, draw.steps), min_size=1, max_size=4))
    def fulfil(self, several: list[tuple[int, str]]) -> None:
        for order, function in several:
            self._move(self._order(order, *UNDELIVERED), "seller", function)

    def _move(self, order_id: int, who: str, function: str) -> None:
        document = [b"\x0d" * 32] if function in ("start", "deliver") else []
        self.twin.act(self._party(order_id, who), function, order_id, *document)

    @rule(order=draw.numbers, who=draw.parties, right=draw.rather, part=draw.parts,
          function=st.sampled_from(["release", "refund"]))  # fmt: skip
    def settle_a_part(self, order: int, who: str, right: bool, part: tuple[int, int], function: str) -> None:
        order_id = self._order(order, *LIVE)
        known = self.model.orders.get(order_id)
        amount = known.escrow * part[0] // 4 + part[1] if known else 1
        whose = "buyer" if function == "release" else "seller"
        self.twin.act(self._party(order_id, whose if right else who), function, order_id, max(amount, 0))
