# ruff: noqa: PLR2004 - a picture is made of places and sizes
"""Illustrations of sky and weather: a storm, stars, the full moon."""

import math
import random

from tools.picture_brush import HEIGHT, WIDTH, Canvas, mix, ridge
from tools.pictures_country import palm


def observatory() -> Canvas:
    """An observatory on a hill under the Milky Way."""
    canvas = Canvas()
    canvas.gradient("#0a1030", "#41407c", 0, 640)
    canvas.gradient("#41407c", "#a2678d", 560, HEIGHT)
    for number in range(16):
        canvas.glow(80 + number * 76, 610 - number * 40, 150, "#a9a3e6", 0.16)
    chance = random.Random(19)
    for _ in range(700):
        x, y = chance.uniform(0, WIDTH), chance.uniform(0, 640)
        if chance.random() < 0.45:
            y = 610 - x * 0.52 + chance.gauss(0, 60)
        canvas.circle(
            x,
            y,
            chance.choice((0.6, 0.8, 1.1, 1.8)),
            chance.choice(("#ffffff", "#cfd8ff", "#ffe9c7")),
        )
    canvas.hills(ridge(640, 50, 41), "#2c2450", "#1d1838")
    canvas.hills(ridge(700, 60, 45), "#171330", "#0d0b1e")
    canvas.rect(500, 560, 200, 110, "#d9d3e6")
    canvas.poly([(500, 560), (700, 560), (700, 670), (600, 670), (600, 560)], "#a79fc2")
    canvas.draw.pieslice(canvas._box(485, 450, 715, 680), 180, 360, fill="#f0ecf7")  # noqa: SLF001
    canvas.poly([(590, 452), (640, 460), (660, 565), (610, 565)], "#2a2350")
    canvas.poly([(600, 500), (690, 430), (706, 450), (618, 530)], "#c7bfe0", "#8d84b3")
    canvas.rect(585, 610, 36, 60, "#3b3263", round_=4)
    canvas.glow(603, 640, 70, "#ffd88a", 0.6)
    return canvas


def lanterns() -> Canvas:
    """The mid-autumn festival: the full moon and lanterns over a river town."""
    canvas = Canvas()
    canvas.gradient("#131b46", "#7d3f6a", 0, 560)
    canvas.glow(840, 200, 330, "#ffe9b0", 0.7)
    canvas.circle(840, 200, 104, "#fff4cf")
    for x, y, r in ((805, 175, 18), (870, 235, 24), (850, 160, 10)):
        canvas.circle(x, y, r, "#f2e2b3")
    canvas.hills(ridge(520, 30, 52), "#3a2754", "#2a1c40")
    for number in range(13):
        _old_house(canvas, number * 98 - 20, 560, 92, 70 + (number * 37) % 60)
    canvas.mirror(560, 240, "#23183a", 0.35)
    chance = random.Random(11)
    for _ in range(34):
        x, y = chance.uniform(20, WIDTH - 20), chance.uniform(50, 500)
        size = chance.uniform(10, 26)
        color = chance.choice(("#ff8a3c", "#ffb347", "#ff6a4a", "#ffd166"))
        canvas.glow(x, y, size * 3.2, color, 0.55)
        canvas.oval(x, y, size * 0.72, size * 0.9, color)
        canvas.oval(x, y + size * 0.1, size * 0.34, size * 0.6, "#fff0c0")
    for _ in range(22):
        x, y = chance.uniform(20, WIDTH - 20), chance.uniform(610, 785)
        canvas.glow(x, y, 34, "#ffc46b", 0.6)
        canvas.poly(
            [(x - 13, y + 4), (x + 13, y + 4), (x + 8, y - 10), (x - 8, y - 10)],
            "#ffe3a0",
            "#ff9d4a",
        )
    return canvas


def _old_house(canvas: Canvas, x: float, foot: float, width: float, height: float) -> None:
    canvas.rect(x, foot - height, width, height, "#4a2d4f")
    canvas.poly(
        [
            (x - 8, foot - height),
            (x + width / 2, foot - height - 30),
            (x + width + 8, foot - height),
        ],
        "#2b1936",
    )
    for number in range(3):
        canvas.rect(x + 12 + number * 27, foot - height + 18, 16, 24, "#ffcf7a", round_=2)


def storm() -> Canvas:
    """A storm over the sea wall: rain, waves, bent palms."""
    canvas = Canvas()
    canvas.gradient("#27323f", "#8b9aa3", 0, 500)
    chance = random.Random(2)
    for row in range(5):
        for number in range(14):
            x, y = number * 95 + chance.uniform(-50, 50), 215 - row * 52 + chance.uniform(-22, 22)
            color = mix("#5f6d78", "#27313c", row / 4)
            canvas.oval(x, y, chance.uniform(70, 120), chance.uniform(36, 56), color)
    canvas.veil("#aab6bb", 180, 420, 0.6)
    for number in range(7):
        y = 430 + number * 48
        outline = [
            (
                x,
                y
                - abs(math.sin(x / (120 + number * 18) + number * 1.3)) ** 0.6 * (26 + number * 9),
            )
            for x in range(-10, WIDTH + 11, 6)
        ]
        color = mix("#6f8a93", "#1f4a57", number / 6)
        canvas.hills(outline, mix(color, "#ffffff", 0.15), mix(color, "#0f2c36", 0.4))
        canvas.line([(x, y + 3) for x, y in outline], "#e4eeee", 3 + number)
    canvas.poly([(-10, 800), (-10, 690), (560, 760), (620, 800)], "#6a6459", "#45413a")
    palm(canvas, 150, 710, 330, "#1f2a2b")
    palm(canvas, 270, 730, 250, "#26302f")
    for _ in range(150):
        x, y = chance.uniform(-60, WIDTH), chance.uniform(-20, HEIGHT)
        canvas.line([(x, y), (x - 16, y + 44)], "#b9c7cc", 1)
    return canvas


SCENES = {
    "dai-thien-van": observatory,
    "den-hoa-dang": lanterns,
    "bien-dong-bao": storm,
}
