"""Cases, from the raising to the closing, and the arbitrators who may rule."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import Need, utc
from indexer.records import Arbitration, Arbitrator, Dispute, Evidence
from indexer.rows import Rows


def needs(event: str, fields: Container[str]) -> Iterator[Need]:
    if "order_id" in fields:
        yield "dispute", lambda args: args.order_id
    if event in ("Dispute", "Ruling"):
        yield "arbitration", lambda args: (args.arbitrator, args.dispute_id)


def on_arbitrator_added(rows: Rows, event: Event) -> None:
    args = event.args
    arbitrator = Arbitrator(
        arbitrator_id=args.arbitrator_id,
        address=args.arbitrator,
        rule_window=args.rule_window,
        extra_data=args.extra_data,
        meta_evidence=args.meta_evidence,
        closed=False,
    )
    rows.arbitrator.add(args.arbitrator_id, arbitrator)


def on_arbitrator_closed(rows: Rows, event: Event) -> None:
    rows.arbitrator.change(event.args.arbitrator_id).closed = event.args.closed


def on_dispute_raised(rows: Rows, event: Event) -> None:
    args, order = event.args, rows.orders.read(event.args.order_id)
    by_buyer = args.by == order.buyer
    dispute = Dispute(
        order_id=args.order_id,
        arbitrator_id=args.arbitrator_id,
        stage="raised",
        raised_by=args.by,
        buyer=order.buyer,
        seller=order.seller,
        deadline=utc(args.deadline),
        buyer_deposit=args.deposit if by_buyer else 0,
        seller_deposit=0 if by_buyer else args.deposit,
        appeals=0,
        appeal_fees=0,
        deposit_to_buyer=0,
        deposit_to_seller=0,
        from_bond=0,
        settled=False,
        raised_at=event.timestamp,
        tx_hash=event.tx_hash,
        updated_block=event.block_number,
    )
    rows.dispute.add(args.order_id, dispute)


def on_dispute_answered(rows: Rows, event: Event) -> None:
    args, dispute = event.args, _changed(rows, event, event.args.order_id)
    if args.by == dispute.buyer:
        dispute.buyer_deposit = args.deposit
    else:
        dispute.seller_deposit = args.deposit
    dispute.stage, dispute.dispute_id = "arbitrated", args.dispute_id
    dispute.deadline, dispute.answered_at = utc(args.deadline), event.timestamp


def on_dispute_appealed(rows: Rows, event: Event) -> None:
    dispute = _changed(rows, event, event.args.order_id)
    dispute.appeals += 1
    dispute.appeal_fees += event.args.fee


def on_dispute_closed(rows: Rows, event: Event) -> None:
    args, dispute = event.args, _changed(rows, event, event.args.order_id)
    dispute.stage, dispute.deadline, dispute.closed_at = "closed", None, event.timestamp
    dispute.buyer_bps, dispute.from_bond = args.buyer_bps, args.from_bond
    dispute.deposit_to_buyer, dispute.deposit_to_seller = args.deposit_to_buyer, args.deposit_to_seller


def on_order_settled(rows: Rows, event: Event) -> None:
    # Two sides may also settle an order that was never disputed: the order itself says what it came to.
    if rows.dispute.get(event.args.order_id) is not None:
        _changed(rows, event, event.args.order_id).settled = True


def on_dispute(rows: Rows, event: Event) -> None:
    arbitrator, dispute_id = key = event.args.arbitrator, event.args.dispute_id
    order_id = event.args.evidence_group_id
    # Numbers are the arbitrator's to give: one that gives a number twice means the later order.
    if rows.arbitration.get(key) is None:
        rows.arbitration.add(key, Arbitration(arbitrator=arbitrator, dispute_id=dispute_id, order_id=order_id))
    else:
        rows.arbitration.change(key).order_id = order_id


def on_ruling(rows: Rows, event: Event) -> None:
    order_id = rows.arbitration.read((event.args.arbitrator, event.args.dispute_id)).order_id
    # A ruling for a case that has ended without it changes nothing.
    if rows.dispute.read(order_id).stage == "arbitrated":
        _changed(rows, event, order_id).ruling = event.args.ruling


def on_evidence(rows: Rows, event: Event) -> None:
    args = event.args
    evidence = Evidence(
        order_id=args.evidence_group_id,
        block_number=event.block_number,
        log_index=event.log_index,
        party=args.party,
        uri=args.evidence,
        submitted_at=event.timestamp,
        tx_hash=event.tx_hash,
    )
    rows.evidence.add((args.evidence_group_id, event.block_number, event.log_index), evidence)


def _changed(rows: Rows, event: Event, order_id: int) -> Dispute:
    dispute = rows.dispute.change(order_id)
    dispute.updated_block = event.block_number
    return dispute
