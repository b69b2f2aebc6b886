"""Objects for the console: the contracts, with what an operator would otherwise type each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ape
from ape import accounts
from ape.api import AccountAPI, ReceiptAPI
from ape.contracts import ContractInstance

from scripts._deployments import CONTRACTS, ZERO, Json, NoDeployment, abi_path, contract, current
from scripts._money import shown_of, tokens
from scripts._network import connected

DEMO = {"bea": 1, "silas": 2, "selma": 3, "arbiter": 4, "operator": 5}
KINDS = ("good", "service", "digital")
STATES = ("none", "placed", "accepted", "in progress", "delivered", "disputed", "completed", "cancelled", "resolved")
UNLIMITED = 2**32 - 1


class Thing:
    """Something the chain stores under a number. Attributes that are not here are those of the contract's struct."""

    def __init__(self, market: Market, number: int, stored: Any) -> None:
        self.market, self.id, self.stored = market, number, stored

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stored, name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.stored.__dataclass_fields__]


class ListingView(Thing):
    @property
    def token(self) -> str:
        return str(self.market.contract.tokenOf(self.id))

    def __repr__(self) -> str:
        stock = "unlimited" if self.stored.stock == UNLIMITED else f"{self.stored.stock} in stock"
        price = shown_of(self.market.record, self.token, self.stored.price)
        about = f"{KINDS[self.stored.kind]} of {self.seller}, {price}, {stock}, version {self.version}"
        return f"<Listing {self.id}: {about}{', paused' if self.stored.paused else ''}>"


class OrderView(Thing):
    @property
    def listing(self) -> ListingView:
        listing: ListingView = self.market.listings[self.stored.listingId]
        return listing

    def __repr__(self) -> str:
        held = shown_of(self.market.record, self.listing.token, self.stored.escrow)
        what = f"{self.quantity} × listing {self.listingId} for {self.buyer}"
        return f"<Order {self.id}: {STATES[self.stored.state]}, {what}, {held} in escrow>"


class Shelf:
    """`shelf[7]`: the thing of that number as it is now. Reverts with the contract's error where there is none."""

    def __init__(self, market: Market, kind: type[Thing], getter: str, counter: str) -> None:
        self.market, self.kind, self.getter, self.counter = market, kind, getter, counter

    def __getitem__(self, number: int) -> Any:
        return self.kind(self.market, number, getattr(self.market.contract, self.getter)(number))

    def __len__(self) -> int:
        return int(getattr(self.market.contract.getConfig(), self.counter))

    def __iter__(self) -> Iterator[Any]:
        return (self[number] for number in range(1, len(self) + 1))

    def __repr__(self) -> str:
        return f"<{self.kind.__name__.removesuffix('View')}s 1 to {len(self)}>"


class Market:
    """The contract Market; every function of it is here too (`market.accept(12, sender=silas)`)."""

    def __init__(self, record: Json, deployment: Json) -> None:
        self.record, self.number = record, deployment["market"]
        self.contract: ContractInstance = contract(deployment, "Market")
        self.listings = Shelf(self, ListingView, "getListing", "listingCount")
        self.orders = Shelf(self, OrderView, "getOrder", "orderCount")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.contract, name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *dir(self.contract)]

    def __repr__(self) -> str:
        holds = f"{len(self.listings)} listings, {len(self.orders)} orders"
        return f"<Market {self.number} on {self.record['name']} at {self.contract.address}: {holds}>"

    def buy(
        self,
        listing: int | ListingView,
        quantity: int = 1,
        *,
        sender: AccountAPI,
        use_balance: bool = False,
        referrer: str = ZERO,
    ) -> OrderView:
        """Buys at the present terms and returns the order. An ERC-20 is approved first, for exactly what is due."""
        wanted = listing if isinstance(listing, ListingView) else self.listings[listing]
        total, token = wanted.price * quantity, wanted.token
        if token != ZERO and not use_balance:
            _coin(token).approve(self.contract.address, total, sender=sender)
        line = (wanted.id, wanted.version, quantity, total, 0)
        payment = (int(self.contract.provider.get_block("latest").timestamp) + 3600, use_balance, referrer)
        value = total if token == ZERO and not use_balance else 0
        receipt: ReceiptAPI = self.contract.buy(line, payment, value=value, sender=sender)
        placed: OrderView = self.orders[receipt.events.filter(self.contract.OrderPlaced)[0].orderId]
        return placed

    def balance(self, account: Any, token: str = ZERO) -> str:
        """What the account may withdraw, with its symbol. `token`: an address or a symbol."""
        address = tokens(self.record)[token][0] if token in tokens(self.record) else token
        amount = self.contract.balanceOf(account, int(address, 16))
        return shown_of(self.record, address, amount)


def _coin(address: str) -> ContractInstance:
    return ape.Contract(address, abi=str(abi_path("TestToken")))


def ready_objects() -> dict[str, Any]:
    """What the console holds; without `market` where the chain has none."""
    objects: dict[str, Any] = {}
    network = connected()
    if network.local:
        objects |= {name: accounts.test_accounts[index] for name, index in DEMO.items()}
    try:
        record, deployment = current()
    except NoDeployment as missing:
        return objects | {"no_market": missing.format_message()}
    objects |= {
        "market": Market(record, deployment),
        **{name.lower(): contract(deployment, name) for name in CONTRACTS if name not in ("Market", "AccessManager")},
        "roles": contract(deployment, "AccessManager"),
    }
    return objects | {
        symbol.lower(): _coin(address) for symbol, (address, _) in tokens(record).items() if address != ZERO
    }


def greeting(objects: dict[str, Any]) -> str:
    """Three lines that say what is at hand, or one that says what is missing."""
    if "market" not in objects:
        return str(objects["no_market"])
    buyer = "bea" if "bea" in objects else "accounts.load('…')"
    calls = (
        "market.listings[7]",
        "market.orders[12]",
        f"market.buy(7, quantity=1, sender={buyer})",
        f"market.balance({buyer})",
    )
    others = ", ".join(name for name in objects if name != "market")
    return f"{objects['market']!r}\n{'  '.join(calls)}\nAlso here: {others}"
