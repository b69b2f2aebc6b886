"""The register of sellers. `Market` says who may sell, `Sellers` what their profiles are; either may speak first."""

from indexer.decode import Event
from indexer.projections import market
from indexer.projections.common import STATUSES
from indexer.records import Seller
from indexer.rows import Rows


def on_seller_registered(rows: Rows, event: Event) -> None:
    _known(rows, event).profile = event.args.profile


def on_seller_profile_changed(rows: Rows, event: Event) -> None:
    _known(rows, event).profile = event.args.profile


def on_seller_suspended(rows: Rows, event: Event) -> None:
    _known(rows, event).suspended_reason = event.args.reason


def on_seller_reinstated(rows: Rows, event: Event) -> None:
    _known(rows, event).suspended_reason = None


def on_seller_status_changed(rows: Rows, event: Event) -> None:
    seller, status = _known(rows, event), STATUSES[event.args.status]
    if (status == "active") != (seller.status == "active"):
        _show(rows, seller, 1 if status == "active" else -1)
    seller.status = status


def _show(rows: Rows, seller: Seller, sign: int) -> None:
    """Puts all that a seller has on sale into the categories' counts, or takes it out."""
    for category, listings in seller.on_sale.items():
        rows.category.change(int(category)).listings += sign * listings


def _known(rows: Rows, event: Event) -> Seller:
    address = event.args.seller
    if rows.seller.get(address) is not None:
        return rows.seller.change(address)
    market.state(rows).sellers += 1
    fresh = Seller(
        address=address,
        status="none",
        registered_at=event.timestamp,
        listings=0,
        orders=0,
        completed=0,
        cancelled=0,
        rating_sum=0,
        rating_count=0,
        on_sale={},
    )
    return rows.seller.add(address, fresh)
