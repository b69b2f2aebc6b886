"""The figures in the documents, taken from `benchmarks/results/gas.json`, which is where they come from.

`python -m tools.gas.tables FILE` writes those of one document; `python -m tools.fresh` sees whether they are fresh. A
row of a table is known by its first cell; the figures of its second cell are ours.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.gas.chain import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "gas.json"
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "gas.md")

ROWS = {
    "Create a listing": ["list"],
    "Buy and confirm (native coin, stock, fee, pull credit)": ["buy_confirm"],
    "Buy and confirm, native coin, with stock, fee and pull credit": ["buy_confirm"],
    "The same, a seller's first sale": ["buy_confirm_first"],
    "A further seller in the same cart": ["cart_line"],
    "Buy by a signed offer, and confirm": ["offer_buy_confirm"],
    "Dispute: raise, both deposits, ruling": ["dispute"],
    "Dispute before the market's own council, three votes and the execution included": ["dispute_council"],
    "Release a part, the first of an order": ["release"],
    "Review": ["review"],
    "Review, with sums of listing and seller": ["review"],
    "Membership: mint, renew": ["mint", "renew"],
    "Membership, minted": ["mint"],
    "Membership, renewed": ["renew"],
}
"""By the first cell of a row: the steps whose gas its second cell says, in their order."""

FIGURE = re.compile(r"\d+(?:,\d{3})*")


def filled(text: str, gas: Mapping[str, int]) -> str:
    """The document with the figures of `gas`. Raises ValueError for a row with another number of figures."""
    return "\n".join(_row(line, gas) for line in text.split("\n"))


def _row(line: str, gas: Mapping[str, int]) -> str:
    cells = line.split("|")
    steps = ROWS.get(cells[1].strip()) if len(cells) > 3 else None
    if steps is None:
        return line
    if len(FIGURE.findall(cells[2])) != len(steps):
        raise ValueError(f"{len(steps)} figures expected: {line}")
    figures = iter(f"{gas[step]:,}" for step in steps)
    cells[2] = FIGURE.sub(lambda _: next(figures), cells[2])
    return "|".join(cells)


def write(document: Path) -> None:
    gas: dict[str, int] = json.loads(RESULTS.read_text())
    document.write_text(filled(document.read_text(), gas))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
