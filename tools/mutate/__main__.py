"""Puts faults into the contracts and counts those that the tests find.

`python -m tools.mutate --sample 100 --seed 1` takes 100 of all mutants by chance; `--only FILE` those of one contract;
`--again` meets survivors anew, after tests were written for them. What is known stays in `.mutants/`, so a run that was
stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from scripts._compile import compile_all
from tools.mutate import mutants, reach, results, switches
from tools.mutate.compiler import ROOT, Bytecode, Json, compile_contracts, parse
from tools.mutate.home import HOME, TASK
from tools.mutate.mutants import Mutant
from tools.mutate.results import Result
from tools.mutate.syntax import imports_of
from tools.mutate.workplace import TESTS, TOO_LONG, Workplace, contracts_of, left_out


class Trial:
    """Mutants meet the tests: all that have a switch in one session, and then the others one by one."""

    def __init__(self, trees: dict[str, Json], sample: Sequence[Mutant]) -> None:
        self._imports = imports_of(trees)
        self._sources, self._placed = switches.put(sample, trees)
        self._code = reach.digest(*self._sources.values())
        self._workplace = Workplace("place")

    def together(self, unmet: Iterable[Mutant]) -> None:
        keys = {mutant.key for mutant in unmet}
        faults = [_task(number, mutant) for number, mutant in sorted(self._placed.items()) if mutant.key in keys]
        if not faults:
            return
        self._workplace.put(self._switched())
        TASK.write_text(json.dumps({"code": self._code, "faults": faults}))
        self._workplace.session(left_out())

    def _switched(self) -> dict[str, Bytecode]:
        """Kept, since compiling them takes minutes."""
        kept = HOME / f"{self._code}.json"
        if kept.exists():
            return {name: Bytecode(**code) for name, code in json.loads(kept.read_text()).items()}
        files = {mutant.file for mutant in self._placed.values()}
        contracts = {name: file for one in files for name, file in contracts_of(self._imports, one).items()}
        code = compile_contracts(contracts, self._sources)
        if code is None:
            sys.exit("The contracts do not compile with switches.")
        kept.write_text(json.dumps({name: asdict(bytecode) for name, bytecode in code.items()}))
        return code

    def alone(self, unmet: Sequence[Mutant]) -> None:
        """Deployed anew: who has no place for a switch, and who may be found as soon as the world is made."""
        for mutant in unmet:
            result = self._meet(mutant)
            results.remember(result)
            print(f"{result.fate:8} alone, {_said(mutant)} by {result.by}", flush=True)

    def _meet(self, mutant: Mutant) -> Result:
        code = compile_contracts(contracts_of(self._imports, mutant.file), {mutant.file: mutant.source})
        if code is None:
            return Result(mutant.key, "not compiled")
        for tests in filter(None, (self._near(mutant), ["tests/contracts"])):
            failed = self._test(code, tests)
            if failed and failed != TOO_LONG and self._test({}, [failed]):
                sys.exit(f"{failed} fails without any fault, so what it found does not count: mend it.")
            if failed:
                return Result(mutant.key, "killed", failed)
        return Result(mutant.key, "survived")

    def _test(self, code: Mapping[str, Bytecode], tests: Sequence[str]) -> str | None:
        self._workplace.put(code)
        return self._workplace.test([*left_out(), *tests])

    def _near(self, mutant: Mutant) -> list[str]:
        """Files of tests that name its function: whom a modifier keeps out never reaches what is inside. If there is
        none: the tests that reach a line that names what is declared there."""
        files = [file for file in TESTS.glob("test_*.py") if mutant.function in file.read_text()]
        if files:
            return sorted(str(file.relative_to(ROOT)) for file in files)
        near = [number for number, other in self._placed.items() if mutant.function in other.original]
        return list(reach.nearest(reach.known(self._code).values(), near))


def _said(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line} {mutant.fault}: {mutant.original}  →  {mutant.changed}"


def _task(number: int, mutant: Mutant) -> Json:
    """A `session.Fault`, as JSON."""
    words = f"{mutant.function} {mutant.original}"
    return {"number": number, "key": mutant.key, "words": words, "said": _said(mutant)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=100, metavar="N", help="how many mutants (100)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the choice (1)")
    parser.add_argument("--only", metavar="FILE", help="mutants of this contract alone")
    parser.add_argument("--again", action="store_true", help="meet those again that survived")
    parser.add_argument("--report", action="store_true", help="meet none, and write what is known")
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
    if not options.report:
        if options.again:
            results.forget_survivors()
        trial = Trial(trees, sample)
        trial.together(_unmet(sample))
        trial.alone(_unmet(sample))
    _conclude(results.report(sample, results.known(), options.seed))


def _unmet(sample: Sequence[Mutant]) -> list[Mutant]:
    known = results.known()
    return [mutant for mutant in sample if mutant.key not in known]


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
