"""What is drawn, written or coded."""

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
            c.rect(x, y, w, 12, r.choice((lighter(p.main, 0.3), p.second, lighter(p.accent, 0.35), mix(dark, PAPER, 0.6))), 6)
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
        c.glow([(x + 18, y + 22), (x + w + 18, y + 22), (x + w + 18, y + h + 24), (x + 18, y + h + 24)], darker(p.wall, 0.6), 0.35, 18)
        c.rect(x, y, w, h, tone, 44)
        tail = x + 90 if side > 0 else x + w - 90
        c.poly([(tail, y + h - 6), (tail + side * 90, y + h - 6), (tail - side * 20, y + h + 70)], tone)
        for i in range(3):
            c.rect(x + 54, y + 60 + i * 48, (w - 110) * (1, 0.8, 0.55)[i], 20, lighter(tone, 0.55), 10)


@motif("a type specimen")
def specimen(c: Canvas, p: Palette, r: Random) -> None:
    on_wall(c, p, 350, 100, 500, 590)
    c.rect(350, 100, 500, 590, p.second if r.random() < 0.5 else PAPER)
    c.text(600, 300, r.choice(("Aa", "Rg", "Qu", "&g")), 300, p.main)
    c.rect(390, 480, 420, 4, p.ink)
    c.text(600, 530, "ABCDEFGHIJKLM", 44, p.ink)
    c.text(600, 585, "nopqrstuvwxyz", 44, p.ink)
    c.text(600, 640, "0123456789", 36, p.accent)


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
        c.poly([(x + 40 * (1 if k % 2 == 0 else 0.45) * sin(k * pi / 5), y - 40 * (1 if k % 2 == 0 else 0.45) * cos(k * pi / 5)) for k in range(10)], tone)
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
                        k.poly(smooth([(x, y + 40), (x + a * 0.4 - 12, y + 10), (x + a, y - 24), (x + a * 0.4 + 12, y + 12)], closed=True), p.main if (i + j) % 2 else p.accent)
                else:
                    k.poly([(x, y), (x + 45, y + 40), (x, y + 80), (x - 45, y + 40)], p.main if (i + j) % 3 else p.accent)
                    k.ellipse(x, y + 40, 12, 12, p.second)

    c.clipped(board, fill)


@motif("pencils in a cup")
def pencils(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 120)
    for i, angle in enumerate((-116, -104, -94, -84, -72)):
        pencil(c, 560 + i * 20, 560, angle, (p.accent, p.second, darker(p.main, 0.35), (206, 150, 60), (110, 134, 130))[i], 360 + (i * 37) % 70)
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
        def corner(u: float, v: float, tip: tuple[float, float] = tip, side: tuple[float, float] = side) -> tuple[float, float]:
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


@motif("brushes and paint")
def brushes(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 560, 290, 730)
    board = smooth([(300, 600), (380, 480), (560, 440), (760, 480), (820, 600), (740, 710), (560, 730), (500, 680), (420, 720), (320, 690)], closed=True)
    c.shaded(board, (200, 150, 100), -12, -18)
    for i, tone in enumerate((p.main, p.accent, p.second, p.ink, lighter(p.main, 0.4))):
        a = (190 + i * 34) * pi / 180
        c.shaded(ellipse_points(570 + 190 * cos(a), 600 + 92 * sin(a), 46, 30), tone, -8, -6)
    c.ellipse(640, 660, 34, 24, p.table)
    for x0, y0, x1, y1, tone in ((900, 740, 620, 250, p.accent), (980, 700, 760, 230, p.main)):
        c.line([(x0, y0), (x1, y1)], 16, darker(tone, 0.2))
        dx, dy = (x1 - x0) / 540, (y1 - y0) / 540
        c.line([(x1, y1), (x1 + dx * 60, y1 + dy * 60)], 24, (190, 190, 184))
        c.poly(smooth([(x1 + dx * 56 - 16, y1 + dy * 56), (x1 + dx * 130, y1 + dy * 150), (x1 + dx * 56 + 16, y1 + dy * 56 - 6)], closed=True), tone)
