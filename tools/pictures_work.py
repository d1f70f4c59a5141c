# ruff: noqa: PLR0917 - a picture is made of places and sizes
"""Illustrations of work: a price chart, a laboratory, a harbour, pottery, solar panels."""

import math
import random

from tools.picture_brush import HEIGHT, WIDTH, Canvas, Point, mix, ridge


def price_chart() -> Canvas:
    """A price over four months as a line over columns."""
    canvas = Canvas()
    canvas.gradient("#fbf6ec", "#f1e6d2")
    canvas.text(80, 62, "GIÁ CÀ PHÊ NHÂN XÔ", 40, "#3a2a1c")
    canvas.text(80, 118, "Nghìn đồng/kg, bốn tháng gần đây", 25, "#6e5a45")
    for number, value in enumerate(("110", "115", "120", "125", "130")):
        y = 670 - number * 110
        canvas.line([(150, y), (1120, y)], "#dccdb3", 2)
        canvas.text(134, y, value, 25, "#6e5a45", "rm")
    values = (
        118.2,
        116.4,
        115.1,
        117.0,
        116.2,
        118.8,
        120.4,
        119.1,
        121.7,
        123.9,
        122.8,
        125.6,
        124.9,
        127.4,
        128.0,
        131.4,
    )
    points: list[Point] = [(180 + n * 60, 670 - (v - 110) * 22) for n, v in enumerate(values)]
    canvas.glass([*points, (points[-1][0], 670), (points[0][0], 670)], "#c9772b", 0.28)
    canvas.line(points, "#9a4f12", 7)
    for x, y in points:
        canvas.circle(x, y, 8, "#9a4f12")
        canvas.circle(x, y, 4, "#fbf6ec")
    last = points[-1]
    canvas.rect(last[0] - 118, last[1] - 74, 150, 50, "#3a2a1c", round_=12)
    canvas.text(last[0] - 43, last[1] - 49, "131,4", 29, "#ffffff", "mm")
    for number, month in enumerate(("Tháng 8", "Tháng 9", "Tháng 10", "Tháng 11")):
        canvas.text(260 + number * 240, 716, month, 25, "#6e5a45", "ma")
    return canvas


def laboratory() -> Canvas:
    """A school laboratory: glass, blue water, a small machine."""
    canvas = Canvas()
    canvas.gradient("#dff1f5", "#f9fbf4", 0, 560)
    for number in range(3):
        canvas.rect(70 + number * 380, 90, 300, 14, "#b58a5a")
        for bottle in range(5):
            color = ("#7cc0d8", "#e8a24a", "#84b86c", "#d97a8a", "#9d8fd0")[(bottle + number) % 5]
            canvas.rect(92 + number * 380 + bottle * 54, 40, 34, 50, color, round_=7)
            canvas.rect(102 + number * 380 + bottle * 54, 28, 14, 16, "#6b7780", round_=3)
    canvas.gradient("#c49a68", "#8f6a40", 580, HEIGHT)
    canvas.rect(0, 570, WIDTH, 18, "#e2bd8c")
    canvas.rect(420, 250, 380, 322, "#f4f6f7", round_=22)
    canvas.rect(420, 250, 380, 60, "#2b8c9b", round_=22)
    canvas.text(610, 280, "NƯỚC NGỌT", 27, "#ffffff", "mm")
    canvas.rect(456, 340, 130, 190, "#bfe6ef", round_=16)
    canvas.rect(456, 420, 130, 110, "#4aa6c9", round_=16)
    for number in range(3):
        canvas.rect(630, 346 + number * 66, 134, 44, "#dfe8ea", round_=10)
        canvas.circle(654, 368 + number * 66, 11, ("#3aa66a", "#e8a24a", "#2d6cb5")[number])
    canvas.line([(800, 480), (880, 480), (880, 520)], "#6b7780", 15)
    for x, w, h, fill, color in (
        (890, 130, 150, 0.55, "#8fd6ea"),
        (1060, 90, 200, 0.7, "#8fd6ea"),
        (210, 150, 190, 0.6, "#d9c38a"),
        (70, 90, 130, 0.5, "#84b86c"),
    ):
        _beaker(canvas, x, 572, w, h, fill, color)
    canvas.circle(884, 545, 7, "#4aa6c9")
    return canvas


