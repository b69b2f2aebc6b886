"""The main job: buy from two sellers in one transaction, to the withdrawal of the proceeds, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import RunningMarket, Visit

NATIVE = "0x" + "00" * 20
# Anvil's accounts: 2 and 3 keep the demo shops, 7 has never been here.
SILAS, SELMA, NEWCOMER = 2, 3, 7
SECOND = 1_000


def test_two_sellers__one_transaction__to_the_withdrawal_of_the_proceeds(
    running: RunningMarket, visit: Callable[..., Visit]
) -> None:
    accounts = running.rpc("eth_accounts")
    buyer, silas, selma = accounts[NEWCOMER], accounts[SILAS], accounts[SELMA]
    wanted = [something_of(running, silas), something_of(running, selma)]
    shop = visit(buyer)

    connect(shop.page)
    for listing in wanted:
        shop.page.goto(f"{running.url}/listing/{listing['id']}")
        shop.page.get_by_role("button", name="Add to cart").click()
    shop.page.goto(f"{running.url}/cart")
    shop.page.get_by_role("link", name="Checkout").or_(shop.page.get_by_role("button", name="Checkout")).first.click()
    shop.page.get_by_role("button", name=re.compile("^Pay")).click()
    expect(shop.page).to_have_url(re.compile(r"/orders?(/|$)"), timeout=30 * SECOND)

    assert len(shop.wallet.sent) == 1
    orders = bought(running, buyer, shop.wallet.sent[0])
    assert {order["seller"]["address"].lower() for order in orders} == {silas.lower(), selma.lower()}
    assert sum(int(order["escrow"]["amount"]) for order in orders) == sum(
        int(each["price"]["amount"]) for each in wanted
    )

    order = next(each for each in orders if each["seller"]["address"].lower() == silas.lower())
    fulfil(running, shop, silas, order["id"])
    shop.wallet.switch_account(buyer)
    confirm(running, shop.page, order["id"])
    withdraw_everything(running, shop, silas)


def test_a_phone__the_same_shop__has_nothing_beyond_its_edge(
    running: RunningMarket, visit: Callable[..., Visit]
) -> None:
    phone = visit(running.rpc("eth_accounts")[NEWCOMER], width=360, height=740)
    listing = running.get("/api/listings", limit=1)["items"][0]["id"]

    for path in ("/", f"/listing/{listing}", "/cart", "/orders", "/sell", "/wallet", "/order/1", "/nowhere"):
        phone.page.goto(f"{running.url}{path}")
        expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        beyond = phone.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, path


def test_a_signature__refused_in_the_wallet__is_said_in_words_and_can_be_tried_again(
    running: RunningMarket, visit: Callable[..., Visit]
) -> None:
    accounts = running.rpc("eth_accounts")
    shop = visit(accounts[NEWCOMER])
    connect(shop.page)
    shop.page.goto(f"{running.url}/listing/{something_of(running, accounts[SILAS])['id']}")
    shop.page.get_by_role("button", name="Buy now").click()
    pay = shop.page.get_by_role("button", name=re.compile("^Pay"))
    expect(pay).to_be_enabled()

    shop.wallet.reject = True
    pay.click()

    expect(shop.page.get_by_text(re.compile("reject|declined|refused|not signed", re.IGNORECASE)).first).to_be_visible()
    assert shop.wallet.sent == []
    pay.click()
    expect(shop.page).to_have_url(re.compile(r"/orders?(/|$)"), timeout=30 * SECOND)
    assert len(shop.wallet.sent) == 1


def test_hostile_text__in_a_listing__is_shown_as_text(running: RunningMarket, visit: Callable[..., Visit]) -> None:
    """The page's policy forbids inline script besides; `visit` fails on any error or request it would cause."""
    page = visit(running.rpc("eth_accounts")[NEWCOMER]).page
    policy = page.request.get(running.url).headers["content-security-policy"]

    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert page.evaluate("document.querySelectorAll('script:not([src])').length") == 0


def something_of(running: RunningMarket, seller: str) -> Any:
    """A listing of this seller that anyone can buy now, in the native coin, and that waits for acceptance."""
    listings = running.get("/api/listings", seller=seller, token=NATIVE, in_stock=True, limit=100)["items"]
    return next(each for each in listings if each["on_sale"] and each["kind"] == "good" and not each["member_tier"])


def connect(page: Page) -> None:
    page.get_by_role("button", name="Connect wallet").first.click()
    page.get_by_role("button", name=re.compile("Test Wallet")).click()
    expect(page.get_by_role("button", name=re.compile("^Account 0x"))).to_be_visible()


def bought(running: RunningMarket, buyer: str, transaction: str) -> list[Any]:
    """The orders that one transaction placed."""
    block = int(running.rpc("eth_getTransactionReceipt", transaction)["blockNumber"], 16)
    orders = running.get(f"/api/accounts/{buyer}/orders", role="buyer", min_block=block)["items"]
    placed = [running.get(f"/api/orders/{order['id']}") for order in orders]
    return [order for order in placed if order["timeline"][0]["tx_hash"] == transaction]


def fulfil(running: RunningMarket, shop: Visit, seller: str, order: int) -> None:
    page = shop.page
    shop.wallet.switch_account(seller)
    page.goto(f"{running.url}/order/{order}")
    accept = page.get_by_role("button", name="Accept order")
    ship = page.get_by_role("button", name="Mark as shipped")
    expect(accept.or_(ship).first).to_be_visible()
    if accept.is_visible():
        accept.click()
    for step in (ship, page.get_by_role("button", name="Mark as delivered")):
        step.click(timeout=30 * SECOND)
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=re.compile("^Mark as")).click()
        expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="Delivered, waiting for the buyer")).to_be_visible(timeout=30 * SECOND)


def confirm(running: RunningMarket, page: Page, order: int) -> None:
    page.goto(f"{running.url}/order/{order}")
    page.get_by_role("button", name="Confirm and pay seller").click()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible(timeout=30 * SECOND)
    settled = running.get(f"/api/orders/{order}")
    assert settled["state"] == "completed"
    assert settled["escrow"]["amount"] == "0"


def withdraw_everything(running: RunningMarket, shop: Visit, seller: str) -> None:
    before, claims = int(running.rpc("eth_getBalance", seller, "latest"), 16), claims_of(running, seller)
    assert claims > 0
    shop.wallet.switch_account(seller)
    page = shop.page
    page.goto(f"{running.url}/wallet")
    page.get_by_role("button", name="Withdraw").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="All").click()
    dialog.get_by_role("button", name="Withdraw").click()
    expect(dialog).to_have_count(0, timeout=30 * SECOND)

    receipt = running.rpc("eth_getTransactionReceipt", shop.wallet.sent[-1])
    cost = int(receipt["gasUsed"], 16) * int(receipt["effectiveGasPrice"], 16)
    assert claims_of(running, seller, int(receipt["blockNumber"], 16)) == 0
    assert int(running.rpc("eth_getBalance", seller, "latest"), 16) == before + claims - cost


def claims_of(running: RunningMarket, account: str, block: int = 0) -> int:
    balances = running.get(f"/api/accounts/{account}/balances", min_block=block)["items"]
    return sum(int(each["amount"]) for each in balances if each["token"] == NATIVE)
