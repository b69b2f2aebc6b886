"""Bicycles and what one takes outside."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from .canvas import Canvas, Colour, darker, lighter, mix, smooth
from .lathe import band, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, shadow

GROUND = 760.0


def spoked(c: Canvas, x: float, y: float, radius: float, tyre: Colour, spoke: Colour) -> None:
    for i in range(12):
        a = i * pi / 12
        c.line([(x - radius * cos(a), y - radius * sin(a)), (x + radius * cos(a), y + radius * sin(a))], 3, spoke)
    c.ring(x, y, radius, radius, 17, tyre)
    c.ring(x, y, radius - 15, radius - 15, 6, spoke)
    c.ellipse(x, y, 15, 15, tyre)


@motif("a bicycle")
def bicycle(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 360, GROUND, 0.4)
    hub, front, crank, seat = (390, 590), (830, 590), (570, 590), (510, 330)
    metal = mix(p.ink, (255, 255, 255), 0.6)
    for x, y in (hub, front):
        spoked(c, x, y, 168, p.ink, metal)
    for a, b in ((hub, crank), (hub, (522, 366)), (crank, seat), ((524, 376), (766, 370)), (crank, (774, 400))):
        c.line([a, b], 22, p.main)
    c.line([(752, 300), (790, 450), front], 20, p.main)
    c.line([seat, (504, 302)], 12, metal)
    c.poly(smooth([(440, 286), (520, 278), (590, 292), (520, 312), (444, 308)], closed=True), p.accent)
    c.line(
        smooth([(748, 292), (790, 262), (840, 286), (836, 320), (800, 330)])
        if r.random() < 0.5
        else [(746, 292), (700, 276), (670, 280)],
        15,
        p.ink,
    )
    c.ring(*crank, 44, 44, 10, metal)
    c.line([(548, 540), (592, 640)], 12, p.ink)
    c.line([(572, 642), (616, 642)], 12, p.ink)
    if r.random() < 0.6:
        c.shaded([(822, 330), (958, 330), (940, 430), (842, 430)], p.second, -14, 0)
        for y in (352, 376, 400):
            c.line([(830, y), (950, y)], 4, darker(p.second, 0.2))


@motif("a bicycle wheel")
def bikewheel(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 180, GROUND)
    metal = mix(p.ink, (255, 255, 255), 0.6)
    for i in range(18):
        a = i * pi / 18
        c.line([(600 - 280 * cos(a), 470 - 280 * sin(a)), (600 + 280 * cos(a), 470 + 280 * sin(a))], 3, metal)
    c.ring(600, 470, 292, 292, 30, p.ink)
    c.ring(600, 470, 264, 264, 20, p.main)
    c.ellipse(600, 470, 34, 34, p.accent)
    c.ellipse(600, 470, 14, 14, lighter(p.accent, 0.5))


@motif("a bicycle bag")
def pannier(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 210, 720)
    c.shaded(
        smooth([(430, 330), (412, 560), (430, 700), (600, 726), (770, 700), (788, 560), (770, 330)]), p.main, -26, -8
    )
    c.shaded(
        smooth([(440, 250), (600, 226), (760, 250), (780, 330), (600, 356), (420, 330)], closed=True),
        darker(p.main, 0.15),
        -12,
        -8,
    )
    for x in (500, 700):
        c.rect(x - 15, 250, 30, 250, p.ink, 8)
        c.rect(x - 24, 430, 48, 30, p.second, 6)
    c.shaded(
        smooth([(480, 540), (600, 530), (720, 540), (712, 680), (600, 694), (488, 680)], closed=True), p.accent, -14, -8
    )
    c.rect(576, 560, 48, 12, p.second, 6)


@motif("a tent under the trees")
def tent(c: Canvas, p: Palette, r: Random) -> None:
    for x, h in ((200, 330), (330, 430), (900, 400), (1040, 330)):
        for i in range(3):
            c.poly(
                [
                    (x, 690 - h + i * h * 0.24),
                    (x + 50 + i * 24, 690 - h * 0.5 + i * h * 0.19),
                    (x - 50 - i * 24, 690 - h * 0.5 + i * h * 0.19),
                ],
                mix(p.accent, p.wall, 0.45),
            )
        c.rect(x - 8, 640, 16, 60, darker(p.accent, 0.4))
    shadow(c, p, 600, 330, 720)
    c.poly([(600, 320), (900, 720), (300, 720)], p.main)
    c.poly([(600, 320), (900, 720), (700, 720)], darker(p.main, 0.2))
    c.poly([(600, 370), (680, 720), (500, 720)], p.ink)
    c.poly([(600, 370), (500, 720), (450, 720), (560, 480)], p.second)
    for x in (250, 950):
        c.line([(600 + (x - 600) * 0.5, 520), (x, 726)], 4, p.ink)
    shadow(c, p, 860, 46, 786, 0.3)
    turn(c, 860, 786, [(0, 36), (50, 46), (66, 44)], p.second, opening=p.ink)


@motif("a helmet")
def helmet(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 270)
    c.line(smooth([(420, 580), (470, 690), (600, 712), (720, 680), (760, 590)]), 14, p.ink)
    shell = smooth(
        [(330, 580), (330, 420), (430, 290), (600, 250), (780, 300), (872, 440), (890, 560), (760, 600), (560, 600)],
        closed=True,
    )
    c.shaded(shell, p.main, -34, -18)
    for i in range(4):
        c.poly(
            smooth(
                [
                    (430 + i * 100, 330 + abs(i - 1.5) * 16),
                    (480 + i * 100, 320 + abs(i - 1.5) * 16),
                    (500 + i * 98, 480),
                    (450 + i * 98, 490),
                ],
                closed=True,
            ),
            p.ink,
        )
    c.line(smooth([(334, 570), (560, 592), (760, 592), (886, 556)]), 20, p.second)


@motif("a flask and a cup")
def flask(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 520, 110)
    shape = [(0, 104), (14, 112), (300, 112), (340, 84), (360, 78)]
    turn(c, 520, FLOOR, shape, p.main, gloss=0.4)
    band(c, 520, FLOOR, shape, 110, 150, p.second)
    turn(c, 520, FLOOR - 356, [(0, 84), (80, 78)], p.accent, opening=lighter(p.accent, 0.1))
    shadow(c, p, 770, 80)
    turn(c, 770, FLOOR, [(0, 72), (110, 92)], p.second, 0.2, opening=(104, 66, 44))


@motif("a backpack")
def backpack(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 230, 740)
    c.ring(600, 186, 54, 56, 18, p.ink)
    for x in (404, 796):
        c.shaded(
            smooth([(x - 30, 500), (x + 30, 490), (x + 36, 690), (x - 26, 700)], closed=True),
            darker(p.main, 0.14),
            -10,
            0,
        )
    c.shaded(
        smooth([(420, 740), (410, 380), (450, 230), (600, 186), (750, 230), (790, 380), (780, 740)]), p.main, -28, -10
    )
    c.shaded(
        smooth([(424, 260), (600, 200), (776, 260), (788, 400), (600, 430), (412, 400)], closed=True),
        p.accent,
        -14,
        -12,
    )
    c.shaded(
        smooth([(470, 510), (600, 500), (730, 510), (736, 690), (600, 706), (464, 690)], closed=True),
        lighter(p.main, 0.1),
        -14,
        -8,
    )
    for x in (510, 690):
        c.rect(x - 11, 350, 22, 130, p.second, 6)
        c.rect(x - 18, 446, 36, 26, p.ink, 5)
    c.line([(490, 550), (710, 550)], 7, p.ink)


@motif("a compass")
def compass(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 250, 700)
    c.ring(600, 168, 50, 54, 16, darker(p.main, 0.2))
    c.ellipse(600, 450, 258, 258, darker(p.main, 0.2))
    c.ellipse(592, 444, 250, 250, p.main)
    c.ellipse(596, 448, 206, 206, (253, 247, 234))
    for i in range(24):
        a = i * pi / 12
        inner = 160 if i % 6 == 0 else 178
        c.line(
            [(596 + inner * cos(a), 448 + inner * sin(a)), (596 + 192 * cos(a), 448 + 192 * sin(a))],
            6 if i % 6 == 0 else 3,
            p.ink,
        )
    c.poly([(690, 310), (622, 474), (570, 422)], p.accent)
    c.poly([(502, 586), (622, 474), (570, 422)], p.ink)
    c.ellipse(596, 448, 14, 14, p.second)


@motif("a camping stove and a kettle")
def kettle(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 210)
    for i in range(5):
        x = 520 + i * 40
        c.poly(smooth([(x, 560), (x + 14, 600), (x, 630), (x - 14, 600)], closed=True), (84, 140, 190))
    turn(c, 600, FLOOR, [(0, 150), (40, 130), (60, 90)], p.ink)
    c.rect(440, 548, 320, 14, p.ink, 5)
    c.line(smooth([(470, 330), (500, 200), (600, 160), (700, 200), (730, 330)]), 20, p.accent)
    c.poly([(760, 420), (880, 330), (896, 350), (780, 490)], darker(p.main, 0.16))
    shape = [(0, 180), (60, 190), (150, 150), (190, 100)]
    turn(c, 600, 540, shape, p.main, gloss=0.4)
    turn(c, 600, 356, [(0, 100), (18, 60), (26, 16), (46, 22)], p.second, gloss=0)
