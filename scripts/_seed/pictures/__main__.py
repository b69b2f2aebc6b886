"""Draws pictures in a process of its own: `python -m scripts._seed.pictures FOLDER < requests`.

A request is a line of JSON with key, name, motif and palette; the answer, once FOLDER/<key>.webp is written, is a
line with the key. The seed runs this beside itself, so that drawing takes every core and none of its own time.
"""

from __future__ import annotations

import json
import signal
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from . import draw


def draw_to(folder: str, request: dict[str, str]) -> str:
    path = Path(folder) / f"{request['key']}.webp"
    path.write_bytes(draw(request["name"], request["motif"], request["palette"]))
    return request["key"]


def main() -> None:
    folder = sys.argv[1]
    requests = [json.loads(line) for line in sys.stdin]
    # Told to stop, or with nobody listening any more, it drops what is not begun: workers would live on without it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    pool = ProcessPoolExecutor(initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        for done in as_completed([pool.submit(draw_to, folder, request) for request in requests]):
            print(done.result(), flush=True)
    finally:
        pool.shutdown(cancel_futures=True)


if __name__ == "__main__":
    main()
