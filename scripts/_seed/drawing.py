"""Pictures from the drawing process, as they become ready."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable
from dataclasses import asdict
from pathlib import Path

from scripts._seed.catalogue import Picture

PROJECT = Path(__file__).parent.parent.parent


class DrawingError(Exception):
    """The drawing process failed; what it said is on the terminal."""


def drawn(pictures: Iterable[Picture]) -> Generator[tuple[str, bytes]]:
    """Yields (key, WebP) in the order in which they are finished."""
    requests = "".join(json.dumps(asdict(picture)) + "\n" for picture in pictures)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "scripts._seed.pictures", folder]
        with subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(requests)
            process.stdin.close()
            try:
                for line in process.stdout:
                    key = line.strip()
                    yield key, (Path(folder) / f"{key}.webp").read_bytes()
            except BaseException:
                process.terminate()
                raise
        if process.returncode:
            raise DrawingError(f"drawing ended with {process.returncode}")
