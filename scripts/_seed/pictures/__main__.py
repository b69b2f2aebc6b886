"""Draws pictures in a process of its own: `python -m scripts._seed.pictures FOLDER < requests`.

A request is a line of JSON with key, name, motif and palette; the answer, once FOLDER/<key>.webp is written, is a
line with the key. The seed runs this beside itself, so that drawing takes every core and none of its own time.
"""

from __future__ import annotations

import json
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
    with ProcessPoolExecutor() as pool:
        for done in as_completed([pool.submit(draw_to, folder, request) for request in requests]):
            print(done.result(), flush=True)


if __name__ == "__main__":
    main()
