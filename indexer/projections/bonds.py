"""What sellers have put up."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import Need, utc
from indexer.records import SellerBond
from indexer.rows import Rows


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event.startswith("Bond"):
        yield "seller_bond", lambda args: (args.seller, args.token)


def on_bond_deposited(rows: Rows, event: Event) -> None:
    _known(rows, event).amount = event.args.bonded


def on_bond_unlocking(rows: Rows, event: Event) -> None:
    bond, amount = _known(rows, event), event.args.amount
    bond.unlocking, bond.unlocks_at = amount, utc(event.args.unlocks_at) if amount else None


def on_bond_withdrawn(rows: Rows, event: Event) -> None:
    bond = _known(rows, event)
    bond.amount, bond.unlocking, bond.unlocks_at = event.args.bonded, 0, None


def on_bond_slashed(rows: Rows, event: Event) -> None:
    bond = _known(rows, event)
    bond.amount = event.args.bonded
    bond.slashed += event.args.amount


def _known(rows: Rows, event: Event) -> SellerBond:
    seller, token = key = event.args.seller, event.args.token
    if rows.seller_bond.get(key) is not None:
        return rows.seller_bond.change(key)
    return rows.seller_bond.add(key, SellerBond(seller=seller, token=token, amount=0, unlocking=0, slashed=0))