def _beaker(
    canvas: Canvas, x: float, foot: float, w: float, h: float, fill: float, color: str
) -> None:
    outline: list[Point] = [(x, foot - h), (x + w, foot - h), (x + w - 6, foot), (x + 6, foot)]
    canvas.glass(outline, "#ffffff", 0.6)
    level = foot - h * fill
    canvas.poly(
        [(x + 3, level), (x + w - 3, level), (x + w - 8, foot - 5), (x + 8, foot - 5)],
        mix(color, "#ffffff", 0.3),
        color,
    )
    canvas.line([*outline, outline[0]], "#7c98a3", 3)
    for number in range(3):
        canvas.line(
            [
                (x + w * 0.62, foot - 30 - number * h * 0.2),
                (x + w * 0.84, foot - 30 - number * h * 0.2),
            ],
            "#7c98a3",
            3,
        )


def harbour() -> Canvas:
    """A container harbour at sunset."""
    canvas = Canvas()
    canvas.gradient("#4a6fa5", "#fbc58d", 0, 500)
    canvas.glow(1000, 420, 300, "#ffe0a6", 0.8)
    canvas.circle(1000, 420, 50, "#fff3d6")
    canvas.hills(ridge(470, 30, 66), "#8f7f9a", "#7c6c8a")
    for x in (150, 430, 710):
        _crane(canvas, x)
    canvas.mirror(520, 280, "#48688f", 0.45)
    chance = random.Random(23)
    canvas.poly([(60, 560), (1130, 540), (1080, 690), (150, 690)], "#8c2f2b", "#4e1718")
    canvas.poly([(60, 560), (1130, 540), (1124, 562), (66, 582)], "#f2ece0")
    colors = ("#d8483b", "#2d6cb5", "#e8a24a", "#2f8f6b", "#7d8a96", "#c4572f")
    for row in range(5):
        for number in range(12 - row % 2):
            if chance.random() < 0.12 * row:
                continue
            color = chance.choice(colors)
            x, y = 130 + number * 66, 524 - row * 34 - number * 0.9
            canvas.rect(x, y, 62, 31, color, round_=2)
            for rib in range(5):
                canvas.line(
                    [(x + 9 + rib * 11, y + 5), (x + 9 + rib * 11, y + 26)],
                    mix(color, "#000000", 0.22),
                    2,
                )
    canvas.rect(960, 400, 96, 150, "#f4efe6", round_=5)
    canvas.rect(970, 416, 76, 20, "#35546e")
    canvas.rect(1000, 340, 26, 64, "#d8483b")
    for _ in range(90):
        y = 690 + 105 * chance.random()
        canvas.rect(
            chance.uniform(-40, WIDTH), y, 70, 2.4, chance.choice(("#f6cf9f", "#7d94b5")), round_=1
        )
    return canvas


def _crane(canvas: Canvas, x: float) -> None:
    color = "#3d5a80"
    canvas.line([(x, 520), (x + 34, 200)], color, 9)
    canvas.line([(x + 130, 520), (x + 96, 200)], color, 9)
    canvas.line([(x + 10, 420), (x + 120, 420)], color, 6)
    canvas.line([(x - 120, 236), (x + 250, 236)], color, 11)
    canvas.line([(x - 116, 232), (x + 64, 150), (x + 246, 232)], color, 4)
    canvas.line([(x + 64, 236), (x + 64, 146)], color, 8)
    canvas.line([(x - 70, 240), (x - 70, 350)], "#2b3f5c", 2)
    canvas.rect(x - 96, 350, 54, 26, "#e8a24a", round_=2)


