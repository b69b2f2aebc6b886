"""Things that are round: a profile turned about an upright axis, lit from the left."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from .canvas import Canvas, Colour, Point, darker, ellipse_points, lighter, smooth

Profile = Sequence[tuple[float, float]]
"""Pairs (height above the foot, radius), from the foot up, logical pixels."""


def turn(
    canvas: Canvas,
    cx: float,
    foot: float,
    profile: Profile,
    colour: Colour,
    tilt: float = 0.16,
    opening: Colour | None = None,
    gloss: float = 0.28,
) -> None:
    """Draws the body; `tilt` is the ellipses' height over their width, `opening` what is seen inside (none: closed)."""
    curve = _curve(profile)
    _belt(canvas, cx, foot, curve, colour, tilt, -1, 1)
    _belt(canvas, cx, foot, curve, darker(colour, 0.10), tilt, 0.30, 1)
    _belt(canvas, cx, foot, curve, darker(colour, 0.22), tilt, 0.68, 1)
    if gloss:
        _belt(canvas, cx, foot, curve[2:-2], lighter(colour, gloss), tilt, -0.74, -0.60)
    if opening is not None:
        rim(canvas, cx, foot - curve[-1][0], curve[-1][1], colour, opening, tilt)


def rim(
    canvas: Canvas, cx: float, y: float, radius: float, colour: Colour, opening: Colour, tilt: float = 0.16
) -> None:
    canvas.ellipse(cx, y, radius, radius * tilt, lighter(colour, 0.18))
    inner = radius * 0.93
    canvas.ellipse(cx, y + radius * 0.015, inner, inner * tilt, darker(opening, 0.25))
    canvas.poly(
        [
            *ellipse_points(cx, y, inner, inner * tilt, 0, 180),
            *ellipse_points(cx, y - inner * tilt * 0.35, inner, inner * tilt * 0.72, 180, 0),
        ],
        opening,
    )


def band(
    canvas: Canvas,
    cx: float,
    foot: float,
    profile: Profile,
    low: float,
    high: float,
    colour: Colour,
    tilt: float = 0.16,
) -> None:
    """Paints the body between two heights, shaded as the body is."""
    part = [(h, r) for h, r in _curve(profile) if low <= h <= high]
    if len(part) < 2:
        return
    for left, tone in ((-1.0, colour), (0.30, darker(colour, 0.10)), (0.68, darker(colour, 0.22))):
        _belt(canvas, cx, foot, part, tone, tilt, left, 1)


def _curve(profile: Profile) -> list[tuple[float, float]]:
    return smooth([(float(h), float(r)) for h, r in profile], 12)


def _belt(
    canvas: Canvas,
    cx: float,
    foot: float,
    curve: Sequence[tuple[float, float]],
    colour: Colour,
    tilt: float,
    left: float,
    right: float,
) -> None:
    """The part of the surface between two shares of its radius (-1 left edge, 1 right edge)."""
    if len(curve) < 2:
        return
    west = [(cx + r * left, _y(foot, h, r, tilt, left)) for h, r in curve]
    east = [(cx + r * right, _y(foot, h, r, tilt, right)) for h, r in curve]
    canvas.poly(
        [
            *west,
            *_edge(cx, foot, curve[-1], tilt, left, right),
            *reversed(east),
            *reversed(_edge(cx, foot, curve[0], tilt, left, right)),
        ],
        colour,
    )


def _y(foot: float, height: float, radius: float, tilt: float, share: float) -> float:
    return foot - height + radius * tilt * sqrt(max(0.0, 1 - share * share))


def _edge(cx: float, foot: float, at: tuple[float, float], tilt: float, left: float, right: float) -> list[Point]:
    height, radius = at
    shares = [left + (right - left) * i / 24 for i in range(25)]
    return [(cx + radius * s, _y(foot, height, radius, tilt, s)) for s in shares]
