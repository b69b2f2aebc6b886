"""How an order is fought over, and how its two sides may end it themselves. `IDisputes.sol`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tests.model.arbitrators import CentralArbitrator, HostileArbitrator
from tests.model.base import all_or_nothing
from tests.model.bps import share
from tests.model.errors import (
    AccessManagedUnauthorized,
    AmountAboveEscrow,
    ArbitratorUnknown,
    DeadlineNotPassed,
    DeadlinePassed,
    DepositTooLow,
    DisputeMismatch,
    EscrowChanged,
    EvidenceTooLong,
    NotArbitrator,
    NotParty,
    OrderUnknown,
    OwnArbitratorStays,
    RulingInvalid,
    SignatureInvalid,
    StageInvalid,
)
from tests.model.market import Market
from tests.model.sellers import Sellers
from tests.model.values import NATIVE, ONE, Case, Consent, Message, Order, Settlement, Stage

RESPONSE_WINDOW = 3 * 86_400
CHOICES = 11
STEP = 1_000
HALF = ONE // 2
MAX_EVIDENCE = 256

Arbitrator = CentralArbitrator | HostileArbitrator


class Disputes:
    """`order_of` is keyed (arbitrator's address, its number of the case)."""

    def __init__(self, sellers: Sellers, arbitrators: Sequence[tuple[Arbitrator, int]], admins: frozenset[str]) -> None:
        """`arbitrators`: by id, each with the seconds it has to rule."""
        self.market: Market = sellers.market
        self.sellers = sellers
        self.address = self.market.disputes
        self.arbitrators = tuple(arbitrators)
        self.admins = admins
        self.cases: defaultdict[int, Case] = defaultdict(Case)
        self.order_of: defaultdict[tuple[str, int], int] = defaultdict(int)

    def raise_dispute(self, message: Message, order_id: int) -> None:
        with self._whole(message):
            buyer, seller, arbitrator_id = self.market.open_dispute(self._own(message), order_id, message.sender)
            deposit = self._cost_of(arbitrator_id)
            self._require_deposit(message, deposit)
            deadline = message.now + RESPONSE_WINDOW
            self.cases[order_id] = Case(
                buyer, deadline, arbitrator_id, Stage.RAISED, message.sender == buyer, seller, deposit
            )
            self._emit("DisputeRaised", order_id, message.sender, arbitrator_id, deposit, deadline)
            self._credit(message, message.sender, message.value - deposit)

    def respond(self, message: Message, order_id: int) -> None:
        with self._whole(message):
            case = self.cases[order_id]
            if case.stage != Stage.RAISED:
                raise StageInvalid(order_id, case.stage)
            if message.sender != (case.seller if case.raised_by_buyer else case.buyer):
                raise NotParty(message.sender, order_id)
            if message.now > case.deadline:
                raise DeadlinePassed(case.deadline, message.now)
            cost = self._cost_of(case.arbitrator_id)
            deposit = max(case.pool, cost - case.pool)
            self._require_deposit(message, deposit)
            self._take_to_arbitrator(message, order_id, replace(case, pool=case.pool + deposit - cost), cost, deposit)
            self._credit(message, message.sender, message.value - deposit)

    def rule(self, message: Message, dispute_id: int, ruling: int) -> None:
        order_id = self.order_of[message.sender, dispute_id]
        if order_id == 0:
            raise NotArbitrator(message.sender, dispute_id)
        if ruling > CHOICES:
            raise RulingInvalid(ruling, CHOICES)
        self._emit("Ruling", message.sender, dispute_id, ruling)
        if self.cases[order_id].stage == Stage.ARBITRATED:
            self._close(message, order_id, HALF if ruling == 0 else (ruling - 1) * STEP)

    def expire(self, message: Message, order_id: int) -> None:
        case = self._open_case(order_id)
        if message.now <= case.deadline:
            raise DeadlineNotPassed(case.deadline, message.now)
        unanswered = ONE if case.raised_by_buyer else 0
        self._close(message, order_id, unanswered if case.stage == Stage.RAISED else HALF)

    def concede(self, message: Message, order_id: int) -> None:
        case = self._open_case(order_id)
        self._require_party(message, order_id, case)
        self._close(message, order_id, ONE if message.sender == case.seller else 0)

    def appeal(self, message: Message, order_id: int, dispute_id: int) -> None:
        with self._whole(message):
            case = self.cases[order_id]
            if case.stage != Stage.ARBITRATED:
                raise StageInvalid(order_id, case.stage)
            self._require_party(message, order_id, case)
            arbitrator = self.arbitrators[case.arbitrator_id][0]
            if self.order_of[arbitrator.address, dispute_id] != order_id:
                raise DisputeMismatch(order_id, dispute_id)
            fee = arbitrator.appeal_cost()
            self._require_deposit(message, fee)
            self._emit("DisputeAppealed", order_id, message.sender, fee)
            self.market.outside.move_native(self.address, arbitrator.address, fee)
            arbitrator.appeal(message.now, dispute_id, fee)
            self._credit(message, message.sender, message.value - fee)

    def submit_evidence(self, message: Message, order_id: int, evidence: str) -> None:
        case = self._open_case(order_id)
        self._require_party(message, order_id, case)
        length = len(evidence.encode())
        if length > MAX_EVIDENCE:
            raise EvidenceTooLong(length, MAX_EVIDENCE)
        arbitrator = self.arbitrators[case.arbitrator_id][0]
        self._emit("Evidence", arbitrator.address, order_id, message.sender, evidence)

    def settle(self, message: Message, settlement: Settlement, by_buyer: Consent, by_seller: Consent) -> None:
        order_id = settlement.order_id
        order = self._settled(message, settlement)
        seller = self.market.listings[order.listing_id].seller
        for party, consent in ((order.buyer, by_buyer), (seller, by_seller)):
            if message.sender != party and consent != Consent(party, settlement):
                raise SignatureInvalid(party)
        with all_or_nothing(self, self.market, self.market.outside):
            self._emit("OrderSettled", order_id, settlement.to_buyer, settlement.escrow - settlement.to_buyer)
            case = self.cases[order_id]
            if case.stage in (Stage.RAISED, Stage.ARBITRATED):
                self.cases[order_id] = replace(case, stage=Stage.CLOSED, pool=0)
            self.market.resolve(self._own(message), order_id, settlement.to_buyer)
            if case.stage in (Stage.RAISED, Stage.ARBITRATED):
                self._pay_pool(message, order_id, case, HALF, _share_of(settlement), 0)

    def set_arbitrator_closed(self, message: Message, arbitrator_id: int, closed: bool) -> None:
        if message.sender not in self.admins:
            raise AccessManagedUnauthorized(message.sender)
        if arbitrator_id >= len(self.arbitrators):
            raise ArbitratorUnknown(arbitrator_id, len(self.arbitrators))
        if arbitrator_id == 0:
            raise OwnArbitratorStays
        others = self.market.outside.open_arbitrators or frozenset()
        self.market.outside.open_arbitrators = others - {arbitrator_id} if closed else others | {arbitrator_id}
        self._emit("ArbitratorClosed", arbitrator_id, closed)

    def pool(self) -> int:
        """The deposits of all open cases, wei. The contract holds exactly this."""
        return sum(case.pool for case in self.cases.values())

    def _take_to_arbitrator(self, message: Message, order_id: int, case: Case, cost: int, deposit: int) -> None:
        arbitrator, window = self.arbitrators[case.arbitrator_id]
        deadline = message.now + window
        self.cases[order_id] = replace(case, stage=Stage.ARBITRATED, deadline=deadline)
        self.market.outside.move_native(self.address, arbitrator.address, cost)
        dispute_id = arbitrator.create_dispute(cost)
        self.order_of[arbitrator.address, dispute_id] = order_id
        self._emit("Dispute", arbitrator.address, dispute_id, case.arbitrator_id, order_id)
        self._emit("DisputeAnswered", order_id, message.sender, dispute_id, deposit, deadline)

    def _close(self, message: Message, order_id: int, buyer_bps: int) -> None:
        with all_or_nothing(self, self.market, self.sellers, self.market.outside):
            case, order = self.cases[order_id], self.market.orders[order_id]
            self.cases[order_id] = replace(case, stage=Stage.CLOSED, pool=0)
            self.market.resolve(self._own(message), order_id, share(order.escrow, buyer_bps))
            from_bond = self._slash(message, order_id, order, case.seller, buyer_bps) if buyer_bps > HALF else 0
            self._pay_pool(message, order_id, case, buyer_bps, buyer_bps, from_bond)

    def _slash(self, message: Message, order_id: int, order: Order, seller: str, buyer_bps: int) -> int:
        released = self.market.released[order_id]
        if released == 0:
            return 0
        token, loss = self.market.tokens[order.listing_id], share(released, buyer_bps)
        return self.sellers.slash(self._own(message), seller, token, loss, order.buyer, order_id)

    def _pay_pool(
        self, message: Message, order_id: int, case: Case, pool_bps: int, buyer_bps: int, from_bond: int
    ) -> None:
        if case.stage == Stage.RAISED:
            pool_bps = ONE if case.raised_by_buyer else 0
        to_seller = {True: 0, False: case.pool}[pool_bps > HALF]
        if pool_bps == HALF:
            to_seller //= 2
        to_buyer = case.pool - to_seller
        self._emit("DisputeClosed", order_id, buyer_bps, to_buyer, to_seller, from_bond)
        self._credit(message, case.buyer, to_buyer)
        self._credit(message, case.seller, to_seller)

    def _credit(self, message: Message, account: str, amount: int) -> None:
        if amount:
            self.market.deposit(replace(self._own(message), value=amount), NATIVE, amount, account)

    def _settled(self, message: Message, settlement: Settlement) -> Order:
        """The order, if the settlement fits it."""
        if message.now > settlement.deadline:
            raise DeadlinePassed(settlement.deadline, message.now)
        if settlement.order_id not in self.market.orders:
            raise OrderUnknown(settlement.order_id)
        order = self.market.orders[settlement.order_id]
        if order.escrow != settlement.escrow:
            raise EscrowChanged(settlement.order_id, settlement.escrow, order.escrow)
        if settlement.to_buyer > order.escrow:
            raise AmountAboveEscrow(settlement.to_buyer, order.escrow)
        return order

    def _open_case(self, order_id: int) -> Case:
        case = self.cases[order_id]
        if case.stage not in (Stage.RAISED, Stage.ARBITRATED):
            raise StageInvalid(order_id, case.stage)
        return case

    def _cost_of(self, arbitrator_id: int) -> int:
        return self.arbitrators[arbitrator_id][0].cost

    def _require_deposit(self, message: Message, required: int) -> None:
        if message.value < required:
            raise DepositTooLow(required, message.value)

    def _require_party(self, message: Message, order_id: int, case: Case) -> None:
        if message.sender not in (case.buyer, case.seller):
            raise NotParty(message.sender, order_id)

    @contextmanager
    def _whole(self, message: Message) -> Iterator[None]:
        """What is sent arrives first; if a rule is broken, it never did."""
        with all_or_nothing(self, self.market, self.market.outside):
            self.market.outside.move_native(message.sender, self.address, message.value)
            yield

    def _own(self, message: Message) -> Message:
        """This contract's call to another, in the same block."""
        return Message(self.address, message.now)

    def _emit(self, name: str, *arguments: object) -> None:
        self.market.events.append((name, arguments))


def _share_of(settlement: Settlement) -> int:
    """The buyer's, basis points; of nothing it is half."""
    return settlement.to_buyer * ONE // settlement.escrow if settlement.escrow else HALF
