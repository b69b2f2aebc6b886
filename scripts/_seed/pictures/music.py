"""Instruments and sound."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, mix, moved, smooth, turned
from .lathe import band, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, on_wall, shadow

PAPER: Colour = (253, 247, 234)
BRASS: Colour = (212, 168, 92)


@motif("a guitar")
def guitar(c: Canvas, p: Palette, r: Random) -> None:
    tilt = 14
    body = turned(
        smooth(
            [
                (600, 760),
                (480, 740),
                (424, 640),
                (460, 550),
                (500, 500),
                (486, 430),
                (540, 380),
                (600, 372),
                (660, 380),
                (714, 430),
                (700, 500),
                (740, 550),
                (776, 640),
                (720, 740),
            ],
            closed=True,
        ),
        600,
        560,
        tilt,
    )
    c.glow(moved(body, 26, 18), darker(p.wall, 0.6), 0.4, 18)
    shadow(c, p, 560, 130, 766)
    c.shaded(body, p.main, -26, -8)
    c.poly(turned([(580, 90), (620, 90), (622, 560), (578, 560)], 600, 560, tilt), darker(p.ink, 0.05))
    c.poly(turned([(566, 10), (634, 10), (624, 100), (576, 100)], 600, 560, tilt), darker(p.main, 0.35))
    x, y = turned([(600, 540)], 600, 560, tilt)[0]
    c.ellipse(x, y, 62, 62, p.second)
    c.ellipse(x, y, 48, 48, p.ink)
    c.poly(turned([(540, 660), (660, 660), (660, 684), (540, 684)], 600, 560, tilt), p.ink)
    for i in range(6):
        c.line(turned([(586 + i * 5.6, 40), (582 + i * 7.2, 670)], 600, 560, tilt), 2, PAPER)
    for i in range(8):
        c.line(turned([(580, 130 + i * 40), (620, 130 + i * 40)], 600, 560, tilt), 2, BRASS)


@motif("a violin and its bow")
def violin(c: Canvas, p: Palette, r: Random) -> None:
    body = turned(
        smooth(
            [
                (600, 740),
                (510, 720),
                (476, 650),
                (520, 590),
                (540, 540),
                (506, 490),
                (512, 430),
                (560, 396),
                (640, 396),
                (688, 430),
                (694, 490),
                (660, 540),
                (680, 590),
                (724, 650),
                (690, 720),
            ],
            closed=True,
        ),
        600,
        500,
        -18,
    )
    c.glow(moved(body, 24, 20), darker(p.wall, 0.6), 0.42, 16)
    c.shaded(body, mix(p.main, (160, 84, 48), 0.5), -22, -8)
    c.poly(turned([(584, 150), (616, 150), (624, 560), (576, 560)], 600, 500, -18), p.ink)
    c.ellipse(*turned([(600, 134)], 600, 500, -18)[0], 27, 27, mix(p.main, (120, 60, 40), 0.6))
    for side in (-1, 1):
        c.line(
            turned(
                smooth(
                    [(600 + side * 44, 540), (600 + side * 34, 580), (600 + side * 54, 620), (600 + side * 44, 656)]
                ),
                600,
                500,
                -18,
            ),
            8,
            p.ink,
        )
    c.poly(turned([(560, 606), (640, 606), (634, 622), (566, 622)], 600, 500, -18), (240, 214, 164))
    c.poly(turned([(580, 640), (620, 640), (612, 730), (588, 730)], 600, 500, -18), p.ink)
    for i in range(4):
        c.line(turned([(589 + i * 7, 150), (585 + i * 10, 650)], 600, 500, -18), 2, PAPER)
    c.line(turned([(800, 130), (800, 740)], 800, 440, 16), 9, darker(p.accent, 0.25))
    c.line(turned([(818, 150), (814, 720)], 800, 440, 16), 4, PAPER)


@motif("a drum with sticks")
def drum(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 230)
    turn(c, 600, FLOOR, [(0, 226), (250, 226)], p.main, 0.2, PAPER, gloss=0.2)
    for x in range(-5, 5):
        c.line(
            [(600 + x * 44, FLOOR - 226 + 34), (600 + x * 44 + 22, FLOOR + 20), (600 + x * 44 + 44, FLOOR - 226 + 34)],
            5,
            PAPER,
        )
    for h in (8, 236):
        band(c, 600, FLOOR, [(0, 232), (260, 232)], h - 8, h + 18, p.second, 0.2)
    c.ellipse(600, FLOOR - 254, 222, 43, PAPER)
    for a, b in (((470, 400), (760, 300)), ((720, 420), (470, 290))):
        c.line([a, b], 15, (200, 150, 96))
        c.ellipse(*a, 17, 15, (220, 178, 120))


@motif("a kalimba")
def kalimba(c: Canvas, p: Palette, r: Random) -> None:
    box = smooth(
        [(420, 720), (400, 420), (440, 260), (600, 220), (760, 260), (800, 420), (780, 720), (600, 742)], closed=True
    )
    c.glow(moved(box, 22, 22), darker(p.wall, 0.6), 0.42, 16)
    c.shaded(box, p.main, -24, -12)
    c.ellipse(600, 600, 54, 54, p.ink)
    c.rect(430, 320, 340, 26, p.ink, 6)
    c.rect(430, 352, 340, 14, BRASS, 6)
    for i in range(9):
        x, length = 448 + i * 36, 230 - abs(i - 4) * 30
        c.rect(x, 290, 18, length, mix(p.ink, (255, 255, 255), 0.72), 8)
        c.rect(x + 10, 290, 8, length, mix(p.ink, (255, 255, 255), 0.5), 6)


@motif("headphones")
def headphones(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 240)
    c.line(ellipse_points(600, 480, 216, 280, 180, 360), 44, p.main)
    c.line(ellipse_points(600, 482, 200, 262, 190, 350), 14, lighter(p.main, 0.3))
    for side in (-1, 1):
        x = 600 + side * 214
        c.shaded(
            smooth(
                [
                    (x - side * 12, 430),
                    (x + side * 66, 450),
                    (x + side * 76, 560),
                    (x + side * 60, 660),
                    (x - side * 12, 680),
                ],
                closed=True,
            ),
            p.main,
            -16,
            -8,
        )
        c.shaded(
            smooth(
                [(x - side * 14, 440), (x - side * 62, 470), (x - side * 62, 640), (x - side * 14, 670)], closed=True
            ),
            p.accent,
            -12,
            -6,
        )
    c.line(smooth([(400, 676), (420, 730), (560, 740), (640, 720)]), 7, p.ink)


@motif("a microphone")
def microphone(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 150)
    turn(c, 600, FLOOR, [(0, 140), (20, 136), (30, 18), (150, 16)], p.ink, 0.2)
    c.line(ellipse_points(600, 400, 132, 150, 10, 170), 18, p.ink)
    c.shaded(
        smooth(
            [
                (500, 250),
                (520, 180),
                (600, 150),
                (680, 180),
                (700, 250),
                (700, 440),
                (676, 500),
                (600, 524),
                (524, 500),
                (500, 440),
            ],
            closed=True,
        ),
        p.main,
        -26,
        -6,
    )
    for i in range(6):
        c.rect(524, 200 + i * 30, 152, 12, darker(p.main, 0.22), 6)
    c.rect(496, 392, 208, 24, p.second, 8)


@motif("records in their sleeves")
def record(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 320, 730)
    c.ellipse(760, 470, 244, 244, (44, 40, 42))
    for s in (220, 190, 160, 130):
        c.ring(760, 470, s, s, 3, (70, 64, 64))
    c.ellipse(760, 470, 84, 84, p.accent)
    c.ellipse(760, 470, 10, 10, PAPER)
    c.shaded([(280, 220), (780, 220), (780, 730), (280, 730)], p.main, -12, -10)
    for i in range(4):
        c.line(
            ellipse_points(530, 600, 60 + i * 52, 60 + i * 52, 180, 360),
            22,
            (p.second, p.accent, p.second, lighter(p.main, 0.3))[i],
        )
    c.rect(330, 640, 180, 14, PAPER, 5)
    c.rect(330, 668, 110, 10, PAPER, 5)


@motif("a small synthesizer")
def synth(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 380, 700)
    c.shaded([(250, 330), (950, 330), (1000, 690), (200, 690)], p.main, -14, -12)
    c.poly([(290, 360), (910, 360), (924, 470), (276, 470)], darker(p.main, 0.2))
    for i in range(7):
        c.ellipse(350 + i * 62, 414, 24, 24, p.second)
        c.line([(350 + i * 62, 414), (350 + i * 62 + (i % 3 - 1) * 14, 396)], 6, p.ink)
    c.rect(790, 384, 100, 60, (150, 190, 160), 5)
    for i in range(12):
        x0, x1 = 270 + i * 55.5, 262 + i * 57
        c.poly([(x0, 500), (x0 + 50, 500), (x1 + 51, 670), (x1, 670)], PAPER)
    for i in (0, 1, 3, 4, 5, 7, 8, 10):
        x = 308 + i * 55.8
        c.poly([(x, 500), (x + 30, 500), (x + 31, 598), (x, 598)], p.ink)


@motif("a flute and sheet music")
def flute(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 360, 120, 420, 540)
    c.rect(360, 120, 420, 540, PAPER, 4)
    for row in range(4):
        for i in range(5):
            c.rect(400, 190 + row * 116 + i * 14, 340, 2, darker(PAPER, 0.4))
        for k in range(6):
            x, y = 426 + k * 54, 190 + row * 116 + (k * 29 + row * 17) % 56
            c.ellipse(x, y, 11, 8, p.ink)
            c.line([(x + 9, y), (x + 9, y - 46)], 3, p.ink)
    tube = turned([(330, 560), (1010, 560), (1010, 596), (330, 596)], 640, 578, -16)
    c.glow(moved(tube, 10, 18), darker(p.table, 0.6), 0.45, 10)
    c.shaded(tube, p.main, 0, -12, 0.2)
    for i in range(6):
        c.ellipse(*turned([(560 + i * 62, 576)], 640, 578, -16)[0], 11, 11, p.ink)
    for a in (420, 900):
        c.poly(turned([(a, 556), (a + 22, 556), (a + 22, 600), (a, 600)], 640, 578, -16), p.accent)


@motif("an accordion")
def accordion(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 330, 720)
    for i in range(12):
        x = 420 + i * 30
        c.poly(
            [(x, 310), (x + 16, 290), (x + 30, 310), (x + 30, 710), (x + 16, 722), (x, 710)],
            p.accent if i % 2 else darker(p.accent, 0.2),
        )
    c.shaded([(250, 290), (430, 270), (430, 720), (250, 710)], p.main, -14, -10)
    c.shaded([(770, 270), (950, 290), (950, 710), (770, 720)], p.main, -14, -10)
    for i in range(9):
        c.rect(262, 320 + i * 42, 84, 36, PAPER, 5)
        if i % 3 != 2:
            c.rect(262, 346 + i * 42, 50, 20, p.ink, 4)
    for i in range(7):
        for k in range(3):
            c.ellipse(830 + k * 38, 340 + i * 54, 12, 12, PAPER)
