"""Tools of the workshop and the kitchen."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, moved, smooth, turned
from .lathe import band, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, shadow

STEEL: Colour = (186, 190, 188)
WOOD: Colour = (184, 130, 84)


def _lying(c: Canvas, p: Palette, outline: list[tuple[float, float]]) -> None:
    c.glow(moved(outline, 14, 20), darker(p.table, 0.6), 0.45, 12)


@motif("a hammer")
def hammer(c: Canvas, p: Palette, r: Random) -> None:
    handle = turned(smooth([(300, 548), (520, 556), (800, 560), (800, 596), (520, 604), (300, 612)]), 600, 500, -24)
    _lying(c, p, handle)
    c.shaded(handle, p.main, 0, -14)
    head = turned(
        smooth([(770, 450), (850, 450), (856, 560), (850, 700), (776, 700), (780, 560)], closed=True), 600, 500, -24
    )
    c.shaded(head, STEEL, -18, -6, 0.25)
    c.poly(turned([(762, 686), (864, 686), (864, 724), (762, 724)], 600, 500, -24), darker(STEEL, 0.25))
    for i in range(3):
        x, y = 380 + i * 66, 720 + (i % 2) * 30
        c.line([(x, y), (x + 90, y - 26)], 8, darker(STEEL, 0.3))
        c.ellipse(x, y, 13, 13, darker(STEEL, 0.2))


@motif("a wood plane with shavings")
def plane(c: Canvas, p: Palette, r: Random) -> None:
    c.rect(0, 660, 1200, 60, lighter(WOOD, 0.2))
    c.rect(0, 716, 1200, 60, WOOD)
    shadow(c, p, 600, 300, 664)
    c.shaded(smooth([(290, 660), (286, 560), (330, 540), (860, 540), (910, 570), (914, 660)]), p.main, -18, -14)
    c.poly([(600, 550), (650, 550), (740, 380), (700, 370)], STEEL)
    c.shaded(smooth([(420, 548), (390, 470), (400, 380), (450, 370), (480, 420), (486, 548)]), p.accent, -12, -4)
    c.ellipse(810, 500, 48, 48, p.accent)
    c.rect(796, 530, 30, 18, darker(p.accent, 0.2))
    for x, y in ((640, 470), (560, 500), (1000, 640), (1060, 700), (210, 660)):
        c.line(ellipse_points(x, y, 40, 34, 0, 300), 11, (240, 212, 164))
        c.line(ellipse_points(x, y, 20, 16, 120, 380), 9, (226, 192, 140))


@motif("a row of chisels")
def chisels(c: Canvas, p: Palette, r: Random) -> None:
    cloth = [(260, 200), (940, 200), (940, 700), (260, 700)]
    c.glow(moved(cloth, 18, 22), darker(p.wall, 0.6), 0.4, 16)
    c.shaded(cloth, p.second, -12, -10)
    for i in range(5):
        x, w = 350 + i * 126, 15 + i * 6
        c.poly([(x - w, 640), (x + w, 640), (x + w, 430), (x - w, 430)], STEEL)
        c.poly([(x - w, 640), (x + w, 640), (x + w, 606)], darker(STEEL, 0.25))
        turn(c, x, 430, [(0, 22), (20, 28), (90, 32), (150, 24), (176, 26)], p.main if i % 2 else p.accent, 0.1)
        c.rect(x - 25, 420, 50, 14, darker(STEEL, 0.3), 4)
    c.rect(260, 520, 680, 100, darker(p.second, 0.12))
    for i in range(6):
        c.line([(286 + i * 126, 520), (286 + i * 126, 620)], 4, darker(p.second, 0.3))


@motif("a hand saw")
def saw(c: Canvas, p: Palette, r: Random) -> None:
    blade = turned([(400, 380), (960, 440), (960, 500), (400, 570)], 620, 480, 14)
    _lying(c, p, blade)
    c.shaded(blade, STEEL, -6, -20, 0.15)
    for i in range(26):
        a = 400 + i * 21.5
        y = 570 - i * 2.7
        c.poly(turned([(a, y - 4), (a + 21, y - 6), (a + 10, y + 13)], 620, 480, 14), STEEL)
    grip = turned(
        smooth(
            [
                (230, 400),
                (300, 340),
                (430, 350),
                (450, 450),
                (430, 590),
                (330, 610),
                (280, 540),
                (350, 470),
                (290, 440),
            ],
            closed=True,
        ),
        620,
        480,
        14,
    )
    c.shaded(grip, p.main, -14, -12)
    c.poly(turned(smooth([(350, 410), (404, 420), (400, 530), (350, 550)], closed=True), 620, 480, 14), p.table)


@motif("an axe in a block")
def axe(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 620, 240, 760)
    turn(c, 620, 750, [(0, 226), (150, 214)], WOOD, 0.2, lighter(WOOD, 0.35), gloss=0)
    for size in (60, 110, 160):
        c.ring(620, 600, size, size * 0.2, 4, darker(WOOD, 0.05))
    c.shaded(smooth([(830, 120), (856, 132), (720, 420), (640, 540), (614, 524), (690, 400)]), p.main, -10, 0)
    head = smooth([(560, 540), (700, 420), (740, 456), (650, 590), (620, 606), (500, 612)], closed=True)
    c.shaded(head, STEEL, -8, -14, 0.25)
    c.line([(836, 130), (806, 196)], 30, p.accent)


@motif("a kitchen knife on a board")
def knife(c: Canvas, p: Palette, r: Random) -> None:
    board = turned([(300, 420), (880, 420), (880, 690), (300, 690)], 600, 560, -5)
    _lying(c, p, board)
    c.shaded(board, WOOD, -8, -16)
    for y in (470, 540, 620):
        c.line(turned(smooth([(320, y), (560, y + 12), (860, y - 4)]), 600, 560, -5), 3, darker(WOOD, 0.14))
    blade = turned(smooth([(280, 520), (420, 480), (660, 480), (660, 560), (420, 566), (280, 520)]), 600, 520, 8)
    c.glow(moved(blade, 8, 12), darker(WOOD, 0.6), 0.4, 8)
    c.poly(blade, STEEL)
    c.poly(turned([(290, 522), (660, 530), (660, 560), (420, 566)], 600, 520, 8), lighter(STEEL, 0.4))
    c.shaded(
        turned(smooth([(660, 484), (900, 492), (920, 530), (890, 562), (660, 552)], closed=True), 600, 520, 8),
        p.main,
        -6,
        -14,
    )
    c.poly(turned([(650, 482), (690, 484), (690, 556), (650, 560)], 600, 520, 8), p.accent)
    for x, y in ((420, 660), (500, 640), (770, 650)):
        c.ellipse(x, y, 40, 38, (196, 74, 52))
        c.ellipse(x - 4, y - 4, 30, 28, (224, 120, 86))


@motif("a jar of wooden spoons")
def spoons(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 140)
    for angle, length, tone in (
        (-24, 400, WOOD),
        (20, 420, darker(WOOD, 0.2)),
        (-4, 450, lighter(WOOD, 0.25)),
        (36, 360, lighter(WOOD, 0.1)),
    ):
        c.line(turned([(600, 560), (600, 600 - length + 60)], 600, 600, angle), 20, tone)
        x, y = turned([(600, 600 - length)], 600, 600, angle)[0]
        c.shaded(turned(ellipse_points(x, y, 42, 66), x, y, angle), tone, -10, -6)
    shape = [(0, 120), (20, 134), (120, 128), (230, 134)]
    turn(c, 600, FLOOR, shape, p.main, gloss=0.35)
    band(c, 600, FLOOR, shape, 80, 150, p.second)
    c.line(ellipse_points(600, FLOOR - 226, 130, 20, 0, 180), 6, lighter(p.main, 0.3))


@motif("an iron pan")
def pan(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 540, 270, 640)
    c.shaded(turned([(760, 500), (1060, 506), (1060, 548), (760, 550)], 760, 520, -14), p.ink, 0, -12)
    turn(c, 530, 650, [(0, 220), (90, 276)], p.ink, 0.34, opening=lighter(p.ink, 0.14), gloss=0.2)
    for x, y in ((470, 560), (600, 575)):
        c.poly(
            smooth(
                [(x - 84, y), (x - 40, y - 34), (x + 50, y - 30), (x + 84, y + 6), (x + 30, y + 36), (x - 50, y + 30)],
                closed=True,
            ),
            (253, 247, 234),
        )
        c.ellipse(x, y, 34, 20, (238, 172, 62))
    leafs = ((520, 610), (690, 545))
    for x, y in leafs:
        c.ellipse(x, y, 14, 8, (92, 128, 84))


@motif("a box of tools")
def toolbox(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 320, 720)
    c.line([(430, 500), (400, 250)], 26, WOOD)
    c.shaded(turned([(340, 220), (470, 220), (470, 280), (340, 280)], 400, 250, -8), STEEL, -8, -8, 0.25)
    c.line([(560, 500), (580, 300)], 18, STEEL)
    turn(c, 582, 320, [(0, 20), (30, 30), (110, 28), (130, 20)], p.accent, 0.1)
    c.ring(720, 330, 50, 50, 22, STEEL)
    c.line([(716, 380), (706, 520)], 28, STEEL)
    c.line([(830, 520), (850, 330)], 24, p.second)
    c.poly([(836, 330), (866, 334), (858, 290)], (236, 206, 160))
    for y, tone in ((480, darker(p.main, 0.1)), (520, p.main)):
        c.shaded([(290 if y > 500 else 320, y), (910 if y > 500 else 880, y), (890, 720), (310, 720)], tone, -16, -10)
    c.rect(520, 580, 160, 60, p.second, 8)
    c.line(smooth([(330, 520), (380, 200), (600, 150), (820, 200), (870, 520)]), 18, p.ink)


@motif("a pepper mill and a mortar")
def mill(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 470, 90)
    turn(c, 470, FLOOR, [(0, 86), (40, 84), (110, 48), (190, 66), (250, 78), (280, 40)], p.main)
    turn(c, 470, FLOOR - 276, [(0, 50), (40, 76), (100, 66), (130, 20), (150, 24), (166, 4)], darker(p.main, 0.12))
    shadow(c, p, 760, 150)
    c.line([(760, 560), (900, 350)], 46, lighter(p.accent, 0.15))
    turn(c, 760, FLOOR, [(0, 100), (30, 90), (60, 130), (180, 158)], p.accent, 0.2)
    c.line(ellipse_points(760, FLOOR - 178, 156, 30, 0, 180), 8, lighter(p.accent, 0.25))
