"""The Python model of the market, brought to where a chain is: what the indexer's rows must say.

The model knows neither logs nor tables. Every transaction of the chain is done to it again, and it must refuse
exactly those that reverted.
"""

import re
from collections.abc import Callable
from typing import Any

from eth_abi.abi import decode

from tests.indexer.market import Contract, DeployedMarket
from tests.indexer.running import query
from tests.model.errors import ContractError
from tests.model.market import Market
from tests.model.outside import Outside, Token
from tests.model.sellers import Sellers
from tests.model.values import NATIVE, UNLIMITED, Kind, Line, Message, Payment, Terms

RICH = 10**30
RESTRICTED = ("addCategory", "renameCategory", "setFee", "setOrdersPaused", "setListingsPaused", "collectFees")
SHAPES: dict[str, Callable[..., tuple[Any, ...]]] = {
    "createListing": lambda kind, token, stock, terms: (Kind(kind), token, stock, Terms(*terms)),
    "updateListing": lambda listing, terms: (listing, Terms(*terms)),
    "checkout": lambda cart, payment: ([Line(*line) for line in cart], Payment(*payment)),
}


class Reference:
    """The model after all blocks of a chain."""

    def __init__(self, market: DeployedMarket) -> None:
        self.contracts = {contract.address: contract for contract in market.contracts.values()}
        coin = market.token.address
        admin = frozenset([market.admin])
        permissions = dict.fromkeys(RESTRICTED, admin) | {"setSellerStatus": admin | {market.sellers.address}}
        self.outside = Outside({coin: Token()})
        self.market = Market(market.market.address, NATIVE, self.outside, permissions)
        self.sellers = Sellers(market.sellers.address, self.market, admin)
        self.parts = {market.market.address: self.market, market.sellers.address: self.sellers}
        self.coin = coin
        for account in market.anvil.accounts:
            self.outside.wallets[account, NATIVE] = RICH
        for number in range(market.start_block, market.anvil.height + 1):
            self._repeat(market, number)

    def _repeat(self, market: DeployedMarket, number: int) -> None:
        block = market.anvil.rpc("eth_getBlockByNumber", hex(number), True)
        receipts = market.anvil.rpc("eth_getBlockReceipts", hex(number))
        for transaction, receipt in zip(block["transactions"], receipts, strict=True):
            contract = self.contracts.get(transaction["to"])
            if contract is None or contract.name == "AccessManager":
                continue
            message = Message(transaction["from"], int(block["timestamp"], 16), int(transaction["value"], 16))
            refusal = self._do(contract, message, bytes.fromhex(transaction["input"][2:]))
            reverted = receipt["status"] == "0x0"
            assert (refusal is not None) == reverted, f"{transaction['hash']}: the model says {refusal!r}"

    def _do(self, contract: Contract, message: Message, data: bytes) -> ContractError | None:
        name, values = read_call(contract, data)
        try:
            if contract.address == self.coin:
                self._coin(name, message, values)
            else:
                shaped = SHAPES[name](*values) if name in SHAPES else values
                getattr(self.parts[contract.address], snake(name))(message, *shaped)
        except ContractError as refusal:
            return refusal
        return None

    def _coin(self, name: str, message: Message, values: tuple[Any, ...]) -> None:
        if name == "mint":
            self.outside.mint(self.coin, *values)
        else:
            assert name == "approve"
            self.outside.allowances[message.sender, self.coin] = values[1]


def read_call(contract: Contract, data: bytes) -> tuple[str, tuple[Any, ...]]:
    """Name and arguments of a call."""
    for name in contract.functions:
        if contract.selector(name) == data[:4]:
            return name, decode(contract.types(name), data[4:])
    raise AssertionError(f"{contract.name} has no function {data[:4].hex()}")


def snake(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def assert_rows_are_the_model_s(url: str, market: DeployedMarket) -> None:
    """Balances, bonds, listings, orders and marks, each with every number that both have."""
    model = Reference(market)
    _assert_same(url, "SELECT account, token, amount FROM chain.balance WHERE amount <> 0", {
        (*key, amount) for key, amount in model.market.balances.items() if amount
    })  # fmt: skip
    _assert_same(url, "SELECT seller, token, amount, unlocking FROM chain.seller_bond WHERE amount <> 0", {
        (*key, bond.amount, bond.unlocking) for key, bond in model.sellers.bonds.items() if bond.amount
    })  # fmt: skip
    _assert_same(url, LISTINGS, {
        (number, each.seller, each.version, each.price, None if each.stock == UNLIMITED else each.stock, each.paused,
         model.market.listing_ratings[number].total, model.market.listing_ratings[number].count)
        for number, each in model.market.listings.items()
    })  # fmt: skip
    _assert_same(url, ORDERS, {
        (number, each.buyer, each.listing_id, each.quantity, each.fee_bps, each.escrow, each.state.name.lower(),
         each.version)
        for number, each in model.market.orders.items()
    })  # fmt: skip


def _assert_same(url: str, statement: str, expected: set[tuple[Any, ...]]) -> None:
    found = rows(url, statement)
    assert found == expected, f"only rows {sorted(found - expected)[:2]}, only model {sorted(expected - found)[:2]}"


LISTINGS = """
SELECT listing_id, seller, version, price, stock, paused, rating_sum, rating_count FROM chain.listing
"""
ORDERS = "SELECT order_id, buyer, listing_id, quantity, fee_bps, escrow, state, version FROM chain.orders"


def rows(url: str, statement: str) -> set[tuple[Any, ...]]:
    """Rows with addresses as 0x hex."""
    return {
        tuple(f"0x{value.hex()}" if isinstance(value, bytes) else plain(value) for value in row)
        for row in query(url, statement)
    }


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | str) else int(value)
