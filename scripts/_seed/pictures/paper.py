"""Books, prints and what is written with."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, mix, moved, smooth, turned
from .lathe import turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, on_wall, shadow

SHEET: Colour = (253, 247, 234)


@motif("a stack of books")
def books(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 260)
    y = FLOOR
    for tone in (p.main, p.second, p.accent, darker(p.second, 0.3), lighter(p.main, 0.2)):
        h, w, dx = r.randint(46, 74), r.randint(400, 510), r.randint(-34, 34)
        x = 600 - w / 2 + dx
        c.rect(x + 12, y - h + 7, w - 18, h - 14, SHEET, 4)
        c.rect(x, y - h, w, 9, tone, 4)
        c.rect(x, y - 9, w, 9, darker(tone, 0.12), 4)
        c.rect(x, y - h, 64, h, tone, 8)
        c.rect(x + 18, y - h + 12, 10, h - 24, lighter(tone, 0.4))
        for i in range(2):
            c.rect(x + 70, y - h + 18 + i * 14, w - 80, 2, darker(SHEET, 0.15))
        y -= h
    turn(c, 590, y, [(0, 40), (40, 62), (84, 66)], p.accent, opening=(116, 74, 46))


@motif("an open book")
def openbook(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 350, 710)
    c.poly([(230, 430), (600, 470), (970, 430), (1000, 712), (600, 740), (200, 712)], p.main)
    for side in (-1, 1):
        page = [
            (600, 462),
            *smooth([(600, 462), (600 + side * 150, 400), (600 + side * 350, 416)]),
            (600 + side * 378, 690),
            *smooth([(600 + side * 378, 690), (600 + side * 170, 672), (600, 722)]),
        ]
        c.shaded(page, SHEET, 20 if side < 0 else -20, 0, 0.1)
        for i in range(7):
            y = 480 + i * 28
            if side > 0 and i < 4:
                continue
            c.line([(600 + side * 60, y + 6), (600 + side * (320 if i % 3 else 260), y - 10)], 5, darker(SHEET, 0.28))
    c.poly([(670, 470), (900, 440), (912, 560), (676, 590)], p.second)
    c.ellipse(846, 486, 22, 22, p.accent)
    c.poly([(676, 590), (750, 506), (800, 560), (840, 530), (912, 560)], p.main)


@motif("notebooks and a pencil")
def notebook(c: Canvas, p: Palette, r: Random) -> None:
    for angle, tone, dx in ((9, p.second, 70), (-6, p.main, -40)):
        cover = turned([(420 + dx, 170), (760 + dx, 170), (760 + dx, 660), (420 + dx, 660)], 590 + dx, 420, angle)
        c.glow(moved(cover, 22, 26), darker(p.wall, 0.6), 0.45, 18)
        c.shaded(cover, tone, -10, -8)
        c.poly(
            turned([(420 + dx, 170), (476 + dx, 170), (476 + dx, 660), (420 + dx, 660)], 590 + dx, 420, angle),
            darker(tone, 0.2),
        )
    c.poly(turned([(500, 270), (660, 270), (660, 370), (500, 370)], 550, 420, -6), SHEET)
    for i in (0, 1):
        c.poly(
            turned(
                [(520, 300 + i * 30), (636 - i * 30, 300 + i * 30), (636 - i * 30, 307 + i * 30), (520, 307 + i * 30)],
                550,
                420,
                -6,
            ),
            p.ink,
        )
    pencil(c, 840, 700, -64, p.accent)


def pencil(c: Canvas, x: float, y: float, angle: float, colour: Colour, length: float = 420) -> None:
    """A pencil whose blunt end lies at (x, y)."""

    def part(a: float, b: float, w1: float, w2: float, tone: Colour) -> None:
        c.poly(turned([(x + a, y - w1), (x + b, y - w2), (x + b, y + w2), (x + a, y + w1)], x, y, angle), tone)

    part(0, length - 54, 15, 15, colour)
    c.poly(
        turned([(x, y + 4), (x + length - 54, y + 4), (x + length - 54, y + 15), (x, y + 15)], x, y, angle),
        darker(colour, 0.2),
    )
    part(0, 26, 15, 15, (214, 138, 120))
    part(26, 40, 15, 15, (190, 178, 160))
    part(length - 54, length - 16, 15, 5, (236, 206, 160))
    part(length - 16, length, 5, 0, (60, 46, 42))


@motif("a framed print")
def print_(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 380, 90, 440, 570)
    c.rect(380, 90, 440, 570, darker(p.main, 0.35) if r.random() < 0.5 else p.second)
    c.rect(402, 112, 396, 526, SHEET)
    view = [(436, 146), (764, 146), (764, 604), (436, 604)]
    c.poly(view, mix(p.second, p.wall, 0.4))
    kind = r.randrange(3)

    def scene(k: Canvas) -> None:
        if kind == 0:
            k.ellipse(640, 290, 64, 64, p.accent)
            for i, tone in enumerate((mix(p.main, p.wall, 0.5), p.main, darker(p.main, 0.3))):
                k.poly(
                    [
                        *smooth([(436, 420 + i * 60), (520, 360 + i * 66), (620, 440 + i * 46), (764, 380 + i * 70)]),
                        (764, 640),
                        (436, 640),
                    ],
                    tone,
                )
        elif kind == 1:
            for i in range(5):
                k.ellipse(
                    470 + (i * 83) % 260,
                    230 + i * 82,
                    74 - i * 6,
                    74 - i * 6,
                    (p.main, p.accent, p.ink, p.second, p.main)[i],
                )
            k.line(smooth([(450, 560), (560, 380), (640, 470), (750, 190)]), 12, p.ink)
        else:
            k.line(smooth([(600, 600), (590, 440), (610, 220)]), 10, darker(p.main, 0.3))
            for i in range(7):
                for side in (-1, 1):
                    y = 540 - i * 50
                    k.poly(
                        smooth(
                            [
                                (600, y),
                                (600 + side * 50, y - 50),
                                (600 + side * (130 - i * 9), y - 62),
                                (600 + side * 80, y - 4),
                            ],
                            closed=True,
                        ),
                        p.main if side < 0 else p.accent,
                    )

    c.clipped(view, scene)


@motif("a map")
def map_(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 360, 700)
    for i in range(4):
        x = 280 + i * 160
        tilt = 26 if i % 2 else 0
        fold = [(x, 280 + tilt), (x + 160, 280 + 26 - tilt), (x + 160, 690 + 26 - tilt), (x, 690 + tilt)]
        tone = SHEET if i % 2 else darker(SHEET, 0.1)
        c.poly(fold, tone)
        c.clipped(
            fold,
            lambda k, t=tone: (
                k.poly(
                    smooth([(250, 420), (420, 340), (560, 420), (520, 560), (360, 620), (240, 560)], closed=True),
                    mix(t, p.accent, 0.35),
                ),
                k.poly(
                    smooth([(640, 520), (780, 440), (930, 480), (960, 640), (760, 690)], closed=True),
                    mix(t, p.main, 0.35),
                ),
                k.line(smooth([(250, 330), (420, 470), (600, 470), (700, 600), (960, 560)]), 10, mix(t, p.main, 0.7)),
                k.line(smooth([(300, 700), (470, 600), (640, 400), (900, 320)]), 5, mix(t, p.ink, 0.5)),
            ),
        )
    c.poly([*ellipse_points(640, 390, 34, 34, 150, 390), (640, 466)], p.main)
    c.ellipse(640, 390, 14, 14, SHEET)


@motif("cards and envelopes")
def stationery(c: Canvas, p: Palette, r: Random) -> None:
    for x, y, angle, tone in ((640, 360, 8, p.main), (520, 440, -7, p.second)):
        card = turned([(x - 220, y - 150), (x + 220, y - 150), (x + 220, y + 150), (x - 220, y + 150)], x, y, angle)
        c.glow(moved(card, 18, 22), darker(p.wall, 0.6), 0.4, 16)
        c.shaded(card, tone, -8, -8, 0.1)
        c.poly(turned([(x - 220, y - 150), (x + 220, y - 150), (x, y + 40)], x, y, angle), darker(tone, 0.09))
        c.ellipse(*turned([(x, y + 30)], x, y, angle)[0], 30, 30, p.accent)
    sheet = turned([(640, 430), (900, 430), (900, 690), (640, 690)], 770, 560, 4)
    c.glow(moved(sheet, 14, 18), darker(p.table, 0.6), 0.4, 14)
    c.poly(sheet, SHEET)
    for i in range(4):
        c.line([(690, 500 + i * 40), (840 - (i % 2) * 50, 508 + i * 40)], 6, darker(SHEET, 0.35))


@motif("ink, pen and paper")
def ink(c: Canvas, p: Palette, r: Random) -> None:
    c.glow([(330, 520), (840, 500), (900, 740), (360, 760)], darker(p.table, 0.6), 0.4, 16)
    c.poly([(320, 500), (820, 480), (880, 720), (340, 740)], SHEET)
    c.line(
        smooth([(390, 590), (430, 550), (460, 610), (500, 556), (540, 600), (590, 560), (640, 590), (700, 560)]),
        7,
        p.main,
    )
    c.line(smooth([(400, 660), (450, 630), (500, 668), (560, 630), (600, 655)]), 7, p.main)
    shadow(c, p, 850, 84, 610)
    turn(
        c,
        850,
        610,
        [(0, 92), (20, 100), (90, 100), (116, 60), (130, 44), (150, 46)],
        p.main,
        opening=darker(p.main, 0.6),
        gloss=0.5,
    )
    c.poly(turned([(600, 560), (650, 544), (1010, 544), (1026, 556), (1010, 572), (650, 574)], 600, 560, -48), p.accent)
    c.poly(turned([(600, 560), (650, 546), (650, 574)], 600, 560, -48), (206, 176, 110))


@motif("a wall calendar")
def calendar(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 380, 110, 440, 580)
    c.rect(380, 110, 440, 580, SHEET, 8)
    c.poly([(404, 134), (796, 134), (796, 380), (404, 380)], p.second)
    c.clipped(
        [(404, 134), (796, 134), (796, 380), (404, 380)],
        lambda k: (
            k.ellipse(690, 220, 50, 50, p.accent),
            k.poly(smooth([(380, 340), (520, 230), (640, 330), (830, 270), (830, 420), (380, 420)]), p.main),
        ),
    )
    for i in range(7):
        for j in range(5):
            c.rect(
                416 + i * 54,
                420 + j * 50,
                34,
                28,
                p.accent if (i, j) == (3, 2) else darker(SHEET, 0.12 if i < 5 else 0.22),
                6,
            )


@motif("a hand press with type")
def press(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 280)
    c.shaded([(330, 610), (870, 610), (900, FLOOR), (300, FLOOR)], p.ink, -16, -10)
    for x in (360, 800):
        c.rect(x, 260, 44, 360, p.main, 8)
    c.rect(330, 226, 540, 60, lighter(p.main, 0.1), 12)
    c.rect(576, 280, 48, 150, mix(p.ink, (255, 255, 255), 0.5))
    c.line([(600, 330), (930, 250)], 18, p.ink)
    c.ellipse(930, 250, 28, 28, p.accent)
    c.rect(430, 430, 340, 48, darker(p.main, 0.25), 8)
    c.rect(420, 560, 360, 52, p.second, 6)
    for i in range(7):
        c.rect(436 + i * 48, 536, 38, 40, SHEET, 3)
        c.text(455 + i * 48, 556, "ARTISAN"[i], 32, p.ink)
