"""What is drawn and designed."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, mix, moved, smooth
from .lathe import band, turn
from .palettes import Palette
from .paper import pencil
from .registry import motif
from .stage import FLOOR, on_wall, shadow

PAPER: Colour = (253, 247, 234)


@motif("a type specimen")
def specimen(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 350, 100, 500, 590)
    c.rect(350, 100, 500, 590, p.second if r.random() < 0.5 else PAPER)
    c.text(600, 300, r.choice(("Aa", "Rg", "Qu", "&g")), 300, p.main)
    c.rect(390, 480, 420, 4, p.ink)
    c.text(600, 530, "ABCDEFGHIJKLM", 44, p.ink)
    c.text(600, 585, "nopqrstuvwxyz", 44, p.ink)
    c.text(600, 640, "0123456789", 36, p.accent)


@motif("a repeating pattern")
def pattern(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 300, 110, 600, 560)
    board = [(300.0, 110.0), (900.0, 110.0), (900.0, 670.0), (300.0, 670.0)]
    c.poly(board, p.second)
    kind = r.randrange(3)

    def fill(k: Canvas) -> None:
        for i in range(8):
            for j in range(8):
                x, y = 300 + i * 90 + (45 if j % 2 else 0), 110 + j * 80
                if kind == 0:
                    for s, tone in ((60, p.main), (42, p.second), (26, p.accent)):
                        k.ellipse(x, y + 40, s, s, tone)
                elif kind == 1:
                    for a in (-40, 0, 40):
                        k.poly(
                            smooth(
                                [(x, y + 40), (x + a * 0.4 - 12, y + 10), (x + a, y - 24), (x + a * 0.4 + 12, y + 12)],
                                closed=True,
                            ),
                            p.main if (i + j) % 2 else p.accent,
                        )
                else:
                    k.poly(
                        [(x, y), (x + 45, y + 40), (x, y + 80), (x - 45, y + 40)], p.main if (i + j) % 3 else p.accent
                    )
                    k.ellipse(x, y + 40, 12, 12, p.second)

    c.clipped(board, fill)


@motif("pencils in a cup")
def pencils(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 120)
    for i, angle in enumerate((-116, -104, -94, -84, -72)):
        pencil(
            c,
            560 + i * 20,
            560,
            angle,
            (p.accent, p.second, darker(p.main, 0.35), (206, 150, 60), (110, 134, 130))[i],
            360 + (i * 37) % 70,
        )
    shape = [(0, 112), (14, 118), (220, 122)]
    turn(c, 600, FLOOR, shape, p.main)
    band(c, 600, FLOOR, shape, 60, 90, p.second)
    c.line(ellipse_points(600, FLOOR - 220, 120, 19, 0, 180), 7, lighter(p.main, 0.3))


@motif("colour swatches")
def swatches(c: Canvas, p: Palette, r: Random) -> None:
    tones = (p.accent, lighter(p.accent, 0.4), p.second, lighter(p.main, 0.4), p.main, darker(p.main, 0.3), p.ink)
    for i, tone in enumerate(tones):
        a = (-58 + i * 20) * pi / 180
        tip, side = (sin(a), -cos(a)), (cos(a), sin(a))

        def corner(
            u: float, v: float, tip: tuple[float, float] = tip, side: tuple[float, float] = side
        ) -> tuple[float, float]:
            return 600 + tip[0] * u + side[0] * v, 740 + tip[1] * u + side[1] * v

        strip = [corner(-20, -62), corner(560, -62), corner(560, 62), corner(-20, 62)]
        c.glow(moved(strip, 8, 10), darker(p.wall, 0.6), 0.3, 8)
        c.poly(strip, PAPER)
        c.poly([corner(130, -54), corner(550, -54), corner(550, 54), corner(130, 54)], tone)
        c.poly([corner(130, -54), corner(270, -54), corner(270, 54), corner(130, 54)], lighter(tone, 0.2))
    c.ellipse(600, 730, 16, 16, p.ink)


@motif("a camera")
def camera(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 310)
    c.line(smooth([(300, 420), (250, 560), (330, 720), (520, 760)]), 18, p.accent)
    c.rect(520, 330, 170, 70, darker(p.main, 0.2), 14)
    c.rect(350, 350, 90, 40, p.ink, 10)
    c.shaded([(300, 386), (900, 386), (900, FLOOR), (300, FLOOR)], p.main, -18, -10)
    c.rect(300, 450, 600, 170, darker(p.ink, 0.1))
    c.ellipse(620, 536, 150, 150, mix(p.ink, (255, 255, 255), 0.6))
    c.ellipse(620, 536, 126, 126, p.ink)
    c.ellipse(620, 536, 84, 84, mix(p.accent, p.ink, 0.4))
    c.ellipse(620, 536, 50, 50, darker(p.ink, 0.4))
    c.ellipse(590, 506, 20, 20, PAPER)
    c.rect(340, 410, 70, 28, p.second, 8)
    c.ellipse(830, 418, 17, 17, (200, 70, 50))


@motif("brushes and paint")
def brushes(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 560, 290, 730)
    board = smooth(
        [
            (300, 600),
            (380, 480),
            (560, 440),
            (760, 480),
            (820, 600),
            (740, 710),
            (560, 730),
            (500, 680),
            (420, 720),
            (320, 690),
        ],
        closed=True,
    )
    c.shaded(board, (200, 150, 100), -12, -18)
    for i, tone in enumerate((p.main, p.accent, p.second, p.ink, lighter(p.main, 0.4))):
        a = (190 + i * 34) * pi / 180
        c.shaded(ellipse_points(570 + 190 * cos(a), 600 + 92 * sin(a), 46, 30), tone, -8, -6)
    c.ellipse(640, 660, 34, 24, p.table)
    for x0, y0, x1, y1, tone in ((900, 740, 620, 250, p.accent), (980, 700, 760, 230, p.main)):
        c.line([(x0, y0), (x1, y1)], 16, darker(tone, 0.2))
        dx, dy = (x1 - x0) / 540, (y1 - y0) / 540
        c.line([(x1, y1), (x1 + dx * 60, y1 + dy * 60)], 24, (190, 190, 184))
        c.poly(
            smooth(
                [
                    (x1 + dx * 56 - 16, y1 + dy * 56),
                    (x1 + dx * 130, y1 + dy * 150),
                    (x1 + dx * 56 + 16, y1 + dy * 56 - 6),
                ],
                closed=True,
            ),
            tone,
        )