def pottery() -> Canvas:
    """A potter's shelf and a kiln's light."""
    canvas = Canvas()
    canvas.gradient("#5a3423", "#8a5232")
    canvas.glow(950, 560, 520, "#ffb14a", 0.65)
    canvas.poly(
        [(760, 800), (760, 520), (820, 400), (1080, 400), (1140, 520), (1140, 800)],
        "#7a4228",
        "#4e2817",
    )
    canvas.draw.pieslice(canvas._box(860, 540, 1040, 800), 180, 360, fill="#ffcf6b")  # noqa: SLF001
    canvas.rect(860, 668, 180, 140, "#ffcf6b")
    canvas.glow(950, 690, 150, "#fff3c4", 0.8)
    for shelf in range(3):
        y = 290 + shelf * 210
        canvas.rect(50, y, 640, 20, "#3a2015", round_=3)
        for number in range(5):
            glaze = ("#e9dcc4", "#7fa9b5", "#c46a3a", "#86a27a", "#d8b46a")[
                (number + shelf * 2) % 5
            ]
            _vase(canvas, 120 + number * 126, y, 46, 120 - (number * 29 + shelf * 17) % 50, glaze)
    return canvas


def _vase(canvas: Canvas, x: float, foot: float, width: float, height: float, color: str) -> None:
    steps = [n / 16 for n in range(17)]
    shape = [
        width * (0.5 + 0.5 * math.sin(math.pi * (0.15 + 0.75 * t))) * (0.75 + 0.25 * t)
        for t in steps
    ]
    left = [(x - w, foot - height * (1 - t)) for w, t in zip(shape, steps, strict=True)]
    right = [(x + w, foot - height * (1 - t)) for w, t in zip(shape, steps, strict=True)]
    canvas.poly([*left, *reversed(right)], mix(color, "#ffffff", 0.2), mix(color, "#2a1408", 0.45))
    canvas.oval(x, foot - height, shape[0], 6, mix(color, "#1a0c05", 0.6))
    canvas.line(
        [(x - shape[7] * 0.96, foot - height * 0.56), (x + shape[7] * 0.96, foot - height * 0.56)],
        mix(color, "#1d3c5a", 0.6),
        5,
    )
    canvas.oval(
        x - width * 0.4, foot - height * 0.6, width * 0.1, height * 0.2, mix(color, "#ffffff", 0.45)
    )


def solar() -> Canvas:
    """Solar panels over salt ponds, wind turbines behind."""
    canvas = Canvas()
    canvas.gradient("#58aee0", "#fdf2d4", 0, 440)
    canvas.glow(900, 150, 280, "#fffbe0", 0.85)
    canvas.circle(900, 150, 50, "#fffdf0")
    canvas.hills(ridge(410, 40, 91), "#a5bfa8", "#8fb097")
    for x, size in ((160, 150), (360, 120), (640, 170), (1060, 140)):
        canvas.line([(x, 440), (x, 440 - size)], "#ffffff", 6)
        for number in range(3):
            angle = number * math.tau / 3 + x
            tip = (x + math.cos(angle) * size * 0.5, 440 - size + math.sin(angle) * size * 0.5)
            canvas.line([(x, 440 - size), tip], "#ffffff", 5)
    canvas.gradient("#cfe0c0", "#8fae7c", 430, HEIGHT)
    for row in range(5):
        y = 480 + row * 62 + row * row * 3
        size = 0.55 + row * 0.17
        for number in range(-1, 9):
            x = 20 + number * 190 * size + (row % 2) * 40
            _panel(canvas, x, y, 150 * size, 62 * size)
    return canvas


def _panel(canvas: Canvas, x: float, y: float, w: float, h: float) -> None:
    shape: list[Point] = [(x + w * 0.16, y), (x + w * 1.1, y), (x + w * 0.94, y + h), (x, y + h)]
    canvas.line([(x + w * 0.5, y + h), (x + w * 0.5, y + h * 1.3)], "#6d7a70", 5)
    canvas.poly(shape, "#2f5fa8", "#17345f")
    for number in range(1, 5):
        share = number / 5
        canvas.line(
            [(x + w * (0.16 + 0.94 * share), y), (x + w * 0.94 * share, y + h)], "#8fb6e6", 1.6
        )
    canvas.line([(x + w * 0.08, y + h / 2), (x + w * 1.02, y + h / 2)], "#8fb6e6", 1.6)


SCENES = {
    "bieu-do-gia": price_chart,
    "may-loc-nuoc": laboratory,
    "cang-bien": harbour,
    "lo-gom": pottery,
    "dien-mat-troi": solar,
}
