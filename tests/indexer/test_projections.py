"""Each handler as what it is: a function of rows and one event."""

from datetime import UTC, datetime

import pytest

from indexer.abi import events_of, snake
from indexer.projections import MODULES, UNPROJECTED, handler_of
from indexer.rows import Rows, UnknownRow
from tests.indexer.market import abi_of
from tests.indexer.story import list_item, place, terms, told
from tests.indexer.telling import BUYER, MARKET, NATIVE, REFERRER, SELLER, TOKEN, Telling


def test_handlers__every_event_of_the_abi__has_one_or_is_named_as_having_none() -> None:
    for contract in MODULES:
        for event in events_of(abi_of(contract)):
            expected = event.name not in UNPROJECTED
            assert (handler_of(contract, event.name) is not None) == expected, event.name


def test_handlers__every_one__belongs_to_an_event_of_its_contracts() -> None:
    for module in {module for modules in MODULES.values() for module in modules}:
        contracts = [contract for contract, modules in MODULES.items() if module in modules]
        events = {f"on_{snake(event.name)}" for contract in contracts for event in events_of(abi_of(contract))}
        assert {name for name in vars(module) if name.startswith("on_")} <= events


def test_on_listing_created__first__adds_listing_version_and_counts(rows: Rows, shop: Telling) -> None:
    listing = rows.listing.read(1)

    assert (listing.kind, listing.version, listing.stock, listing.price) == ("service", 1, 3, 100)
    assert rows.listing_version.read((1, 1)).content == b"c" * 32
    assert rows.category.read(1).listings == 1
    assert rows.seller.read(SELLER).listings == 1
    assert rows.market_state.read(()).listings == 1


def test_on_listing_created__unlimited_stock__is_null(rows: Rows, shop: Telling) -> None:
    list_item(shop, 2, stock=2**32 - 1)

    assert rows.listing.read(2).stock is None
    assert rows.category.read(1).listings == 2


def test_on_listing_created__no_stock__is_not_on_sale(rows: Rows, shop: Telling) -> None:
    list_item(shop, 2, stock=0)

    assert rows.category.read(1).listings == 1


def test_on_listing_updated__other_category__moves_its_count_and_keeps_the_old_version(
    rows: Rows, shop: Telling
) -> None:
    shop("ListingUpdated", listing_id=1, version=2, terms=terms(price=7, category=2))

    assert (rows.listing.read(1).version, rows.listing.read(1).price) == (2, 7)
    assert [rows.listing_version.read((1, version)).price for version in (1, 2)] == [100, 7]
    assert (rows.category.read(1).listings, rows.category.read(2).listings) == (0, 1)


def test_on_listing_paused__twice_the_same__counts_once(rows: Rows, shop: Telling) -> None:
    for _ in range(2):
        shop("ListingPaused", listing_id=1, paused=True)
    assert rows.category.read(1).listings == 0

    for _ in range(2):
        shop("ListingPaused", listing_id=1, paused=False)
    assert rows.category.read(1).listings == 1


def test_on_stock_changed__to_zero_and_back__leaves_and_joins_the_category(rows: Rows, shop: Telling) -> None:
    shop("StockChanged", listing_id=1, stock=0)
    assert rows.category.read(1).listings == 0
    assert rows.seller.read(SELLER).on_sale == {}

    shop("StockChanged", listing_id=1, stock=4)
    assert rows.category.read(1).listings == 1
    assert rows.listing.read(1).stock == 4


def test_on_category_renamed__known__changes_its_name(rows: Rows, shop: Telling) -> None:
    shop("CategoryRenamed", category_id=2, name="Light")

    assert (rows.category.read(2).name, rows.category.read(2).parent_id) == ("Light", 1)


def test_on_seller_status_changed__suspended_and_back__hides_and_shows_the_listings(rows: Rows, shop: Telling) -> None:
    shop("SellerSuspended", seller=SELLER, by=BUYER, reason=b"r" * 32)
    shop("SellerStatusChanged", seller=SELLER, status=2)
    assert rows.seller.read(SELLER).status == "suspended"
    assert rows.seller.read(SELLER).suspended_reason == b"r" * 32
    assert rows.category.read(1).listings == 0

    shop("StockChanged", listing_id=1, stock=0)
    shop("SellerReinstated", seller=SELLER, by=BUYER)
    shop("SellerStatusChanged", seller=SELLER, status=1)
    assert rows.seller.read(SELLER).suspended_reason is None
    assert rows.category.read(1).listings == 0

    shop("StockChanged", listing_id=1, stock=1)
    assert rows.category.read(1).listings == 1


