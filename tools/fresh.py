"""Whether what is generated is what its sources would generate now.

`python -m tools.fresh` runs every generator, compares and puts the committed files back; it fails and names what is
stale. `--write` keeps what was generated.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Generator:
    """A command, and the files that it writes; its standard output goes to `stdout` if that is given."""

    command: Sequence[str]
    pattern: str
    stdout: Path | None = None

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(ROOT.glob(self.pattern)) if path.is_file()}

    def run(self) -> None:
        made = subprocess.run(self.command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        if self.stdout:
            self.stdout.write_bytes(made.stdout)


def _gas_table(document: str) -> Generator:
    return Generator([sys.executable, "-m", "tools.gas.tables", document], document)


# In the order in which one feeds the next: contracts → ABIs → events; tables → rows; API → page.
GENERATORS = (
    Generator(["ape", "run", "export"], "deployments/abi/*.json"),
    Generator([sys.executable, "-m", "tools.records"], "indexer/records.py", ROOT / "indexer" / "records.py"),
    Generator([sys.executable, "-m", "indexer", "asyncapi"], "docs/asyncapi.json", ROOT / "docs" / "asyncapi.json"),
    Generator([sys.executable, "-m", "api", "openapi"], "frontend/openapi.json", ROOT / "frontend" / "openapi.json"),
    Generator(["npm", "run", "generate", "--silent", "--prefix", "frontend"], "frontend/src/**/*.ts"),
    Generator(
        [sys.executable, "-m", "tests.contracts.transitions"],
        "tests/proofs/Transitions.sol",
        ROOT / "tests" / "proofs" / "Transitions.sol",
    ),
    _gas_table("README.md"),
    _gas_table("docs/gas.md"),
)


def stale(generator: Generator, keep: bool) -> list[Path]:
    """Runs a generator and returns the files that it changed, added or dropped; without `keep` they are put back."""
    before = generator.files()
    generator.run()
    after = generator.files()
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    if not keep:
        for path in changed:
            _restore(path, before.get(path))
    return sorted(changed)


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="keep what was generated")
    write = parser.parse_args().write
    changed = [path.relative_to(ROOT) for generator in GENERATORS for path in stale(generator, write)]
    for path in changed:
        print(f"{'written' if write else 'stale'}: {path}")
    if changed and not write:
        sys.exit("Run `make generate` and commit what it writes.")


if __name__ == "__main__":
    main()
