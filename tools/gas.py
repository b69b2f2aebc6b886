"""What each step of a sale costs in gas, intrinsic cost included, measured on a fresh chain.

`python -m tools.gas` prints the table, writes `benchmarks/results/gas.json` and `.gas-snapshot`; `--check` fails if the
committed snapshot differs. The contracts must have been built (`make build`).

Figures are of the steady state (the seller and the market already hold claims, as after any first sale); the figure of
a first sale stands beside them in the snapshot.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web3 import HTTPProvider, Web3
from web3.exceptions import Web3Exception
from web3.types import Nonce, RPCEndpoint
from web3.utils import get_create_address

from scripts._seed.accounts import People
from scripts._seed.signing import offer as sign_offer

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / ".gas-snapshot"
RESULTS = ROOT / "benchmarks" / "results" / "gas.json"
NATIVE = "0x" + "00" * 20
DAY = 86_400
PRICE = 10**17
STOCK = 1_000
FAR = 0xF0F0F0F0
"""A deadline (year 2098) of which no byte is zero: such bytes cost less, and a figure must not depend on the day."""

REGISTRY = 5
SELLER = 2
"""Index of the first seller among the accounts of the chain's own mnemonic."""


@contextmanager
def fresh_chain(port: int = 18_777) -> Iterator[Web3]:
    """A chain of its own, gone at the end. Accounts are unlocked, blocks are mined per transaction."""
    anvil = ROOT / "node_modules" / ".bin" / "anvil"
    process = subprocess.Popen([anvil, "--port", str(port), "--silent"])
    try:
        yield _connected(Web3(HTTPProvider(f"http://127.0.0.1:{port}")), process)
    finally:
        process.terminate()
        process.wait()


def _connected(chain: Web3, process: subprocess.Popen[bytes]) -> Web3:
    until = time.monotonic() + 10
    while not chain.is_connected():
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit("anvil does not start: is its port in use? Try `npx anvil`.")
        time.sleep(0.02)
    return chain


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


class Court(Sale):
    """A market whose orders can be disputed, before its council (id 0) or a foreign arbitrator (id 1)."""

    FEE = 10**15
    IN_PART = 8
    """A ruling by which both sides get something: the dearest."""

    def __init__(self, chain: Web3) -> None:
        self.chain = chain
        accounts: list[str] = list(chain.eth.accounts)
        self.admin, self.buyer, self.sellers, self.members = accounts[0], accounts[1], accounts[2:4], accounts[4:7]
        self.authority = self._deploy("AccessManager", self.admin)
        self.council = self._deploy("Council", self.authority.address, self.FEE)
        market, sellers = self._created_in(1), self._created_in(2)
        self.disputes = self._deploy(
            "Disputes", self.authority.address, market, sellers, self.council.address, b"", "/ipfs/meta"
        )
        self.market = self._deploy("Market", self.authority.address, NATIVE, self.disputes.address)
        self.registry = self._deploy("Sellers", self.authority.address, self.market.address)
        self.central = self._deploy("CentralArbitrator", 3 * self.FEE)
        self._send(self.disputes.functions.addArbitrator(self.central.address, 60 * DAY, b"", "/ipfs/meta"))
        for member in self.members:
            self._send(self.council.functions.addMember(member))
        self._open()

    def dispute(self, arbitrator: int) -> tuple[int, int]:
        """Raised by the buyer, answered by the seller: the gas of both."""
        terms = (PRICE, 0, 0, 0, 30 * DAY, 3 * DAY, arbitrator, 5, 1, b"\xab" * 32)
        self._send(self.market.functions.createListing(0, NATIVE, STOCK, terms), self.sellers[0])
        self.buy(self.last_listing)
        order, deposit = self.last_order, 3 * self.FEE
        raised = self._send(self.disputes.functions.raiseDispute(order), self.buyer, deposit)
        return raised, self._send(self.disputes.functions.respond(order), self.sellers[0], deposit)

    def ruled(self, dispute: int) -> int:
        """By the foreign arbitrator: what it costs to execute its ruling."""
        self._send(self.central.functions.giveRuling(dispute, self.IN_PART))
        self._pass(DAY)
        return self._send(self.central.functions.executeRuling(dispute))

    def voted(self, dispute: int) -> int:
        """By the council: three votes, of which the last is tallied, and the execution."""
        votes = [self._send(self.council.functions.vote(dispute, self.IN_PART), member) for member in self.members]
        self._pass(3 * DAY)
        return sum(votes) + self._send(self.council.functions.execute(dispute))

    def _pass(self, seconds: int) -> None:
        self.chain.provider.make_request(RPCEndpoint("evm_increaseTime"), [seconds + 1])
        # Gas is estimated in the time of the latest block.
        self.chain.provider.make_request(RPCEndpoint("evm_mine"), [])

    def _created_in(self, transactions: int) -> str:
        """Where the admin's contract of the n-th transaction from now on will live."""
        admin = Web3.to_checksum_address(self.admin)
        nonce = Nonce(self.chain.eth.get_transaction_count(admin) + transactions)
        return str(get_create_address(admin, nonce))


