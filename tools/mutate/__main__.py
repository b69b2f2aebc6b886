"""Puts faults into the contracts and counts those that the tests find.

`python -m tools.mutate --sample 100 --seed 1` takes 100 of all mutants by chance; `--only FILE` those of one contract;
`--again` meets survivors anew, after tests were written for them. What is known stays in `.mutants/`, so a run that was
stopped goes on where it was. `--quick` spares survivors the tests that say nothing of them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import SimpleQueue

from scripts._compile import compile_all
from tools.mutate import mutants, results, suites
from tools.mutate.compiler import Json, compile_contracts, parse
from tools.mutate.mutants import Mutant
from tools.mutate.results import Result
from tools.mutate.syntax import imports_of
from tools.mutate.workplace import BIGGEST, TOO_LONG, Workplace, contracts_of


class Trial:
    """Mutants meet the tests, several at a time."""

    def __init__(self, trees: dict[str, Json], jobs: int, without: Sequence[str], quick: bool) -> None:
        self._quick = quick
        self._imports = imports_of(trees)
        self._without = [*suites.left_out(), *(f"--deselect={test}" for test in without)]
        self._workplaces: SimpleQueue[Workplace] = SimpleQueue()
        self._jobs = jobs
        for job in range(jobs):
            self._workplaces.put(Workplace(f"place-{job}"))

    def run(self, sample: Sequence[Mutant]) -> dict[str, Result]:
        """By key. Who survived the nearest tests alone is not written down: the others are still to come."""
        met: dict[str, Result] = {}
        began = time.monotonic()
        pool = ThreadPoolExecutor(self._jobs)
        futures = {pool.submit(self._meet, mutant): mutant for mutant in sample}
        try:
            for done, future in enumerate(as_completed(futures), 1):
                result = met[futures[future].key] = future.result()
                if not (self._quick and result.fate == "survived"):
                    results.remember(result)
                left = (time.monotonic() - began) / done * (len(sample) - done)
                _say(futures[future], result, f"{done}/{len(sample)}, {left / 60:.0f} min left")
        finally:
            pool.shutdown(cancel_futures=True)
        return met

    def check(self, found_by: Sequence[str]) -> None:
        """What found a mutant must pass where there is none."""
        failed = self._workplaces.get().test(sorted(set(found_by))) if found_by else None
        if failed:
            sys.exit(
                f"{failed} fails without any fault, so what it found does not count: mend it, or leave it --without"
            )

    def _meet(self, mutant: Mutant) -> Result:
        code = compile_contracts(contracts_of(self._imports, mutant.file), {mutant.file: mutant.source})
        if code is None:
            return Result(mutant.key, "not compiled")
        long = any(len(one.runtime) > 2 * BIGGEST for one in code.values())
        workplace = self._workplaces.get()
        try:
            workplace.put(code)
            return self._judge(workplace, mutant, long)
        finally:
            workplace.put({})
            self._workplaces.put(workplace)

    def _judge(self, workplace: Workplace, mutant: Mutant, long: bool) -> Result:
        near = suites.nearest(mutant.entries)
        for tests in (near, [] if self._quick else suites.others(near, long)):
            failed = workplace.test([*self._without, *tests]) if tests else None
            if failed:
                return Result(mutant.key, "killed", failed)
        return Result(mutant.key, "survived")


def _say(mutant: Mutant, result: Result, progress: str) -> None:
    print(f"{progress}: {result.fate:12} {mutant.file}:{mutant.line} {mutant.fault}", flush=True)
    if result.fate == "survived":
        print(f"    - {mutant.original}\n    + {mutant.changed}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=100, metavar="N", help="how many mutants (100)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the choice (1)")
    parser.add_argument("--only", metavar="FILE", help="mutants of this contract alone")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="mutants at a time (2)")
    parser.add_argument("--again", action="store_true", help="meet those again that survived")
    parser.add_argument("--quick", action="store_true", help="the nearest tests alone")
    parser.add_argument("--without", action="append", default=[], metavar="TEST", help="leave a test or a file out")
    return parser.parse_args()


def main() -> None:
    options = _options()
    compile_all()
    trees = parse(mutants.all_files())
    everything = list(mutants.find(mutants.files(options.only), trees))
    if not everything:
        sys.exit(f"No contract of ours is {options.only}.")
    # A larger sample of one seed begins with the smaller one.
    random.Random(options.seed).shuffle(everything)  # noqa: S311
    sample = everything[: options.sample]
    known = results.known()
    settled = {key for key, result in known.items() if not (options.again and result.fate == "survived")}
    trial = Trial(trees, options.jobs, options.without, options.quick)
    known |= trial.run([mutant for mutant in sample if mutant.key not in settled])
    trial.check([by for mutant in sample if (by := known[mutant.key].by) and by != TOO_LONG])
    _conclude(results.report(sample, known, options.seed))


def _conclude(report: Json) -> None:
    results.REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(f"score {report['score']:.1%}: {report['killed']} of {report['sample']} mutants were found")
    unexplained = results.unexplained(report["survivors"])
    for one in unexplained:
        print(f"{one['file']}:{one['line']}\n    - {one['original']}\n    + {one['mutant']}")
    if unexplained:
        sys.exit(f"{len(unexplained)} survived without a reason in {results.ACCEPTED.name}")


if __name__ == "__main__":
    main()
