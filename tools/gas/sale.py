"""A market, and the transactions of a sale on it. Each method sends one and returns its gas."""

from __future__ import annotations

import json
from typing import Any

from web3 import Web3
from web3.exceptions import Web3Exception

from scripts._seed.accounts import People
from scripts._seed.signing import offer as sign_offer
from tools.gas.chain import ROOT

NATIVE = "0x" + "00" * 20
DAY = 86_400
PRICE = 10**17
STOCK = 1_000
FAR = 0xF0F0F0F0
"""A deadline (year 2098) of which no byte is zero: such bytes cost less, and a figure must not depend on the day."""

REGISTRY = 5
SELLER = 2
"""Index of the first seller among the accounts of the chain's own mnemonic."""


class Sale:
    """One market with a registered seller, and the transactions of a sale on it."""

    def __init__(self, chain: Web3) -> None:
        self.chain = chain
        accounts: list[str] = list(chain.eth.accounts)
        self.admin, self.buyer, self.sellers = accounts[0], accounts[1], accounts[2:8]
        self.authority = self._deploy("AccessManager", self.admin)
        self.market = self._deploy("Market", self.authority.address, NATIVE, self.admin)
        self.registry = self._deploy("Sellers", self.authority.address, self.market.address)
        self._open()

    def offer(self, seller: str, token: str = NATIVE) -> int:
        terms = (PRICE, 0, 0, DAY, 7 * DAY, 3 * DAY, 0, 5, 1, b"\xab" * 32)
        return self._send(self.market.functions.createListing(0, token, STOCK, terms), seller)

    def buy(self, listing: int) -> int:
        line = (listing, 1, 1, PRICE, 0)
        return self._send(self.market.functions.buy(line, self._payment()), self.buyer, PRICE)

    def checkout(self, listings: list[int]) -> int:
        lines = [(listing, 1, 1, PRICE, 0) for listing in listings]
        call = self.market.functions.checkout(lines, self._payment())
        return self._send(call, self.buyer, PRICE * len(lines))

    def quote(self, nonce: int) -> tuple[tuple[Any, ...], bytes]:
        """An offer of the first seller on listing 1, with its signature."""
        part, expires = (1, PRICE, 0), self._payment()[0]
        offer = (self.sellers[0], NATIVE, 1, 1, (part,), nonce, 0, expires, bytes(32))
        return offer, sign_offer(People.known({SELLER}).keys[SELLER], self.market.address, offer)

    def take(self, signed: tuple[tuple[Any, ...], bytes]) -> int:
        call = self.market.functions.takeOffer(*signed, self._payment())
        return self._send(call, self.buyer, PRICE)

    def act(self, action: str, order: int, by: str, *arguments: Any) -> int:
        return self._send(self.market.functions[action](order, *arguments), by)

    @property
    def last_order(self) -> int:
        return int(self.market.functions.getConfig().call()[1])

    @property
    def last_listing(self) -> int:
        return int(self.market.functions.getConfig().call()[0])

    def withdraw(self, account: str, amount: int) -> int:
        return self._send(self.market.functions.withdraw(NATIVE, amount, account), account)

    def club(self) -> Any:
        """The contract Membership, with one tier."""
        club = self._deploy("Membership", self.authority.address, self.market.address)
        self._send(club.functions.addTier((NATIVE, PRICE, DAY, 1, 0, True, "Gold")))
        return club

    def join(self, club: Any, holder: str) -> int:
        return self._send(club.functions.mint(1, holder, 1), holder, PRICE)

    def renew(self, club: Any) -> int:
        return self._send(club.functions.renewSubscription((1 << 32) | 1, DAY), self.buyer, PRICE)

    def _open(self) -> None:
        registering = self.market.functions.setSellerStatus(self.admin, 0).selector
        self._send(self.authority.functions.setTargetFunctionRole(self.market.address, [registering], REGISTRY))
        self._send(self.authority.functions.grantRole(REGISTRY, self.registry.address, 0))
        self._send(self.market.functions.addCategory(0, "Lamps"))
        self._send(self.market.functions.setFee(250, 2_000))
        for seller in self.sellers:
            self._send(self.registry.functions.register(b"\xcd" * 32), seller)

    def _payment(self) -> tuple[int, bool, str]:
        return (FAR, False, NATIVE)

    def _deploy(self, name: str, *arguments: Any) -> Any:
        artifact = json.loads((ROOT / "out" / f"{name}.sol" / f"{name}.json").read_text())
        factory = self.chain.eth.contract(abi=artifact["abi"], bytecode=artifact["bytecode"]["object"])
        receipt = self._receipt(factory.constructor(*arguments), self.admin, 0)
        return self.chain.eth.contract(address=receipt["contractAddress"], abi=artifact["abi"])

    def _send(self, call: Any, sender: str = "", value: int = 0) -> int:
        return int(self._receipt(call, sender or self.admin, value)["gasUsed"])

    def _receipt(self, call: Any, sender: str, value: int) -> Any:
        receipt = self.chain.eth.wait_for_transaction_receipt(call.transact({"from": sender, "value": value}))
        if receipt["status"] != 1:
            raise Web3Exception(f"{call} reverted")
        return receipt
