"""Two ERC-792 arbitrators of `contracts/mocks`: one that keeps the rules, one that does what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

from tests.model.base import all_or_nothing
from tests.model.errors import ContractError
from tests.model.values import Message

APPEAL_WINDOW = 86_400

Rule = Callable[[Message, int, int], None]
"""`IArbitrable.rule` of the contract that brought the case: message, number of the case, ruling."""


class Broken(ContractError): ...


class FeeTooLow(ContractError): ...


class NotAppealable(ContractError): ...


class NotExecutable(ContractError): ...


class NotOwner(ContractError): ...


class Status(IntEnum):
    WAITING = 0
    APPEALABLE = 1
    SOLVED = 2


@dataclass(frozen=True)
class Dispute:
    appeal_by: int = 0
    ruling: int = 0
    appealed: bool = False
    status: Status = Status.WAITING


class CentralArbitrator:
    """Its owner rules; the first ruling can be appealed for a day. `rule` is set once the arbitrable is there."""

    rule: Rule

    def __init__(self, address: str, owner: str, cost: int) -> None:
        self.address = address
        self.owner = owner
        self.cost = cost
        self.disputes: list[Dispute] = []

    def create_dispute(self, paid: int) -> int:
        if paid < self.cost:
            raise FeeTooLow(self.cost, paid)
        self.disputes.append(Dispute())
        return len(self.disputes) - 1

    def appeal_cost(self) -> int:
        return 2 * self.cost

    def appeal(self, now: int, dispute_id: int, paid: int) -> None:
        dispute = self.disputes[dispute_id]
        if dispute.status != Status.APPEALABLE or now > dispute.appeal_by:
            raise NotAppealable(dispute_id)
        if paid < self.appeal_cost():
            raise FeeTooLow(self.appeal_cost(), paid)
        self.disputes[dispute_id] = replace(dispute, status=Status.WAITING, appealed=True)

    def give_ruling(self, message: Message, dispute_id: int, ruling: int) -> None:
        if message.sender != self.owner:
            raise NotOwner(message.sender)
        dispute = replace(self.disputes[dispute_id], ruling=ruling)
        if not dispute.appealed:
            by = message.now + APPEAL_WINDOW
            self.disputes[dispute_id] = replace(dispute, status=Status.APPEALABLE, appeal_by=by)
            return
        self._execute(message, dispute_id, dispute)

    def execute_ruling(self, message: Message, dispute_id: int) -> None:
        dispute = self.disputes[dispute_id]
        if dispute.status != Status.APPEALABLE or message.now <= dispute.appeal_by:
            raise NotExecutable(dispute_id)
        self._execute(message, dispute_id, dispute)

    def _execute(self, message: Message, dispute_id: int, dispute: Dispute) -> None:
        with all_or_nothing(self):
            self.disputes[dispute_id] = replace(dispute, status=Status.SOLVED)
            self.rule(Message(self.address, message.now), dispute_id, dispute.ruling)


class HostileArbitrator:
    """Raises its cost, fails, gives numbers twice, rules what and when anyone tells it to."""

    rule: Rule

    def __init__(self, address: str, cost: int) -> None:
        self.address = address
        self.cost = cost
        self.broken = False
        self.next_id = 0

    def set_cost(self, message: Message, cost: int) -> None:
        self.cost = cost

    def set_broken(self, message: Message, broken: bool) -> None:
        self.broken = broken

    def set_next_ID(self, message: Message, dispute_id: int) -> None:
        self.next_id = dispute_id

    def create_dispute(self, paid: int) -> int:
        if self.broken:
            raise Broken
        self.next_id += 1
        return self.next_id - 1

    def appeal_cost(self) -> int:
        return self.cost

    def appeal(self, now: int, dispute_id: int, paid: int) -> None:
        """Takes the money, and that is all."""

    def give_ruling(self, message: Message, arbitrable: str, dispute_id: int, ruling: int) -> None:
        self.rule(Message(self.address, message.now), dispute_id, ruling)
