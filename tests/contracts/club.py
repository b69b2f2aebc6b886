"""One club, twice: the contract Membership and its model, side by side, as `machine.py` does it for the market."""

from __future__ import annotations

from typing import Any

from scripts._roles import ROLES, functions_of
from tests.contracts.actors import Deployed, artifact, camel
from tests.contracts.actors import address_of as of
from tests.contracts.chains import RICH, Answer, Revm
from tests.contracts.interface import plain, words
from tests.contracts.rules.memberships import (
    AFTER_EACH_ACT,
    ClubScene,
    rule_m1_the_club_has_what_it_holds_and_has_earned,
    rule_m2_a_record_holds_what_is_paid_and_not_earned,
)
from tests.contracts.setting import COIN_ARGUMENTS, FEE_BPS, KEEPS_FEE, RETURNS_NOTHING
from tests.model.errors import ContractError
from tests.model.ledger import claim_of
from tests.model.membership import Card, Club, Tier
from tests.model.outside import INFINITE, Outside, Token
from tests.model.values import NATIVE, NOBODY, Message

MEMBERS = ("buyer", "other_buyer", "stranger")
ACCOUNTS = tuple(map(of, (*MEMBERS, "admin", "treasurer")))
ADMIN, TREASURER = ACCOUNTS[3:]

HOUR, DAY = 3_600, 86_400
TERMS = ((10_007, 3 * DAY, 0, True), (5, 7 * DAY, 0, True), (2**96 - 1, DAY, 3, False), (5, 2 * DAY, 0, True))
"""Price, period, supply, transferable: of one tier in each token. Odd prices round, a price below the days too."""


