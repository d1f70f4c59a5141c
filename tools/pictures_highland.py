"""Illustrations of the highland paper: a communal house, a pass, pines; and the ferry at sea."""

import math
import random
from itertools import pairwise

from tools.picture_brush import HEIGHT, WIDTH, Canvas, Point, mix, ridge


def communal_house() -> Canvas:
    """A communal house with its tall roof at dusk, a fire, people who stand around it."""
    canvas = Canvas()
    canvas.gradient("#27305e", "#e2815a", 0, 560)
    canvas.glow(880, 470, 330, "#ffc07a", 0.6)
    canvas.hills(ridge(500, 70, 71), "#4a3558", "#33264a")
    canvas.hills(ridge(580, 34, 76), "#2f2440", "#1f182e")
    canvas.gradient("#4d3335", "#241a22", 620, HEIGHT)
    for number in range(9):
        canvas.rect(300 + number * 44, 540, 12, 110, "#2b1c1c")
    canvas.rect(280, 520, 400, 34, "#7a4a2c")
    canvas.rect(300, 430, 360, 92, "#9c6236")
    for number in range(5):
        canvas.rect(326 + number * 68, 448, 34, 58, "#ffcf7d", round_=3)
    canvas.poly([(262, 450), (698, 450), (560, 90), (400, 90)], "#c58b4a", "#6f4425")
    for number in range(12):
        share = number / 11
        top, foot = 400 + 160 * share, 262 + 436 * share
        canvas.line([(top, 96), (foot, 446)], "#8a5a30", 3)
    canvas.line([(392, 92), (480, 60), (568, 92)], "#5a3820", 12)
    canvas.poly([(590, 620), (640, 620), (600, 520), (560, 520)], "#5a3b28")
    canvas.glow(860, 660, 210, "#ff9a3c", 0.9)
    _flame(canvas, 860, 690, 96)
    for number, color in enumerate(("#a6322f", "#2d4a72", "#c0772e", "#3f5a3a", "#7b2f55")):
        _dancer(canvas, 700 + number * 82 + (number > 1) * 40, 726 - (number % 2) * 26, color)
    return canvas


def _flame(canvas: Canvas, x: float, y: float, size: float) -> None:
    for share, color in ((1.0, "#f4722b"), (0.7, "#ffb13b"), (0.4, "#fff0b0")):
        canvas.poly(
            [
                (x - size * 0.38 * share, y),
                (x - size * 0.3 * share, y - size * 0.5 * share),
                (x, y - size * share),
                (x + size * 0.26 * share, y - size * 0.44 * share),
                (x + size * 0.38 * share, y),
            ],
            color,
        )
    canvas.rect(x - size * 0.6, y - 4, size * 1.2, 12, "#3a2418", round_=5)


def _dancer(canvas: Canvas, x: float, y: float, color: str) -> None:
    canvas.poly([(x - 20, y), (x + 20, y), (x + 13, y - 66), (x - 13, y - 66)], color, "#1d1620")
    canvas.circle(x, y - 80, 13, "#8a5a40")
    canvas.circle(x + 24, y - 40, 17, "#d9a441")
    canvas.circle(x + 24, y - 40, 6, "#8f6220")


def mountain_pass() -> Canvas:
    """A road that winds up a pass above the clouds, with a works machine at the slope."""
    canvas = Canvas()
    canvas.gradient("#7fb3d1", "#f6e6cf", 0, 430)
    canvas.glow(300, 180, 300, "#fff3cf", 0.7)
    for number in range(4):
        far = mix("#9fb9bd", "#48705a", number / 3)
        canvas.hills(
            ridge(280 + number * 74, 120, 80 + number), far, mix(far, "#2e4f3c", number / 5)
        )
        canvas.veil("#fbf3e6", 300 + number * 80, 420 + number * 80, 0.55)
    canvas.hills(ridge(560, 80, 93), "#3f6a43", "#28492f")
    road: list[Point] = [
        (1240, 790), (760, 742), (520, 680), (760, 628), (930, 592), (770, 552), (640, 524),
        (740, 500), (806, 484),
    ]  # fmt: skip
    widths = (54, 48, 42, 34, 27, 22, 17, 12)
    for (start, end), width in zip(pairwise(road), widths, strict=True):
        canvas.line([start, end], "#5b5f63", width)
        canvas.circle(*end, width / 2 - 1, "#5b5f63")
        canvas.line([start, end], "#f2e6c0", width / 14)
    canvas.poly([(0, 800), (0, 560), (210, 640), (330, 800)], "#9a6a42", "#6b4529")
    chance = random.Random(12)
    for _ in range(60):
        x, y = chance.uniform(40, 330), chance.uniform(700, 796)
        canvas.circle(x, y, chance.uniform(4, 16), chance.choice(("#7d5434", "#a87a50", "#5d3d25")))
    _digger(canvas, 470, 730)
    return canvas


