"""What people say: reviews and answers, marks for buyers, threads below listings, and one text that is hidden."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from scripts._content import digest, document
from scripts._seed.accounts import BUYERS, MODERATOR
from scripts._seed.catalogue import DAY, FOLDER, HOUR, Item
from scripts._seed.history import History
from scripts._seed.plan import Line

MARKS = (5, 4, 3, 2, 1)
WEIGHTS = (62, 25, 7, 4, 2)
THREADS = 60
REVIEW = 0
"""Of the enum `IReviews.Text`."""


@cache
def texts() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "voices.toml").read_text())


def said(text: str) -> bytes:
    """A text as a document."""
    return document({"text": text})


def documents() -> Iterator[bytes]:
    """All that may be said, to be uploaded before."""
    for marks in texts()["reviews"].values():
        yield from map(said, marks)
    for entry in texts()["texts"].values():
        yield from map(said, [entry] if isinstance(entry, str) else entry)


def pick(history: History, kind: str) -> bytes:
    """Digest of something of this kind."""
    return digest(said(history.rng.choice(texts()["texts"][kind])))


def schedule(history: History, items: list[Item]) -> None:
    """Threads; reviews follow from orders (`follow`)."""
    history.on_settled.append(follow)
    plan, rng = history.plan, history.rng
    for item in rng.sample(items, THREADS):
        span = plan.now - plan.listed[item.title]
        history.at(plan.listed[item.title] + span * rng.uniform(0.1, 0.8), _ask, history, item)


def follow(history: History, at: float, order: int, buyer: int, line: Line) -> None:
    """What comes after an order is settled."""
    rng, squeeze = history.rng, history.plan.squeeze
    written = at + rng.uniform(2, 60) * HOUR * squeeze
    if rng.random() < 0.75:
        mark = rng.choices(MARKS, WEIGHTS)[0]
        content = digest(said(rng.choice(texts()["reviews"][str(mark)])))
        history.at(written, history.send, buyer, "review", order, mark, content)
        if rng.random() < 0.4:
            later = written + rng.uniform(1, 40) * HOUR * squeeze
            history.at(later, _tell, history, line.item.seller.account, "answer", order, pick(history, "answers"))
        if mark == 1:
            reason = digest(said(texts()["texts"]["reason"]))
            history.at(written + DAY * squeeze, _tell, history, MODERATOR, "hide", REVIEW, order, reason)
    if rng.random() < 0.35:
        mark = rng.choice((5, 5, 5, 4))
        seller = line.item.seller.account
        history.at(written, _tell, history, seller, "reviewBuyer", order, mark, pick(history, "buyers"))


def _ask(at: float, history: History, item: Item) -> None:
    """A question, most often an answer, sometimes thanks."""
    rng, squeeze = history.rng, history.plan.squeeze
    asking = rng.choice(BUYERS)
    first = _comment(at, history, asking, item, 0, "questions")
    if rng.random() < 0.8:
        answered = at + rng.uniform(1, 20) * HOUR * squeeze
        history.at(answered, _comment, history, item.seller.account, item, first, "replies")
        if rng.random() < 0.4:
            history.at(answered + 2 * HOUR * squeeze, _comment, history, asking, item, first, "thanks")


def _comment(at: float, history: History, account: int, item: Item, parent: int, kind: str) -> int:
    _tell(at, history, account, "comment", history.ids[item.title], parent, pick(history, kind))
    return int(history.chain.call(history.market.reviews, "commentCount")[0])


def _tell(at: float, history: History, account: int, function: str, *arguments: Any) -> None:
    history.chain.send(at, history.people[account], history.market.reviews, function, *arguments)
