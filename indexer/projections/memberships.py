"""Tiers and memberships. `Transfer` and `SubscriptionUpdate` may come before the event that says more of a new one."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import NOBODY, Need, utc
from indexer.records import Membership, MembershipTier
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event in ("Transfer", "SubscriptionUpdate"):
        yield "membership", lambda args: args.token_id


def on_tier_added(rows: Rows, event: Event) -> None:
    tier_id, terms = event.args.tier_id, event.args.terms
    tier = MembershipTier(
        tier_id=tier_id,
        name=terms.name,
        token=terms.token,
        price=terms.price,
        period=terms.period,
        rank=terms.rank,
        supply=terms.supply or None,
        minted=0,
        transferable=terms.transferable,
        closed=False,
    )
    rows.membership_tier.add(tier_id, tier)


def on_tier_closed(rows: Rows, event: Event) -> None:
    rows.membership_tier.change(event.args.tier_id).closed = event.args.closed


def on_membership_minted(rows: Rows, event: Event) -> None:
    args = event.args
    membership = Membership(
        membership_id=args.membership_id,
        tier_id=args.tier_id,
        holder=args.holder,
        expires_at=utc(args.expires_at),
        paid=args.paid,
        refunded=0,
        minted_at=event.timestamp,
        tx_hash=event.tx_hash,
        updated_block=event.block_number,
    )
    rows.membership.add(args.membership_id, membership)
    rows.membership_tier.change(args.tier_id).minted += 1


def on_membership_renewed(rows: Rows, event: Event) -> None:
    membership = _changed(rows, event, event.args.membership_id)
    membership.expires_at, membership.cancelled_at = utc(event.args.expires_at), None
    membership.paid += event.args.paid


def on_membership_cancelled(rows: Rows, event: Event) -> None:
    membership = _changed(rows, event, event.args.membership_id)
    membership.cancelled_at = event.timestamp
    membership.refunded += event.args.refunded


def on_subscription_update(rows: Rows, event: Event) -> None:
    if rows.membership.get(event.args.token_id) is not None:
        _changed(rows, event, event.args.token_id).expires_at = utc(event.args.expiration)


def on_transfer(rows: Rows, event: Event) -> None:
    args = event.args
    if args.from_ != NOBODY:
        _changed(rows, event, args.token_id).holder = args.to if args.to != NOBODY else None


def _changed(rows: Rows, event: Event, membership_id: int) -> Membership:
    membership = rows.membership.change(membership_id)
    membership.updated_block = event.block_number
    return membership
