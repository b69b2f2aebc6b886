"""`make bench-indexer`: ours, Ponder and the bare fetch on one chain and one PostgreSQL, interleaved; medians, ratios.

Figures go to `benchmarks/results/indexer.json`. Ratios above 1 are in our favour where the name says `cold` or `warm`
(events per second), below 1 where it is a cost.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from statistics import median

from benchmarks.indexer import ours, ponder
from benchmarks.indexer.measure import Cost, Process
from benchmarks.indexer.place import ROOT, Place, opened

RESULTS = ROOT / "benchmarks" / "results" / "indexer.json"
Costs = dict[str, list[Cost]]


def fetch(place: Place) -> Cost:
    command = [
        sys.executable, "-m", "benchmarks.indexer.fetching", place.rpc_url, str(place.head),
        str(place.folder / "deployments"),
    ]  # fmt: skip
    return Process(command, {}, ROOT, place.folder / "fetch.log").run_to_end()


def round_of(place: Place, costs: Costs) -> None:
    """Each once, so that a slow minute of the machine is everybody's."""
    mine, theirs = place.fresh_database(), place.fresh_database()
    measured: list[tuple[str, Callable[[], Cost]]] = [
        ("fetch", lambda: fetch(place)),
        ("cold", lambda: ours.cold(place, mine)),
        ("ponder cold", lambda: ponder.sync(place, theirs, "first")),
        ("warm", lambda: ours.warm(place, mine)),
        ("ponder warm", lambda: ponder.sync(place, theirs, "second")),
    ]
    for name, run in measured:
        costs[name].append(run())
        cost = costs[name][-1]
        print(f"  {name:<12}{cost.seconds:8.2f} s{cost.cpu:8.2f} s CPU{cost.memory / 1e6:8.0f} MB", flush=True)
    # Ponder is ready before it has the blocks that are not final: 30 on this chain.
    final = place.head - 64
    compare(ours.counts(mine, final), ponder.counts(theirs, "first", final))
    place.drop(mine)
    place.drop(theirs)


def compare(mine: dict[str, int], theirs: dict[str, int]) -> None:
    """Both have done the same work, or the figures mean nothing."""
    if different := {name: (mine.get(name), count) for name, count in theirs.items() if mine.get(name) != count}:
        raise SystemExit(f"Ponder and we disagree about events: {different}")


def ratios(costs: Costs, events: int) -> dict[str, float]:
    """Names as in `benchmarks/results/indexer.json`."""

    def of(name: str, part: str) -> float:
        return float(median(getattr(cost, part) for cost in costs[name]))

    found = {
        "cold_vs_ponder": of("ponder cold", "seconds") / of("cold", "seconds"),
        "cold_vs_fetch": of("fetch", "seconds") / of("cold", "seconds"),
        "warm_vs_ponder": of("ponder warm", "seconds") / of("warm", "seconds"),
        "cpu_vs_ponder": of("cold", "cpu") / of("ponder cold", "cpu"),
        "memory_vs_ponder": of("cold", "memory") / of("ponder cold", "memory"),
        "cold_events_per_second": events / of("cold", "seconds"),
        "ponder_cold_events_per_second": events / of("ponder cold", "seconds"),
        "cold_cpu_us_per_event": of("cold", "cpu") / events * 1e6,
    }
    return {name: round(value, 3) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    ponder.install()
    costs: Costs = defaultdict(list)
    with opened(arguments.blocks) as place:
        print(f"{place.events:,} events in {place.head:,} blocks", flush=True)
        for number in range(arguments.rounds):
            print(f"round {number + 1} of {arguments.rounds}", flush=True)
            round_of(place, costs)
        figures = {"events": place.events, "blocks": place.head, **ratios(costs, place.events)}
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
