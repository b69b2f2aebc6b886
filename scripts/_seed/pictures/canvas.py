"""A small vector canvas over Pillow: logical size 1200 × 900, drawn larger and reduced (antialiasing)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1200, 900
SCALE = 1.5
"""Pixels drawn for each logical one."""
ZOOM = 1.1
Point = tuple[float, float]
Colour = tuple[int, int, int]


def rgb(hex_colour: str) -> Colour:
    """`"C4623F"` → (196, 98, 63)."""
    return int(hex_colour[:2], 16), int(hex_colour[2:4], 16), int(hex_colour[4:6], 16)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Colour between `a` (share 0) and `b` (share 1)."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def darker(colour: Colour, share: float = 0.18) -> Colour:
    return mix(colour, (52, 32, 30), share)


def lighter(colour: Colour, share: float = 0.22) -> Colour:
    return mix(colour, (255, 250, 240), share)


def ellipse_points(
    cx: float, cy: float, rx: float, ry: float, start: float = 0, stop: float = 360, steps: int = 48
) -> list[Point]:
    """Points of an elliptic arc, angles in degrees, clockwise on the screen."""
    angles = (start + (stop - start) * i / steps for i in range(steps + 1))
    return [(cx + rx * cos(a * pi / 180), cy + ry * sin(a * pi / 180)) for a in angles]


def smooth(points: Sequence[Point], steps: int = 10, closed: bool = False) -> list[Point]:
    """Catmull-Rom curve through the points."""
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for p0, p1, p2, p3 in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        curve += [_catmull(p0, p1, p2, p3, i / steps) for i in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _catmull(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)

    return axis(p0[0], p1[0], p2[0], p3[0]), axis(p0[1], p1[1], p2[1], p3[1])


def moved(points: Iterable[Point], dx: float, dy: float) -> list[Point]:
    return [(x + dx, y + dy) for x, y in points]


def turned(points: Iterable[Point], cx: float, cy: float, degrees: float) -> list[Point]:
    """Points turned about (cx, cy), clockwise on the screen."""
    c, s = cos(degrees * pi / 180), sin(degrees * pi / 180)
    return [(cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in points]


class Canvas:
    """Shapes in logical pixels. Later shapes cover earlier ones."""

    def __init__(self, colour: Colour, scale: float = SCALE) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), colour)
        self.pen = ImageDraw.Draw(self.image)

    def sharper(self) -> Canvas:
        """The same picture at full scale: what is soft anyway is drawn small first, for soft shapes are slow."""
        canvas = Canvas((0, 0, 0))
        canvas.image.paste(self.image.resize(canvas.image.size, Image.Resampling.BILINEAR))
        return canvas

    def poly(self, points: Iterable[Point], fill: Colour) -> None:
        self.pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, radius: float = 0) -> None:
        box = (x * self.scale, y * self.scale, (x + w) * self.scale, (y + h) * self.scale)
        if radius:
            self.pen.rounded_rectangle(box, radius * self.scale, fill=fill)
        else:
            self.pen.rectangle(box, fill=fill)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: Colour) -> None:
        self.pen.ellipse(
            ((cx - rx) * self.scale, (cy - ry) * self.scale, (cx + rx) * self.scale, (cy + ry) * self.scale), fill=fill
        )

    def ring(self, cx: float, cy: float, rx: float, ry: float, width: float, fill: Colour) -> None:
        box = ((cx - rx) * self.scale, (cy - ry) * self.scale, (cx + rx) * self.scale, (cy + ry) * self.scale)
        self.pen.ellipse(box, outline=fill, width=round(width * self.scale))

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A stroke with round joints and ends."""
        scaled = [(x * self.scale, y * self.scale) for x, y in points]
        self.pen.line(scaled, fill=fill, width=round(width * self.scale), joint="curve")
        for x, y in (points[0], points[-1]):
            self.ellipse(x, y, width / 2, width / 2, fill)

    def text(self, x: float, y: float, words: str, size: float, fill: Colour, anchor: str = "mm") -> None:
        """Words in Pillow's own font, so that every machine draws the same."""
        self.pen.text(
            (x * self.scale, y * self.scale),
            words,
            fill=fill,
            font=ImageFont.load_default(size * self.scale),
            anchor=anchor,
        )

    def shaded(
        self, points: Sequence[Point], fill: Colour, dx: float = -26, dy: float = -8, depth: float = 0.16
    ) -> None:
        """A flat shape whose far edge lies in shade: the part that its copy, moved by (dx, dy), leaves bare."""
        self.poly(points, fill)
        left, top = min(x for x, _ in points), min(y for _, y in points)
        size = (
            round(max(x - left for x, _ in points) * self.scale) + 2,
            round(max(y - top for _, y in points) * self.scale) + 2,
        )
        whole, lit = (self._mask(moved(points, -left + a, -top + b), size) for a, b in ((0.0, 0.0), (dx, dy)))
        self.image.paste(
            darker(fill, depth), (round(left * self.scale), round(top * self.scale)), ImageChops.subtract(whole, lit)
        )

    def _mask(self, points: Sequence[Point], size: tuple[int, int]) -> Image.Image:
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x * self.scale, y * self.scale) for x, y in points], fill=255)
        return mask

    def clipped(self, points: Sequence[Point], draw: object) -> None:
        """Lets `draw(canvas)` paint inside the outline only."""
        before = self.image.copy()
        draw(self)  # type: ignore[operator]
        mask = self._mask(points, self.image.size)
        self.image.paste(Image.composite(self.image, before, mask))

    def glow(self, points: Sequence[Point], colour: Colour, strength: float, blur: float) -> None:
        """A soft shape (light or shadow), worked out small and within its own bounds, for blurs are slow."""
        coarse = 8 if blur > 30 else 4
        reach = 2.5 * blur + coarse
        left, top = (max(0, int(min(axis) - reach)) // coarse * coarse for axis in zip(*points, strict=True))
        right, bottom = (
            min(end, int(max(axis) + reach))
            for end, axis in zip((WIDTH, HEIGHT), zip(*points, strict=True), strict=True)
        )
        if right <= left or bottom <= top:
            return
        size = (-(-(right - left) // coarse), -(-(bottom - top) // coarse))
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon(
            [((x - left) / coarse, (y - top) / coarse) for x, y in points], fill=round(255 * strength)
        )
        mask = mask.filter(ImageFilter.GaussianBlur(blur / coarse))
        mask = mask.resize(
            (round(size[0] * coarse * self.scale), round(size[1] * coarse * self.scale)), Image.Resampling.BILINEAR
        )
        self.image.paste(colour, (round(left * self.scale), round(top * self.scale)), mask)

    def finished(self) -> Image.Image:
        """The picture at its final size, moved in a little so that the thing shown fills it."""
        box = ((WIDTH - WIDTH / ZOOM) / 2, (HEIGHT - HEIGHT / ZOOM) * 0.5)
        crop = (
            box[0] * self.scale,
            box[1] * self.scale,
            (box[0] + WIDTH / ZOOM) * self.scale,
            (box[1] + HEIGHT / ZOOM) * self.scale,
        )
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX, box=crop)
