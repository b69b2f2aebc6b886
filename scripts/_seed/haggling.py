"""Requests for quotes, the offers that answer them, and bids on listings: some are taken, some wait."""

from __future__ import annotations

from typing import Any

from scripts._content import digest, document
from scripts._deployments import ZERO
from scripts._seed.accounts import BUYERS
from scripts._seed.catalogue import DAY, HOUR, Item
from scripts._seed.history import History
from scripts._seed.signing import offer
from scripts._seed.voices import texts

DEMO_COIN = "USDC"
OPEN = 12 * DAY
"""Seconds for which requests and offers stand."""


def documents() -> list[bytes]:
    return [_document(entry) for entry in texts()["requests"]]


def _document(entry: dict[str, Any]) -> bytes:
    return document({"title": entry["title"], "description": entry["description"]})


def schedule(history: History, items: list[Item]) -> None:
    plan, rng = history.plan, history.rng
    span = plan.now - plan.start
    for entry in texts()["requests"]:
        history.at(plan.start + span * rng.uniform(0.66, 0.9), _request, history, entry, items)


def _request(at: float, history: History, entry: dict[str, Any], items: list[Item]) -> None:
    """A buyer asks; up to three sellers of that shelf answer."""
    rng, market = history.rng, history.market
    buyer, usdc = rng.choice(BUYERS), market.tokens["USDC"][0]
    category, budget = market.categories[entry["category"]], int(entry["budget"]) * 10**6
    wanted = (category, usdc, budget, int(at + OPEN), digest(_document(entry)))
    history.chain.send(at, history.people[buyer], market.quotes, "requestQuotes", wanted)
    request = history.chain.call(market.quotes, "requestCount")[0]
    shelf = [item for item in items if item.category == entry["category"] and item.title in history.ids and _open(item)]
    for number, item in enumerate(rng.sample(shelf, min(3, len(shelf)))):
        later = at + rng.uniform(2, 50) * HOUR * history.plan.squeeze
        history.at(later, _answer, history, request, buyer, item, number == 0)


def _open(item: Item) -> bool:
    """What is made to order, priced in the demo coin."""
    return item.stock is None and item.token == DEMO_COIN


def _answer(at: float, history: History, request: int, buyer: int, item: Item, taken: bool) -> None:
    """An offer of two parts: half now, half later. The first one is taken a day on."""
    market, seller = history.market, item.seller.account
    half = history.total_of(item, 1) * history.rng.choice((9, 10, 12)) // 20
    parts = ((1, half, 5 * DAY), (1, half, 15 * DAY))
    now = int(max(at, history.chain.time))
    quote = (
        history.people[seller], history.people[buyer], history.ids[item.title], history.versions[item.title],
        parts, history.nonce(), 0, now + OPEN, bytes(32),
    )  # fmt: skip
    signature = offer(history.people.keys[seller], market.market.address, quote)
    history.chain.send(at, history.people[seller], market.quotes, "publish", quote, signature, request)
    if taken:
        history.at(at + DAY * history.plan.squeeze, _take, history, buyer, item, quote, signature)


def _take(at: float, history: History, buyer: int, item: Item, quote: tuple[Any, ...], signature: bytes) -> None:
    """Unless the listing has changed since: then the offer has lapsed."""
    if history.versions[item.title] != quote[3]:
        return
    payment = (int(max(at, history.chain.time)) + 2 * HOUR, False, ZERO)
    history.send(at, buyer, "takeOffer", quote, signature, payment)
    history.next_order += len(quote[4])
