"""`make chaos`: a long storm, whose figures go to benchmarks/results/chaos.json."""

import json
import tempfile
import time
from pathlib import Path

import click

from tests.chaos.storm import Storm
from tests.conftest import ROOT

RESULT = ROOT / "benchmarks" / "results" / "chaos.json"


@click.command()
@click.option("--kills", default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kills what follows the chain, while the market goes on; ends with an error if any row is not as it should be."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(Path(folder), seed)
        try:
            storm.blow(kills)
            found = storm.compare()
        finally:
            storm.stop()
    figures = {
        "kills": storm.kills.total(),
        "kills_by_kind": dict(sorted(storm.kills.items())),
        "reorgs": storm.trade.reorgs,
        "reorgs_deeper_than_finality": storm.trade.deep,
        **found,
        "slowest_catch_up_seconds": round(storm.slowest, 1),
        "seconds": round(time.monotonic() - began),
        "seed": seed,
    }
    RESULT.write_text(json.dumps(figures, indent=2) + "\n")
    click.echo(json.dumps(figures))


if __name__ == "__main__":
    main()
