"""Bread and what the pantry holds."""

from __future__ import annotations

from random import Random

from .canvas import Canvas, Colour, darker, ellipse_points, lighter, mix, moved, smooth, turned
from .lathe import band, turn
from .palettes import Palette
from .registry import motif
from .stage import FLOOR, shadow

CRUST: Colour = (192, 122, 62)
CRUMB: Colour = (240, 210, 156)
PAPER: Colour = (253, 247, 234)


def _label(c: Canvas, x: float, y: float, w: float, h: float, p: Palette) -> None:
    c.rect(x - w / 2, y, w, h, PAPER, 6)
    c.rect(x - w * 0.32, y + h * 0.28, w * 0.64, 9, p.ink, 4)
    c.rect(x - w * 0.2, y + h * 0.55, w * 0.4, 6, p.accent, 3)


@motif("a loaf of bread on a board")
def loaf(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 340, 700)
    c.rect(260, 660, 700, 40, darker(p.main, 0.1), 14)
    c.rect(260, 656, 700, 22, p.main, 11)
    bread = smooth([(310, 650), (300, 540), (370, 420), (520, 360), (700, 372), (840, 440), (892, 560), (880, 650)], 14)
    c.shaded(bread, CRUST, -20, -26)
    c.glow(smooth([(380, 470), (520, 390), (700, 400), (800, 460), (600, 440)], closed=True), CRUMB, 0.5, 16)
    for i in range(4):
        x = 430 + i * 104
        c.poly(smooth([(x, 540), (x + 30, 480), (x + 90, 410), (x + 76, 470), (x + 26, 548)], closed=True), CRUMB)
    if r.random() < 0.5:
        for i in range(3):
            c.line(smooth([(910 + i * 26, 654), (930 + i * 34, 520), (990 + i * 30, 400)]), 5, (204, 162, 84))
            for k in range(5):
                c.ellipse(984 + i * 30 - k * 8, 410 + k * 22, 9, 15, (220, 178, 96))


@motif("baguettes in a basket")
def baguettes(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 170)
    for angle, tone in ((-20, CRUST), (4, lighter(CRUST, 0.14)), (24, darker(CRUST, 0.08))):
        stick = turned(
            smooth([(556, 660), (548, 300), (560, 170), (600, 130), (640, 170), (652, 300), (644, 660)]),
            600,
            660,
            angle,
        )
        c.shaded(stick, tone, -18, -6)
        for i in range(5):
            y = 200 + i * 70
            c.poly(
                turned(smooth([(572, y + 46), (596, y + 10), (632, y), (610, y + 34)], closed=True), 600, 660, angle),
                CRUMB,
            )
    shape = [(0, 130), (220, 176)]
    turn(c, 600, FLOOR, shape, p.main, gloss=0)
    for i in range(5):
        band(c, 600, FLOOR, shape, 16 + i * 42, 34 + i * 42, p.second)


@motif("croissants on a plate")
def croissants(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 290)
    turn(c, 600, FLOOR, [(0, 290), (34, 320)], p.main, 0.2, lighter(p.second, 0.3), gloss=0)
    for x, y, s in ((470, 590, 0.9), (730, 590, 0.9), (600, 540, 1.0)):
        for i in range(-3, 4):
            h = (92 - abs(i) * 17) * s
            piece = ellipse_points(x + i * 40 * s, y + abs(i) * 13 * s, 40 * s, h)
            c.shaded(turned(piece, x + i * 40 * s, y, i * 11), mix(CRUST, CRUMB, 0.15 + 0.1 * (i % 2)), -12, -10)


@motif("jars of preserve")
def jars(c: Canvas, p: Palette, r: Random) -> None:
    for x, height, fill, lid in (
        (390, 210, (196, 74, 52), p.accent),
        (610, 280, (226, 156, 50), p.main),
        (820, 210, (122, 60, 84), p.second),
    ):
        shadow(c, p, x, 100, depth=0.4)
        shape = [(0, 94), (16, 102), (height - 40, 102), (height - 8, 86), (height, 84)]
        turn(c, x, FLOOR, shape, fill, gloss=0.5)
        _label(c, x, FLOOR - height * 0.66, 120, 92, p)
        turn(c, x, FLOOR - height + 6, [(0, 94), (42, 94)], lid, 0.16, lighter(lid, 0.12), gloss=0.3)


@motif("a wheel of cheese")
def cheese(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 300, 700)
    rind, paste = darker(p.main, 0.1), (246, 218, 142)
    c.rect(250, 668, 720, 34, (184, 130, 84), 12)
    turn(c, 520, 664, [(0, 230), (130, 230)], rind, 0.24, lighter(rind, 0.12), gloss=0)
    c.poly([(520, 534), (750, 534), (640, 586)], paste)
    c.poly([(700, 520), (940, 570), (810, 500)], lighter(paste, 0.3))
    c.shaded([(700, 520), (940, 570), (940, 664), (700, 630)], paste, -10, -10)
    for x, y, s in ((760, 580, 15), (830, 620, 20), (890, 600, 11), (780, 626, 9)):
        c.ellipse(x, y, s, s * 0.9, darker(paste, 0.2))
    c.poly([(936, 570), (956, 566), (956, 662), (936, 664)], rind)


