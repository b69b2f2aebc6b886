"""ape run seed: the demo market holds what it promises."""

from __future__ import annotations

import io
import json
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from eth_abi.abi import decode
from eth_utils.abi import event_abi_to_log_topic
from PIL import Image

from scripts._seed.accounts import People
from scripts._seed.catalogue import DAY, items, sellers
from scripts._seed.plan import Planner, orders_of
from scripts._seed.scenarios import FOR_A_DEMO_SELLER
from tests.conftest import ROOT
from tests.scripts.conftest import Seeded, Shelf, Workplace

STATES = ("none", "placed", "accepted", "in progress", "delivered", "disputed", "completed", "cancelled", "resolved")
PROMISED = {
    "placed": 26,
    "accepted": 21,
    "in progress": 26,
    "delivered": 27,
    "disputed": 6,
    "completed": 135,
    "cancelled": 51,
    "resolved": 8,
}
PLANNED = sum(PROMISED.values())
"""Orders of the carts; those of offers that were taken come on top."""


@cache
def topic(name: str, contract: str = "Market") -> str:
    abi = json.loads((ROOT / f"deployments/abi/{contract}.json").read_text())
    event = next(entry for entry in abi if entry["type"] == "event" and entry["name"] == name)
    return "0x" + event_abi_to_log_topic(event).hex()


def logs(place: Workplace, name: str, contract: str = "Market") -> list[dict[str, Any]]:
    asked = {
        "address": place.address(contract),
        "fromBlock": "0x0",
        "toBlock": "latest",
        "topics": [topic(name, contract)],
    }
    return place.rpc("eth_getLogs", asked)


def contents(place: Workplace) -> list[bytes]:
    """The digest of each listing's document, the last word of its terms."""
    return [bytes.fromhex(log["data"][-64:]) for log in logs(place, "ListingCreated")]


def test_seed__done__has_the_promised_counts(seeded: Seeded) -> None:
    place = seeded.place
    listings, orders, categories = seeded.config[:3]
    # nonce, counters, first order, count, content
    parts = sum(
        decode(["uint256"] * 4 + ["bytes32"], bytes.fromhex(log["data"][2:]))[3] for log in logs(place, "OfferTaken")
    )
    assert (listings, orders, categories) == (200, PLANNED + parts, 12)
    assert PLANNED == 300
    assert parts > 0
    assert len(logs(place, "SellerRegistered", "Sellers")) == 20
    assert Counter(STATES[order[7]] for order in seeded.orders) == PROMISED | {"accepted": 21 + parts}


@pytest.mark.parametrize(
    ("contract", "event"),
    [
        ("Market", "OrderReviewed"), ("Reviews", "ReviewAnswered"), ("Reviews", "Commented"),
        ("Reviews", "BuyerReviewed"), ("Disputes", "DisputeRaised"), ("Disputes", "DisputeAnswered"),
        ("Disputes", "Evidence"), ("Disputes", "OrderSettled"), ("Council", "Voted"), ("Council", "CaseExecuted"),
        ("Membership", "TierAdded"), ("Membership", "MembershipMinted"), ("Membership", "MembershipRenewed"),
        ("Membership", "MembershipCancelled"), ("Sellers", "BondDeposited"), ("Quotes", "QuotesRequested"),
        ("Quotes", "OfferPublished"),
    ],
)  # fmt: skip
def test_seed__everything_that_people_do__is_there(seeded: Seeded, contract: str, event: str) -> None:
    assert logs(seeded.place, event, contract)


def test_seed__listings__cover_categories_kinds_and_tokens(seeded: Seeded) -> None:
    created = logs(seeded.place, "ListingCreated")
    kinds = Counter(decode(["uint8"], bytes.fromhex(log["data"][2:66]))[0] for log in created)
    assert set(kinds) == {0, 1, 2}
    assert len({log["data"][-128:-64] for log in created}) == 12
    assert len({log["topics"][3] for log in created}) == 2


def test_seed__orders__went_every_way(seeded: Seeded) -> None:
    place, placed = seeded.place, logs(seeded.place, "OrderPlaced")
    checkouts = Counter(log["data"][:66] for log in placed)
    assert max(checkouts.values()) >= 3
    for event in (
        "OrderReleased",
        "OrderRefunded",
        "OrderReferred",
        "BalanceSpent",
        "Deposited",
        "Withdrawn",
        "StockChanged",
    ):
        assert logs(place, event), event
    for event in ("ListingUpdated", "ListingPaused", "FeesCollected", "StockLow"):
        assert logs(place, event), event


