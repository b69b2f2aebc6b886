"""Clay and glass."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, mix, smooth
from .lathe import band, rim, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, on_wall, shadow

VASES = (
    [(0, 90), (60, 150), (170, 185), (270, 130), (340, 58), (390, 56), (420, 78)],
    [(0, 70), (120, 105), (250, 140), (340, 150), (400, 110), (430, 92)],
    [(0, 120), (50, 165), (120, 170), (200, 110), (270, 50), (400, 44), (430, 54)],
)


@motif("a bowl on a table")
def bowl(c: Canvas, p: Palette, r: Random) -> None:
    shape = [(0, 92), (18, 96), (30, 84), (90, 190), (170, 258), (215, 272)]
    shadow(c, p, 600, 210)
    turn(c, 600, FLOOR, shape, p.main, 0.2)
    band(c, 600, FLOOR, shape, 150, 183, p.second, 0.2)
    rim(c, 600, FLOOR - 215, 272, p.main, mix(p.main, p.second, 0.55), 0.2)
    if r.random() < 0.6:
        for x in (520, 600, 672):
            _fruit(c, x, FLOOR - 236 - 14 * (x == 600), 56, p.accent if x != 600 else lighter(p.accent, 0.25))
        c.poly([*ellipse_points(600, FLOOR - 213, 254, 48, 0, 180), (346, FLOOR - 213)], darker(p.main, 0.05))
        turn(c, 600, FLOOR, shape, p.main, 0.2)
        band(c, 600, FLOOR, shape, 150, 183, p.second, 0.2)


def _fruit(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    c.shaded(ellipse_points(x, y, size, size * 0.95), colour, -14, -10)
    c.line([(x + 2, y - size * 0.85), (x + 10, y - size * 1.2)], 6, (74, 52, 40))


@motif("a stack of plates")
def plates(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 250)
    for i in range(5):
        tone = p.second if i % 2 else p.main
        c.ellipse(600, FLOOR - i * 30 + 6, 268, 50, darker(tone, 0.3))
        turn(c, 600, FLOOR - i * 30, [(0, 262), (12, 276), (34, 286)], tone, 0.2, gloss=0)
    rim(c, 600, FLOOR - 154, 287, p.second if r.random() < 0.5 else p.main, lighter(p.main, 0.3), 0.2)
    c.ring(600, FLOOR - 150, 190, 36, 4, darker(p.main, 0.1))


@motif("a mug")
def mug(c: Canvas, p: Palette, r: Random) -> None:
    x = 560
    shadow(c, p, x, 150)
    c.ring(x + 172, FLOOR - 158, 92, 104, 34, darker(p.main, 0.16))
    shape = [(0, 128), (20, 146), (150, 152), (300, 150)]
    turn(c, x, FLOOR, shape, p.main)
    if r.random() < 0.6:
        band(c, x, FLOOR, shape, 0, 110, p.second)
    rim(c, x, FLOOR - 300, 150, p.main, (92, 58, 42))
    for dx in (-40, 30):
        c.glow(
            smooth(
                [
                    (x + dx, 330),
                    (x + dx + 26, 280),
                    (x + dx - 8, 220),
                    (x + dx + 20, 160),
                    (x + dx + 34, 160),
                    (x + dx + 14, 220),
                    (x + dx + 48, 280),
                    (x + dx + 22, 330),
                ]
            ),
            lighter(p.wall, 0.9),
            0.5,
            10,
        )


@motif("a vase with a branch")
def vase(c: Canvas, p: Palette, r: Random) -> None:
    shape = r.choice(VASES)
    top = FLOOR - shape[-1][0]
    for bend in (-1, 0.2, 1):
        stem = smooth([(600, top + 20), (600 + bend * 40, top - 70), (600 + bend * 120, top - 165)])
        c.line(stem, 6, darker(p.accent, 0.3))
        for i in range(3, len(stem), 4):
            _leaf(c, *stem[i], 46 - i, bend, p.accent)
    shadow(c, p, 600, 150)
    turn(c, 600, FLOOR, shape, p.main, opening=darker(p.main, 0.5))
    low = r.choice((70, 120, 170))
    band(c, 600, FLOOR, shape, low, low + 26, p.second)
    band(c, 600, FLOOR, shape, low + 40, low + 50, p.second)


def _leaf(c: Canvas, x: float, y: float, size: float, bend: float, colour: Colour) -> None:
    for side in (-1, 1):
        tip = (x + side * size * 1.25, y - size * 0.75)
        c.poly(
            smooth(
                [
                    (x, y),
                    (x + side * size * 0.4, y - size * 0.8),
                    tip,
                    (x + side * size * 0.85, y + size * 0.02),
                    (x, y),
                ]
            ),
            colour if side < 0 else darker(colour, 0.15),
        )


@motif("a jug")
def jug(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 590, 150)
    c.ring(735, FLOOR - 235, 92, 120, 30, darker(p.main, 0.18))
    shape = [(0, 110), (70, 158), (170, 165), (270, 110), (340, 88), (385, 104)]
    turn(c, 590, FLOOR, shape, p.main)
    c.poly([(495, FLOOR - 390), (452, FLOOR - 410), (500, FLOOR - 330)], lighter(p.main, 0.12))
    rim(c, 590, FLOOR - 385, 104, p.main, darker(p.main, 0.5))
    band(c, 590, FLOOR, shape, 105, 130, p.second)


@motif("a teapot with a cup")
def teapot(c: Canvas, p: Palette, r: Random) -> None:
    x = 540
    shadow(c, p, x, 200)
    c.poly(
        smooth(
            [
                (x + 130, FLOOR - 90),
                (x + 230, FLOOR - 150),
                (x + 300, FLOOR - 260),
                (x + 335, FLOOR - 262),
                (x + 290, FLOOR - 150),
                (x + 170, FLOOR - 40),
            ]
        ),
        darker(p.main, 0.1),
    )
    c.ring(x - 180, FLOOR - 150, 100, 92, 28, p.main)
    turn(c, x, FLOOR, [(0, 110), (50, 180), (140, 200), (220, 150), (252, 96)], p.main)
    turn(c, x, FLOOR - 244, [(0, 104), (26, 86), (44, 30), (52, 18), (78, 28), (94, 4)], lighter(p.main, 0.1), gloss=0)
    shadow(c, p, 905, 74, FLOOR + 40)
    turn(c, 905, FLOOR + 40, [(0, 44), (50, 80), (105, 90)], p.second, opening=(122, 82, 44))


@motif("bottles of glass")
def bottles(c: Canvas, p: Palette, r: Random) -> None:
    for x, height, colour in ((430, 420, p.main), (600, 330, p.accent), (770, 380, p.second)):
        shadow(c, p, x, 70, depth=0.35)
        shape = [
            (0, 66),
            (20, 74),
            (height * 0.5, 74),
            (height * 0.66, 34),
            (height * 0.72, 26),
            (height, 26),
            (height + 8, 31),
        ]
        turn(c, x, FLOOR, shape, mix(colour, p.wall, 0.25), opening=darker(colour, 0.3), gloss=0.55)
        band(c, x, FLOOR, shape, 0, height * 0.32, colour)


@motif("two tumblers")
def tumblers(c: Canvas, p: Palette, r: Random) -> None:
    for x, colour in ((460, p.main), (730, p.accent)):
        shadow(c, p, x, 110, depth=0.3)
        shape = [(0, 92), (14, 104), (270, 124)]
        turn(c, x, FLOOR, shape, mix(colour, p.wall, 0.55), opening=mix(colour, p.wall, 0.35), gloss=0.6)
        band(c, x, FLOOR, shape, 12, 170, mix(colour, p.wall, 0.15))
        c.ellipse(x, FLOOR - 170, 117, 17, lighter(colour, 0.25))


@motif("patterned tiles")
def tiles(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 330, 150, 540, 540)
    for i in range(3):
        for j in range(3):
            x, y = 330 + i * 182, 150 + j * 182
            c.rect(x, y, 176, 176, p.second, 6)
            corner = (x + 88, y + 88)
            c.poly([(x + 88, y + 8), (x + 168, y + 88), (x + 88, y + 168), (x + 8, y + 88)], p.main)
            c.ellipse(*corner, 46, 46, p.second)
            c.ellipse(*corner, 26, 26, p.accent)
            for cx, cy in ((x, y), (x + 176, y), (x, y + 176), (x + 176, y + 176)):
                c.poly(
                    [
                        corner
                        if abs(a - corner[0]) < 1 and abs(b - corner[1]) < 1
                        else (min(max(a, x), x + 176), min(max(b, y), y + 176))
                        for a, b in ellipse_points(cx, cy, 40, 40)
                    ],
                    p.accent,
                )


@motif("candlesticks")
def candlesticks(c: Canvas, p: Palette, r: Random) -> None:
    for x, height in ((450, 190), (610, 290), (770, 140)):
        shadow(c, p, x, 70)
        turn(
            c,
            x,
            FLOOR,
            [(0, 78), (16, 74), (30, 24), (height * 0.5, 34), (height - 40, 20), (height - 16, 48), (height, 44)],
            p.main,
        )
        turn(c, x, FLOOR - height + 6, [(0, 22), (150, 22)], p.second, 0.2, lighter(p.second, 0.2), gloss=0)
        top = FLOOR - height - 150
        c.glow(ellipse_points(x, top - 34, 80, 80), (255, 226, 150), 0.7, 34)
        c.poly(smooth([(x, top - 78), (x + 17, top - 30), (x, top), (x - 17, top - 30)], closed=True), (247, 176, 72))


@motif("a potter's wheel with wet clay")
def wheel(c: Canvas, p: Palette, r: Random) -> None:
    clay = mix(p.main, (176, 120, 90), 0.5)
    shadow(c, p, 600, 300)
    turn(c, 600, FLOOR, [(0, 120), (70, 110)], p.ink, 0.2, gloss=0)
    turn(c, 600, FLOOR - 62, [(0, 296), (34, 304)], p.ink, 0.2, lighter(p.ink, 0.25), gloss=0)
    shape = [(0, 120), (60, 150), (150, 160), (210, 110), (262, 128)]
    turn(c, 600, FLOOR - 92, shape, clay, 0.2, opening=darker(clay, 0.4))
    for low in (40, 84, 128, 170):
        band(c, 600, FLOOR - 92, shape, low, low + 8, lighter(clay, 0.2), 0.2)
