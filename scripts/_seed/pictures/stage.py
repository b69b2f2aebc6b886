"""Where things stand: wall, light, table and shadows."""

from __future__ import annotations

from random import Random

from .canvas import HEIGHT, WIDTH, Canvas, darker, ellipse_points, lighter, mix
from .palettes import Palette

FLOOR = 690.0
"""Height at which things stand, logical pixels from the top."""


def set_stage(palette: Palette, rng: Random) -> Canvas:
    """An empty table in front of a lit wall."""
    wall = Canvas(palette.wall, scale=0.75)
    rng.choice((_plain, _plain, _arch, _disc, _tiles, _panel))(wall, palette, rng)
    _window_light(wall, palette, rng)
    canvas = wall.sharper()
    edge = rng.choice((560.0, 590.0, 610.0))
    canvas.rect(0, edge, WIDTH, HEIGHT - edge, palette.table)
    canvas.rect(0, edge, WIDTH, 7, lighter(palette.table, 0.25))
    canvas.glow(
        [(0, edge + 170), (WIDTH, edge + 120), (WIDTH, HEIGHT), (0, HEIGHT)], darker(palette.table, 0.25), 0.7, 120
    )
    return canvas


def _plain(canvas: Canvas, palette: Palette, rng: Random) -> None:
    canvas.glow([(0, 0), (WIDTH, 0), (WIDTH, 260), (0, 140)], darker(palette.wall, 0.12), 0.8, 160)


def _arch(canvas: Canvas, palette: Palette, rng: Random) -> None:
    x = rng.choice((380.0, 600.0, 820.0))
    shade = darker(palette.wall, 0.10)
    canvas.poly([*ellipse_points(x, 360, 270, 270, 180, 360), (x + 270, 900), (x - 270, 900)], shade)
    canvas.poly(
        [*ellipse_points(x + 14, 368, 250, 254, 180, 360), (x + 264, 900), (x - 236, 900)], darker(palette.wall, 0.05)
    )


def _disc(canvas: Canvas, palette: Palette, rng: Random) -> None:
    x, y = rng.choice((420.0, 620.0, 800.0)), rng.choice((300.0, 350.0))
    canvas.ellipse(x, y, 260, 260, mix(palette.wall, palette.accent, 0.16))


def _tiles(canvas: Canvas, palette: Palette, rng: Random) -> None:
    line = mix(palette.wall, lighter(palette.wall, 0.9), 0.45)
    for y in range(70, 640, 110):
        canvas.rect(0, y, WIDTH, 3, line)
        shift = 110 if (y // 110) % 2 else 0
        for x in range(shift, WIDTH, 220):
            canvas.rect(x, y, 3, 110, line)


def _panel(canvas: Canvas, palette: Palette, rng: Random) -> None:
    canvas.rect(0, 0, WIDTH, 900, palette.wall)
    x = rng.choice((0.0, 690.0))
    canvas.rect(x, 0, 510, 900, mix(palette.wall, palette.second, 0.45))


def _window_light(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """The light of a high window, in two panes, falling from the left or the right."""
    side = rng.choice((1, -1))
    start = 600 - side * rng.uniform(160, 420)
    for pane in (0, 1):
        x = start + side * pane * 190
        corners = [(x, 40), (x + side * 160, 40), (x + side * 420, 640), (x + side * 260, 640)]
        canvas.glow(corners, lighter(palette.wall, 0.75), 0.6, 12)


def shadow(canvas: Canvas, palette: Palette, cx: float, half: float, y: float = FLOOR, depth: float = 0.5) -> None:
    """The shadow of something that stands at (cx, y) and is 2 × half wide: tight below it and long to the right."""
    dark = darker(palette.table, 0.62)
    canvas.glow(ellipse_points(cx + half * 0.45, y + 4, half * 1.45, max(16, half * 0.16)), dark, depth * 0.65, 22)
    canvas.glow(ellipse_points(cx + 6, y + 2, half * 1.02, max(10, half * 0.08)), dark, min(1, depth * 1.3), 7)


def on_wall(canvas: Canvas, palette: Palette, x: float, y: float, w: float, h: float) -> None:
    """The shadow of something flat that hangs or leans on the wall."""
    canvas.glow(
        [(x + 14, y + 18), (x + w + 18, y + 18), (x + w + 18, y + h + 20), (x + 14, y + h + 20)],
        darker(palette.wall, 0.6),
        0.42,
        18,
    )
