"""Pictures of the demo market: flat still lifes, drawn from the listing's name each time, so the same everywhere."""

from __future__ import annotations

import io
from random import Random

from . import ceramics, cloth, food, garden, home, music, outdoor, paper, screen, studio, workshop
from .canvas import HEIGHT, WIDTH
from .palettes import PALETTES
from .registry import MOTIFS
from .stage import set_stage

__all__ = ["HEIGHT", "MEDIA_TYPE", "WIDTH", "alt", "draw"]

MEDIA_TYPE = "image/webp"
THEMES = (ceramics, cloth, food, garden, home, music, outdoor, paper, screen, studio, workshop)
"""The modules whose motifs are known; importing them is what makes them so."""


def draw(name: str, motif: str, palette: str) -> bytes:
    """A WebP of 1200 × 900 pixels, at most 60 kB. The name decides what is left to chance."""
    rng = Random(name)
    colours = PALETTES[palette]
    canvas = set_stage(colours, rng)
    MOTIFS[motif][0](canvas, colours, rng)
    data = io.BytesIO()
    canvas.finished().save(data, "WEBP", quality=82, method=2)
    return data.getvalue()


def alt(motif: str) -> str:
    """The picture in words."""
    noun = MOTIFS[motif][1]
    return f"Drawing of {noun}"
