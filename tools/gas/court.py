"""A market whose orders can be disputed, and the transactions of a dispute."""

from __future__ import annotations

from web3 import Web3
from web3.types import Nonce, RPCEndpoint
from web3.utils import get_create_address

from tools.gas.sale import DAY, NATIVE, PRICE, STOCK, Sale


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
