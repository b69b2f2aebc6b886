"""The motifs by name."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .canvas import Canvas
from .palettes import Palette

Draw = Callable[[Canvas, Palette, Random], None]

MOTIFS: dict[str, tuple[Draw, str]] = {}
"""Name → (how to draw it, what a reader who cannot see it is told)."""


def motif(noun: str) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        MOTIFS[draw.__name__] = (draw, noun)
        return draw

    return register