@motif("a bag of coffee with beans")
def coffee(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 540, 170)
    bag = [(390, FLOOR), (380, 330), (400, 240), (700, 240), (720, 330), (710, FLOOR)]
    c.shaded(bag, p.main, -30, -4)
    c.poly([(400, 240), (700, 240), (704, 286), (396, 286)], darker(p.main, 0.2))
    c.rect(440, 226, 220, 18, p.accent, 6)
    c.rect(450, 380, 200, 200, PAPER, 8)
    c.ellipse(550, 450, 40, 40, p.accent)
    c.rect(490, 520, 120, 9, p.ink, 4)
    c.rect(514, 546, 72, 7, p.ink, 3)
    for _ in range(26):
        x, y = r.uniform(740, 960), r.uniform(660, 730)
        bean = turned(ellipse_points(x, y, 22, 15), x, y, r.uniform(0, 180))
        c.poly(bean, r.choice(((94, 58, 40), (112, 72, 48), (78, 48, 36))))
        c.line([(x - 9, y - 2), (x + 9, y + 2)], 3, (56, 34, 26))


@motif("tins of tea")
def tea(c: Canvas, p: Palette, r: Random) -> None:
    for x, height, tone in ((400, 260, p.second), (620, 330, p.main), (830, 220, p.accent)):
        shadow(c, p, x, 100, depth=0.4)
        turn(c, x, FLOOR, [(0, 100), (height, 100)], tone, gloss=0.4)
        c.rect(x - 72, FLOOR - height * 0.72, 144, height * 0.46, PAPER, 8)
        for side in (-1, 1):
            c.poly(
                smooth(
                    [
                        (x, FLOOR - height * 0.34),
                        (x + side * 34, FLOOR - height * 0.44),
                        (x + side * 40, FLOOR - height * 0.62),
                        (x + side * 6, FLOOR - height * 0.5),
                    ],
                    closed=True,
                ),
                (92, 128, 84),
            )
        turn(c, x, FLOOR - height + 4, [(0, 104), (50, 104), (60, 96)], darker(tone, 0.12), 0.16, tone, gloss=0.4)


@motif("a bottle of oil and olives")
def oil(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 520, 90)
    shape = [(0, 84), (16, 92), (240, 92), (300, 46), (340, 30), (420, 30), (430, 36)]
    turn(c, 520, FLOOR, shape, (122, 132, 62), gloss=0.55)
    _label(c, 520, FLOOR - 210, 140, 140, p)
    turn(c, 520, FLOOR - 426, [(0, 26), (44, 24)], p.main, 0.16, lighter(p.main, 0.1))
    shadow(c, p, 780, 120)
    for i, (x, y) in enumerate(((720, 580), (770, 566), (826, 574), (748, 552), (800, 548), (860, 586))):
        c.shaded(ellipse_points(x, y, 32, 27), ((110, 124, 66), (74, 58, 66), (140, 148, 84))[i % 3], -9, -7)
    turn(c, 780, FLOOR, [(0, 70), (50, 120), (96, 142)], p.main, 0.2)


@motif("a cake on a stand")
def cake(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 150)
    turn(c, 600, FLOOR, [(0, 110), (14, 100), (30, 30), (130, 26)], p.second)
    turn(c, 600, FLOOR - 126, [(0, 276), (22, 284)], p.second, 0.16, lighter(p.second, 0.2), gloss=0)
    shape = [(0, 210), (190, 210)]
    turn(c, 600, FLOOR - 140, shape, (206, 150, 96), gloss=0)
    band(c, 600, FLOOR - 140, shape, 60, 86, PAPER)
    turn(c, 600, FLOOR - 300, [(0, 214), (44, 210)], PAPER, 0.16, lighter(PAPER, 0.3), gloss=0)
    for i in range(8):
        c.line([(412 + i * 54, FLOOR - 300 + 16), (412 + i * 54, FLOOR - 262 + (i % 3) * 18)], 26, PAPER)
    for i in range(7):
        c.ellipse(480 + i * 40, FLOOR - 352 - (i % 2) * 16, 24, 24, p.main if i % 2 else p.accent)


@motif("a basket of apples")
def apples(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 600, 240)
    for x, y in ((450, 470), (560, 440), (670, 446), (760, 480), (510, 400), (620, 380), (710, 410)):
        tone = r.choice(((190, 62, 48), (206, 150, 60), (142, 152, 72), (176, 72, 54)))
        c.shaded(ellipse_points(x, y, 72, 68), tone, -18, -12)
        c.line([(x + 2, y - 58), (x + 12, y - 86)], 7, (84, 58, 42))
    shape = [(0, 170), (60, 220), (190, 262)]
    turn(c, 600, FLOOR, shape, p.second, 0.16, gloss=0)
    for i in range(4):
        band(c, 600, FLOOR, shape, 14 + i * 46, 34 + i * 46, p.main)
    c.line(ellipse_points(600, FLOOR - 188, 260, 42, 0, 180), 16, darker(p.main, 0.1))


@motif("biscuits and a glass of milk")
def biscuits(c: Canvas, p: Palette, r: Random) -> None:
    shadow(c, p, 480, 210)
    turn(c, 480, FLOOR, [(0, 226), (28, 250)], p.main, 0.2, lighter(p.main, 0.2), gloss=0)
    for i, (x, y) in enumerate(((400, 640), (560, 640), (480, 610), (430, 576), (540, 574), (484, 540))):
        biscuit = ellipse_points(x, y, 84, 46)
        c.shaded(moved(biscuit, 0, 10), darker(CRUST, 0.2), -6, -6)
        c.poly(biscuit, mix(CRUST, CRUMB, 0.4))
        for k in range(6):
            c.ellipse(x + ((k * 37 + i * 11) % 110) - 55, y + ((k * 23 + i * 7) % 46) - 23, 9, 6, (86, 54, 40))
    shadow(c, p, 830, 90)
    glass = [(0, 78), (14, 84), (290, 104)]
    turn(c, 830, FLOOR, glass, mix(p.wall, (255, 255, 255), 0.45), gloss=0.7, opening=mix(p.wall, (255, 255, 255), 0.3))
    band(c, 830, FLOOR, glass, 10, 220, PAPER)