def test_on_seller_registered__before_the_market_says_so__is_one_seller(rows: Rows, tell: Telling) -> None:
    tell("SellerRegistered", seller=SELLER, profile=b"p" * 32)
    tell("SellerStatusChanged", seller=SELLER, status=1)

    assert (rows.seller.read(SELLER).status, rows.seller.read(SELLER).profile) == ("active", b"p" * 32)
    assert rows.market_state.read(()).sellers == 1


def test_on_seller_profile_changed__known__is_the_new_one(rows: Rows, shop: Telling) -> None:
    shop("SellerProfileChanged", seller=SELLER, profile=b"q" * 32)

    assert rows.seller.read(SELLER).profile == b"q" * 32


def test_on_order_placed__takes_all_it_needs_from_the_listing(rows: Rows, shop: Telling) -> None:
    place(shop)

    order, listing = rows.orders.read(1), rows.listing.read(1)
    assert (order.seller, order.token, order.state, order.escrow) == (SELLER, TOKEN, "placed", 200)
    assert order.accepted_at is None
    assert order.deadline == datetime.fromtimestamp(1_800_000_000, UTC)
    assert (listing.stock, listing.sold, listing.orders) == (1, 2, 1)
    assert (rows.seller.read(SELLER).orders, rows.market_state.read(()).orders) == (1, 1)


def test_on_order_placed__accepted_at_once__says_when(rows: Rows, shop: Telling) -> None:
    place(shop, state=2)

    assert rows.orders.read(1).accepted_at == rows.orders.read(1).placed_at


def test_on_order_placed__last_unit__leaves_the_category(rows: Rows, shop: Telling) -> None:
    place(shop, stock=0)

    assert rows.category.read(1).listings == 0


def test_on_order_referred__a_placed_order__names_the_referrer(rows: Rows, shop: Telling) -> None:
    place(shop)
    shop("OrderReferred", order_id=1, referrer=REFERRER, share_bps=2000)

    assert (rows.orders.read(1).referrer, rows.orders.read(1).referral_share_bps) == (REFERRER, 2000)


def test_on_order_started_and_delivered__from_placed__implies_acceptance(rows: Rows, shop: Telling) -> None:
    place(shop)
    shop("OrderStarted", order_id=1, deadline=1_800_000_001, document=b"d" * 32)
    order = rows.orders.read(1)
    assert (order.state, order.started_document) == ("in_progress", b"d" * 32)
    assert order.accepted_at == order.started_at

    accepted = order.accepted_at
    shop("OrderDelivered", order_id=1, deadline=1_800_000_002, document=bytes(32))
    assert (order.state, order.delivered_document, order.accepted_at) == ("delivered", None, accepted)


def test_on_order_accepted__placed__has_a_new_deadline(rows: Rows, shop: Telling) -> None:
    place(shop)
    shop("OrderAccepted", order_id=1, deadline=1_900_000_000)

    assert rows.orders.read(1).state == "accepted"
    assert rows.orders.read(1).deadline == datetime.fromtimestamp(1_900_000_000, UTC)


def test_deadline__beyond_the_calendar__is_its_last_second(rows: Rows, shop: Telling) -> None:
    place(shop)
    shop("OrderAccepted", order_id=1, deadline=2**40 - 1)

    assert rows.orders.read(1).deadline == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_on_order_released_and_completed__referred__pays_seller_referrer_and_market(rows: Rows, shop: Telling) -> None:
    place(shop)
    shop("OrderReferred", order_id=1, referrer=REFERRER, share_bps=2000)
    shop("OrderReleased", order_id=1, paid=95, fee=4, referral=1, escrow=100)
    shop("OrderCompleted", order_id=1, by=BUYER, paid=96, fee=3, referral=1)

    order = rows.orders.read(1)
    assert (order.state, order.escrow, order.paid, order.fee, order.referral) == ("completed", 0, 191, 7, 2)
    assert order.total == order.escrow + order.paid + order.fee + order.referral + order.refunded
    assert (order.closed_by, order.deadline) == (BUYER, None)
    assert told(rows) == [
        (SELLER, 95, "sale"),
        (REFERRER, 1, "referral"),
        (MARKET, 4, "fee"),
        (SELLER, 96, "sale"),
        (REFERRER, 1, "referral"),
        (MARKET, 3, "fee"),
    ]
    assert {entry.order_id for entry in rows.entries} == {1}
    assert rows.seller.read(SELLER).completed == 1