def _digger(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x - 60, y - 24, 130, 26, "#2c2c2e", round_=12)
    canvas.rect(x - 50, y - 74, 112, 50, "#f0b323", round_=6)
    canvas.rect(x + 8, y - 110, 50, 46, "#f0b323", round_=6)
    canvas.rect(x + 16, y - 102, 34, 26, "#bfe0ea", round_=3)
    canvas.line([(x - 36, y - 64), (x - 96, y - 132), (x - 150, y - 70)], "#d99a12", 15)
    canvas.poly(
        [(x - 178, y - 62), (x - 136, y - 72), (x - 140, y - 28), (x - 172, y - 30)], "#55565a"
    )


def pine_hills() -> Canvas:
    """Hills with young pines, and a drone that drops seeds over a bare slope."""
    canvas = Canvas()
    canvas.gradient("#9fd0e6", "#eef3dc", 0, 460)
    for left, top, size in ((190, 130, 34), (470, 84, 24), (1010, 150, 36)):
        canvas.cloud(left, top, size, "#ffffff")
    canvas.hills(ridge(390, 90, 15), "#8fb39a", "#6b9a7e")
    canvas.hills(ridge(470, 90, 17), "#6d9c6c", "#4d7d54")
    slope = ridge(570, 70, 23)
    canvas.hills(slope, "#b08a58", "#8b6a3e")
    chance = random.Random(5)
    for x, y in slope[::3]:
        canvas.line([(x, y + 10), (x + 60, y + 240)], "#a07c4c", 2)
    for number in range(120):
        x, y = chance.uniform(0, WIDTH), 640 + number * 1.4
        _pine(canvas, x, y, (y - 560) / 2.6, chance.choice(("#2f6b45", "#3d7f50", "#24583a")))
    _drone(canvas, 660, 300, 92)
    for number in range(34):
        fall = chance.uniform(0, 250)
        canvas.oval(660 + chance.gauss(0, 14 + fall / 4), 350 + fall, 3.4, 5, "#6b4a26")
        if number % 6 == 0:
            canvas.line([(660 + chance.gauss(0, 40), 372), (660, 352)], "#8a6a3e", 1)
    return canvas


def _pine(canvas: Canvas, x: float, y: float, size: float, color: str) -> None:
    canvas.rect(x - size * 0.05, y - size * 0.54, size * 0.1, size * 0.2, "#5a3d26")
    for share in (1.0, 0.74, 0.48):
        top = y - size * (1.32 - share * 0.72)
        half = size * 0.34 * share
        canvas.poly(
            [(x, top - size * 0.36), (x + half, top + size * 0.1), (x - half, top + size * 0.1)],
            mix(color, "#ffffff", 0.16 * (1 - share)),
            mix(color, "#0d2417", 0.35),
        )


def _drone(canvas: Canvas, x: float, y: float, size: float) -> None:
    for side in (-1, 1):
        canvas.line([(x, y), (x + side * size, y - size * 0.22)], "#3b4148", 9)
        canvas.oval(x + side * size, y - size * 0.3, size * 0.46, size * 0.06, "#aeb8c0")
        canvas.rect(x + side * size - 5, y - size * 0.3, 10, 18, "#2b3036")
        canvas.line([(x + side * 22, y + 12), (x + side * 34, y + 46)], "#3b4148", 6)
    canvas.rect(x - 40, y - 20, 80, 38, "#d84f2f", round_=12)
    canvas.rect(x - 24, y + 16, 48, 30, "#f2f2ee", round_=6)


