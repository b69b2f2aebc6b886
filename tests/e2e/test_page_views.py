"""Every main view on a phone and on a desk: nothing beyond its edge, nothing that moves, nothing that axe finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.conftest import ROOT
from tests.e2e.conftest import RunningMarket, Visit
from tests.e2e.test_first_sale import SILAS, connect

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"phone": (360, 780), "desk": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LARGEST_SHIFT = 0.02

# Shifts before the first script count too (`buffered`); those that answer a key or a click do not.
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FINDINGS = """
async () => (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
"""


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS), scope="module")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture
def keeper(running: RunningMarket, visit: Callable[..., Visit], size: tuple[int, int]) -> Page:
    """The keeper of a demo shop, connected: every view has something to show."""
    opened = visit(running.rpc("eth_accounts")[SILAS], *size)
    opened.page.add_init_script(WATCH_SHIFTS)
    connect(opened.page)
    return opened.page


@pytest.fixture
def complaints(keeper: Page) -> Iterator[list[str]]:
    """What the browser writes into its console as an error."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    keeper.on("console", listen)
    yield said
    keeper.remove_listener("console", listen)


@pytest.fixture(scope="module")
def paths(running: RunningMarket) -> list[str]:
    """One address of every view."""
    seller = running.rpc("eth_accounts")[SILAS]
    listing = running.get("/api/listings", seller=seller, limit=1)["items"][0]["id"]
    order = running.get(f"/api/accounts/{seller}/orders", role="seller", limit=1)["items"][0]["id"]
    shop = [f"/listing/{listing}", f"/seller/{seller}", "/cart", f"/checkout?listing={listing}"]
    own = ["/orders?role=seller", f"/order/{order}", "/sell", f"/sell/{listing}", "/sell/new", "/sell/profile"]
    return ["/", "/?q=bowl", "/?q=nothing+like+it", *shop, *own, "/wallet", "/nowhere"]


def test_views__opened_one_by_one__stay_in_place_within_their_edges_without_an_error(
    running: RunningMarket, keeper: Page, complaints: list[str], paths: list[str]
) -> None:
    found = {}
    for path in paths:
        arrive(keeper, f"{running.url}{path}")
        beyond = keeper.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        shifted = keeper.evaluate("window.shifted")
        if beyond > 0 or shifted > LARGEST_SHIFT:
            found[path] = {"pixels beyond the edge": beyond, "shifted": shifted}

    assert found == {}
    assert complaints == []


def test_views__examined_by_axe_in_light_and_dark__have_no_violation(
    running: RunningMarket, keeper: Page, paths: list[str]
) -> None:
    # A colour halfway through a transition is none that anybody chose.
    keeper.emulate_media(reduced_motion="reduce")
    keeper.add_init_script(path=AXE)
    found = {}
    for path in paths:
        arrive(keeper, f"{running.url}{path}")
        for scheme in SCHEMES:
            keeper.emulate_media(color_scheme=scheme)
            if violations := keeper.evaluate(FINDINGS):
                found[path, scheme] = violations

    assert found == {}


def arrive(page: Page, url: str) -> None:
    """Opens a view and waits until nothing of it is on the way any more."""
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