def test_on_order_completed__no_fee__books_no_empty_entry(rows: Rows, shop: Telling) -> None:
    place(shop)
    shop("OrderCompleted", order_id=1, by=BUYER, paid=200, fee=0, referral=0)

    assert told(rows) == [(SELLER, 200, "sale")]


def test_on_order_refunded_and_cancelled__gives_all_back(rows: Rows, shop: Telling) -> None:
    place(shop, stock=0)
    shop("OrderRefunded", order_id=1, amount=50, escrow=150)
    shop("OrderCancelled", order_id=1, by=SELLER, refunded=150, stock=2)

    order, listing = rows.orders.read(1), rows.listing.read(1)
    assert (order.state, order.refunded, order.escrow, order.closed_by) == ("cancelled", 200, 0, SELLER)
    assert (listing.stock, listing.sold, listing.orders) == (2, 0, 1)
    assert rows.category.read(1).listings == 1
    assert rows.seller.read(SELLER).cancelled == 1
    assert told(rows) == [(BUYER, 50, "refund"), (BUYER, 150, "refund")]


def test_on_transfer__mint_move_burn__balances_follow(rows: Rows, tell: Telling) -> None:
    claim = int.from_bytes(TOKEN, "big")
    for sender, receiver, amount in ((NATIVE, BUYER, 10), (BUYER, SELLER, 4), (SELLER, NATIVE, 3)):
        tell("Market.Transfer", caller=BUYER, sender=sender, receiver=receiver, id=claim, amount=amount)

    assert rows.balance.read((BUYER, TOKEN)).amount == 6
    assert rows.balance.read((SELLER, TOKEN)).amount == 1
    assert told(rows) == [(BUYER, -4, "transfer"), (SELLER, 4, "transfer")]


def test_on_transfer__of_nothing_by_a_stranger__is_no_error(rows: Rows, tell: Telling) -> None:
    tell("Market.Transfer", caller=BUYER, sender=BUYER, receiver=SELLER, id=0, amount=0)

    assert rows.balance.read((BUYER, NATIVE)).amount == 0
    assert rows.entries == []


def test_on_transfer__to_oneself__changes_nothing(rows: Rows, tell: Telling) -> None:
    tell("Market.Transfer", caller=BUYER, sender=NATIVE, receiver=BUYER, id=0, amount=5)
    tell("Market.Transfer", caller=BUYER, sender=BUYER, receiver=BUYER, id=0, amount=5)

    assert rows.balance.read((BUYER, NATIVE)).amount == 5
    assert sum(entry.amount for entry in rows.entries) == 0


def test_ledger__deposit_purchase_withdrawal_fees__say_why(rows: Rows, tell: Telling) -> None:
    tell("Deposited", account=BUYER, token=TOKEN, amount=10, payer=SELLER)
    tell("BalanceSpent", account=BUYER, token=TOKEN, checkout_id=7, amount=4)
    tell("Withdrawn", account=BUYER, token=TOKEN, amount=5, to=SELLER)
    tell("FeesCollected", token=TOKEN, to=REFERRER, amount=3)

    assert told(rows) == [
        (BUYER, 10, "deposit"),
        (BUYER, -4, "purchase"),
        (BUYER, -5, "withdrawal"),
        (MARKET, -3, "fee"),
        (REFERRER, 3, "fee"),
    ]
    assert [entry.counterparty for entry in rows.entries] == [SELLER, None, SELLER, REFERRER, MARKET]
    assert rows.entries[1].checkout_id == 7


def test_market__fee_and_pauses__are_its_settings(rows: Rows, tell: Telling) -> None:
    tell("FeeChanged", fee_bps=300, referral_share_bps=1000)
    tell("ListingsPaused", paused=True)
    tell("OrdersPaused", paused=True)

    state = rows.market_state.read(())
    assert (state.fee_bps, state.referral_share_bps, state.listings_paused, state.orders_paused) == (
        300,
        1000,
        True,
        True,
    )


def test_handler__event_about_nothing_known__raises_unknown_row(rows: Rows, tell: Telling) -> None:
    with pytest.raises(UnknownRow, match="no orders 1"):
        tell("OrderAccepted", order_id=1, deadline=1)