def ferry() -> Canvas:
    """A passenger ferry that lies still in a swell, two rescue boats beside it, a helicopter."""
    canvas = Canvas()
    canvas.gradient("#5d7488", "#d9dcd3", 0, 440)
    for x, y, size in ((180, 120, 60), (520, 80, 46), (980, 140, 66), (760, 190, 34)):
        canvas.cloud(x, y, size, "#8fa0ad")
    canvas.hills([(x, y + 96) for x, y in ridge(330, 26, 47)], "#6d8791", "#5d7884")
    canvas.gradient("#4f7f8e", "#173f52", 430, HEIGHT)
    _helicopter(canvas, 300, 210)
    _hull(canvas)
    chance = random.Random(6)
    for row in range(9):
        y = 560 + row * 29
        crest = [
            (float(x), y + math.sin(x / (62 + row * 9) + row * 1.7) * (5 + row * 1.4))
            for x in range(-10, WIDTH + 11, 8)
        ]
        canvas.line(crest, chance.choice(("#7fb0ba", "#5f97a6", "#a9cdd0")), 3 + row * 0.5)
    _rescue_boat(canvas, 330, 640, 1.0)
    _rescue_boat(canvas, 930, 700, 1.25)
    return canvas


def _hull(canvas: Canvas) -> None:
    canvas.poly([(430, 450), (1000, 450), (940, 570), (480, 570)], "#f4f6f5", "#b9c6cb")
    canvas.poly([(462, 520), (966, 520), (940, 570), (482, 570)], "#c2402f", "#8e2a20")
    canvas.rect(500, 386, 420, 66, "#fafbfa", round_=8)
    canvas.rect(560, 326, 280, 62, "#eef2f2", round_=8)
    for number in range(11):
        canvas.rect(516 + number * 36, 402, 22, 24, "#345a72", round_=3)
    for number in range(7):
        canvas.rect(576 + number * 37, 342, 22, 22, "#345a72", round_=3)
    canvas.rect(700, 262, 64, 66, "#1f5d8c", round_=4)
    canvas.rect(700, 282, 64, 14, "#f4f6f5")
    for number in range(9):
        canvas.circle(512 + number * 50, 486, 9, "#345a72")
    for number in range(8):
        canvas.circle(530 + number * 50, 440, 8, "#f08a24")


def _rescue_boat(canvas: Canvas, x: float, y: float, size: float) -> None:
    def at(*points: Point) -> list[Point]:
        return [(x + px * size, y + py * size) for px, py in points]

    canvas.poly(at((-110, -14), (120, -26), (88, 26), (-84, 26)), "#f08a24", "#b85a10")
    canvas.poly(at((-40, -16), (30, -20), (20, -62), (-24, -62)), "#ffffff", "#ccd6da")
    canvas.poly(at((-20, -34), (14, -36), (10, -54), (-14, -54)), "#345a72")
    for number, color in enumerate(("#d84f2f", "#e9b22b", "#2f6f78")):
        canvas.circle(x + (46 + number * 20) * size, y - 30 * size, 9 * size, color)


def _helicopter(canvas: Canvas, x: float, y: float) -> None:
    canvas.line([(x - 110, y - 46), (x + 110, y - 52)], "#3c4a55", 5)
    canvas.line([(x, y - 50), (x, y - 30)], "#3c4a55", 7)
    canvas.line([(x + 40, y - 8), (x + 150, y - 20)], "#d8571f", 14)
    canvas.circle(x + 152, y - 24, 16, "#d8571f")
    canvas.oval(x, y, 62, 32, "#d8571f")
    canvas.oval(x - 28, y - 4, 28, 18, "#bfe0ea")
    canvas.line([(x - 46, y + 42), (x + 46, y + 42)], "#3c4a55", 5)
    canvas.line([(x, y + 30), (x, y + 120)], "#3c4a55", 2)
    canvas.rect(x - 9, y + 116, 18, 24, "#e9b22b", round_=6)


SCENES = {
    "nha-rong": communal_house,
    "deo-may": mountain_pass,
    "doi-thong": pine_hills,
    "pha-bien": ferry,
}
