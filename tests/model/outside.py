"""The world around the market: wallets of the native coin and of ERC-20 tokens, permits, memberships."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tests.model.bps import share
from tests.model.errors import (
    AccountBlocked,
    AmountNotReceived,
    ERC20InsufficientAllowance,
    ERC20InsufficientBalance,
    NoAnswer,
)
from tests.model.values import NATIVE, Membership, Permit

INFINITE = 2**256 - 1


@dataclass(frozen=True)
class Token:
    """An ERC-20's habits: what it keeps of each transfer (bps), and whether it knows EIP-2612."""

    fee_bps: int = 0
    permits: bool = False


@dataclass
class Outside:
    """`wallets` are keyed (account, token), `allowances` (owner, token): the market is the only spender."""

    tokens: dict[str, Token]
    wallets: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    allowances: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    nonces: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    blocked: dict[tuple[str, str], bool] = field(default_factory=dict)
    memberships: defaultdict[int, Membership] = field(default_factory=lambda: defaultdict(Membership))
    chain_id: int = 1
    open_arbitrators: frozenset[int] | None = None
    """Those that take new listings; None while no contract stands where the market asks for them."""

    def mint(self, token: str, to: str, amount: int) -> None:
        self.wallets[to, token] += amount

    def move_native(self, sender: str, to: str, amount: int) -> None:
        self.wallets[sender, NATIVE] -= amount
        self.wallets[to, NATIVE] += amount

    def arbitrator_is_open(self, arbitrator: int) -> bool:
        if self.open_arbitrators is None:
            raise NoAnswer
        return arbitrator in self.open_arbitrators

    def permit(self, token: str, owner: str, permit: Permit, now: int) -> bool:
        """Whether the token took the permit."""
        right = permit.signer == owner and permit.nonce == self.nonces[owner, token] and now <= permit.deadline
        if not (self.tokens[token].permits and right):
            return False
        self.nonces[owner, token] += 1
        self.allowances[owner, token] = permit.value
        return True

    def pull(self, token: str, owner: str, market: str, amount: int) -> None:
        """`transferFrom` by the market, to itself; it asks for exactly what it gets."""
        allowance = self.allowances[owner, token]
        if allowance < amount:
            raise ERC20InsufficientAllowance(market, allowance, amount)
        self._require_free(token, owner)
        self._require_funds(token, owner, amount)
        kept = share(amount, self.tokens[token].fee_bps)
        if kept:
            raise AmountNotReceived(token, amount, amount - kept)
        if allowance != INFINITE:
            self.allowances[owner, token] -= amount
        self.wallets[owner, token] -= amount
        self.wallets[market, token] += amount

    def pay(self, token: str, market: str, to: str, amount: int) -> None:
        """`transfer` by the market."""
        self._require_free(token, to)
        self.wallets[market, token] -= amount
        self.wallets[to, token] += amount - share(amount, self.tokens[token].fee_bps)

    def _require_free(self, token: str, account: str) -> None:
        if self.blocked.get((account, token)):
            raise AccountBlocked(account)

    def _require_funds(self, token: str, owner: str, amount: int) -> None:
        if self.wallets[owner, token] < amount:
            raise ERC20InsufficientBalance(owner, self.wallets[owner, token], amount)
