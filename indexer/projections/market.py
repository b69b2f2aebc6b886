"""The market's own settings and counts."""

from indexer.decode import Event
from indexer.records import MarketState
from indexer.rows import Rows


def state(rows: Rows) -> MarketState:
    """The market's row, to change; made at its first event."""
    if rows.market_state.get(()) is not None:
        return rows.market_state.change(())
    fresh = MarketState(
        fee_bps=0,
        referral_share_bps=0,
        listings_paused=False,
        orders_paused=False,
        listings=0,
        orders=0,
        sellers=0,
    )
    return rows.market_state.add((), fresh)


def on_fee_changed(rows: Rows, event: Event) -> None:
    market = state(rows)
    market.fee_bps, market.referral_share_bps = event.args.fee_bps, event.args.referral_share_bps


def on_listings_paused(rows: Rows, event: Event) -> None:
    state(rows).listings_paused = event.args.paused


def on_orders_paused(rows: Rows, event: Event) -> None:
    state(rows).orders_paused = event.args.paused