def measure() -> dict[str, int]:
    """Gas by step, each transaction's intrinsic cost included."""
    with fresh_chain() as chain:
        sale = Sale(chain)
        gas = {"list_first": sale.offer(sale.sellers[0])}
        gas["list"] = sale.offer(sale.sellers[0])
        gas |= _one_sale(sale, "_first") | _one_sale(sale, "")
        gas |= _cart(sale) | _steps(sale)
        gas |= _membership(sale) | _signed_offer(sale)
        gas["withdraw"] = sale.withdraw(sale.sellers[0], PRICE // 2)
        gas |= _disputes(Court(chain))
    gas["buy_confirm"] = gas["buy"] + gas["confirm"]
    return gas


def _one_sale(sale: Sale, suffix: str) -> dict[str, int]:
    bought = sale.buy(1)
    confirmed = sale.act("complete", sale.last_order, sale.buyer)
    reviewed = sale.act("review", sale.last_order, sale.buyer, 5, b"\xdd" * 32)
    return {f"buy{suffix}": bought, f"confirm{suffix}": confirmed, f"review{suffix}": reviewed}


def _cart(sale: Sale) -> dict[str, int]:
    """A further line of a cart, each of another seller, averaged over four."""
    listings = []
    for seller in sale.sellers[1:6]:
        sale.offer(seller)
        listings.append(sale.last_listing)
    one, five = sale.checkout(listings[:1]), sale.checkout(listings)
    return {"checkout_1": one, "checkout_5": five, "cart_line": (five - one) // 4}


def _membership(sale: Sale) -> dict[str, int]:
    """Of a tier with a member already; the holder has no membership yet."""
    club = sale.club()
    sale.join(club, sale.buyer)
    return {"mint": sale.join(club, sale.sellers[0]), "renew": sale.renew(club)}


def _signed_offer(sale: Sale) -> dict[str, int]:
    """A seller's quote, taken and confirmed; the first of its word of nonces has been used."""
    for nonce in (1, 2):
        taken = sale.take(sale.quote(nonce))
    confirmed = sale.act("complete", sale.last_order, sale.buyer)
    return {"offer_buy": taken, "offer_buy_confirm": taken + confirmed}


def _steps(sale: Sale) -> dict[str, int]:
    sale.buy(1)
    order, seller = sale.last_order, sale.sellers[0]
    return {
        "accept": sale.act("accept", order, seller),
        "start": sale.act("start", order, seller, b"\xee" * 32),
        "deliver": sale.act("deliver", order, seller, bytes(32)),
        "release": sale.act("release", order, sale.buyer, PRICE // 4),
        "refund": sale.act("refund", order, seller, PRICE // 4),
        "cancel": sale.act("cancel", order, seller),
    }


def _disputes(court: Court) -> dict[str, int]:
    """The second dispute of each arbitrator, so that everybody has claims already."""
    for dispute in (0, 1):
        raised, answered = court.dispute(1)
        ruled = court.ruled(dispute)
    for dispute in (1, 2):
        by_council = sum(court.dispute(0)) + court.voted(dispute)
    return {
        "dispute_raise": raised,
        "dispute_respond": answered,
        "dispute_rule": ruled,
        "dispute": raised + answered + ruled,
        "dispute_council": by_council,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if the committed snapshot differs")
    check = parser.parse_args().check
    gas = measure()
    table = "".join(f"{step:<16}{cost:>9,}\n" for step, cost in sorted(gas.items()))
    print(table, end="")
    if check:
        sys.exit(0 if SNAPSHOT.read_text() == table else "Gas has changed: look at the table, then `make gas`.")
    SNAPSHOT.write_text(table)
    RESULTS.write_text(json.dumps({key: gas[key] for key in sorted(gas)}, indent=2) + "\n")


if __name__ == "__main__":
    main()
