"""The contracts and their model side by side: every act is done to both, and both must come to the same.

The same is: the value returned, or the error with its arguments; every event with every field; and after it every
number that a view shows. `INVARIANTS.md` says what that means for the market.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ape import project
from eth_abi import encode
from eth_account import Account
from eth_utils import keccak

from scripts._roles import ROLES, functions_of
from tests.contracts.chains import RICH, Answer, Chain
from tests.contracts.interface import Event, Interface, plain, words
from tests.contracts.permits import sign
from tests.model.errors import ContractError, NoAnswer
from tests.model.ledger import claim_of
from tests.model.market import Market
from tests.model.orders import LIVE
from tests.model.outside import INFINITE, Outside, Token
from tests.model.sellers import Sellers
from tests.model.values import NATIVE, NOBODY, Membership, Message, Permit, Referral, State

SELLERS = ("seller", "other_seller", "third_seller")
BUYERS = ("buyer", "other_buyer")
OPERATORS = ("admin", "moderator", "treasurer", "guardian")
NAMES = (*SELLERS, *BUYERS, *OPERATORS, "referrer", "resolver", "stranger")

RETURNS_NOTHING, KEEPS_FEE, FEE_BPS = 1, 4, 100
"""Habits of the OddToken, and what the second one keeps."""

REACHED = (*LIVE, State.COMPLETED, State.CANCELLED)
"""The states that orders come to; arbitration will bring the others."""

PRIVILEGES = functions_of("Market", "Sellers")

COIN_ARGUMENTS = encode(["string", "string", "uint8"], ["USD Coin", "USDC", 6])


@cache
def key_of(name: str) -> bytes:
    return keccak(text=name)


@cache
def address_of(name: str) -> str:
    return str(Account.from_key(key_of(name)).address).lower()


@cache
def artifact(name: str) -> tuple[bytes, Interface]:
    """Creation code and interface, as ape has compiled them."""
    kind = getattr(project, name).contract_type
    return bytes(kind.get_deployment_bytecode()), Interface(entry.model_dump(mode="json") for entry in kind.abi)


@dataclass(frozen=True)
class Deployed:
    address: str
    interface: Interface


@cache
def _call(interface: Interface, function: str, arguments: tuple[Any, ...]) -> bytes:
    return interface.call(function, *arguments)


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(map(str.capitalize, rest))


class Twin:
    """One market, twice. `now` is the time of the next block, `refused` the error that the last act met."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.now = chain.start
        self.refused: str | None = None
        for name in NAMES:
            chain.fund(address_of(name))
        self._deploy_all()
        self._grant_roles()
        self._build_model()
        self._stock_wallets()

    def act(self, sender: str, function: str, *arguments: Any, value: int = 0, on: str = "market") -> None:
        """`function` is the model's name; the contract's is the same in camel case."""
        part = self.model if on == "market" else self.sellers_model
        message = Message(sender, self.now, value)
        expected = self._predict(part, function, message, arguments)
        name = camel(function)
        data = self.contracts[on].interface.call(name, *map(self._signed, arguments))
        answer = self.chain.send(sender, self.contracts[on].address, data, value, self.now)
        actual = self._outcome(on, name, answer)
        assert actual == expected, f"{name}{plain(arguments)} by {sender}: contract {actual}, model {expected}"

    def _predict(self, part: Any, function: str, message: Message, arguments: tuple[Any, ...]) -> Any:
        self.model.events.clear()
        try:
            returned = getattr(part, function)(message, *arguments)
        except ContractError as error:
            self.refused = type(error).__name__
            return self.refused, plain(error.args)
        self.refused = None
        return returned, [plain(event) for event in self.model.events]

    def _outcome(self, on: str, name: str, answer: Answer) -> Any:
        if answer.reverted:
            return self._error(answer.output)
        returned = self.contracts[on].interface.returned(name, answer.output)
        ours = {deployed.address: deployed.interface for deployed in map(self.contracts.get, ("market", "sellers"))}
        return returned, [ours[log.address].event(log) for log in answer.logs if log.address in ours]

    def _error(self, output: bytes) -> Event:
        """A revert may come from a contract further down, or without a word where no contract is."""
        if not output:
            return (NoAnswer.__name__, ())
        for deployed in self.contracts.values():
            name, arguments = deployed.interface.error(output)
            if name != "unknown error":
                return name, arguments
        return ("unknown error", (output,))

    def _signed(self, argument: Any) -> Any:
        if not isinstance(argument, Permit):
            return argument
        return sign(self._key(argument.signer), self.permit_domain, self.model.address, argument)

    def _key(self, address: str) -> bytes:
        return next(key_of(name) for name in NAMES if address_of(name) == address)

    def allow(self, owner: str, token: str, amount: int) -> None:
        self._tell(owner, token, "approve", self.model.address, amount)
        self.model.outside.allowances[owner, token] = amount

    def block(self, token: str, account: str, blocked: bool) -> None:
        self._tell(account, token, "setBlocked", account, blocked)
        self.model.outside.blocked[account, token] = blocked

    def enrol(self, membership_id: int, membership: Membership) -> None:
        self._tell(address_of("stranger"), self.contracts["book"].address, "set", membership_id, *plain(membership))
        self.model.outside.memberships[membership_id] = membership

    def _tell(self, sender: str, address: str, function: str, *arguments: Any, value: int = 0) -> None:
        deployed = next(c for c in self.contracts.values() if c.address == address)
        data = deployed.interface.call(function, *arguments)
        answer = self.chain.send(sender, address, data, value, self.now)
        assert not answer.reverted, (function, self._error(answer.output))

    def check(self) -> None:
        """Every number of the contract is the model's, and the market holds what it owes, to the wei."""
        expected = list(self._views())
        answers = self.chain.read([(to, data) for _, to, data, _ in expected])
        for (what, _, _, value), answer in zip(expected, answers, strict=True):
            assert answer == words(value), f"{what}: contract {answer.hex()}, model {value}"
        self._check_native()
        self._check_rules()

    def _check_native(self) -> None:
        holders = [*self.accounts, self.model.address]
        expected = [self.model.outside.wallets[holder, NATIVE] for holder in holders]
        assert self.chain.balances(holders) == expected

    def _check_rules(self) -> None:
        """What must be true whatever the model says; contract and model are known to agree."""
        for token in self.tokens:
            held = self.model.outside.wallets[self.model.address, token]
            assert held == self.model.owed(token), f"{token}: holds {held}, owes {self.model.owed(token)}"
            assert self.model.balances[self.model.address, token] == self.model.balances[NOBODY, token] == 0
        for order_id, order in self.model.orders.items():
            assert order.state in REACHED, f"order {order_id} is {order.state}"
            assert (order.escrow > 0) == (order.state in LIVE), (
                f"order {order_id} holds {order.escrow} when {order.state}"
            )

    def _views(self) -> Iterator[tuple[str, str, bytes, Any]]:
        """What is read, where, how, and what it must be."""
        market, book = self.contracts["market"], self.model
        for function, arguments, value in self._market_views():
            yield f"{function}{arguments}", market.address, _call(market.interface, function, arguments), value
        for token in self.tokens[1:]:
            interface = self.contracts["coin"].interface
            for holder in (*self.accounts, book.address):
                data = _call(interface, "balanceOf", (holder,))
                yield f"{token} of {holder}", token, data, book.outside.wallets[holder, token]
            for owner in map(address_of, (*BUYERS, *SELLERS)):
                data = _call(interface, "allowance", (owner, book.address))
                yield f"{token} allowed by {owner}", token, data, book.outside.allowances[owner, token]

    def _market_views(self) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
        model = self.model
        yield "getConfig", (), model.config
        for listing_id, listing in model.listings.items():
            yield "getListing", (listing_id,), listing
            yield "tokenOf", (listing_id,), model.tokens[listing_id]
        for order_id, order in model.orders.items():
            yield "getOrder", (order_id,), order
            yield "referralOf", (order_id,), model.referrals.get(order_id, Referral())
        for account in self.accounts:
            yield "sellerStatus", (account,), model.seller_status(account)
        for token in self.tokens:
            yield "feesOf", (token,), model.fees[token]
            for account in (*self.accounts, model.address, NOBODY):
                yield "balanceOf", (account, claim_of(token)), model.balances[account, token]
        for (owner, spender, token), allowance in model.claim_allowances.items():
            yield "allowance", (owner, spender, claim_of(token)), allowance
        for pair, approved in model.operators.items():
            yield "isOperator", pair, approved

    def _deploy_all(self) -> None:
        self.contracts: dict[str, Deployed] = {}
        admin = words(address_of("admin"))
        authority = self._deploy("authority", "AccessManager", admin)
        book = self._deploy("book", "MembershipBook")
        market = self._deploy("market", "Market", words(authority) + words(book) + words(address_of("resolver")))
        self._deploy("sellers", "Sellers", words(authority) + words(market))
        self._deploy("coin", "TestToken", COIN_ARGUMENTS)
        self._deploy("silent", "OddToken", words(RETURNS_NOTHING))
        self._deploy("taxed", "OddToken", words(KEEPS_FEE))
        self.accounts = [address_of(name) for name in NAMES]
        self.tokens = [NATIVE, *(self.contracts[name].address for name in ("coin", "silent", "taxed"))]
        coin = self.contracts["coin"]
        self.permit_domain = self.chain.read([(coin.address, coin.interface.call("DOMAIN_SEPARATOR"))])[0]

    def _deploy(self, as_name: str, contract: str, arguments: bytes = b"") -> str:
        code, interface = artifact(contract)
        address = self.chain.deploy(address_of("admin"), code + arguments)
        self.contracts[as_name] = Deployed(address, interface)
        return address

    def _grant_roles(self) -> None:
        holders = {name.upper(): address_of(name) for name in OPERATORS[1:]}
        holders["REGISTRY"] = self.contracts["sellers"].address
        for role, targets in PRIVILEGES.items():
            self._administer("grantRole", ROLES[role], holders[role], 0)
            for contract, functions in targets.items():
                target = self.contracts[contract.lower()]
                selectors = [target.interface.selector(function) for function in functions]
                self._administer("setTargetFunctionRole", target.address, selectors, ROLES[role])

    def _administer(self, function: str, *arguments: Any) -> None:
        self._tell(address_of("admin"), self.contracts["authority"].address, function, *arguments)

    def _build_model(self) -> None:
        coin, silent, taxed = self.tokens[1:]
        outside = Outside({coin: Token(permits=True), silent: Token(), taxed: Token(fee_bps=FEE_BPS)})
        holders = {name.upper(): frozenset([address_of(name)]) for name in OPERATORS[1:]}
        holders["REGISTRY"] = frozenset([self.contracts["sellers"].address])
        permissions = {
            function: holders[role] for role, targets in PRIVILEGES.items() for function in targets.get("Market", ())
        }
        self.model = Market(self.contracts["market"].address, address_of("resolver"), outside, permissions)
        self.sellers_model = Sellers(self.contracts["sellers"].address, self.model, holders["MODERATOR"])
        for account in self.accounts:
            outside.wallets[account, NATIVE] = RICH

    def _stock_wallets(self) -> None:
        for name in (*BUYERS, *SELLERS):
            for token in self.tokens[1:]:
                self._tell(address_of(name), token, "mint", address_of(name), RICH)
                self.model.outside.mint(token, address_of(name), RICH)
                self.allow(address_of(name), token, INFINITE)