class ClubTwin:
    """One club, twice. `now` is the time of the next block, `seen` that of the last."""

    def __init__(self) -> None:
        self.chain = Revm()
        self.now = self.seen = self.chain.start
        self.deployed: dict[str, Deployed] = {}
        for account in ACCOUNTS:
            self.chain.fund(account)
        self._deploy_all()
        self._grant_roles()
        self._build_model()

    def act(self, sender: str, function: str, *arguments: Any, value: int = 0) -> None:
        before = self._numbers()
        expected = self._predict(Message(sender, self.now, value), function, arguments)
        club = self.deployed["club"]
        data = club.interface.call(camel(function), *arguments)
        answer = self._send(sender, club.address, data, value)
        if answer.reverted:
            assert self._error(answer.output) == expected, f"{function}{arguments} by {sender}: model {expected}"
            return
        told = [club.interface.event(log) for log in answer.logs if log.address == club.address]
        actual = club.interface.returned(camel(function), answer.output), told
        assert actual == expected, f"{function}{arguments} by {sender}: contract {actual}, model {expected}"
        scene = ClubScene(self, function, arguments, self.now, tuple(told), *before)
        for rule in AFTER_EACH_ACT:
            rule(scene)

    def _numbers(self) -> tuple[dict[int, Card], dict[str, int], dict[str, int]]:
        held = {token: self.model.held(token) for token in self.tokens}
        return dict(self.model.cards), held, {token: self.balance_of_club(token) for token in self.tokens}

    def _predict(self, message: Message, function: str, arguments: tuple[Any, ...]) -> Any:
        self.model.events.clear()
        try:
            returned = getattr(self.model, function)(message, *arguments)
        except ContractError as error:
            return type(error).__name__, plain(error.args)
        return returned, list(self.model.events)

    def _error(self, output: bytes) -> Any:
        errors = (deployed.interface.error(output) for deployed in self.deployed.values())
        return next((error for error in errors if error[0] != "unknown error"), ("unknown error", (output,)))

    def check(self) -> None:
        for card_id, card in self.model.cards.items():
            record = words(card.holder) + b"".join(map(words, (card.tier_id, card.expires_at, card.earned_until)))
            assert self.read("club", "getMembership", card_id) == record, f"membership {card_id}"
            assert self.number("club", "refundOf", card_id) == self.model.refund_of(card_id, self.seen)
            assert self.read("club", "getApproved", card_id) == words(self.model.approved.get(card_id, NOBODY))
        for account in ACCOUNTS:
            held = sum(card.holder == account for card in self.model.cards.values())
            assert self.number("club", "balanceOf", account) == held
        for token in self.tokens:
            self._check_money(token)

    def _check_money(self, token: str) -> None:
        assert self.number("club", "earningsOf", token) == self.model.earnings[token]
        rule_m1_the_club_has_what_it_holds_and_has_earned(self, token)
        rule_m2_a_record_holds_what_is_paid_and_not_earned(self, token)
        for account in ACCOUNTS:
            claims = self.number("market", "balanceOf", account, claim_of(token))
            assert claims == self.model.claims[account, token], f"claims of {account} on {token}"

    def held_by_records(self, token: str) -> int:
        """Reckoned from the contract's records alone, by the formula that `IMemberships` gives."""
        held = 0
        for card_id, card in self.model.cards.items():
            tier = self.model.tiers[card.tier_id]
            if tier.token == token:
                record = self.read("club", "getMembership", card_id)
                expires_at, earned_until = (int.from_bytes(record[at : at + 32], "big") for at in (64, 96))
                held += tier.price * (expires_at - earned_until) // tier.period
        return held

    def balance_of_club(self, token: str) -> int:
        club = self.deployed["club"].address
        if token == NATIVE:
            return self.chain.balances([club])[0]
        return int.from_bytes(self._read(token, "coin", "balanceOf", club), "big")

    def number(self, name: str, function: str, *arguments: Any) -> int:
        return int.from_bytes(self.read(name, function, *arguments), "big")

    def read(self, name: str, function: str, *arguments: Any) -> bytes:
        return self._read(self.deployed[name].address, name, function, *arguments)

    def _read(self, address: str, name: str, function: str, *arguments: Any) -> bytes:
        return self.chain.read([(address, self.deployed[name].interface.call(function, *arguments))])[0]

    def tell(self, sender: str, name: str, function: str, *arguments: Any) -> None:
        to = self.deployed[name]
        answer = self._send(sender, to.address, to.interface.call(function, *arguments))
        assert not answer.reverted, (function, self._error(answer.output))

    def _send(self, sender: str, to: str, data: bytes, value: int = 0) -> Answer:
        self.seen = self.now
        return self.chain.send(sender, to, data, value, self.now)

    def _deploy_all(self) -> None:
        authority = self._deploy("authority", "AccessManager", words(ADMIN))
        self.market = self._deploy("market", "Market", words(authority) + words(NOBODY) + words(NOBODY))
        self._deploy("club", "Membership", words(authority) + words(self.market))
        self._deploy("coin", "TestToken", COIN_ARGUMENTS)
        self._deploy("silent", "OddToken", words(RETURNS_NOTHING))
        self._deploy("taxed", "OddToken", words(KEEPS_FEE))
        self.tokens = [NATIVE, *(self.deployed[name].address for name in ("coin", "silent", "taxed"))]

    def _deploy(self, as_name: str, contract: str, arguments: bytes) -> str:
        code, interface = artifact(contract)
        self.deployed[as_name] = Deployed(self.chain.deploy(ADMIN, code + arguments), interface)
        return self.deployed[as_name].address

    def _grant_roles(self) -> None:
        club = self.deployed["club"]
        self.tell(ADMIN, "authority", "grantRole", ROLES["TREASURER"], TREASURER, 0)
        for role, targets in functions_of("Membership").items():
            selectors = [club.interface.selector(function) for function in targets["Membership"]]
            self.tell(ADMIN, "authority", "setTargetFunctionRole", club.address, selectors, ROLES[role])

    def _build_model(self) -> None:
        coin, silent, taxed = self.tokens[1:]
        outside = Outside({coin: Token(), silent: Token(), taxed: Token(fee_bps=FEE_BPS)})
        club = self.deployed["club"].address
        self.model = Club(club, self.market, outside, ADMIN, TREASURER)
        for number, (token, (price, period, supply, transferable)) in enumerate(
            zip(self.tokens, TERMS, strict=True), 1
        ):
            self.tell(ADMIN, "club", "addTier", (token, price, period, 1, supply, transferable, "Gold"))
            self.model.tiers[number] = Tier(token, price, period, supply, transferable)
        for account in ACCOUNTS:
            outside.wallets[account, NATIVE] = RICH
            for name, token in zip(("coin", "silent", "taxed"), self.tokens[1:], strict=True):
                self.tell(account, name, "mint", account, 2**128)
                outside.mint(token, account, 2**128)
                self.allow(account, name, INFINITE)

    def allow(self, account: str, name: str, amount: int) -> None:
        club, coin = self.deployed["club"], self.deployed[name]
        self.tell(account, name, "approve", club.address, amount)
        self.model.outside.allowances[account, coin.address] = amount
