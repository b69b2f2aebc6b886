"""ape console greets with objects that work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.scripts.conftest import Seeded, Workplace


def test_console__demo_market__has_objects_ready(seeded: Seeded) -> None:
    lines = [
        "print(market.listings[7])",
        "bought = market.buy(7, sender=bea)",
        "print(bought)",
        "print(bought.buyer == bea.address, bought.listing.seller == market.getListing(7).seller)",
        "print(market.orders[12])",
        "print(market.balance(bea), market.balance(bea, 'USDC'))",
        "print(usdc.symbol(), sellers.statusOf(silas), len(market.listings))",
    ]
    done = seeded.place.ape("console", "-c", "\\n".join(lines))
    said = done.stdout
    assert "200 listings, 3" in said
    assert "market.buy(7, quantity=1, sender=bea)" in said
    assert "<Listing 7:" in said
    assert re.search(r"<Order \d+: (placed|accepted), 1 × listing 7 for 0x", said)
    assert "True True" in said
    assert "<Order 12:" in said
    assert " ETH " in said
    assert "USDC 1 200" in said


def test_console__chain_without_market__says_so_in_one_line(start_chain: Callable[..., str], tmp_path: Path) -> None:
    done = Workplace(start_chain(), tmp_path).ape("console", "-c", "print(bea.balance > 0)")
    assert "No market on chain 31337 (Local): `ape run deploy` makes one." in done.stdout
    assert "True" in done.stdout