def test_seed__present__finds_live_and_overdue_orders(seeded: Seeded) -> None:
    now = time.time()
    live = [order for order in seeded.orders if order[7] in (1, 2, 3, 4)]
    overdue = [order for order in live if order[6] < now]
    assert len(live) >= 100
    assert 14 <= len(overdue) <= 24


def test_seed__demo_accounts__have_something_to_do(seeded: Seeded) -> None:
    people = People.known({1, 2, 3})
    found = seeded.orders
    of_bea = {STATES[order[7]] for order in found if order[0].lower() == people[1].lower()}
    assert {"placed", "accepted", "in progress", "delivered", "completed", "cancelled"} <= of_bea
    for seller in (2, 3):
        mine = {
            int(log["topics"][1], 16)
            for log in logs(seeded.place, "ListingCreated")
            if log["topics"][2][-40:] == people[seller][2:].lower()
        }
        assert len(mine) >= 14
        waiting = Counter(STATES[order[7]] for order in found if order[1] in mine)
        assert waiting["placed"] >= FOR_A_DEMO_SELLER.count("placed")
        assert waiting["accepted"] >= FOR_A_DEMO_SELLER.count("accepted")


def test_seed__clock__spans_a_month_and_ends_now(seeded: Seeded) -> None:
    place = seeded.place
    first, last = (place.rpc("eth_getBlockByNumber", number, False) for number in ("0x1", "latest"))
    assert 29 * DAY < int(last["timestamp"], 16) - int(first["timestamp"], 16) < 31 * DAY
    place.rpc("evm_mine")
    mined = place.rpc("eth_getBlockByNumber", "latest", False)
    assert abs(int(mined["timestamp"], 16) - time.time()) < 5


def test_seed__documents__are_uploaded_with_their_pictures(seeded: Seeded) -> None:
    from scripts._content import cid, digest

    kept = seeded.shelf.kept
    by_digest = {digest(data): data for _, data in kept.values()}
    titles = set()
    for content in contents(seeded.place):
        text = json.loads(by_digest[content])
        titles.add(text["title"])
        assert 2 <= text["description"].count(". ") + 1 <= 6
        assert text["attributes"]
        (picture,) = text["images"]
        media_type, data = kept[picture["cid"]]
        assert (media_type, cid(data)) == ("image/webp", picture["cid"])
        assert len(data) <= 60_000
        assert Image.open(io.BytesIO(data)).size == (picture["width"], picture["height"]) == (1200, 900)
    assert len(titles) == 200


def test_seed__seeded_already__refuses(seeded: Seeded) -> None:
    done = seeded.place.ape("run", "seed", "--api", seeded.shelf.url)
    assert done.returncode == 1
    assert "--more" in done.stderr


def test_seed__api_names_content_otherwise__stops_before_any_listing(
    start_chain: Callable[..., str], open_shelf: Callable[[], Shelf], tmp_path: Path
) -> None:
    place = Workplace(start_chain("--timestamp", str(int(time.time()) - 30 * DAY)), tmp_path)
    assert place.ape("run", "deploy", "--yes").returncode == 0
    liar = open_shelf()
    liar.lies = True
    done = place.ape("run", "seed", "--api", liar.url)
    assert done.returncode == 1
    assert "calls" in done.stderr
    assert place.call("Market", "getConfig")[0][0] == 0


def test_seed__chain_without_a_past__says_how_to_start_it(
    start_chain: Callable[..., str], open_shelf: Callable[[], Shelf], tmp_path: Path
) -> None:
    place = Workplace(start_chain(), tmp_path)
    assert place.ape("run", "deploy", "--yes").returncode == 0
    done = place.ape("run", "seed", "--api", open_shelf().url)
    assert done.returncode == 1
    assert "--timestamp" in done.stderr


@pytest.mark.parametrize("seed", range(20))
def test_plan__any_seed__places_every_order_in_time(seed: int) -> None:
    by_key = sellers()
    now = 1_800_000_000.0
    plan = Planner(by_key, items(by_key), now - 30 * DAY, now, Random(seed)).draw()
    assert sum(1 for _ in orders_of(plan)) == 300
    for checkout in plan.checkouts:
        for line in checkout.lines:
            assert plan.listed[line.item.title] < checkout.at
            assert list(line.times) == sorted(line.times)
            assert all(checkout.at < time <= now for time in line.times)
            assert line.item.seller.account != checkout.buyer


def test_plan__same_seed__is_the_same() -> None:
    by_key = sellers()
    shelf = items(by_key)
    first, second = (Planner(by_key, shelf, 0.0, 30 * DAY, Random(3)).draw() for _ in range(2))
    assert first == second
