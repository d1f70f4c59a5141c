# ruff: noqa: PLR0917 - a picture is made of places and sizes
"""A canvas for the sample newspaper's illustrations: flat shapes, gradients, glows, mist.

Everything is given in pixels of the finished picture (1200 x 800) and painted at twice that size;
the reduction at the end smooths every edge.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1200, 800
SCALE = 2

Point = tuple[float, float]
Color = tuple[int, int, int]


def mix(one: str, other: str, share: float) -> str:
    """Give a colour between two: ``share`` 0 is the first, 1 the second."""
    first, second = ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3]
    parts = [round(a + (b - a) * share) for a, b in zip(first, second, strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def ridge(left: float, height: float, seed: int, *, rough: float = 1.0) -> list[Point]:
    """Give the outline of hills from edge to edge: ``left`` is its mean y, ``height`` its swing."""
    chance = random.Random(seed)
    waves = [
        (chance.uniform(0.6, 1.4) * 2**n, chance.uniform(0, math.tau), 0.55**n) for n in range(5)
    ]
    outline = []
    for x in range(-10, WIDTH + 11, 6):
        rise = sum(
            size * (rough if number > 1 else 1) * math.sin(x / WIDTH * math.tau * pace + shift)
            for number, (pace, shift, size) in enumerate(waves)
        )
        outline.append((float(x), left - height * rise * 0.5))
    return outline


@dataclass
class Canvas:
    """A picture in the making."""

    image: Image.Image = field(
        default_factory=lambda: Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    )

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen of the whole picture."""
        return ImageDraw.Draw(self.image)

    def gradient(self, top: str, bottom: str, y0: float = 0, y1: float = HEIGHT) -> None:
        """Fill a band from edge to edge."""
        self._shade(self._box(0, y0, WIDTH, y1), top, bottom, None)

    def poly(self, points: Sequence[Point], color: str, bottom: str | None = None) -> None:
        """Fill a shape with a colour, or from a colour to another downwards."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        if bottom is None:
            self.draw.polygon(scaled, fill=color)
            return
        xs, ys = [x for x, _ in scaled], [y for _, y in scaled]
        box = (int(min(xs)), int(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in scaled], fill=255)
        self._shade(box, color, bottom, mask)

    def hills(self, outline: Sequence[Point], color: str, bottom: str | None = None) -> None:
        """Fill everything below an outline."""
        self.poly([*outline, (WIDTH + 10, HEIGHT), (-10, HEIGHT)], color, bottom)

    def rect(
        self, x: float, y: float, w: float, h: float, color: str, *, round_: float = 0
    ) -> None:
        """Fill a rectangle with its corner at (x, y)."""
        self.draw.rounded_rectangle(self._box(x, y, x + w, y + h), round_ * SCALE, fill=color)

    def circle(self, x: float, y: float, r: float, color: str) -> None:
        """Fill a circle."""
        self.oval(x, y, r, r, color)

    def oval(self, x: float, y: float, rx: float, ry: float, color: str) -> None:
        """Fill an ellipse around (x, y)."""
        self.draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), fill=color)

    def line(self, points: Sequence[Point], color: str, width: float = 2) -> None:
        """Draw a line with round joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=color, width=max(1, round(width * SCALE)), joint="curve")

    def arc(self, box: tuple[float, float, float, float], color: str, width: float) -> None:
        """Draw the upper half of an ellipse."""
        self.draw.arc(self._box(*box), 180, 360, fill=color, width=round(width * SCALE))

    def glow(self, x: float, y: float, r: float, color: str, strength: float = 0.8) -> None:
        """Lay a soft light over the picture."""
        side = int(r * SCALE * 2)
        light = Image.radial_gradient("L").point([round((255 - v) * strength) for v in range(256)])
        # The gradient of Pillow reaches its edge at the corner; its circle is what we want.
        inner = light.point([max(0, v - round(75 * strength)) for v in range(256)])
        mask = inner.resize((side, side), Image.Resampling.BICUBIC)
        self.image.paste(color, (int((x - r) * SCALE), int((y - r) * SCALE)), mask)

    def veil(self, color: str, y0: float, y1: float, strength: float = 0.6) -> None:
        """Lay mist over a band: strongest in its middle."""
        height = int((y1 - y0) * SCALE)
        rows = [
            round(255 * strength * math.sin(math.pi * row / height) ** 2) for row in range(height)
        ]
        mask = Image.new("L", (1, height))
        mask.putdata(rows)
        self.image.paste(color, (0, int(y0 * SCALE)), mask.resize((WIDTH * SCALE, height)))

    def glass(self, points: Sequence[Point], color: str, share: float) -> None:
        """Fill a shape that what is below shines through."""
        mask = Image.new("L", self.image.size, 0)
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        ImageDraw.Draw(mask).polygon(scaled, fill=round(255 * share))
        self.image.paste(color, (0, 0), mask)

    def cloud(self, x: float, y: float, size: float, color: str) -> None:
        """Draw a cloud with a flat foot."""
        for dx, dy, r in ((-1.1, 0, 0.55), (-0.4, -0.35, 0.75), (0.45, -0.2, 0.65), (1.1, 0, 0.5)):
            self.circle(x + dx * size, y + dy * size, r * size, color)
        self.rect(x - 1.6 * size, y, 3.2 * size, 0.55 * size, color, round_=0.27 * size)

    def text(
        self, x: float, y: float, words: str, size: int, color: str, anchor: str = "la"
    ) -> None:
        """Write words; the fonts are those of every Debian (DejaVu)."""
        font = ImageFont.truetype("DejaVuSans-Bold.ttf", size * SCALE)
        self.draw.text((x * SCALE, y * SCALE), words, font=font, fill=color, anchor=anchor)

    def mirror(self, y: float, depth: float, color: str, share: float) -> None:
        """Let what is above ``y`` lie in the water below it, softened."""
        depth_px = int(depth * SCALE)
        above = self.image.crop((0, int(y * SCALE) - depth_px, WIDTH * SCALE, int(y * SCALE)))
        turned = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        soft = turned.filter(ImageFilter.GaussianBlur(5 * SCALE))
        water = Image.blend(soft, Image.new("RGB", soft.size, color), share)
        self.image.paste(water, (0, int(y * SCALE)))

    def soften(self, y0: float, y1: float, radius: float) -> None:
        """Blur a band, as a lens does with what is far behind."""
        box = self._box(0, y0, WIDTH, y1)
        far = self.image.crop(box).filter(ImageFilter.GaussianBlur(radius * SCALE))
        self.image.paste(far, box[:2])

    def finished(self) -> Image.Image:
        """Give the picture in its final size."""
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int, int, int]:
        return (round(x0 * SCALE), round(y0 * SCALE), round(x1 * SCALE), round(y1 * SCALE))

    def _shade(
        self, box: tuple[int, int, int, int], top: str, bottom: str, mask: Image.Image | None
    ) -> None:
        size = (box[2] - box[0], box[3] - box[1])
        ramp = Image.linear_gradient("L").resize(size)
        band = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
        self.image.paste(band, box[:2], mask)
