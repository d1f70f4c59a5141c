# ruff: noqa: PLR0917, PLR2004 - a picture is made of places and sizes
"""Illustrations of towns: bridge, stadium, hospital, classroom, skyline, library bus."""

import random

from tools.picture_brush import HEIGHT, WIDTH, Canvas, mix, ridge


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


SCENES = {
    "cau-day-vang": bridge,
    "san-van-dong": stadium,
    "benh-vien": hospital,
    "lop-hoc": classroom,
    "thanh-pho": skyline,
    "xe-thu-vien": book_bus,
}
