"""The steps that are measured."""

from __future__ import annotations

from tools.gas.chain import fresh_chain
from tools.gas.court import Court
from tools.gas.sale import PRICE, Sale


def measure() -> dict[str, int]:
    """Gas by step, each transaction's intrinsic cost included."""
    with fresh_chain() as chain:
        sale = Sale(chain)
        gas = {"list_first": sale.offer(sale.sellers[0])}
        gas["list"] = sale.offer(sale.sellers[0])
        gas |= _one_sale(sale, "_first") | _one_sale(sale, "")
        gas |= _cart(sale) | _steps(sale)
        gas |= _membership(sale) | _signed_offer(sale)
        gas["withdraw"] = sale.withdraw(sale.sellers[0], PRICE // 2)
        gas |= _disputes(Court(chain))
    for suffix in ("", "_first"):
        gas[f"buy_confirm{suffix}"] = gas[f"buy{suffix}"] + gas[f"confirm{suffix}"]
    return gas


def _one_sale(sale: Sale, suffix: str) -> dict[str, int]:
    bought = sale.buy(1)
    confirmed = sale.act("complete", sale.last_order, sale.buyer)
    reviewed = sale.act("review", sale.last_order, sale.buyer, 5, b"\xdd" * 32)
    return {f"buy{suffix}": bought, f"confirm{suffix}": confirmed, f"review{suffix}": reviewed}


def _cart(sale: Sale) -> dict[str, int]:
    """A further line of a cart, each of another seller, averaged over four."""
    listings = []
    for seller in sale.sellers[1:6]:
        sale.offer(seller)
        listings.append(sale.last_listing)
    one, five = sale.checkout(listings[:1]), sale.checkout(listings)
    return {"checkout_1": one, "checkout_5": five, "cart_line": (five - one) // 4}


def _membership(sale: Sale) -> dict[str, int]:
    """Of a tier with a member already; the holder has no membership yet."""
    club = sale.club()
    sale.join(club, sale.buyer)
    return {"mint": sale.join(club, sale.sellers[0]), "renew": sale.renew(club)}


def _signed_offer(sale: Sale) -> dict[str, int]:
    """A seller's quote, taken and confirmed; the first of its word of nonces has been used."""
    for nonce in (1, 2):
        taken = sale.take(sale.quote(nonce))
    confirmed = sale.act("complete", sale.last_order, sale.buyer)
    return {"offer_buy": taken, "offer_buy_confirm": taken + confirmed}


def _steps(sale: Sale) -> dict[str, int]:
    sale.buy(1)
    order, seller = sale.last_order, sale.sellers[0]
    return {
        "accept": sale.act("accept", order, seller),
        "start": sale.act("start", order, seller, b"\xee" * 32),
        "deliver": sale.act("deliver", order, seller, bytes(32)),
        "release": sale.act("release", order, sale.buyer, PRICE // 4),
        "refund": sale.act("refund", order, seller, PRICE // 4),
        "cancel": sale.act("cancel", order, seller),
    }


def _disputes(court: Court) -> dict[str, int]:
    """The second dispute of each arbitrator, so that everybody has claims already."""
    for dispute in (0, 1):
        raised, answered = court.dispute(1)
        ruled = court.ruled(dispute)
    for dispute in (1, 2):
        by_council = sum(court.dispute(0)) + court.voted(dispute)
    return {
        "dispute_raise": raised,
        "dispute_respond": answered,
        "dispute_rule": ruled,
        "dispute": raised + answered + ruled,
        "dispute_council": by_council,
    }
