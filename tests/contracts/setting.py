"""The market of the machine before anything has happened: contracts, roles and wallets, and the model of all that."""

from __future__ import annotations

from typing import Any

from eth_abi import encode
from web3.utils import get_create_address

from scripts._roles import ROLES, functions_of
from tests.contracts.actors import BUYERS, NAMES, OPERATORS, SELLERS, Deployed, address_of, artifact, at
from tests.contracts.chains import RICH, Answer, Chain
from tests.contracts.interface import UNKNOWN, Event, words
from tests.contracts.signing import Signer
from tests.model.arbitrators import CentralArbitrator, HostileArbitrator
from tests.model.disputes import Disputes
from tests.model.errors import NoAnswer
from tests.model.market import Market
from tests.model.outside import INFINITE, Outside, Token
from tests.model.reviews import Reviews
from tests.model.sellers import Sellers
from tests.model.values import NATIVE

RETURNS_NOTHING, KEEPS_FEE, FEE_BPS = 1, 4, 100
"""Habits of the OddToken, and what the second one keeps."""

PRIVILEGES = functions_of("Market", "Sellers", "Disputes", "Reviews")
COIN_ARGUMENTS = encode(["string", "string", "uint8"], ["USD Coin", "USDC", 6])

COST = 10**15
"""Of an arbitrator, in wei, to begin with."""

WHIM, CENTRAL = 0, 1
"""Arbitrators: one that does what anyone tells it, in the council's place, and one that keeps the rules."""

RULE_WINDOWS = (60 * 86_400, 7 * 86_400)


class Setting:
    """`contracts` by the names that `Twin.act` goes by, `parts` their models; `holders` of roles, one each."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.now = chain.start
        self.contracts: dict[str, Deployed] = {}
        self.accounts = [address_of(name) for name in NAMES]
        for account in self.accounts:
            chain.fund(account)
        self._deploy_outside()
        self._deploy_market()
        self._grant_roles()
        self._build_model()
        self._stock_wallets()

    def allow(self, owner: str, token: str, amount: int) -> None:
        self._tell(owner, token, "approve", self.model.address, amount)
        self.model.outside.allowances[owner, token] = amount

    def _tell(self, sender: str, address: str, function: str, *arguments: Any) -> None:
        data = at(self.contracts, address).interface.call(function, *arguments)
        answer = self.chain.send(sender, address, data, 0, self.now)
        assert not answer.reverted, (function, self._error(answer))

    def _error(self, answer: Answer) -> Event:
        """A revert may come from a contract further down, or without a word where no contract is."""
        if not answer.output:
            return (NoAnswer.__name__, ())
        errors = (deployed.interface.error(answer.output) for deployed in self.contracts.values())
        return next((error for error in errors if error[0] != UNKNOWN), (UNKNOWN, (answer.output,)))

    def _deploy_outside(self) -> None:
        self._deploy("authority", "AccessManager", words(address_of("admin")))
        self._deploy("book", "MembershipBook")
        self._deploy("whim", "HostileArbitrator", words(COST))
        self._deploy("central", "CentralArbitrator", words(COST), by="judge")
        self._deploy("coin", "TestToken", COIN_ARGUMENTS)
        self._deploy("silent", "OddToken", words(RETURNS_NOTHING))
        self._deploy("taxed", "OddToken", words(KEEPS_FEE))
        self.tokens = [NATIVE, *(self.contracts[name].address for name in ("coin", "silent", "taxed"))]

    def _deploy_market(self) -> None:
        """Disputes is told where the others will be, as they ask for it."""
        admin, authority = address_of("admin"), self.contracts["authority"].address
        nonce = self.chain.nonce(admin)
        market, sellers = (get_create_address(admin, nonce + later).lower() for later in (1, 2))
        whim = self.contracts["whim"].address
        kinds = ["address", "address", "address", "address", "bytes", "string"]
        disputes = self._deploy("disputes", "Disputes", encode(kinds, [authority, market, sellers, whim, b"", "meta"]))
        book = self.contracts["book"].address
        self._deploy("market", "Market", words(authority) + words(book) + words(disputes))
        self._deploy("sellers", "Sellers", words(authority) + words(market))
        assert (self.contracts["market"].address, self.contracts["sellers"].address) == (market, sellers)
        self._deploy("reviews", "Reviews", words(authority) + words(market))
        central = self.contracts["central"].address
        self._tell(admin, disputes, "addArbitrator", central, RULE_WINDOWS[CENTRAL], b"", "meta")

    def _deploy(self, as_name: str, contract: str, arguments: bytes = b"", by: str = "admin") -> str:
        code, interface = artifact(contract)
        address = self.chain.deploy(address_of(by), code + arguments)
        self.contracts[as_name] = Deployed(address, interface)
        return address

    def _grant_roles(self) -> None:
        self.holders = {name.upper(): address_of(name) for name in OPERATORS}
        self.holders["REGISTRY"] = self.contracts["sellers"].address
        for role, holder in self.holders.items():
            self._administer("grantRole", ROLES[role], holder, 0)
        for role, targets in PRIVILEGES.items():
            for contract, functions in targets.items():
                target = self.contracts[contract.lower()]
                selectors = [target.interface.selector(function) for function in functions]
                self._administer("setTargetFunctionRole", target.address, selectors, ROLES[role])

    def _administer(self, function: str, *arguments: Any) -> None:
        self._tell(address_of("admin"), self.contracts["authority"].address, function, *arguments)

    def _build_model(self) -> None:
        coin, silent, taxed = self.tokens[1:]
        outside = Outside({coin: Token(permits=True), silent: Token(), taxed: Token(fee_bps=FEE_BPS)})
        outside.chain_id, outside.open_arbitrators = self.chain.chain_id, frozenset({WHIM, CENTRAL})
        holders = {role: frozenset([holder]) for role, holder in self.holders.items()}
        permissions = {
            function: holders[role] for role, targets in PRIVILEGES.items() for function in targets.get("Market", ())
        }
        addresses = {name: deployed.address for name, deployed in self.contracts.items()}
        self.model = Market(addresses["market"], addresses["disputes"], outside, permissions)
        self.sellers_model = Sellers(addresses["sellers"], self.model, holders["MODERATOR"])
        self.reviews_model = Reviews(self.model, holders["MODERATOR"])
        self.whim = HostileArbitrator(addresses["whim"], COST)
        self.central = CentralArbitrator(addresses["central"], address_of("judge"), COST)
        arbitrators = list(zip((self.whim, self.central), RULE_WINDOWS, strict=True))
        self.court = Disputes(self.sellers_model, arbitrators, holders["ADMIN"])
        self.whim.rule = self.central.rule = self.court.rule
        self.parts: dict[str, Any] = {
            "market": self.model, "sellers": self.sellers_model, "reviews": self.reviews_model,
            "disputes": self.court, "whim": self.whim, "central": self.central,
        }  # fmt: skip
        for account in self.accounts:
            outside.wallets[account, NATIVE] = RICH
        domain = self.chain.read([(coin, self.contracts["coin"].interface.call("DOMAIN_SEPARATOR"))])[0]
        self.signed = Signer(self.chain.chain_id, addresses["market"], addresses["disputes"], domain)

    def _stock_wallets(self) -> None:
        for name in (*BUYERS, *SELLERS):
            for token in self.tokens[1:]:
                self._tell(address_of(name), token, "mint", address_of(name), RICH)
                self.model.outside.mint(token, address_of(name), RICH)
                self.allow(address_of(name), token, INFINITE)
