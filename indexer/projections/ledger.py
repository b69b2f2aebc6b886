"""Claims: balances follow ERC-6909's Transfer alone; the entries say why they moved."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import NOBODY, Need
from indexer.records import Balance, LedgerEntry, Order
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event == "Transfer":
        yield "balance", lambda args: (args.sender, _token(args.id))
        yield "balance", lambda args: (args.receiver, _token(args.id))


def on_transfer(rows: Rows, event: Event) -> None:
    args, token = event.args, _token(event.args.id)
    if args.sender != NOBODY:
        _move(rows, args.sender, token, -args.amount)
    if args.receiver != NOBODY:
        _move(rows, args.receiver, token, args.amount)
    if NOBODY not in (args.sender, args.receiver):
        book(rows, event, 0, args.sender, token, -args.amount, "transfer", counterparty=args.receiver)
        book(rows, event, 1, args.receiver, token, args.amount, "transfer", counterparty=args.sender)


def on_deposited(rows: Rows, event: Event) -> None:
    args = event.args
    book(rows, event, 0, args.account, args.token, args.amount, "deposit", counterparty=args.payer)


def on_withdrawn(rows: Rows, event: Event) -> None:
    args = event.args
    book(rows, event, 0, args.account, args.token, -args.amount, "withdrawal", counterparty=args.to)


def on_balance_spent(rows: Rows, event: Event) -> None:
    args = event.args
    book(rows, event, 0, args.account, args.token, -args.amount, "purchase", checkout_id=args.checkout_id)


def on_fees_collected(rows: Rows, event: Event) -> None:
    # Fees wait in a pot that is nobody's claim; its entries are booked to the market's own address.
    args, market = event.args, event.address
    book(rows, event, 0, market, args.token, -args.amount, "fee", counterparty=args.to)
    book(rows, event, 1, args.to, args.token, args.amount, "fee", counterparty=market)


def book(
    rows: Rows,
    event: Event,
    seq: int,
    account: bytes,
    token: bytes,
    amount: int,
    kind: str,
    *,
    order: Order | None = None,
    checkout_id: int | None = None,
    counterparty: bytes | None = None,
) -> None:
    """Writes one entry, the `seq`-th of this event. `amount` is signed; zero moves nothing and is left out."""
    if amount == 0:
        return
    entry = LedgerEntry(
        block_number=event.block_number,
        log_index=event.log_index,
        seq=seq,
        account=account,
        token=token,
        amount=amount,
        kind=kind,
        order_id=order.order_id if order else None,
        checkout_id=order.checkout_id if order else checkout_id,
        counterparty=counterparty,
        tx_hash=event.tx_hash,
        timestamp=event.timestamp,
    )
    rows.entries.append(entry)


def _move(rows: Rows, account: bytes, token: bytes, amount: int) -> None:
    key = (account, token)
    # Sending nothing needs no claims, so a sender too may be new here.
    if rows.balance.get(key) is None:
        rows.balance.add(key, Balance(account=account, token=token, amount=amount))
    else:
        rows.balance.change(key).amount += amount


def _token(claim_id: int) -> bytes:
    """The token whose claims have this id (ILedger: the id is the address as a number)."""
    return claim_id.to_bytes(32, "big")[12:]
