"""What is written and coded."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, mix, smooth
from .palettes import Palette
from .registry import motif
from .stage import on_wall, shadow

PAPER: Colour = (253, 247, 234)


def _laptop(c: Canvas, p: Palette, glass: Colour) -> None:
    shadow(c, p, 600, 380, 724)
    c.rect(310, 200, 580, 410, darker(p.ink, 0.1), 20)
    c.rect(330, 220, 540, 364, glass, 6)
    c.poly([(300, 606), (900, 606), (1000, 700), (200, 700)], mix(p.ink, (255, 255, 255), 0.66))
    c.poly([(340, 618), (860, 618), (910, 666), (290, 666)], mix(p.ink, (255, 255, 255), 0.45))
    c.rect(200, 698, 800, 22, mix(p.ink, (255, 255, 255), 0.5), 10)


@motif("a laptop with code")
def code(c: Canvas, p: Palette, r: Random) -> None:
    dark = mix(p.ink, (20, 30, 34), 0.5)
    _laptop(c, p, dark)
    y = 246
    for _ in range(11):
        x = 356 + r.choice((0, 30, 30, 60))
        for _ in range(r.randint(1, 4)):
            w = r.randint(36, 120)
            if x + w > 850:
                break
            c.rect(
                x,
                y,
                w,
                12,
                r.choice((lighter(p.main, 0.3), p.second, lighter(p.accent, 0.35), mix(dark, PAPER, 0.6))),
                6,
            )
            x += w + 14
        y += 29


@motif("a web page on a laptop")
def webpage(c: Canvas, p: Palette, r: Random) -> None:
    _laptop(c, p, PAPER)
    c.rect(330, 220, 540, 34, p.main)
    for i in range(3):
        c.rect(740 + i * 42, 232, 30, 8, PAPER, 4)
    c.rect(352, 276, 250, 130, p.second, 8)
    c.ellipse(478, 342, 46, 46, p.accent)
    for i, w in enumerate((200, 160, 190)):
        c.rect(626, 288 + i * 32, w, 14, darker(PAPER, 0.25), 6)
    c.rect(626, 384, 96, 26, p.accent, 8)
    for i in range(3):
        c.rect(352 + i * 170, 430, 154, 100, (p.main, p.second, p.accent)[i], 8)
        c.rect(352 + i * 170, 542, 110, 10, darker(PAPER, 0.25), 5)


@motif("charts on a laptop")
def chart(c: Canvas, p: Palette, r: Random) -> None:
    _laptop(c, p, PAPER)
    for i in range(7):
        h = r.randint(60, 210)
        c.rect(360 + i * 40, 548 - h, 28, h, p.main if i % 2 else p.second, 4)
    points = [(660 + i * 34, 540 - r.randint(20, 120)) for i in range(6)]
    c.line(smooth(points), 8, p.accent)
    c.poly([*ellipse_points(752, 316, 66, 66, -90, 150), (752, 316)], p.main)
    c.poly([*ellipse_points(752, 316, 66, 66, 150, 270), (752, 316)], p.accent)
    c.rect(356, 244, 180, 16, darker(PAPER, 0.4), 6)


@motif("an app on a phone")
def phone(c: Canvas, p: Palette, r: Random) -> None:
    c.glow([(480, 160), (770, 150), (800, 740), (470, 750)], darker(p.wall, 0.6), 0.4, 20)
    c.rect(450, 120, 300, 600, p.ink, 40)
    c.rect(466, 138, 268, 564, PAPER, 28)
    c.rect(466, 138, 268, 150, p.main, 28)
    c.rect(466, 220, 268, 68, p.main)
    c.ellipse(600, 210, 44, 44, p.second)
    for i in range(4):
        y = 316 + i * 88
        c.rect(486, y, 228, 72, mix(PAPER, p.second, 0.5), 14)
        c.ellipse(524, y + 36, 24, 24, (p.accent, p.main, p.second, p.accent)[i])
        c.rect(562, y + 20, 120, 12, darker(PAPER, 0.4), 6)
        c.rect(562, y + 42, 80, 10, darker(PAPER, 0.2), 5)
    for x, tone in ((310, p.second), (880, p.accent)):
        c.ellipse(x, 380, 64, 64, tone)
        c.line([(x - 24, 382), (x - 6, 402), (x + 28, 362)], 13, PAPER)


@motif("speech bubbles")
def chat(c: Canvas, p: Palette, r: Random) -> None:
    for x, y, w, h, tone, side in ((300, 170, 460, 250, p.main, 1), (480, 460, 430, 220, p.accent, -1)):
        c.glow(
            [(x + 18, y + 22), (x + w + 18, y + 22), (x + w + 18, y + h + 24), (x + 18, y + h + 24)],
            darker(p.wall, 0.6),
            0.35,
            18,
        )
        c.rect(x, y, w, h, tone, 44)
        tail = x + 90 if side > 0 else x + w - 90
        c.poly([(tail, y + h - 6), (tail + side * 90, y + h - 6), (tail - side * 20, y + h + 70)], tone)
        for i in range(3):
            c.rect(x + 54, y + 60 + i * 48, (w - 110) * (1, 0.8, 0.55)[i], 20, lighter(tone, 0.55), 10)


@motif("a sheet of icons")
def icons(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 330, 110, 540, 560)
    c.rect(330, 110, 540, 560, PAPER, 12)
    for i in range(4):
        for j in range(4):
            x, y, tone = 408 + i * 128, 192 + j * 132, (p.main, p.accent, p.ink)[(i + 2 * j) % 3]
            _icon(c, (i * 4 + j * 3 + r.randrange(7)) % 7, x, y, tone, p.second)


def _icon(c: Canvas, kind: int, x: float, y: float, tone: Colour, fill: Colour) -> None:
    if kind == 0:
        c.ring(x - 6, y - 6, 28, 28, 10, tone)
        c.line([(x + 14, y + 14), (x + 34, y + 34)], 11, tone)
    elif kind == 1:
        c.poly([(x, y - 38), (x + 40, y - 2), (x - 40, y - 2)], tone)
        c.rect(x - 28, y - 4, 56, 38, tone)
        c.rect(x - 9, y + 8, 18, 26, fill)
    elif kind == 2:
        c.poly(
            [
                (
                    x + 40 * (1 if k % 2 == 0 else 0.45) * sin(k * pi / 5),
                    y - 40 * (1 if k % 2 == 0 else 0.45) * cos(k * pi / 5),
                )
                for k in range(10)
            ],
            tone,
        )
    elif kind == 3:
        c.rect(x - 36, y - 26, 72, 52, tone, 8)
        c.line([(x - 30, y - 18), (x, y + 6), (x + 30, y - 18)], 7, fill)
    elif kind == 4:
        c.ellipse(x - 17, y - 12, 22, 22, tone)
        c.ellipse(x + 17, y - 12, 22, 22, tone)
        c.poly([(x - 37, y - 2), (x + 37, y - 2), (x, y + 38)], tone)
    elif kind == 5:
        c.ring(x, y, 36, 36, 9, tone)
        c.line([(x, y - 18), (x, y), (x + 14, y + 10)], 8, tone)
    else:
        c.poly([*ellipse_points(x, y - 12, 26, 26, 160, 380), (x, y + 38)], tone)
        c.ellipse(x, y - 12, 11, 11, fill)


@motif("a solid drawn in lines")
def cube(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 230, 700)
    top, mid, low = (600, 190), 330, 560
    c.poly([(600, 470), (380, mid), (380, low), (600, 700)], p.main)
    c.poly([(600, 470), (820, mid), (820, low), (600, 700)], darker(p.main, 0.25))
    c.poly([top, (820, mid), (600, 470), (380, mid)], p.second)
    for i in range(1, 4):
        f = i / 4
        c.line([(380 + 220 * f, mid + 140 * f), (380 + 220 * f, low + 140 * f)], 4, lighter(p.main, 0.4))
        c.line([(600 + 220 * f, 470 - 140 * f), (600 + 220 * f, 700 - 140 * f)], 4, lighter(p.main, 0.3))
        c.line([(380, mid + 230 * f), (600, 470 + 230 * f), (820, mid + 230 * f)], 4, lighter(p.main, 0.4))
        c.line([(380 + 220 * f, mid - 140 * f), (600 + 220 * f, 470 - 140 * f)], 4, p.accent)
        c.line([(380 + 220 * f, mid + 140 * f), (600 + 220 * f, 190 + 140 * f)], 4, p.accent)


@motif("a sound wave on a screen")
def waveform(c: Canvas, p: Palette, r: Random) -> None:
    dark = mix(p.ink, (20, 30, 34), 0.5)
    _laptop(c, p, dark)
    for row, tone in ((320, p.main), (470, p.accent)):
        for i in range(50):
            h = 8 + 52 * abs(sin(i * 0.35 + row)) * (0.35 + 0.65 * r.random())
            c.rect(352 + i * 10, row - h, 6, 2 * h, lighter(tone, 0.25), 3)
    c.rect(600, 226, 4, 350, p.second)
