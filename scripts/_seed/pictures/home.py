"""Furniture and lamps."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, darker, ellipse_points, lighter, mix, smooth
from .lathe import band, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, on_wall, shadow

WARM = (255, 222, 150)
GROUND = 770.0
"""Tall things stand nearer to the viewer than small ones."""


@motif("a wooden chair")
def chair(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 610, 190, GROUND)
    back, front = darker(p.main, 0.22), p.main
    for x in (500, 716):
        c.line([(x, 240), (x + (8 if x > 600 else -8), GROUND - 30)], 24, back)
    for i in range(r.choice((2, 3, 4))):
        c.poly(
            smooth(
                [
                    (500, 262 + i * 64),
                    (608, 246 + i * 64),
                    (716, 262 + i * 64),
                    (716, 296 + i * 64),
                    (608, 280 + i * 64),
                    (500, 296 + i * 64),
                ]
            ),
            front,
        )
    c.shaded([(470, 500), (750, 500), (790, 566), (432, 566)], p.second, -20, -10)
    c.rect(432, 562, 358, 26, darker(front, 0.08), 8)
    for x in (450, 772):
        c.line([(x, 580), (x + (12 if x > 600 else -12), GROUND)], 26, front)
    c.line([(455, 680), (768, 680)], 14, darker(front, 0.15))


@motif("a stool")
def stool(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 170, GROUND)
    for x, foot in ((520, 452), (680, 748), (600, 600)):
        c.line([(x, 420), (foot, GROUND - (26 if x == 600 else 0))], 28, darker(p.main, 0.2 if x == 600 else 0))
    c.line([(476, 640), (724, 640)], 16, darker(p.main, 0.12))
    turn(
        c,
        600,
        430,
        [(0, 176), (18, 190), (44, 190)],
        p.main,
        0.22,
        p.second if r.random() < 0.5 else lighter(p.main, 0.2),
        gloss=0,
    )


@motif("a table")
def table(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 370, GROUND)
    for x in (320, 880):
        c.line([(x, 440), (x + (x - 600) * 0.06, GROUND)], 30, darker(p.main, 0.1))
    for x in (400, 800):
        c.line([(x, 430), (x, GROUND - 44)], 24, darker(p.main, 0.28))
    c.poly([(300, 390), (900, 390), (980, 450), (220, 450)], lighter(p.main, 0.16))
    c.rect(220, 450, 760, 32, p.main, 5)
    turn(c, 560, 416, [(0, 44), (60, 62), (110, 40), (140, 44)], p.accent, opening=darker(p.accent, 0.4))
    for bend in (-40, 10, 60):
        c.line(smooth([(560, 280), (560 + bend * 0.5, 220), (560 + bend, 176)]), 5, darker(p.accent, 0.35))
        c.ellipse(560 + bend, 170, 22, 22, p.second)


@motif("a shelf with books and a pot")
def shelf(c: Canvas, p: Palette, r: Random) -> None:
    for y in (300, 520, 740):
        c.glow([(240, y + 20), (980, y + 20), (990, y + 56), (250, y + 56)], darker(p.wall, 0.6), 0.35, 14)
        c.rect(230, y, 740, 26, p.main, 4)
        c.rect(230, y + 20, 740, 8, darker(p.main, 0.22), 3)
    for y, start in ((300, 280), (520, 560), (740, 300)):
        x = start
        for i in range(6):
            w, h = r.randint(26, 46), r.randint(110, 165)
            c.rect(x, y - h, w, h, (p.accent, p.second, darker(p.main, 0.3), lighter(p.accent, 0.35))[i % 4], 3)
            c.rect(x, y - h + 22, w, 8, lighter(p.second, 0.3))
            x += w + 3
    turn(c, 780, 300, [(0, 46), (70, 58), (90, 62)], p.second, opening=p.ink)
    turn(c, 380, 520, [(0, 50), (50, 84), (110, 60), (150, 30), (170, 38)], p.accent, opening=p.ink)
    turn(c, 800, 740, [(0, 70), (40, 104), (84, 116)], p.second, opening=p.ink)


@motif("a bench")
def bench(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 380, GROUND)
    for x in (310, 860):
        c.poly(
            [(x, 520), (x + 36, 520), (x + 52, GROUND), (x + 12, GROUND)]
            if x > 600
            else [(x, 520), (x + 36, 520), (x + 22, GROUND), (x - 18, GROUND)],
            darker(p.main, 0.14),
        )
    c.poly([(280, 470), (930, 470), (980, 520), (230, 520)], lighter(p.main, 0.14))
    c.rect(230, 518, 750, 32, p.main, 6)
    c.shaded(
        smooth([(330, 486), (340, 430), (480, 420), (620, 432), (630, 488), (480, 500)], closed=True),
        p.accent,
        -16,
        -10,
    )
    c.line([(330, 640), (890, 640)], 18, darker(p.main, 0.2))


@motif("a cabinet")
def cabinet(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 330, GROUND)
    for x in (330, 846):
        c.line([(x, 690), (x + (14 if x > 600 else 2), GROUND)], 24, darker(p.main, 0.3))
    c.shaded([(280, 380), (920, 380), (920, 712), (280, 712)], p.main, -18, -14)
    c.rect(266, 362, 668, 26, lighter(p.main, 0.2), 6)
    for x in (304, 612):
        c.rect(x, 410, 284, 278, mix(p.main, p.second, 0.4), 6)
        for i in range(9):
            c.rect(x + 14 + i * 30, 424, 8, 250, darker(p.main, 0.1), 3)
        c.ellipse(x + (262 if x < 400 else 22), 548, 11, 11, p.ink)
    turn(c, 430, 372, [(0, 50), (70, 72), (140, 40), (170, 46)], p.accent, opening=p.ink)
    c.rect(640, 346, 150, 26, p.second, 3)
    c.rect(656, 322, 124, 24, p.accent, 3)


@motif("an armchair")
def armchair(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 290, GROUND)
    for x in (400, 800):
        c.line([(x, 690), (x + (x - 600) * 0.05, GROUND)], 26, p.ink)
    c.shaded(
        smooth([(420, 680), (408, 380), (440, 250), (600, 226), (760, 250), (792, 380), (780, 680)]), p.main, -30, -14
    )
    c.shaded(
        smooth([(420, 590), (440, 540), (600, 526), (760, 540), (780, 590), (780, 650), (420, 650)], closed=True),
        lighter(p.main, 0.14),
        -10,
        -20,
    )
    for side in (-1, 1):
        x = 600 + side * 228
        c.shaded(
            smooth([(x - 48, 700), (x - 54, 520), (x, 468), (x + 54, 520), (x + 48, 700)]),
            darker(p.main, 0.06),
            -22,
            -8,
        )
    c.rect(380, 640, 440, 66, darker(p.main, 0.12), 14)
    c.shaded(
        smooth([(520, 550), (510, 430), (600, 414), (690, 430), (680, 550), (600, 566)], closed=True),
        p.second,
        -14,
        -10,
    )


@motif("a round mirror")
def mirror(c: Canvas, p: Palette, r: Random) -> None:
    c.glow(ellipse_points(622, 372, 252, 256), darker(p.wall, 0.6), 0.45, 18)
    c.ellipse(600, 350, 250, 250, p.main)
    c.ellipse(600, 350, 222, 222, mix(p.wall, (255, 255, 255), 0.45))
    c.clipped(
        ellipse_points(600, 350, 222, 222),
        lambda k: k.poly([(420, 620), (640, 100), (760, 100), (540, 620)], mix(p.wall, (255, 255, 255), 0.75)),
    )
    c.rect(350, 668, 500, 26, darker(p.main, 0.15), 4)
    shadow(c, p, 480, 60, 668, 0.2)
    turn(c, 480, 668, [(0, 40), (40, 58), (80, 30), (104, 34)], p.accent, opening=p.ink)


@motif("a coat rack with a bag")
def coatrack(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 270, 250, 660, 56)
    c.rect(270, 250, 660, 60, p.main, 10)
    for i in range(5):
        c.line([(340 + i * 130, 284), (340 + i * 130, 330)], 22, darker(p.main, 0.3))
    c.line(smooth([(470, 326), (410, 420), (400, 500)]), 10, p.ink)
    c.line(smooth([(470, 326), (530, 420), (540, 500)]), 10, p.ink)
    c.shaded(smooth([(380, 490), (560, 490), (590, 700), (470, 724), (350, 700)], closed=True), p.accent, -20, -8)
    c.shaded(
        smooth([(730, 330), (690, 420), (676, 640), (730, 668), (800, 640), (770, 420)], closed=True), p.second, -16, -6
    )


@motif("a table lamp")
def lamp(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 140)
    c.glow([(470, 360), (730, 360), (940, FLOOR + 60), (260, FLOOR + 60)], WARM, 0.35, 60)
    turn(
        c,
        600,
        FLOOR,
        r.choice(
            (
                [(0, 110), (24, 104), (60, 40), (120, 88), (190, 80), (260, 22), (300, 16)],
                [(0, 120), (20, 116), (36, 26), (300, 16)],
                [(0, 70), (80, 120), (170, 110), (250, 30), (300, 18)],
            )
        ),
        p.main,
    )
    turn(
        c,
        600,
        410,
        r.choice(([(0, 220), (210, 110)], [(0, 170), (200, 160)], [(0, 230), (90, 210), (170, 120), (190, 50)])),
        lighter(p.second, 0.3),
        0.14,
        WARM,
        gloss=0.5,
    )


@motif("a pendant lamp")
def pendant(c: Canvas, p: Palette, r: Random) -> None:
    c.line([(600, 0), (600, 190)], 7, p.ink)
    c.glow([(420, 420), (780, 420), (1010, 900), (190, 900)], WARM, 0.42, 70)
    c.ellipse(600, 432, 62, 62, (255, 238, 190))
    shape = r.choice(
        (
            [(0, 250), (60, 240), (170, 150), (226, 60), (252, 36)],
            [(0, 210), (180, 70), (250, 50)],
            [(0, 190), (130, 176), (200, 90), (250, 40)],
        )
    )
    turn(c, 600, 420, shape, p.main, 0.1)
    band(c, 600, 420, shape, 0, 22, p.second, 0.1)
    shadow(c, p, 600, 150, 720, 0.4)
    turn(c, 600, 720, [(0, 70), (40, 130), (80, 150)], p.accent, 0.2, p.second)


@motif("a floor lamp beside a chair")
def floorlamp(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 440, 90, GROUND)
    c.line([(440, 300), (440, GROUND - 10)], 12, p.ink)
    c.line([(440, 420), (360, GROUND)], 12, p.ink)
    c.line([(440, 420), (520, GROUND)], 12, p.ink)
    c.glow([(310, 330), (570, 330), (720, 800), (170, 800)], WARM, 0.38, 60)
    turn(c, 440, 340, [(0, 160), (190, 100)], lighter(p.second, 0.3), 0.14, WARM, gloss=0.5)
    shadow(c, p, 800, 150, GROUND)
    for x in (690, 910):
        c.line([(x, 640), (x, GROUND)], 20, p.ink)
    c.shaded(
        smooth([(660, 690), (650, 500), (690, 420), (800, 404), (910, 420), (950, 500), (940, 690)]), p.main, -26, -12
    )
    c.shaded(
        smooth([(670, 640), (690, 596), (800, 588), (910, 596), (930, 640), (800, 664)], closed=True), p.accent, -8, -14
    )


@motif("a lantern")
def lantern(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 150)
    c.ring(600, 300, 100, 110, 12, p.ink)
    c.glow(ellipse_points(600, 520, 240, 220), WARM, 0.6, 60)
    turn(c, 600, FLOOR, [(0, 150), (50, 150), (60, 130)], p.main)
    turn(c, 600, FLOOR - 58, [(0, 118), (110, 134), (220, 110)], mix(WARM, p.wall, 0.45), gloss=0.6)
    c.poly(smooth([(600, 480), (626, 560), (600, 610), (574, 560)], closed=True), (247, 170, 70))
    for x in (476, 600, 724):
        c.line([(x, FLOOR - 50), (x + (600 - x) * 0.1, FLOOR - 286)], 8, p.ink)
    turn(c, 600, FLOOR - 276, [(0, 136), (50, 110), (80, 50), (110, 46)], p.main)


@motif("a paper lamp")
def paperlamp(c: Canvas, p: Palette, r: Random) -> None:
    c.glow(ellipse_points(600, 430, 380, 340), WARM, 0.5, 90)
    shadow(c, p, 600, 120)
    c.line([(600, 620), (600, FLOOR)], 14, p.ink)
    turn(c, 600, FLOOR, [(0, 100), (18, 96)], p.main, 0.2, lighter(p.main, 0.1))
    paper = (252, 240, 212)
    c.shaded(ellipse_points(600, 420, 250, r.choice((215, 240, 180))), paper, -40, -14, 0.10)
    for i in range(-4, 5):
        c.line(
            ellipse_points(
                600,
                420 + i * 44,
                max(40, 248 * (1 - (i * 44 / 225) ** 2) ** 0.5 if abs(i * 44) < 224 else 40),
                16,
                0,
                180,
                24,
            ),
            3,
            darker(paper, 0.12),
        )
