"""Random histories of a market: whatever its accounts may try, sensible or not."""

import random

from tests.indexer.market import HOUR, NATIVE, UNLIMITED, DeployedMarket, terms_of


class Life:
    """Lets the accounts of a market act at random; a transaction that reverts leaves no log, which is fine too."""

    def __init__(self, market: DeployedMarket, seed: int) -> None:
        self.market = market
        self.random = random.Random(seed)
        self.sellers = [market.seller, market.other_seller]
        self.buyers = [market.buyer, *market.others[:3]]
        self.listings = self.orders = 1

    def act(self, times: int = 1) -> None:
        """Puts some actions into the pool; nothing is mined."""
        weighted = [self.buy] * 8 + [self.fulfil] * 5 + [self.settle] * 4
        rare = [self.offer, self.edit, self.restock, self.pause, self.move_claims, self.moderate, self.rule]
        rare += [self.review, self.review, self.bond, self.cancel_offers]
        self.listings, self.orders = self.market.counts()
        for _ in range(times):
            self.random.choice(weighted + rare)()

    def offer(self) -> None:
        token = self.random.choice([NATIVE, NATIVE, self.market.token.address])
        self.market.list_item(
            self.random.choice(self.sellers),
            price=self.random.choice([1, 999, 10**6]),
            stock=self.random.choice([0, 1, 3, UNLIMITED]),
            category=self.random.randint(1, 3),
            accept=self.random.choice([0, HOUR]),
            token=token,
            kind=self.random.randrange(3),
        )

    def edit(self) -> None:
        terms = terms_of(price=self.random.randint(1, 5000), category=self.random.randint(1, 3))
        self._both(self.sellers, "updateListing", self._listing(), terms)

    def restock(self) -> None:
        self._both(self.sellers, "restock", self._listing(), self.random.choice([-3, -1, 1, 5]))

    def pause(self) -> None:
        self._both(self.sellers, "setListingPaused", self._listing(), self.random.random() < 0.5)

    def buy(self) -> None:
        count = self.random.choice([1, 1, 2, 3])
        lines = [(self._listing(), self.random.choice([1, 1, 1, 2]), self.random.randint(1, 2)) for _ in range(count)]
        referrer = self.random.choice([NATIVE, self.market.others[4]])
        use_balance = self.random.random() < 0.5
        self.market.buy(
            self.random.choice(self.buyers), lines, value=4 * 10**6 + 77, use_balance=use_balance, referrer=referrer
        )

    def fulfil(self) -> None:
        order, document = self._order(), self.random.choice([bytes(32), b"\7" * 32])
        step = self.random.choice(["accept", "start", "deliver"])
        self._both(self.sellers, step, order, *([] if step == "accept" else [document]))

    def settle(self) -> None:
        order = self._order()
        step = self.random.choice(["complete", "complete", "cancel", "release", "refund"])
        part = [self.random.choice([1, 500])] if step in ("release", "refund") else []
        self._both([*self.buyers, *self.sellers], step, order, *part)

    def review(self) -> None:
        document = self.random.choice([bytes(32), b"\5" * 32])
        self._both(self.buyers, "review", self._order(), self.random.randint(1, 5), document)

    def bond(self) -> None:
        market, sellers, seller = self.market.market, self.market.sellers, self.random.choice(self.sellers)
        amount = self.random.choice([1, 500])
        market.send(seller, "deposit", NATIVE, amount, seller, value=amount)
        market.send(seller, "approve", sellers.address, 0, amount)
        sellers.send(seller, "depositBond", NATIVE, amount)
        sellers.send(seller, "unlockBond", NATIVE, self.random.choice([0, 1, 400]))
        sellers.send(seller, "withdrawBond", NATIVE)

    def cancel_offers(self) -> None:
        word, mask = self.random.choice([0, 2**248 - 1]), self.random.choice([0, 1 << 255, 2**256 - 1])
        self.market.market.send(self.random.choice(self.sellers), "cancelNonces", word, mask)

    def move_claims(self) -> None:
        market, account = self.market.market, self.random.choice([*self.buyers, *self.sellers])
        amount = self.random.choice([0, 1, 77, 10**6])
        market.send(account, "transfer", self.random.choice(self.buyers), 0, amount)
        market.send(account, "deposit", NATIVE, 5, self.random.choice(self.buyers), value=5)
        market.send(account, "withdraw", NATIVE, amount, account)
        market.send(self.market.admin, "collectFees", NATIVE, self.market.others[5], self.random.randint(1, 30))

    def moderate(self) -> None:
        seller = self.random.choice(self.sellers)
        reason = [b"\1" * 32] if self.random.random() < 0.5 else []
        self.market.sellers.send(self.market.admin, "suspend" if reason else "reinstate", seller, *reason)
        self.market.sellers.send(seller, "setProfile", b"\2" * 32)

    def rule(self) -> None:
        market, admin = self.market.market, self.market.admin
        market.send(admin, "setFee", self.random.randint(0, 1000), self.random.randint(0, 10_000))
        market.send(
            admin, "renameCategory", self.random.randint(1, 3), self.random.choice(["Héllo", 'a"b\\c', "é\0\t"])
        )
        market.send(admin, "setOrdersPaused", self.random.random() < 0.05)

    def pass_time(self) -> None:
        """Lets deadlines pass."""
        self.market.anvil.rpc("evm_increaseTime", 25 * HOUR)

    def _both(self, accounts: list[str], function: str, *arguments: object) -> None:
        # Whose turn it is the market knows; the others' transactions revert.
        for account in accounts:
            self.market.market.send(account, function, *arguments)

    def _listing(self) -> int:
        return self.random.randint(1, max(self.listings, 1))

    def _order(self) -> int:
        return self.random.randint(1, max(self.orders, 1))
