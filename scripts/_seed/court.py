"""Disputes: raised, answered with evidence, ruled on by the council, or settled between the two."""

from __future__ import annotations

from typing import Any, NamedTuple

from scripts._content import cid
from scripts._seed.history import History
from scripts._seed.plan import Line
from scripts._seed.signing import settlement
from scripts._seed.voices import said, texts

PANEL = 6
"""Where the panel stands in `ICouncil.Case`."""

HALF = 6
"""The ruling that gives each side the same; 1 is nothing to the buyer, 11 all."""


class Quarrel(NamedTuple):
    """An order in dispute; buyer and seller are account indices."""

    order: int
    buyer: int
    seller: int


def act(at: float, action: str, order: int, buyer: int, line: Line, *, history: History) -> None:
    """One step of a dispute."""
    STEPS[action](at, history, Quarrel(order, buyer, line.item.seller.account))


def _raise(at: float, history: History, quarrel: Quarrel) -> None:
    _pay_in(at, history, quarrel.buyer, "raise", quarrel.order)
    _show(at, history, quarrel.buyer, quarrel.order)


def _respond(at: float, history: History, quarrel: Quarrel) -> None:
    _pay_in(at, history, quarrel.seller, "respond", quarrel.order)
    history.cases[quarrel.order] = _opened(history)
    _show(at, history, quarrel.seller, quarrel.order)


def _opened(history: History) -> int:
    """Id of the case that the council was given in the last block (its first event, ERC-792's DisputeCreation)."""
    last = history.chain.block()["hash"]
    logs = history.chain.request("eth_getLogs", {"blockHash": last, "address": history.market.council.address})
    return int(logs[0]["topics"][1], 16)


def _pay_in(at: float, history: History, account: int, function: str, order: int) -> None:
    deposit = history.chain.call(history.market.disputes, "depositOf", order)[0]
    _dispute(at, history, account, function, order, value=deposit)


def _show(at: float, history: History, account: int, order: int) -> None:
    text = said(history.rng.choice(texts()["texts"]["evidence"]))
    _dispute(at, history, account, "submitEvidence", order, f"/ipfs/{cid(text)}")


def _first_vote(at: float, history: History, quarrel: Quarrel) -> None:
    _vote(at, history, _panel(history, quarrel.order)[0], history.cases[quarrel.order])


def _votes(at: float, history: History, quarrel: Quarrel) -> None:
    """The whole panel, and the round is closed."""
    for member in _panel(history, quarrel.order):
        _vote(at, history, member, history.cases[quarrel.order])
    history.chain.send(at, history.people[quarrel.buyer], history.market.council, "tally", history.cases[quarrel.order])


def _panel(history: History, order: int) -> list[str]:
    """Who may vote, by the bits of their seats."""
    council = history.market.council
    panel = history.chain.call(council, "getCase", history.cases[order])[0][PANEL]
    seats = (seat for seat in range(panel.bit_length()) if panel >> seat & 1)
    return [history.chain.call(council, "memberAt", seat)[0] for seat in seats]


def _vote(at: float, history: History, member: str, case: int) -> None:
    ruling = min(11, max(1, HALF + history.rng.randint(-2, 5)))
    history.chain.send(at, member, history.market.council, "vote", case, ruling)


def _execute(at: float, history: History, quarrel: Quarrel) -> None:
    history.chain.send(
        at, history.people[quarrel.buyer], history.market.council, "execute", history.cases[quarrel.order]
    )


def _settle(at: float, history: History, quarrel: Quarrel) -> None:
    """The seller brings what the buyer has signed."""
    escrow = history.chain.call(history.market.market, "getOrder", quarrel.order)[0][5]
    agreed = (quarrel.order, escrow, escrow // 3, int(max(at, history.chain.time)) + 7200)
    signature = settlement(history.people.keys[quarrel.buyer], history.market.disputes.address, agreed)
    _dispute(at, history, quarrel.seller, "settle", agreed, signature, b"")


def _concede(at: float, history: History, quarrel: Quarrel) -> None:
    _dispute(at, history, quarrel.seller, "concede", quarrel.order)


def _dispute(at: float, history: History, account: int, function: str, *arguments: Any, value: int = 0) -> None:
    history.chain.send(at, history.people[account], history.market.disputes, function, *arguments, value=value)


STEPS = {
    "raise": _raise,
    "respond": _respond,
    "first vote": _first_vote,
    "votes": _votes,
    "execute": _execute,
    "settle": _settle,
    "concede": _concede,
}
