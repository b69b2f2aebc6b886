"""Every coin in the market is a claim of somebody. `ILedger.sol`, EIP-6909."""

from __future__ import annotations

from collections import defaultdict

from tests.model.base import MarketBase
from tests.model.errors import (
    AmountZero,
    ERC6909InsufficientAllowance,
    ERC6909InsufficientBalance,
    ERC6909InvalidReceiver,
    ERC6909InvalidSender,
    ERC6909InvalidSpender,
    RecipientInvalid,
    ValueMismatch,
)
from tests.model.outside import INFINITE, Outside
from tests.model.values import NATIVE, NOBODY, PERMIT2, Message, Permit, Permit2


class Ledger(MarketBase):
    """Keys: `balances` (account, token), `claim_allowances` (owner, spender, token), `operators` (owner, spender)."""

    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, disputes, outside, permissions)
        self.balances: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.claim_allowances: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        self.operators: dict[tuple[str, str], bool] = {}

    def deposit(self, message: Message, token: str, amount: int, to: str) -> None:
        expected = amount if token == NATIVE else 0
        if message.value != expected:
            raise ValueMismatch(expected, message.value)
        self._deposit(message, token, amount, to)

    def deposit_with_permit(self, message: Message, token: str, amount: int, to: str, permit: Permit) -> None:
        with self._all_or_nothing():
            self._permit(message, token, permit)
            self._deposit(message, token, amount, to)

    def deposit_with_permit2(self, message: Message, token: str, amount: int, to: str, permit: Permit2) -> None:
        self._deposit_with_permit2(token, amount, to, permit)

    def withdraw(self, message: Message, token: str, amount: int, to: str) -> None:
        self._require_amount(amount)
        self._require_recipient(to)
        with self._all_or_nothing():
            self._burn(message, message.sender, token, amount)
            self._emit("Withdrawn", message.sender, token, amount, to)
            if token == NATIVE:
                self.outside.move_native(self.address, to, amount)
            else:
                self.outside.pay(token, self.address, to, amount)

    def transfer(self, message: Message, receiver: str, claim: int, amount: int) -> bool:
        self._require_not_market(receiver)
        self._transfer(message, message.sender, receiver, claim, amount)
        return True

    def transfer_from(self, message: Message, sender: str, receiver: str, claim: int, amount: int) -> bool:
        self._require_not_market(receiver)
        with self._all_or_nothing():
            if sender != message.sender and not self.operators.get((sender, message.sender)):
                self._spend_allowance(sender, message.sender, claim, amount)
            self._transfer(message, sender, receiver, claim, amount)
        return True

    def approve(self, message: Message, spender: str, claim: int, amount: int) -> bool:
        if spender == NOBODY:
            raise ERC6909InvalidSpender(spender)
        self.claim_allowances[message.sender, spender, token_of(claim)] = amount
        self._emit("Approval", message.sender, spender, claim, amount)
        return True

    def set_operator(self, message: Message, spender: str, approved: bool) -> bool:
        if spender == NOBODY:
            raise ERC6909InvalidSpender(spender)
        self.operators[message.sender, spender] = approved
        self._emit("OperatorSet", message.sender, spender, approved)
        return True

    def _deposit(self, message: Message, token: str, amount: int, to: str) -> None:
        self._require_amount(amount)
        self._require_recipient(to)
        if token == NATIVE:
            self.outside.move_native(message.sender, self.address, amount)
        else:
            self._require_token(token)
            self.outside.pull(token, message.sender, self.address, amount)
        self._mint(message, to, token, amount)
        self._emit("Deposited", to, token, amount, message.sender)

    def _deposit_with_permit2(self, token: str, amount: int, to: str, permit: Permit2) -> None:
        """As far as it comes on a chain without Permit2."""
        self._require_amount(amount)
        self._require_recipient(to)
        self._require_token(token)
        self._require_token(PERMIT2)

    def _permit(self, message: Message, token: str, permit: Permit) -> None:
        """A permit that the token refuses is no error: the transfer says whether the allowance suffices."""
        self._require_token(token)
        self.outside.permit(token, message.sender, permit, message.now)

    def _transfer(self, message: Message, sender: str, receiver: str, claim: int, amount: int) -> None:
        if sender == NOBODY:
            raise ERC6909InvalidSender(sender)
        if receiver == NOBODY:
            raise ERC6909InvalidReceiver(receiver)
        token = token_of(claim)
        self._take(sender, token, amount)
        self.balances[receiver, token] += amount
        self._emit("Transfer", message.sender, sender, receiver, claim, amount)

    def _mint(self, message: Message, to: str, token: str, amount: int) -> None:
        self.balances[to, token] += amount
        self._emit("Transfer", message.sender, NOBODY, to, claim_of(token), amount)

    def _burn(self, message: Message, account: str, token: str, amount: int) -> None:
        self._take(account, token, amount)
        self._emit("Transfer", message.sender, account, NOBODY, claim_of(token), amount)

    def _credit(self, message: Message, account: str, token: str, amount: int) -> None:
        if amount:
            self._mint(message, account, token, amount)

    def _take(self, account: str, token: str, amount: int) -> None:
        balance = self.balances[account, token]
        if balance < amount:
            raise ERC6909InsufficientBalance(account, balance, amount, claim_of(token))
        self.balances[account, token] = balance - amount

    def _spend_allowance(self, owner: str, spender: str, claim: int, amount: int) -> None:
        allowance = self.claim_allowances[owner, spender, token_of(claim)]
        if allowance == INFINITE:
            return
        if allowance < amount:
            raise ERC6909InsufficientAllowance(spender, allowance, amount, claim)
        self.claim_allowances[owner, spender, token_of(claim)] -= amount

    def _require_amount(self, amount: int) -> None:
        if amount == 0:
            raise AmountZero

    def _require_recipient(self, to: str) -> None:
        if to in (NOBODY, self.address):
            raise RecipientInvalid(to)

    def _require_not_market(self, receiver: str) -> None:
        if receiver == self.address:
            raise RecipientInvalid(receiver)


def claim_of(token: str) -> int:
    return int(token, 16)


def token_of(claim: int) -> str:
    return f"0x{claim:040x}"
