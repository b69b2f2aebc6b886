"""What `ape console` has ready: the market of the connected chain and, on a local chain, the demo's people."""

from __future__ import annotations

from typing import Any

from scripts._console import greeting, ready_objects


def ape_init_extras() -> dict[str, Any]:
    objects = ready_objects()
    print(greeting(objects))
    return objects
