"""Plants."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from .canvas import Canvas, Colour, Point, darker, lighter, mix, smooth, turned
from .lathe import band, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, on_wall, shadow

GREEN: Colour = (92, 128, 84)
DEEP: Colour = (56, 96, 78)
PALE: Colour = (150, 172, 112)
SOIL: Colour = (78, 56, 44)


def leaf(c: Canvas, x: float, y: float, length: float, width: float, angle: float, colour: Colour) -> None:
    """A leaf that grows from (x, y); angle 0 points up, positive leans right."""

    def half(side: int) -> list[Point]:
        return turned(
            smooth(
                [
                    (x, y),
                    (x + side * width * 0.8, y - length * 0.35),
                    (x + side * width * 0.6, y - length * 0.75),
                    (x, y - length),
                    (x, y),
                ]
            ),
            x,
            y,
            angle,
        )

    c.poly(half(-1), colour)
    c.poly(half(1), darker(colour, 0.14))
    c.line(turned([(x, y), (x, y - length * 0.86)], x, y, angle), 3, lighter(colour, 0.25))


def pot(c: Canvas, p: Palette, x: float, width: float, height: float, colour: Colour, foot: float = FLOOR) -> float:
    """A flower pot; returns the height of its rim."""
    shadow(c, p, x, width * 0.8, foot)
    turn(c, x, foot, [(0, width * 0.66), (height, width * 0.95)], colour, opening=SOIL)
    turn(c, x, foot - height * 0.76, [(0, width), (height * 0.24, width)], lighter(colour, 0.08), opening=SOIL)
    return foot - height


@motif("a monstera in a pot")
def monstera(c: Canvas, p: Palette, r: Random) -> None:
    rim = pot(c, p, 600, 140, 190, p.main)
    for angle, length, tone in ((-62, 250, DEEP), (58, 260, DEEP), (-28, 300, GREEN), (30, 310, GREEN), (2, 330, PALE)):
        tip = turned([(600, rim - length)], 600, rim, angle)[0]
        c.line(
            smooth([(600, rim + 6), ((600 + tip[0]) / 2 + angle * 0.3, (rim + tip[1]) / 2 - 20), tip]),
            8,
            darker(DEEP, 0.2),
        )
        _split_leaf(c, tip[0], tip[1] + 40, 150, angle * 1.1, tone)


def _split_leaf(c: Canvas, x: float, y: float, size: float, angle: float, tone: Colour) -> None:
    for side in (-1, 1):
        edge: list[Point] = [(x, y)]
        for i in range(5):
            low, out = i / 5, (0.62, 0.86, 0.84, 0.66, 0.36)[i]
            edge += [
                (x + side * size * out, y - size * (low - 0.12)),
                (x + side * size * out * 0.97, y - size * (low + 0.1)),
                (x + side * size * 0.22, y - size * (low + 0.12)),
            ]
        c.poly(turned([*edge, (x, y - size * 1.12)], x, y, angle), tone if side < 0 else darker(tone, 0.14))


@motif("a leafy plant in a pot")
def leafy(c: Canvas, p: Palette, r: Random) -> None:
    rim = pot(c, p, 600, 130, 180, r.choice((p.main, p.second)))
    shape = r.choice(((300, 46), (340, 34), (260, 60)))
    for i in range(13):
        angle = -78 + i * 13
        leaf(
            c,
            600 + (i - 6) * 6,
            rim + 8,
            shape[0] * (1.06 - abs(angle) / 220),
            shape[1],
            angle,
            (GREEN, DEEP, PALE)[i % 3],
        )


@motif("a cactus")
def cactus(c: Canvas, p: Palette, r: Random) -> None:
    rim = pot(c, p, 600, 130, 160, p.main)
    for side, y, h in ((-1, 430, 130), (1, 380, 150)):
        c.line(
            smooth([(600, y + 20), (600 + side * 110, y + 20), (600 + side * 130, y - 20), (600 + side * 130, y - h)]),
            62,
            DEEP,
        )
    c.line([(600, rim + 16), (600, 220)], 126, GREEN)
    for x in (564, 600, 636):
        c.line([(x, rim), (x, 210)], 5, darker(GREEN, 0.2))
    for i in range(9):
        for x in (564, 600, 636):
            c.line([(x - 7, 240 + i * 34), (x + 7, 236 + i * 34)], 3, (244, 236, 214))
    for x, y in ((600, 150), (470, 270), (730, 210)):
        for i in range(5):
            a = i * pi * 2 / 5
            c.ellipse(x + 15 * cos(a), y + 15 * sin(a), 14, 14, p.accent)
        c.ellipse(x, y, 9, 9, p.second)


@motif("three succulents")
def succulents(c: Canvas, p: Palette, r: Random) -> None:
    for x, tone, colour in ((390, GREEN, p.main), (610, PALE, p.second), (820, DEEP, p.accent)):
        rim = pot(c, p, x, 92, 120, colour)
        for ring, (count, size) in enumerate(((9, 118), (7, 92), (5, 62))):
            for i in range(count):
                angle = -84 + i * 168 / (count - 1)
                leaf(c, x, rim + 6 - ring * 8, size, size * 0.3, angle, lighter(tone, ring * 0.14))


@motif("a small tree in a tub")
def tree(c: Canvas, p: Palette, r: Random) -> None:
    rim = pot(c, p, 600, 130, 150, p.main, 720)
    c.line(smooth([(600, rim + 10), (588, 440), (610, 330)]), 24, (120, 92, 70))
    for dx, dy in ((-70, -110), (80, -130), (-20, -180)):
        c.line([(604, 380), (604 + dx, 400 + dy)], 11, (120, 92, 70))
    for i in range(110):
        a, d = r.uniform(0, 2 * pi), r.uniform(0, 1) ** 0.5
        leaf(
            c,
            600 + 200 * d * cos(a),
            270 + 150 * d * sin(a),
            56,
            12,
            r.uniform(-80, 80),
            (GREEN, PALE, mix(GREEN, (200, 210, 190), 0.4))[i % 3],
        )
    for _ in range(9):
        c.ellipse(r.uniform(450, 750), r.uniform(200, 370), 13, 15, p.accent)


@motif("pots of herbs")
def herbs(c: Canvas, p: Palette, r: Random) -> None:
    for x, tone, width in ((360, GREEN, 16), (600, PALE, 26), (840, DEEP, 10)):
        rim = pot(c, p, x, 96, 140, p.main if x != 600 else p.second)
        for _ in range(22):
            angle = r.uniform(-50, 50)
            stem = r.uniform(60, 210)
            tip = turned([(x, rim - stem)], x, rim, angle)[0]
            c.line([(x + angle * 0.6, rim + 6), tip], 4, darker(tone, 0.15))
            for side in (-40, 0, 40):
                leaf(c, *tip, 54, width, angle + side, mix(tone, (255, 255, 230), r.uniform(0, 0.2)))


@motif("packets of seed")
def seeds(c: Canvas, p: Palette, r: Random) -> None:
    for x, y, angle, tone in ((760, 420, 9, p.second), (470, 430, -8, p.accent), (620, 440, 0, p.main)):
        packet = turned([(x - 140, y - 220), (x + 140, y - 220), (x + 140, y + 220), (x - 140, y + 220)], x, y, angle)
        c.glow([(a + 18, b + 20) for a, b in packet], darker(p.wall, 0.6), 0.4, 16)
        c.shaded(packet, tone, -10, -8, 0.1)
        c.poly(
            turned([(x - 110, y - 150), (x + 110, y - 150), (x + 110, y + 110), (x - 110, y + 110)], x, y, angle),
            (253, 247, 234),
        )
        c.poly(
            turned([(x - 80, y + 150), (x + 80, y + 150), (x + 80, y + 164), (x - 80, y + 164)], x, y, angle),
            (253, 247, 234),
        )
    c.line([(620, 530), (620, 400)], 8, GREEN)
    for side in (-1, 1):
        leaf(c, 620, 500, 90, 20, side * 60, GREEN)
    for i in range(10):
        a = i * pi / 5
        c.ellipse(620 + 46 * cos(a), 370 + 46 * sin(a), 24, 24, p.accent if p.accent != GREEN else p.main)
    c.ellipse(620, 370, 34, 34, (222, 160, 70))
    for _ in range(9):
        c.ellipse(r.uniform(420, 820), r.uniform(715, 770), 9, 6, SOIL)


@motif("a watering can")
def wateringcan(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 570, 200)
    c.poly([(690, 600), (700, 520), (900, 300), (930, 326)], darker(p.main, 0.12))
    c.poly([(876, 270), (960, 350), (940, 366), (860, 290)], p.accent)
    c.line(smooth([(430, 600), (330, 560), (330, 420), (440, 400)]), 26, darker(p.main, 0.2))
    shape = [(0, 158), (20, 164), (240, 150), (260, 140)]
    turn(c, 570, FLOOR, shape, p.main, gloss=0.4, opening=darker(p.main, 0.5))
    band(c, 570, FLOOR, shape, 40, 60, p.second)
    c.line(smooth([(470, 430), (480, 320), (590, 280), (670, 340), (680, 430)]), 22, p.accent)
    for i in range(6):
        c.ellipse(950 + (i % 3) * 34, 400 + i * 40, 6, 11, (130, 170, 186))


@motif("a bunch of flowers")
def bouquet(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 120)
    heads = [(600, 180), (480, 230), (720, 230), (540, 300), (660, 300), (430, 330), (770, 330), (600, 350)]
    for x, y in heads:
        c.line(smooth([(600 + (x - 600) * 0.12, 520), (600 + (x - 600) * 0.6, 430), (x, y)]), 7, DEEP)
        leaf(c, 600 + (x - 600) * 0.6, 440, 90, 18, (x - 600) * 0.4, GREEN)
    for i, (x, y) in enumerate(heads):
        tone = (p.main, p.accent, p.second, lighter(p.main, 0.35))[i % 4]
        for k in range(8):
            a = k * pi / 4 + i
            c.ellipse(x + 34 * cos(a), y + 34 * sin(a), 25, 25, tone if k % 2 else darker(tone, 0.08))
        c.ellipse(x, y, 22, 22, (226, 170, 80))
    turn(
        c,
        600,
        FLOOR,
        [(0, 90), (100, 116), (180, 92), (210, 100)],
        mix(p.wall, (220, 236, 236), 0.5),
        opening=DEEP,
        gloss=0.6,
    )


@motif("a garden plan")
def gardenplan(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 300, 140, 600, 500)
    c.rect(300, 140, 600, 500, (253, 247, 234))
    c.rect(330, 170, 540, 440, mix(PALE, (255, 255, 255), 0.5))
    c.line(smooth([(330, 540), (450, 470), (560, 520), (700, 400), (870, 380)]), 40, p.second)
    c.rect(370, 200, 150, 150, p.main, 6)
    for x, y, size in (
        (610, 250, 46),
        (700, 220, 36),
        (780, 270, 52),
        (640, 560, 36),
        (760, 520, 50),
        (420, 430, 30),
        (830, 470, 28),
    ):
        c.ellipse(x, y, size, size, GREEN)
        c.ellipse(x - 6, y - 6, size * 0.55, size * 0.55, PALE)
    for i in range(4):
        c.rect(360 + i * 54, 560, 40, 34, DEEP, 4)
    c.ellipse(550, 400, 40, 26, (130, 170, 186))
