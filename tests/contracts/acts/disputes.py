"""How orders are fought over: both sides, both arbitrators, and everybody else."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts import strategies as draw
from tests.contracts.machine import address_of
from tests.contracts.setting import CENTRAL
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import one_of, pick
from tests.model.orders import LIVE
from tests.model.values import NATIVE, Consent, Line, Payment, Settlement, Stage, State

ANYBODY = address_of("stranger")
JUDGE = address_of("judge")


class Quarrels(Shopping):
    @rule(several=st.lists(draw.quarrels, min_size=1, max_size=3))
    def quarrel(self, several: list[dict[str, Any]]) -> None:
        """A dispute is raised, perhaps after the buyer has let go of a part, perhaps answered, and perhaps decided."""
        for drawn in several:
            order_id = self._arguable(drawn["order"])
            known = self.model.orders.get(order_id)
            if known and drawn["released"]:
                self.twin.act(known.buyer, "release", order_id, known.escrow * drawn["released"] // 4)
            self._raise(order_id, self._party(order_id, drawn["who"]), drawn["tip"])
            if drawn["answered"]:
                self.twin.act(self._party(order_id, "buyer"), "submit_evidence", order_id, "/ipfs/it", on="disputes")
                self._respond(order_id, "seller" if drawn["who"] == "buyer" else "buyer", 0)
            if drawn["decided"]:
                self._decide(order_id, drawn["ruling"])

    @rule(order=draw.numbers, who=draw.parties, tip=draw.tips)
    def raise_dispute(self, order: int, who: str, tip: int) -> None:
        order_id = self._order(order, *LIVE)
        self._raise(order_id, self._party(order_id, who), tip)

    @rule(order=draw.numbers, who=draw.mostly_seller, tip=draw.tips)
    def respond(self, order: int, who: str, tip: int) -> None:
        self._respond(self._case(order, Stage.RAISED), who, tip)

    @rule(order=draw.numbers, who=draw.parties)
    def concede(self, order: int, who: str) -> None:
        order_id = self._case(order, Stage.RAISED, Stage.ARBITRATED)
        self.twin.act(self._party(order_id, who), "concede", order_id, on="disputes")

    @rule(order=draw.numbers, who=draw.parties, length=st.sampled_from([0, 46, 256, 257]))
    def submit_evidence(self, order: int, who: str, length: int) -> None:
        order_id = self._case(order, Stage.RAISED, Stage.ARBITRATED)
        self.twin.act(self._party(order_id, who), "submit_evidence", order_id, "e" * length, on="disputes")

    @rule(order=draw.numbers, offset=draw.offset, answer=draw.seldom)
    def a_case_runs_out(self, order: int, offset: int, answer: bool) -> None:
        order_id = self._case(order, Stage.RAISED, Stage.ARBITRATED)
        deadline = self.twin.court.cases[order_id].deadline
        self.twin.now = max(self.twin.now, deadline + offset)
        if answer:
            self._respond(order_id, "seller", 0)
        self.twin.act(ANYBODY, "expire", order_id, on="disputes")

    # The arbitrator that does what anyone tells it

    @rule(number=draw.numbers, ruling=draw.rulings, by=draw.anybody)
    def rule_on_a_whim(self, number: int, ruling: int, by: str) -> None:
        court = self.twin.court
        known = self._numbers_of(self.twin.whim.address)
        self.twin.act(by, "give_ruling", court.address, pick(known or [number], number), ruling, on="whim")

    @rule(cost=draw.costs, broken=draw.seldom, number=draw.numbers, again=draw.seldom)
    def be_moody(self, cost: int, broken: bool, number: int, again: bool) -> None:
        self.twin.act(ANYBODY, "set_cost", cost, on="whim")
        self.twin.act(ANYBODY, "set_broken", broken, on="whim")
        if again:
            known = self._numbers_of(self.twin.whim.address)
            self.twin.act(ANYBODY, "set_next_ID", pick(known or [number], number), on="whim")

    # The one that keeps the rules

    @rule(number=draw.numbers, ruling=draw.rulings, by=st.sampled_from([JUDGE] * 7 + [ANYBODY]))
    def judge(self, number: int, ruling: int, by: str) -> None:
        known = self._open_numbers(self.twin.central.address)
        if known:
            self.twin.act(by, "give_ruling", pick(known, number), ruling, on="central")

    @rule(number=draw.numbers, ruling=draw.rulings, offset=draw.offset, appealed=draw.rather, who=draw.mostly_buyer,
          tip=draw.tips)  # fmt: skip
    def judge_to_the_end(self, number: int, ruling: int, offset: int, appealed: bool, who: str, tip: int) -> None:
        known = self._open_numbers(self.twin.central.address)
        if not known:
            return
        dispute_id = pick(known, number)
        self.twin.act(JUDGE, "give_ruling", dispute_id, ruling, on="central")
        if appealed:
            self._appeal(CENTRAL, dispute_id, who, tip)
            self.twin.act(JUDGE, "give_ruling", dispute_id, 11 - min(ruling, 11), on="central")
        self.twin.now = max(self.twin.now, self.twin.central.disputes[dispute_id].appeal_by + offset)
        self.twin.act(ANYBODY, "execute_ruling", dispute_id, on="central")

    @rule(number=draw.numbers, arbitrator=st.sampled_from([0, 1]), who=draw.parties, tip=draw.tips)
    def appeal(self, number: int, arbitrator: int, who: str, tip: int) -> None:
        known = self._numbers_of(self.twin.court.arbitrators[arbitrator][0].address)
        if known:
            self._appeal(arbitrator, pick(known, number), who, tip)

    # Both sides, nobody, and the administrator

    @rule(order=draw.numbers, share=draw.shares_of_escrow, late=draw.seldom, wrong=draw.seldom,
          consents=st.tuples(draw.consents, draw.consents), by=draw.parties)  # fmt: skip
    def settle(self, order: int, share: int, late: bool, wrong: bool, consents: tuple[str, str], by: str) -> None:
        order_id = self._order(order, *LIVE, State.DISPUTED)
        known = self.model.orders.get(order_id)
        escrow = known.escrow if known else 4
        settlement = Settlement(order_id, escrow + wrong, escrow * share // 4, self.twin.now - late)
        signed = [
            self._consent(self._party(order_id, side), settlement, how)
            for side, how in zip(("buyer", "seller"), consents, strict=True)
        ]
        self.twin.act(self._party(order_id, by), "settle", settlement, *signed, on="disputes")

    @rule(order=draw.numbers, by=draw.anybody, amount=st.integers(0, 3), ruling=draw.rulings)
    def trespass(self, order: int, by: str, amount: int, ruling: int) -> None:
        """What only contracts may do to each other."""
        order_id = one_of(self.model.orders, order)
        self.twin.act(by, "open_dispute", order_id, by)
        self.twin.act(by, "resolve", order_id, amount)
        self.twin.act(by, "slash", address_of("seller"), NATIVE, amount, by, order_id, on="sellers")
        self.twin.act(by, "rule", order, ruling, on="disputes")

    @rule(arbitrator=st.sampled_from([0, 1, 1, 1, 2]), closed=st.booleans(), by=draw.anybody, right=draw.rather)
    def set_arbitrator_closed(self, arbitrator: int, closed: bool, by: str, right: bool) -> None:
        who = address_of("admin") if right else by
        self.twin.act(who, "set_arbitrator_closed", arbitrator, closed, on="disputes")

    def _raise(self, order_id: int, who: str, tip: int) -> None:
        order = self.model.orders.get(order_id)
        cost = self.twin.court.arbitrators[order.arbitrator if order else 0][0].cost
        self.twin.act(who, "raise_dispute", order_id, value=max(cost + tip, 0), on="disputes")

    def _decide(self, order_id: int, ruling: int) -> None:
        """The whole of it, by whichever arbitrator has it."""
        numbers = [(of, number) for (of, number), order in self.twin.court.order_of.items() if order == order_id]
        if not numbers:
            return
        arbitrator, dispute_id = numbers[-1]
        if arbitrator == self.twin.whim.address:
            self.twin.act(ANYBODY, "give_ruling", self.twin.court.address, dispute_id, ruling, on="whim")
            return
        self.twin.act(JUDGE, "give_ruling", dispute_id, ruling, on="central")
        if ruling % 2:
            self._appeal(CENTRAL, dispute_id, "buyer", 0)
            self.twin.act(JUDGE, "give_ruling", dispute_id, ruling - 1, on="central")
        self.twin.now = max(self.twin.now, self.twin.central.disputes[dispute_id].appeal_by + 1)
        self.twin.act(ANYBODY, "execute_ruling", dispute_id, on="central")

    def _respond(self, order_id: int, who: str, tip: int) -> None:
        case = self.twin.court.cases[order_id]
        cost = self.twin.court.arbitrators[case.arbitrator_id][0].cost
        value = max(max(case.pool, cost - case.pool) + tip, 0)
        self.twin.act(self._party(order_id, who), "respond", order_id, value=value, on="disputes")

    def _appeal(self, arbitrator_id: int, dispute_id: int, who: str, tip: int) -> None:
        arbitrator = self.twin.court.arbitrators[arbitrator_id][0]
        order_id = self.twin.court.order_of[arbitrator.address, dispute_id]
        value = max(arbitrator.appeal_cost() + tip, 0)
        self.twin.act(self._party(order_id, who), "appeal", order_id, dispute_id, value=value, on="disputes")

    def _arguable(self, number: int) -> int:
        """An order that can be disputed; if there is none, one is bought."""
        if not self._disputable():
            buyer, listing = address_of("buyer"), self.model.listings[1]
            line = Line(1, listing.version, 1, listing.price)
            self.twin.act(buyer, "buy", line, Payment(self.twin.now), value=listing.price)
            self.twin.act(listing.seller, "accept", len(self.model.orders))
        return pick(self._disputable() or [one_of(self.model.orders, number)], number)

    def _disputable(self) -> list[int]:
        return [
            order_id
            for order_id, order in self.model.orders.items()
            if order.state in LIVE and order.state != State.PLACED and self.twin.now <= order.deadline
        ]

    def _case(self, number: int, *stages: Stage) -> int:
        """The order of a case in one of these stages; now and then any."""
        found = [order_id for order_id, case in self.twin.court.cases.items() if case.stage in stages]
        return pick(found, number) if found and number < 60 else one_of(self.model.orders, number)

    def _numbers_of(self, arbitrator: str) -> list[int]:
        return [number for (of, number), order_id in self.twin.court.order_of.items() if of == arbitrator and order_id]

    def _open_numbers(self, arbitrator: str) -> list[int]:
        """Of cases that wait for a ruling; of all if none does."""
        court, known = self.twin.court, self._numbers_of(arbitrator)
        orders = {number: court.order_of[arbitrator, number] for number in known}
        waiting = [number for number in known if court.cases[orders[number]].stage == Stage.ARBITRATED]
        return waiting or known

    def _consent(self, signer: str, settlement: Settlement, how: str) -> Consent | bytes:
        other = Settlement(settlement.order_id, settlement.escrow, settlement.to_buyer + 1, settlement.deadline)
        return {
            "right": Consent(signer, settlement),
            "nobody's": b"",
            "another's": Consent(ANYBODY, settlement),
            "over something else": Consent(signer, other),
        }[how]
