"""A real market on an anvil: deployed from the compiled contracts, driven by plain transactions."""

import json
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from eth_hash.auto import keccak

from tests.indexer.node import ROOT, Anvil

NATIVE = "0x" + "00" * 20
HOUR = 3600
UNLIMITED = 2**32 - 1


class Contract:
    """An address with an ABI."""

    def __init__(self, anvil: Anvil, name: str, address: str) -> None:
        self.anvil = anvil
        self.name = name
        self.address = address.lower()
        self._inputs = {item["name"]: item["inputs"] for item in abi_of(name) if item["type"] == "function"}

    def send(self, sender: str, function: str, *arguments: Any, value: int = 0) -> str:
        """Puts a call into the pool; it may revert when it is mined. Gives the transaction's hash."""
        return self.anvil.send(sender, self.address, self.data(function, *arguments), value)

    def data(self, function: str, *arguments: Any) -> bytes:
        return self.selector(function) + encode(self.types(function), arguments)

    def selector(self, function: str) -> bytes:
        return bytes(keccak(f"{function}({','.join(self.types(function))})".encode())[:4])

    def types(self, function: str) -> list[str]:
        return [_type(parameter) for parameter in self._inputs[function]]

    @property
    def functions(self) -> list[str]:
        return list(self._inputs)


class DeployedMarket:
    """Market, Sellers and a token, with the deployer as admin of everything.

    Accounts: 0 admin, 1 buyer, 2 and 3 sellers; the others are whoever a test needs.
    """

    def __init__(self, anvil: Anvil) -> None:
        self.anvil = anvil
        self.admin, self.buyer, self.seller, self.other_seller, *self.others = anvil.accounts
        self.contracts: dict[str, Contract] = {}
        self.start_block = anvil.height + 1
        self.manager = self._deploy("AccessManager", ["address"], [self.admin])
        self.market = self._deploy("Market", ["address"] * 3, [self.manager.address, NATIVE, NATIVE])
        self.sellers = self._deploy("Sellers", ["address", "address"], [self.manager.address, self.market.address])
        self.token = self._deploy("TestToken", ["string", "string", "uint8"], ["USD", "USD", 6])
        # Unassigned functions belong to the admin role; Sellers has to call one of them.
        self.manager.send(self.admin, "grantRole", 0, self.sellers.address, 0)
        anvil.mine()

    def write_deployments(self, folder: Path, market: int = 1) -> None:
        """The deployments file, with this market added to those that are in it."""
        chain_id = int(self.anvil.rpc("eth_chainId"), 16)
        path = folder / f"{chain_id}.json"
        folder.mkdir(parents=True, exist_ok=True)
        fresh = {
            "chain_id": chain_id,
            "genesis": self.anvil.block(0)["hash"],
            "name": "Local",
            "tokens": [],
            "markets": [],
        }
        file = json.loads(path.read_text()) if path.exists() else fresh
        names = ("AccessManager", "Market", "Sellers")
        file["markets"].append(
            {
                "market": market,
                "start_block": self.start_block,
                "commit": None,
                "contracts": {name: {"address": self.contracts[name].address} for name in names},
            }
        )
        path.write_text(json.dumps(file))

    def open(self, *, fee_bps: int = 250, share_bps: int = 2000) -> None:
        """Categories, fees and two registered sellers, in one block."""
        for parent, name in ((0, "Home"), (1, "Lamps"), (0, "Music")):
            self.market.send(self.admin, "addCategory", parent, name)
        self.market.send(self.admin, "setFee", fee_bps, share_bps)
        for seller in (self.seller, self.other_seller):
            self.sellers.send(seller, "register", keccak(seller.encode()))
        for account in (self.buyer, *self.others[:3]):
            self.token.send(account, "mint", account, 10**12)
            self.token.send(account, "approve", self.market.address, 2**256 - 1)
        self.anvil.mine()

    def list_item(
        self,
        seller: str,
        *,
        price: int = 1000,
        stock: int = 10,
        category: int = 1,
        accept: int = HOUR,
        token: str = NATIVE,
        kind: int = 0,
        low_stock: int = 2,
    ) -> str:
        terms = terms_of(price=price, category=category, accept=accept, low_stock=low_stock)
        return self.market.send(seller, "createListing", kind, token, stock, terms)

    def buy(
        self,
        buyer: str,
        lines: list[tuple[int, int, int]],
        *,
        value: int = 0,
        use_balance: bool = False,
        referrer: str = NATIVE,
    ) -> str:
        """A checkout of (listing, version, quantity) lines."""
        cart = [(listing, version, quantity, 2**96 - 1, 0) for listing, version, quantity in lines]
        return self.market.send(buyer, "checkout", cart, (2**40 - 1, use_balance, referrer), value=value)

    def counts(self) -> tuple[int, int]:
        """Listings and orders that the contract has."""
        call = {"to": self.market.address, "data": f"0x{self.market.data('getConfig').hex()}"}
        words = self.anvil.rpc("eth_call", call, "latest")[2:]
        return int(words[:64], 16), int(words[64:128], 16)

    def _deploy(self, name: str, types: list[str], arguments: list[Any]) -> Contract:
        artifact = json.loads((ROOT / "out" / f"{name}.sol" / f"{name}.json").read_text())
        code = bytes.fromhex(artifact["bytecode"]["object"].removeprefix("0x"))
        transaction = self.anvil.send(self.admin, None, code + encode(types, arguments))
        self.anvil.mine()
        receipt = self.anvil.rpc("eth_getTransactionReceipt", transaction)
        assert receipt["status"] == "0x1", f"{name} was not deployed"
        self.contracts[name] = Contract(self.anvil, name, receipt["contractAddress"])
        return self.contracts[name]


def terms_of(*, price: int = 1000, category: int = 1, accept: int = HOUR, low_stock: int = 2, content: int = 1) -> Any:
    """`IListings.Terms`."""
    return (price, 0, 0, accept, 24 * HOUR, 24 * HOUR, 0, low_stock, category, content.to_bytes(32, "big"))


def abi_of(name: str) -> list[dict[str, Any]]:
    """As it is exported; of a contract that is not deployed, as its interface has it."""
    path = ROOT / "deployments" / "abi" / f"{name}.json"
    if path.exists():
        return list(json.loads(path.read_text()))
    interface = f"I{name}s" if name == "Membership" else f"I{name}"
    return list(json.loads((ROOT / "out" / f"{interface}.sol" / f"{interface}.json").read_text())["abi"])


def _type(parameter: dict[str, Any]) -> str:
    if not parameter["type"].startswith("tuple"):
        return str(parameter["type"])
    return f"({','.join(map(_type, parameter['components']))}){parameter['type'][5:]}"
