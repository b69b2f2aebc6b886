"""Measures what each step of a sale costs.

`python -m tools.gas` prints the table and writes `.gas-snapshot`, `benchmarks/results/gas.json` and from it the figures
in `docs/gas.md` and the README; `--check` fails if the committed snapshot differs. The contracts must have been built
(`make build`).

Figures are of the steady state (the seller and the market already hold claims, as after any first sale); the figure of
a first sale stands beside them in the snapshot.
"""

from __future__ import annotations

import argparse
import json
import sys

from tools.gas.chain import ROOT
from tools.gas.steps import measure
from tools.gas.tables import DOCUMENTS, RESULTS, write

SNAPSHOT = ROOT / ".gas-snapshot"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if the committed snapshot differs")
    check = parser.parse_args().check
    gas = measure()
    table = "".join(f"{step:<16}{cost:>9,}\n" for step, cost in sorted(gas.items()))
    print(table, end="")
    if check:
        sys.exit(0 if SNAPSHOT.read_text() == table else "Gas has changed: look at the table, then `make gas`.")
    SNAPSHOT.write_text(table)
    RESULTS.write_text(json.dumps({key: gas[key] for key in sorted(gas)}, indent=2) + "\n")
    for document in DOCUMENTS:
        write(document)


if __name__ == "__main__":
    main()
