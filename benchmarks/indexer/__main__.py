"""`make bench-indexer`: ours, Ponder and the bare fetch on one chain and one PostgreSQL, interleaved; medians, ratios.

Figures go to `benchmarks/results/indexer.json`. Ratios above 1 are in our favour where the name says `cold` or `warm`
(events per second), below 1 where it is a cost. `--only growth` measures again what one part needs and keeps the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from statistics import median

from benchmarks.indexer import head, ours, ponder
from benchmarks.indexer.counting import counted
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


def requests(place: Place) -> dict[str, float]:
    """What each asks of the node in a backfill."""
    mine, theirs = place.fresh_database(), place.fresh_database()
    with counted(place.rpc_url) as of_ours:
        ours.cold(place, mine, of_ours.url)
    with counted(place.rpc_url) as of_ponder:
        ponder.sync(place, theirs, "first", of_ponder.url)
    place.drop(mine)
    place.drop(theirs)
    return {
        "requests_vs_ponder": of_ours.requests / of_ponder.requests,
        "requests": of_ours.requests,
        "ponder_requests": of_ponder.requests,
        "calls_vs_ponder": of_ours.calls / of_ponder.calls,
    }


def heads(place: Place) -> dict[str, float]:
    """From a block that is mined to its rows, in milliseconds."""
    databases = [place.fresh_database() for _ in range(4)]
    told, told_ponder = head.by_socket(place, databases[0]), head.of_ponder(place, databases[1], socket=True)
    polled, polled_ponder = head.by_default(place, databases[2]), head.of_ponder(place, databases[3], socket=False)
    for database in databases:
        place.drop(database)
    return {
        "head_ws_p50_vs_ponder": told.p50 / told_ponder.p50,
        "head_ws_p95_vs_ponder": told.p95 / told_ponder.p95,
        "head_ws_p50_ms": told.p50,
        "head_ws_p95_ms": told.p95,
        "head_default_p50_ms": polled.p50,
        "ponder_head_default_p50_ms": polled_ponder.p50,
    }


def growth(place: Place) -> dict[str, float]:
    """Memory at four times the events, and the cost of an event at ten times; a chain of a million shows both."""
    quarter, tenth = place.fresh_database(), place.fresh_database()
    (some, all_), (few, many) = ours.growth(place, quarter, 4), ours.growth(place, tenth, 10)
    place.drop(quarter)
    place.drop(tenth)
    return {
        "growth_events": place.events,
        "memory_growth_4x": all_.memory / some.memory,
        "cost_1m_vs_100k": many.seconds / few.seconds / 10,
    }


def compare(mine: dict[str, int], theirs: dict[str, int]) -> None:
    """Both have done the same work, or the figures mean nothing."""
    if different := {name: (mine.get(name), count) for name, count in theirs.items() if mine.get(name) != count}:
        raise SystemExit(f"Ponder and we disagree about events: {different}")


def ratios(costs: Costs, events: int) -> dict[str, float]:
    """Names as in `benchmarks/results/indexer.json`."""

    def of(name: str, part: str) -> float:
        return float(median(getattr(cost, part) for cost in costs[name]))

    return {
        "cold_vs_ponder": of("ponder cold", "seconds") / of("cold", "seconds"),
        "cold_vs_fetch": of("fetch", "seconds") / of("cold", "seconds"),
        "warm_vs_ponder": of("ponder warm", "seconds") / of("warm", "seconds"),
        "cpu_vs_ponder": of("cold", "cpu") / of("ponder cold", "cpu"),
        "memory_vs_ponder": of("cold", "memory") / of("ponder cold", "memory"),
        "cold_events_per_second": events / of("cold", "seconds"),
        "ponder_cold_events_per_second": events / of("ponder cold", "seconds"),
        "cold_cpu_us_per_event": of("cold", "cpu") / events * 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=3_000)
    parser.add_argument("--head-blocks", type=int, default=200, help="of the chain whose head is followed")
    parser.add_argument("--growth-blocks", type=int, default=3_000, help="of the chain that shows how costs grow")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("rounds", "requests", "heads", "growth"), help="measure one part again")
    arguments = parser.parse_args()
    wanted = {arguments.only} if arguments.only else {"rounds", "requests", "heads", "growth"}
    ponder.install()
    if wanted & {"rounds", "requests"}:
        with opened(arguments.blocks) as place:
            print(f"{place.events:,} events in {place.head:,} blocks", flush=True)
            if "rounds" in wanted:
                report(rounds(place, arguments.rounds))
            if "requests" in wanted:
                report(requests(place))
    # A short chain: an anvil that answers a backfill mines no block meanwhile, and both have to come to the head first.
    if "heads" in wanted:
        with opened(arguments.head_blocks) as place:
            report(heads(place))
    # What a block costs anvil grows with the chain's state, so a million events come in fewer and fuller blocks.
    if "growth" in wanted:
        with opened(arguments.growth_blocks, carts=10) as place:
            report(growth(place))


def rounds(place: Place, number: int) -> dict[str, float]:
    costs: Costs = defaultdict(list)
    for done in range(number):
        print(f"round {done + 1} of {number}", flush=True)
        round_of(place, costs)
    return {"events": place.events, "blocks": place.head, **ratios(costs, place.events)}


def report(figures: dict[str, float]) -> None:
    """Into the file beside the others, as each part ends."""
    told = {name: round(value, 3) for name, value in figures.items()}
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(known | told, indent=2) + "\n")
    print(json.dumps(told, indent=2), flush=True)


if __name__ == "__main__":
    main()
