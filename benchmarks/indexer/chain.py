"""A chain full of trade: the same orders each time, on an anvil of its own. Two checkouts are seventy events a block.

python -m benchmarks.indexer.chain --blocks 3000      how long it takes to make
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import urllib3

from tests.indexer.market import NATIVE, UNLIMITED, DeployedMarket
from tests.indexer.node import Anvil

CARTS = 2
"""Checkouts a block."""
LINES = 5
"""Orders in each."""

BATCH = 50
"""Transactions in one request: of more, anvil does not keep the order, nor the nonces."""

LISTINGS = 200
PRICE = 1_000
GAS = hex(3_000_000)
Transaction = dict[str, str]


class Trade:
    """Orders that are placed in one block and go one step further in each of the next four."""

    def __init__(self, market: DeployedMarket, carts: int = CARTS) -> None:
        self.market, self.anvil, self.carts = market, market.anvil, carts
        self.sellers = [market.seller, market.other_seller, *market.others[:3]]
        self.buyers = [market.buyer, *market.others[3:7]]
        self._listings, self._orders, self._blocks = count(), count(1), count()
        self._steps: list[list[tuple[int, int]]] = [[], [], [], []]
        self._pool = urllib3.PoolManager(timeout=60)

    def open(self) -> None:
        """Registers the sellers and lists everything."""
        self.market.open()
        for seller in self.sellers[2:]:
            self.market.sellers.send(seller, "register", b"\1" * 32)
        self.anvil.mine()
        for number in range(LISTINGS):
            seller = self.sellers[number % len(self.sellers)]
            token = self.market.token.address if number % 4 == 3 else NATIVE
            self.market.list_item(seller, price=PRICE, stock=UNLIMITED, category=1 + number % 3, token=token)
        for buyer in self.buyers:
            self.market.token.send(buyer, "mint", buyer, 10**15)
            self.market.token.send(buyer, "approve", self.market.market.address, 2**256 - 1)
        self.anvil.mine()

    def block(self) -> None:
        """Mines a block of trade."""
        number = next(self._blocks)
        self._mine([*self._checkouts(number), *self._fulfilment(), *self._sidelines(number)])

    def _checkouts(self, block: int) -> Iterator[Transaction]:
        placed: list[tuple[int, int]] = []
        for cart in range(self.carts):
            lines = [next(self._listings) % LISTINGS for _ in range(LINES)]
            placed += [(next(self._orders), listing) for listing in lines]
            cart_lines = [(1 + listing, 1, 1, PRICE, 0) for listing in lines]
            referrer = self.market.others[7] if (block + cart) % 5 == 0 else NATIVE
            data = self.market.market.data("checkout", cart_lines, (2**40 - 1, False, referrer))
            yield self._call(self.buyers[(block + cart) % len(self.buyers)], data, value=PRICE * LINES)
        self._steps.insert(0, [(order, listing) for order, listing in placed])

    def _fulfilment(self) -> Iterator[Transaction]:
        """Accept, start, deliver, complete what the blocks before have placed; every tenth order is cancelled."""
        done = self._steps.pop()
        for step, orders in zip(("accept", "start", "deliver"), self._steps[1:], strict=False):
            for order, listing in orders:
                if order % 10 == 0:
                    if step == "accept":
                        yield self._call(self._seller(listing), self.market.market.data("cancel", order))
                    continue
                document = [] if step == "accept" else [order.to_bytes(32, "big")]
                yield self._call(self._seller(listing), self.market.market.data(step, order, *document))
        for order, _ in done:
            if order % 10:
                yield self._call(self._buyer(order), self.market.market.data("complete", order))

    def _sidelines(self, block: int) -> Iterator[Transaction]:
        """Money comes and goes, prices stay: an update would end the carts' versions."""
        seller = self.sellers[block % len(self.sellers)]
        yield self._call(seller, self.market.market.data("deposit", NATIVE, 5, seller), value=5)
        yield self._call(seller, self.market.market.data("withdraw", NATIVE, 3, seller))

    def _seller(self, listing: int) -> str:
        return self.sellers[listing % len(self.sellers)]

    def _buyer(self, order: int) -> str:
        checkout = (order - 1) // LINES
        block, cart = divmod(checkout, self.carts)
        return self.buyers[(block + cart) % len(self.buyers)]

    def _call(self, sender: str, data: bytes, value: int = 0) -> Transaction:
        return {
            "from": sender,
            "to": self.market.market.address,
            "data": f"0x{data.hex()}",
            "value": hex(value),
            "gas": GAS,
        }

    def _mine(self, transactions: list[Transaction]) -> None:
        for at in range(0, len(transactions), BATCH):
            self._send([("eth_sendTransaction", [transaction]) for transaction in transactions[at : at + BATCH]])
        self._send([("evm_mine", [])])

    def _send(self, calls: list[tuple[str, list[Any]]]) -> None:
        body = [{"jsonrpc": "2.0", "id": i, "method": method, "params": p} for i, (method, p) in enumerate(calls)]
        answers = self._pool.request("POST", self.anvil.url, json=body).json()
        if failed := [answer["error"] for answer in answers if "error" in answer]:
            raise RuntimeError(failed[0]["message"])


def trading_chain(blocks: int, carts: int = CARTS) -> Trade:
    """A market that has traded for so many blocks, on an anvil of its own."""
    trade = Trade(DeployedMarket(Anvil("--disable-block-gas-limit", "--order", "fifo", states=1)), carts)
    trade.open()
    for done in range(1, blocks + 1):
        trade.block()
        if done % (1_000 // carts) == 0:
            print(f"  {done:,} blocks of trade", flush=True)
    return trade


def event_count(market: DeployedMarket) -> int:
    """Logs of the market's contracts on the chain, as the node counts them."""
    addresses = [market.contracts[name].address for name in ("AccessManager", "Market", "Sellers")]
    total = 0
    for first in range(0, market.anvil.height + 1, 500):
        where = {"address": addresses, "fromBlock": hex(first), "toBlock": hex(first + 499)}
        total += len(market.anvil.rpc("eth_getLogs", where))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=3_000)
    began = time.monotonic()
    trade = trading_chain(parser.parse_args().blocks)
    made = time.monotonic() - began
    print(json.dumps({"blocks": trade.anvil.height, "events": event_count(trade.market), "seconds": round(made, 1)}))
    trade.anvil.stop()


if __name__ == "__main__":
    main()
