"""Cloth, wool and leather."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, Colour, Point, darker, ellipse_points, lighter, mix, moved, smooth
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, on_wall, shadow


def _stripes(c: Canvas, outline: list[Point], colour: Colour, step: int, width: int, upright: bool = False) -> None:
    """Stripes inside an outline."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]

    def paint(k: Canvas) -> None:
        for at in range(round(min(xs if upright else ys)) + step // 2, round(max(xs if upright else ys)), step):
            if upright:
                k.rect(at, min(ys), width, max(ys) - min(ys), colour)
            else:
                k.rect(min(xs), at, max(xs) - min(xs), width, colour)

    c.clipped(outline, paint)


@motif("a stack of folded blankets")
def blankets(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 270)
    for i, colour in enumerate((p.main, p.second, p.accent)):
        y = FLOOR - i * 104
        fold = smooth(
            [
                (344, y - 8),
                (334, y - 60),
                (352, y - 104),
                (600, y - 112),
                (850, y - 104),
                (872, y - 54),
                (852, y - 4),
                (600, y + 2),
            ],
            closed=True,
        )
        c.shaded(fold, colour, -8, -24)
        if i != 1:
            _stripes(c, fold, lighter(colour, 0.3), 90, 16, upright=True)
        c.line(smooth([(350, y - 54), (600, y - 48), (850, y - 56)]), 4, darker(colour, 0.25))
    for x in range(360, 850, 22):
        c.line([(x, FLOOR - 6), (x - 4, FLOOR + 22)], 5, p.main)


@motif("a scarf on a hook")
def scarf(c: Canvas, p: Palette, r: Random) -> None:
    c.ellipse(600, 170, 20, 20, p.ink)
    for side, drop, colour in ((1, 640, darker(p.main, 0.08)), (-1, 720, p.main)):
        strip = smooth(
            [
                (600, 160),
                (600 + side * 80, 210),
                (600 + side * 112, 380),
                (600 + side * 96, drop),
                (600 + side * 4, drop),
                (600 + side * 10, 380),
                (600 - side * 10, 230),
            ],
            closed=False,
        )
        c.glow(moved(strip, 18, 16), darker(p.wall, 0.6), 0.35, 16)
        c.shaded(strip, colour, -18, 0)
        _stripes(c, strip, p.second, 120, 34)
        _stripes(c, strip, p.accent, 120, 8)
        for i in range(7):
            x = 600 + side * (12 + i * 13)
            c.line([(x, drop - 6), (x + side * 2, drop + 34)], 6, colour)


@motif("a knitted sweater")
def sweater(c: Canvas, p: Palette, r: Random) -> None:
    body = smooth(
        [
            (500, 190),
            (420, 220),
            (330, 420),
            (262, 610),
            (344, 640),
            (430, 450),
            (430, 700),
            (600, 712),
            (770, 700),
            (770, 450),
            (856, 640),
            (938, 610),
            (870, 420),
            (780, 220),
            (700, 190),
            (600, 226),
        ],
        8,
        closed=True,
    )
    c.glow(moved(body, 20, 22), darker(p.wall, 0.6), 0.4, 18)
    c.shaded(body, p.main, -22, -6)

    def yoke(k: Canvas) -> None:
        for row, tone in enumerate((p.second, p.accent, p.second)):
            for x in range(250, 960, 36):
                y = 330 + row * 46 + abs(x - 600) * 0.12
                k.poly([(x, y - 16), (x + 15, y), (x, y + 16), (x - 15, y)], tone)
        k.rect(420, 668, 360, 60, darker(p.main, 0.12))

    c.clipped(body, yoke)
    c.poly(smooth([(500, 194), (600, 168), (700, 194), (600, 250)], closed=True), darker(p.main, 0.25))
    c.line(smooth([(500, 194), (600, 252), (700, 194)]), 16, lighter(p.main, 0.1))


@motif("a tote bag")
def tote(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 210, 730)
    for dx, tone in ((26, darker(p.accent, 0.2)), (0, p.accent)):
        c.line(smooth([(500 + dx, 360), (512 + dx, 210), (600 + dx, 150), (688 + dx, 210), (700 + dx, 360)]), 22, tone)
    c.shaded([(410, 340), (790, 340), (812, 726), (388, 726)], p.second if r.random() < 0.5 else p.main, -30, -6)
    c.rect(410, 334, 380, 26, p.accent, 6)
    c.ellipse(600, 530, 92, 92, p.accent)
    for i in range(3):
        c.poly(
            smooth([(600, 610), (560 + i * 40, 560), (540 + i * 60, 480), (600, 520)], closed=True),
            lighter(p.second, 0.2),
        )


@motif("a pair of socks")
def socks(c: Canvas, p: Palette, r: Random) -> None:
    for x, y, tone in ((640, 150, darker(p.main, 0.1)), (440, 190, p.main)):
        foot = smooth(
            [
                (x, y),
                (x + 150, y),
                (x + 156, y + 280),
                (x + 250, y + 380),
                (x + 236, y + 450),
                (x + 130, y + 460),
                (x + 10, y + 350),
                (x - 4, y + 180),
            ],
            closed=True,
        )
        c.glow(moved(foot, 18, 20), darker(p.wall, 0.6), 0.4, 16)
        c.shaded(foot, tone, -18, -6)
        _stripes(c, [(a, b) for a, b in foot if b < y + 300] or foot, p.second, 56, 20)
        c.clipped(
            foot,
            lambda k, x=x, y=y: (
                k.ellipse(x + 246, y + 430, 78, 70, p.accent),
                k.ellipse(x + 10, y + 390, 70, 70, p.accent),
                k.rect(x - 30, y - 20, 220, 64, p.accent),
            ),
        )


@motif("two cushions")
def cushions(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 300, 720)
    for x, y, size, tone, mark in ((700, 520, 190, p.second, p.main), (480, 540, 176, p.main, p.second)):
        pillow = smooth(
            [
                (x - size, y - size),
                (x, y - size * 0.86),
                (x + size, y - size),
                (x + size * 0.88, y),
                (x + size, y + size),
                (x, y + size * 0.9),
                (x - size, y + size),
                (x - size * 0.88, y),
            ],
            closed=True,
        )
        c.shaded(pillow, tone, -22, -16)
        if mark == p.main:
            c.clipped(pillow, lambda k, x=x, y=y, m=mark: [k.ring(x, y, a, a, 14, m) for a in (36, 84, 132)])
        else:
            _stripes(c, pillow, mark, 62, 16, upright=True)


@motif("a woven rug")
def rug(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 370, 110, 460, 610)
    for y in (104, 722):
        for x in range(378, 830, 18):
            c.line([(x, y - 12), (x, y + 14)], 4, p.second)
    c.shaded([(370, 110), (830, 110), (830, 720), (370, 720)], p.main, -14, -8)
    c.rect(398, 138, 404, 554, p.second)
    c.rect(412, 152, 376, 526, p.main)
    for i in range(3):
        y = 240 + i * 175
        c.poly([(600, y - 84), (770, y), (600, y + 84), (430, y)], p.accent)
        c.poly([(600, y - 56), (712, y), (600, y + 56), (488, y)], p.second)
        c.poly([(600, y - 26), (652, y), (600, y + 26), (548, y)], p.main)


@motif("balls of yarn")
def yarn(c: Canvas, p: Palette, r: Random) -> None:
    for x, y, size, tone in ((700, 470, 130, p.second), (430, 560, 140, p.main), (690, 590, 120, p.accent)):
        shadow(c, p, x, size * 0.8, y + size - 12, 0.4)
        ball = ellipse_points(x, y, size, size)
        c.shaded(ball, tone, -26, -20)

        def winding(k: Canvas, x: float = x, y: float = y, size: float = size, tone: Colour = tone) -> None:
            for i in range(-3, 4):
                k.line(
                    ellipse_points(x - size * 0.5 + i * 24, y + i * 14, size * 1.05, size * 0.8, -60, 60),
                    5,
                    lighter(tone, 0.25),
                )
                k.line(
                    ellipse_points(x + i * 12, y + size * 0.7 + i * 22, size * 1.1, size * 0.6, 190, 260),
                    5,
                    darker(tone, 0.12),
                )

        c.clipped(ball, winding)
    c.line(smooth([(330, 650), (260, 720), (420, 760), (560, 735), (620, 770)]), 7, p.main)
    for x in (540, 600):
        c.line([(x, 230), (x + 190, 560)], 12, p.ink)
        c.ellipse(x, 230, 16, 16, p.accent)


@motif("a quilt")
def quilt(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 320, 120, 560, 560)
    tones = (p.main, p.second, p.accent, lighter(p.main, 0.4), darker(p.second, 0.15))
    for i in range(4):
        for j in range(4):
            x, y = 320 + i * 140, 120 + j * 140
            a, b = r.sample(tones, 2)
            c.rect(x, y, 141, 141, a)
            c.poly(
                [(x, y), (x + 141, y), (x, y + 141)] if (i + j) % 2 else [(x, y), (x + 141, y + 141), (x, y + 141)], b
            )
            if (i * j) % 3 == 1:
                c.poly([(x + 70, y + 22), (x + 118, y + 70), (x + 70, y + 118), (x + 22, y + 70)], r.choice(tones))


@motif("scissors, thread and cloth")
def sewing(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 310, 720, 0.35)
    c.shaded(
        smooth(
            [(300, 640), (420, 600), (640, 622), (880, 596), (920, 690), (700, 716), (470, 704), (310, 720)],
            closed=True,
        ),
        p.main,
        -8,
        -16,
    )
    for x, tone in ((380, p.accent), (490, p.second)):
        c.rect(x - 44, 590, 88, 16, p.ink, 6)
        c.rect(x - 44, 460, 88, 16, p.ink, 6)
        c.shaded([(x - 36, 476), (x + 36, 476), (x + 36, 590), (x - 36, 590)], tone, -16, 0)
        for y in range(486, 590, 14):
            c.line([(x - 36, y), (x + 36, y + 6)], 3, darker(tone, 0.15))
    for side in (-1, 1):
        c.line([(720, 430), (720 + side * 96, 190)], 24, mix(p.ink, (255, 255, 255), 0.55))
        c.ring(720 - side * 66, 540, 52, 66, 20, p.accent)
        c.line([(720, 430), (720 - side * 44, 490)], 20, p.accent)
    c.ellipse(720, 430, 13, 13, p.ink)


@motif("a leather satchel")
def satchel(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 250, 720)
    c.line(smooth([(400, 430), (470, 230), (600, 180), (730, 230), (800, 430)]), 20, darker(p.main, 0.3))
    c.shaded(smooth([(380, 420), (372, 690), (400, 722), (800, 722), (828, 690), (820, 420)]), p.main, -24, -8)
    c.shaded(
        smooth([(364, 400), (600, 384), (836, 400), (838, 540), (600, 604), (362, 540)], closed=True),
        lighter(p.main, 0.1),
        -10,
        -14,
    )
    for x in (480, 720):
        c.rect(x - 17, 470, 34, 170, darker(p.main, 0.3), 8)
        c.rect(x - 24, 590, 48, 36, p.second, 6)
