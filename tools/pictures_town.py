# ruff: noqa: PLR0917, PLR2004 - a picture is made of places and sizes
"""Illustrations of towns and work: bridge, stadium, harbour, hospital, classroom, charts."""

import math
import random

from tools.picture_brush import HEIGHT, WIDTH, Canvas, Point, mix, ridge


def _windows(
    canvas: Canvas, x: float, y: float, w: float, h: float, lit: str, dark: str, seed: int
) -> None:
    chance = random.Random(seed)
    for row in range(int(h // 24)):
        for column in range(int(w // 20)):
            color = lit if chance.random() < 0.45 else dark
            canvas.rect(x + 6 + column * 20, y + 8 + row * 24, 10, 13, color)


def _skyline(canvas: Canvas, foot: float, color: str, seed: int, tall: float) -> None:
    chance = random.Random(seed)
    x = -20.0
    while x < WIDTH:
        width = chance.uniform(44, 96)
        height = tall * chance.uniform(0.35, 1.0)
        canvas.rect(x, foot - height, width, height, color)
        if chance.random() < 0.3:
            canvas.line(
                [(x + width / 2, foot - height), (x + width / 2, foot - height - 34)], color, 4
            )
        x += width + chance.uniform(2, 22)


def bridge() -> Canvas:
    """A cable-stayed bridge over a wide river in the morning."""
    canvas = Canvas()
    canvas.gradient("#6fb7d9", "#fdebd0", 0, 480)
    canvas.glow(260, 330, 260, "#fff0c2", 0.8)
    canvas.circle(260, 330, 40, "#fffbe6")
    for x, y, size in ((880, 110, 40), (560, 170, 26), (1080, 200, 22)):
        canvas.cloud(x, y, size, "#ffffff")
    canvas.hills(ridge(440, 40, 15), "#9bbcb4", "#86ada4")
    _skyline(canvas, 480, "#8aa9b5", 4, 90)
    canvas.mirror(480, 320, "#4f9bb5", 0.5)
    for x in (390, 830):
        for number in range(1, 12):
            for side in (-1, 1):
                canvas.line([(x, 150 + number * 12), (x + side * number * 20, 470)], "#fff7ea", 2)
        canvas.poly(
            [(x - 26, 640), (x - 7, 130), (x + 7, 130), (x + 26, 640)], "#f4efe6", "#b9b2a4"
        )
        canvas.rect(x - 34, 628, 68, 22, "#9b9486", round_=6)
    canvas.poly(
        [(-10, 462), (WIDTH + 10, 462), (WIDTH + 10, 488), (-10, 488)], "#fbf6ec", "#8f98a0"
    )
    canvas.line([(-10, 464), (WIDTH, 464)], "#d8483b", 4)
    chance = random.Random(9)
    for number in range(15):
        color = chance.choice(("#d8483b", "#2d6cb5", "#f2b632", "#ffffff", "#2f8f6b"))
        canvas.rect(
            30 + number * 80 + chance.uniform(-20, 20),
            447,
            chance.choice((26, 44)),
            15,
            color,
            round_=5,
        )
    for _ in range(80):
        y = 500 + 290 * chance.random()
        canvas.rect(chance.uniform(-60, WIDTH), y, (y - 440) / 3, 2.2, "#cfe8ec", round_=1)
    canvas.poly([(560, 700), (730, 690), (700, 726), (590, 726)], "#8c3a2c", "#5c221b")
    canvas.rect(600, 664, 54, 30, "#f4efe6", round_=4)
    return canvas


def stadium() -> Canvas:
    """A full stadium under floodlights."""
    canvas = Canvas()
    canvas.gradient("#0c1836", "#3d4f8a", 0, 420)
    canvas.gradient("#2b3a72", "#1d2750", 300, 510)
    chance = random.Random(17)
    for row in range(13):
        y = 210 + row * 22
        for number in range(66):
            x = number * 18.6 + (row % 2) * 9
            sag = ((x - 600) / 600) ** 2 * 46
            color = chance.choice(
                ("#b0453f", "#c7665a", "#c9a64c", "#8f8fa6", "#55689a", "#3a4a80")
            )
            canvas.circle(x, y - sag + 46, 7.5, mix(color, "#2b3a72", 0.25))
    canvas.soften(200, 500, 3)
    canvas.poly(
        [(-10, 208), (600, 252), (1210, 208), (1210, 170), (600, 222), (-10, 170)],
        "#243261",
        "#16204a",
    )
    canvas.gradient("#3da35a", "#1f7a3f", 500, HEIGHT)
    for number in range(0, 12, 2):
        x = number * 110 - 60
        canvas.poly(
            [(300 + x * 0.5, 500), (355 + x * 0.5, 500), (x + 110, HEIGHT), (x, HEIGHT)],
            "#46b066",
            "#268a49",
        )
    canvas.line([(-10, 512), (1210, 512)], "#f4fbf2", 3)
    canvas.draw.ellipse(canvas._box(380, 590, 820, 730), outline="#f4fbf2", width=7)  # noqa: SLF001
    canvas.line([(600, 512), (600, 800)], "#f4fbf2", 4)
    for x in (110, 420, 780, 1090):
        canvas.line([(x, 220), (x, 60)], "#c9d1e6", 7)
        canvas.rect(x - 42, 30, 84, 40, "#eef3ff", round_=6)
        canvas.glow(x, 50, 200, "#fdf6d8", 0.75)
    for x, y, shirt in (
        (470, 640, "#d8483b"),
        (560, 690, "#f4efe6"),
        (690, 630, "#d8483b"),
        (760, 700, "#f4efe6"),
        (330, 700, "#d8483b"),
    ):
        _player(canvas, x, y, 66, shirt)
    canvas.circle(616, 728, 11, "#ffffff")
    for _ in range(60):
        x, y = chance.uniform(0, WIDTH), chance.uniform(80, 700)
        canvas.rect(x, y, 7, 4, chance.choice(("#f6d04d", "#d8483b", "#ffffff", "#63b3ed")))
    return canvas


def _player(canvas: Canvas, x: float, y: float, size: float, shirt: str) -> None:
    canvas.oval(x, y + size * 0.5, size * 0.32, size * 0.08, "#1d6b38")
    canvas.line([(x - 4, y + size * 0.1), (x - size * 0.2, y + size * 0.5)], "#23315e", size * 0.13)
    canvas.line(
        [(x + 4, y + size * 0.1), (x + size * 0.22, y + size * 0.45)], "#23315e", size * 0.13
    )
    canvas.rect(x - size * 0.17, y - size * 0.36, size * 0.34, size * 0.5, shirt, round_=size * 0.1)
    canvas.line(
        [(x - size * 0.14, y - size * 0.26), (x - size * 0.38, y - size * 0.02)],
        "#d79a72",
        size * 0.09,
    )
    canvas.line(
        [(x + size * 0.14, y - size * 0.26), (x + size * 0.4, y - size * 0.3)],
        "#d79a72",
        size * 0.09,
    )
    canvas.circle(x, y - size * 0.52, size * 0.15, "#d79a72")
    canvas.circle(x - size * 0.02, y - size * 0.58, size * 0.14, "#231a18")


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


def hospital() -> Canvas:
    """A hospital front with trees and an ambulance."""
    canvas = Canvas()
    canvas.gradient("#a9dcf0", "#f2fafb", 0, 560)
    for x, y, size in ((200, 130, 40), (950, 100, 48), (620, 70, 26)):
        canvas.cloud(x, y, size, "#ffffff")
    _skyline(canvas, 560, "#c8dfe6", 31, 170)
    canvas.rect(250, 190, 700, 400, "#f7f5ef", round_=8)
    canvas.rect(250, 190, 700, 26, "#2b8c9b", round_=8)
    for row in range(4):
        for column in range(10):
            if 4 <= column <= 5:
                continue
            x, y = 282 + column * 66, 244 + row * 78
            canvas.rect(x, y, 42, 50, "#9fd0de", round_=3)
            canvas.poly(
                [(x + 4, y + 46), (x + 38, y + 4), (x + 38, y + 24), (x + 18, y + 46)], "#c9e7ee"
            )
    canvas.rect(530, 160, 140, 430, "#2b8c9b", round_=8)
    canvas.rect(580, 196, 40, 116, "#ffffff", round_=5)
    canvas.rect(542, 234, 116, 40, "#ffffff", round_=5)
    canvas.rect(556, 470, 88, 120, "#14545f", round_=6)
    canvas.rect(598, 470, 4, 120, "#8cc6d1")
    canvas.gradient("#b7c9b0", "#8ea98c", 580, 640)
    canvas.gradient("#6c7780", "#4d565e", 640, HEIGHT)
    for number in range(9):
        canvas.rect(-40 + number * 160, 716, 90, 9, "#f2ead0")
    for x, size in ((120, 60), (215, 44), (1000, 48), (1100, 64)):
        _tree(canvas, x, 620, size)
    _van(canvas, 720, 660)
    return canvas


def _tree(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.rect(x - size * 0.1, y - size * 1.2, size * 0.2, size * 1.2, "#6b4a32")
    for dx, dy, r in ((0, -2.0, 0.95), (-0.6, -1.5, 0.7), (0.6, -1.5, 0.72)):
        canvas.circle(x + dx * size, y + dy * size, r * size, "#3f8a57")
        canvas.circle(x + (dx - 0.15) * size, y + (dy - 0.2) * size, r * size * 0.7, "#5aa56c")


def _van(canvas: Canvas, x: float, y: float) -> None:
    canvas.poly(
        [(x, y + 76), (x, y - 30), (x + 190, y - 30), (x + 246, y + 24), (x + 256, y + 76)],
        "#ffffff",
        "#dfe6ea",
    )
    canvas.poly(
        [(x + 178, y - 18), (x + 196, y - 18), (x + 236, y + 22), (x + 178, y + 22)], "#7fb3c4"
    )
    canvas.rect(x, y + 36, 252, 12, "#d8483b")
    canvas.rect(x + 66, y - 16, 16, 48, "#d8483b", round_=2)
    canvas.rect(x + 50, y, 48, 16, "#d8483b", round_=2)
    canvas.rect(x + 120, y - 42, 40, 13, "#2d6cb5", round_=5)
    for dx in (56, 200):
        canvas.circle(x + dx, y + 78, 25, "#23282d")
        canvas.circle(x + dx, y + 78, 11, "#b9c3c9")


def classroom() -> Canvas:
    """A bright classroom: a teacher at the board, children from behind."""
    canvas = Canvas()
    canvas.gradient("#fdf3da", "#f3dfb3")
    canvas.rect(250, 110, 700, 330, "#7c5432", round_=10)
    canvas.rect(264, 124, 672, 302, "#2d5f4e", round_=4)
    canvas.text(600, 170, "Bài 12: Nước sạch", 36, "#f4f7ee", "ma")
    canvas.line([(330, 250), (600, 250)], "#cfe3d4", 4)
    for number in range(4):
        canvas.line(
            [(330, 290 + number * 34), (520 + (number * 53) % 90, 290 + number * 34)], "#a7c9b4", 5
        )
    canvas.poly([(740, 380), (820, 250), (880, 380)], "#e8c24a")
    canvas.poly([(680, 380), (740, 300), (800, 380)], "#8fc6e0")
    for x in (40, 1000):
        canvas.rect(x, 90, 160, 270, "#ffffff", round_=6)
        canvas.rect(x + 10, 100, 140, 250, "#bfe3ef")
        canvas.circle(x + 60, 300, 60, "#86bf8a")
        canvas.circle(x + 120, 320, 52, "#6fae7c")
        canvas.rect(x + 76, 96, 8, 260, "#ffffff")
    canvas.gradient("#d9b27c", "#b98a54", 590, HEIGHT)
    canvas.poly([(985, 590), (1085, 590), (1070, 380), (1000, 380)], "#9c3d5b", "#742a43")
    canvas.circle(1035, 345, 36, "#d79a72")
    canvas.circle(1035, 330, 36, "#2a1d1b")
    canvas.line([(1005, 410), (930, 340)], "#d79a72", 15)
    shirts = ("#ffffff", "#e9f0fb", "#ffffff", "#fdf6e6", "#ffffff")
    for row, (y, size) in enumerate(((585, 62), (690, 84))):
        for number in range(5):
            x = 130 + number * (200 + row * 18) - row * 20
            canvas.rect(x - size, y + size * 0.6, size * 2.1, size * 0.28, "#8a5f36", round_=6)
            canvas.poly(
                [
                    (x - size * 0.55, y + size * 0.7),
                    (x + size * 0.55, y + size * 0.7),
                    (x + size * 0.4, y - size * 0.1),
                    (x - size * 0.4, y - size * 0.1),
                ],
                shirts[number],
                "#cfd8e2",
            )
            canvas.circle(x, y - size * 0.4, size * 0.36, "#c98f66")
            canvas.circle(x, y - size * 0.48, size * 0.38, "#2a1d1b" if number % 2 else "#3a2622")
            canvas.poly(
                [
                    (x - size * 0.2, y - size * 0.02),
                    (x + size * 0.2, y - size * 0.02),
                    (x, y + size * 0.3),
                ],
                "#d8483b",
            )
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


def skyline() -> Canvas:
    """A large city at dusk with an elevated train."""
    canvas = Canvas()
    canvas.gradient("#31327a", "#f39a7a", 0, 620)
    canvas.glow(330, 500, 320, "#ffd2a0", 0.6)
    _skyline(canvas, 640, "#8a5f86", 12, 330)
    _skyline(canvas, 640, "#5a4276", 29, 270)
    chance = random.Random(4)
    x = -10.0
    while x < WIDTH:
        width, height = chance.uniform(80, 130), chance.uniform(120, 360)
        canvas.rect(x, 660 - height, width, height, "#2c2752")
        _windows(canvas, x, 660 - height, width, height, "#ffd77f", "#3d376b", int(x))
        x += width + 8
    canvas.poly([(770, 660), (785, 120), (800, 60), (815, 120), (830, 660)], "#3a3566", "#221d45")
    canvas.gradient("#221d45", "#15122e", 650, HEIGHT)
    for number in range(8):
        canvas.rect(40 + number * 170, 650, 34, 150, "#6f6a8f")
    canvas.rect(-10, 632, WIDTH + 20, 24, "#8f8aab")
    for number in range(4):
        _carriage(canvas, 250 + number * 172, 566)
    return canvas


def _carriage(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y, 166, 64, "#eef3f6", round_=10)
    canvas.rect(x, y + 42, 166, 10, "#1c9a8b")
    for number in range(4):
        canvas.rect(x + 12 + number * 38, y + 12, 28, 22, "#ffdf9a", round_=4)


def book_bus() -> Canvas:
    """A library in a bus under a tree, shelves open, children reading."""
    canvas = Canvas()
    canvas.gradient("#bfe6ea", "#fdf4dc", 0, 540)
    canvas.hills(ridge(430, 60, 77), "#a9cf9a", "#8fbf86")
    canvas.hills(ridge(500, 40, 79), "#7fb373", "#6aa564")
    canvas.gradient("#d9c48f", "#bfa468", 590, HEIGHT)
    _tree(canvas, 1010, 600, 130)
    canvas.rect(170, 240, 700, 330, "#f2a541", round_=34)
    canvas.rect(170, 440, 700, 24, "#d8483b")
    canvas.rect(760, 276, 96, 120, "#bfe6ef", round_=12)
    canvas.rect(220, 280, 500, 140, "#fff6e0", round_=10)
    chance = random.Random(14)
    for shelf in range(2):
        x = 230.0
        while x < 700:
            width, height = chance.uniform(9, 19), chance.uniform(42, 58)
            canvas.rect(
                x,
                344 + shelf * 68 - height,
                width,
                height,
                chance.choice(("#d8483b", "#2d6cb5", "#2f8f6b", "#e8a24a", "#7a5aa6", "#1c9a8b")),
                round_=2,
            )
            x += width + 2
        canvas.rect(224, 344 + shelf * 68, 492, 8, "#a8743f")
    canvas.text(515, 478, "THƯ VIỆN LƯU ĐỘNG", 32, "#5a2c12", "ma")
    for x in (310, 720):
        canvas.circle(x, 578, 58, "#2b2b30")
        canvas.circle(x, 578, 26, "#c9c9cf")
    for x, color in ((430, "#2d6cb5"), (540, "#d8483b"), (930, "#2f8f6b"), (1050, "#7a5aa6")):
        _reader(canvas, x, 700, color)
    return canvas


def _reader(canvas: Canvas, x: float, y: float, color: str) -> None:
    canvas.oval(x, y + 40, 58, 15, "#a68c52")
    canvas.poly(
        [(x - 36, y + 36), (x + 36, y + 36), (x + 25, y - 34), (x - 25, y - 34)],
        color,
        mix(color, "#000000", 0.25),
    )
    canvas.circle(x, y - 56, 26, "#d79a72")
    canvas.circle(x, y - 66, 26, "#2a1d1b")
    canvas.poly(
        [
            (x - 34, y - 12),
            (x, y + 2),
            (x + 34, y - 12),
            (x + 34, y + 20),
            (x, y + 32),
            (x - 34, y + 20),
        ],
        "#fffdf4",
        "#e6dcc0",
    )
    canvas.line([(x, y + 2), (x, y + 32)], "#b9a983", 2)


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
    "cau-day-vang": bridge,
    "san-van-dong": stadium,
    "bieu-do-gia": price_chart,
    "benh-vien": hospital,
    "lop-hoc": classroom,
    "may-loc-nuoc": laboratory,
    "cang-bien": harbour,
    "thanh-pho": skyline,
    "xe-thu-vien": book_bus,
    "lo-gom": pottery,
    "dien-mat-troi": solar,
}
