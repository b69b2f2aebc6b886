"""The Python tests of the contracts on another copy of the contracts, and what its probes said."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

# Compiling the probes takes minutes, and ape would show what every probe says.
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--timeout", "1800", "--show-capture=no")
# With their probes the contracts are dearer, and above the size limit, both of which have tests of their own; pyrevm
# cannot lift the limit, and what runs in it is not heard anyway.
IN_PROCESS = (
    "test_states.py",
    "test_rulings.py",
    "test_rules.py",
    "test_state_machine.py",
    "test_membership_machine.py",
)
COST_TESTS = (
    "tests/contracts/test_council_draw.py::test_create__whoever_is_drawn__gas_is_within_a_fifth",
    "tests/contracts/test_settings.py::test_size__of_what_is_deployed__is_within_the_limit",
    "tests/contracts/test_views.py::test_code__size__is_below_the_limit",
)
END = "end"


def run_tests(root: Path, project: Path, chosen: list[str]) -> tuple[set[int], bool]:
    """The numbers of the probes that anvil printed, and whether every test passed. `project` is the copy; ape takes
    the folder that it runs in."""
    listener = _Listener(project / "probes")
    _stand_in_for_anvil(project / "bin", listener.pipe)
    environment = os.environ | {"PATH": f"{project / 'bin'}:{os.environ['PATH']}"}
    tests = [str(root / test) for test in chosen or ["tests/contracts"]]
    left_out = [f"--ignore={root / 'tests/contracts' / name}" for name in IN_PROCESS]
    left_out += [f"--deselect={test}" for test in COST_TESTS]
    command = [*PYTEST, "--rootdir", str(root), *left_out, *tests]
    passed = subprocess.run(command, cwd=project, env=environment).returncode == 0
    return listener.numbers(), passed


def _stand_in_for_anvil(folder: Path, pipe: Path) -> None:
    """Ape starts the first `anvil` of the PATH, with options of its own choice."""
    anvil = shutil.which("anvil")
    if anvil is None:
        raise SystemExit("anvil is missing: run `make setup`.")
    folder.mkdir()
    script = folder / "anvil"
    script.write_text(
        f'#!/bin/sh\nexec {shlex.quote(anvil)} --disable-code-size-limit "$@" > {shlex.quote(str(pipe))}\n'
    )
    script.chmod(0o755)


class _Listener:
    """Reads from a named pipe what any number of anvils print."""

    def __init__(self, pipe: Path) -> None:
        self.pipe = pipe
        self._numbers: set[int] = set()
        os.mkfifo(pipe)
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()
        # Blocks until the other end is open; and while this end is, the pipe does not end with an anvil.
        self._own_end = pipe.open("w")

    def numbers(self) -> set[int]:
        """Everything that was printed until now; call it once."""
        with self._own_end as end:
            end.write(f"\n{END}\n")
        self._thread.join()
        return self._numbers

    def _listen(self) -> None:
        with self.pipe.open(errors="replace") as lines:
            for line in map(str.strip, lines):
                if line == END:
                    return
                if line.isdigit():
                    self._numbers.add(int(line))
