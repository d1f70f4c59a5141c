# ruff: noqa: PLR0917 - a picture is made of places and sizes
"""Illustrations of the country by day: fields, rivers, forest."""

import math
import random

from tools.picture_brush import HEIGHT, WIDTH, Canvas, Point, mix, ridge


def _sun(canvas: Canvas, x: float, y: float, r: float, color: str) -> None:
    canvas.glow(x, y, r * 5, color, 0.75)
    canvas.circle(x, y, r, mix(color, "#ffffff", 0.55))


def _far_hills(canvas: Canvas, base: float, near: str, far: str, seed: int) -> None:
    for number in range(4):
        share = number / 3
        outline = ridge(base + number * 38, 70 - number * 9, seed + number)
        canvas.hills(outline, mix(far, near, share), mix(far, near, min(1, share + 0.2)))


def palm(canvas: Canvas, x: float, y: float, height: float, color: str) -> None:
    """Draw a palm that leans to the right; (x, y) is its foot."""
    lean = height * 0.12
    top = (x + lean, y - height)
    canvas.line([(x, y), (x + lean * 0.3, y - height * 0.5), top], color, height * 0.035)
    for number in range(9):
        angle = math.pi * (0.02 + 0.12 * number) + math.pi
        reach = height * 0.34
        tip = (
            top[0] + math.cos(angle) * reach,
            top[1] + math.sin(angle) * reach * 0.6 + reach * 0.3,
        )
        middle = (top[0] + math.cos(angle) * reach * 0.55, top[1] + math.sin(angle) * reach * 0.6)
        canvas.poly([top, middle, tip, (middle[0], middle[1] + height * 0.05)], color)


def _boat(canvas: Canvas, x: float, y: float, size: float, hull: str, cargo: str) -> None:
    canvas.poly(
        [
            (x - size, y - size * 0.18),
            (x + size * 1.05, y - size * 0.26),
            (x + size * 0.7, y + size * 0.12),
            (x - size * 0.7, y + size * 0.12),
        ],
        hull,
        mix(hull, "#000000", 0.35),
    )
    for number in range(5):
        canvas.circle(x - size * 0.45 + number * size * 0.2, y - size * 0.24, size * 0.13, cargo)
    canvas.line(
        [(x + size * 0.62, y - size * 0.2), (x + size * 0.62, y - size * 0.62)],
        "#3a2a22",
        size * 0.1,
    )
    _hat(canvas, x + size * 0.62, y - size * 0.66, size * 0.24)


def _hat(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.poly(
        [(x, y - size * 0.55), (x + size, y + size * 0.2), (x - size, y + size * 0.2)],
        "#f4dfae",
        "#cfa96a",
    )


def _farmer(canvas: Canvas, x: float, y: float, size: float, shirt: str) -> None:
    canvas.poly(
        [
            (x - size * 0.32, y),
            (x + size * 0.32, y),
            (x + size * 0.24, y - size),
            (x - size * 0.24, y - size),
        ],
        shirt,
        mix(shirt, "#000000", 0.3),
    )
    canvas.circle(x, y - size * 1.15, size * 0.2, "#c98f66")
    _hat(canvas, x, y - size * 1.28, size * 0.55)


def ripe_rice() -> Canvas:
    """A field of ripe rice, a harvester's lanes, people in conical hats."""
    canvas = Canvas()
    canvas.gradient("#f7c873", "#fdeec7", 0, 420)
    _sun(canvas, 860, 190, 54, "#fff0b8")
    for x, y, size in ((210, 130, 36), (520, 90, 26), (1060, 110, 30)):
        canvas.cloud(x, y, size, "#fff6e0")
    _far_hills(canvas, 330, "#8fa36b", "#e3cf9a", 4)
    canvas.gradient("#e5b83d", "#b97b16", 430, HEIGHT)
    for number in range(-14, 15):
        x = WIDTH / 2 + number * 36
        far, near = x, WIDTH / 2 + number * 220
        shade = "#d7a62d" if number % 2 else "#c48c20"
        canvas.poly(
            [(far, 430), (far + 18, 430), (near + 110, HEIGHT), (near, HEIGHT)],
            shade,
            mix(shade, "#8a5a10", 0.45),
        )
    canvas.veil("#fbe3a0", 395, 480, 0.75)
    chance = random.Random(8)
    for _ in range(520):
        y = 450 + 350 * chance.random() ** 0.6
        size = (y - 410) / 22
        x = chance.uniform(0, WIDTH)
        canvas.line(
            [(x, y), (x + size * 0.4, y - size)],
            chance.choice(("#f3d36a", "#e9c04a", "#9a6a14")),
            size / 9,
        )
    for x, y, size, shirt in (
        (300, 600, 78, "#2f6f78"),
        (420, 560, 58, "#a3483a"),
        (905, 640, 96, "#31518c"),
    ):
        _farmer(canvas, x, y, size, shirt)
    return canvas


def terraces() -> Canvas:
    """Rice terraces at dawn, water between the steps, mist in the valley."""
    canvas = Canvas()
    canvas.gradient("#86b6c9", "#fbe4c4", 0, 460)
    _sun(canvas, 330, 240, 40, "#ffe3a3")
    _far_hills(canvas, 300, "#5f8f86", "#b9cfcf", 21)
    canvas.veil("#fdf3e2", 330, 470, 0.85)
    greens = ("#9cc25a", "#7fae48", "#b9cf66", "#6a9a3f", "#d6cf6b")
    for number in range(13):
        y = 420 + number * 32 + number**1.6
        outline = [
            (px, py + math.sin(px / 170 + number * 0.55) * (14 + number * 2))
            for px, py in ridge(y, 34, 60 + number // 3)
        ]
        color = greens[number % 5]
        canvas.hills(
            outline, mix(color, "#33521f", 0.08 * (number % 3)), mix(color, "#3c6b28", 0.5)
        )
        edge = [(px, py + 2) for px, py in outline]
        canvas.line(edge, mix(color, "#fffbe0", 0.6), 3)
        if number % 3 == 1:
            canvas.line([(px, py + 11) for px, py in outline], "#d7ecec", 7)
    for x, y in ((820, 560), (865, 566)):
        _farmer(canvas, x, y, 40, "#8c3b52")
    canvas.poly([(180, 520), (250, 470), (320, 520)], "#7a5230", "#5d3c22")
    canvas.rect(198, 518, 104, 44, "#c9a26b")
    canvas.rect(238, 528, 24, 34, "#54391f")
    return canvas


def ferry_landing() -> Canvas:
    """A river landing at sunset, boats, a palm."""
    canvas = Canvas()
    canvas.gradient("#35517c", "#f6a469", 0, 430)
    _sun(canvas, 700, 370, 58, "#ffd08a")
    _far_hills(canvas, 365, "#39425f", "#b77a72", 33)
    canvas.mirror(430, 370, "#e2895c", 0.28)
    chance = random.Random(3)
    for _ in range(120):
        y = 440 + 350 * chance.random()
        w = (y - 400) / 3
        x = chance.gauss(700, 60 + (y - 430) * 0.6)
        canvas.rect(x, y, w, 2.4, chance.choice(("#ffe0ac", "#ffc78a", "#7d5a6e")), round_=1)
    for x, y, size, hull in (
        (420, 560, 120, "#4a2f2a"),
        (860, 510, 70, "#3d2b33"),
        (250, 480, 44, "#3d2b33"),
    ):
        _boat(canvas, x, y, size, hull, "#7b4a34")
    canvas.poly([(880, 800), (1200, 640), (1200, 800)], "#2d2230", "#1d1620")
    canvas.poly([(760, 800), (1200, 700), (1200, 800)], "#241b28")
    palm(canvas, 1090, 720, 360, "#231a26")
    palm(canvas, 1010, 760, 260, "#2a1f2c")
    return canvas


def coffee() -> Canvas:
    """A branch of ripe coffee cherries before the hills of the highlands."""
    canvas = Canvas()
    canvas.gradient("#a9d3d8", "#f7efd5", 0, 520)
    _far_hills(canvas, 360, "#4f7f56", "#b4cbb4", 47)
    canvas.gradient("#4c7a45", "#2c5230", 520, HEIGHT)
    canvas.veil("#f5f1dc", 430, 580, 0.7)
    branch: list[Point] = [(-20, 640), (260, 540), (560, 470), (900, 380), (1220, 330)]
    canvas.line(branch, "#5b3d26", 17)
    chance = random.Random(5)
    for number in range(9):
        x = 60 + number * 132
        y = 612 - number * 33
        for side in (-1, 1):
            _leaf(canvas, x, y, 165 + chance.uniform(-20, 20), side, chance.uniform(-0.2, 0.25))
    for number in range(8):
        x, y = 130 + number * 132, 596 - number * 33
        for _ in range(9):
            cx, cy = x + chance.uniform(-40, 40), y + chance.uniform(-22, 46)
            color = chance.choice(("#c22a2a", "#d83b2f", "#a81f27", "#e0552f", "#d9892b"))
            canvas.circle(cx, cy, 21, mix(color, "#300808", 0.35))
            canvas.circle(cx - 1.5, cy - 2, 18.5, color)
            canvas.oval(cx - 7, cy - 8, 5, 4, mix(color, "#ffffff", 0.6))
    return canvas


def _leaf(canvas: Canvas, x: float, y: float, size: float, side: int, turn: float) -> None:
    angle = side * (1.05 + turn) - 0.35
    dx, dy = math.cos(angle), math.sin(angle)
    upper = [
        (
            x + dx * size * t - dy * size * 0.19 * math.sin(math.pi * t),
            y + dy * size * t + dx * size * 0.19 * math.sin(math.pi * t),
        )
        for t in (k / 12 for k in range(13))
    ]
    lower = [
        (
            x + dx * size * t + dy * size * 0.19 * math.sin(math.pi * t),
            y + dy * size * t - dx * size * 0.19 * math.sin(math.pi * t),
        )
        for t in (k / 12 for k in range(12, -1, -1))
    ]
    canvas.poly(upper + lower, "#3f7d3c" if side < 0 else "#2f6a35", "#1f4f2a")
    canvas.line([(x, y), (x + dx * size, y + dy * size)], "#86b06a", 2.5)


def mangroves() -> Canvas:
    """A mangrove forest at low tide with egrets."""
    canvas = Canvas()
    canvas.gradient("#7fc0c7", "#fdf1d0", 0, 400)
    _sun(canvas, 980, 170, 42, "#fff3c4")
    canvas.hills(ridge(350, 26, 71), "#8fb79c", "#7aa78f")
    chance = random.Random(13)
    for row, (y, color) in enumerate(((400, "#5f9070"), (450, "#3f7a58"), (510, "#28603f"))):
        for number in range(26):
            x = number * 50 + chance.uniform(-20, 20)
            _mangrove(canvas, x, y, 48 + row * 20, mix(color, "#ffffff", chance.uniform(0, 0.12)))
    canvas.mirror(520, 280, "#6d9d95", 0.45)
    for _ in range(60):
        y = 530 + 270 * chance.random()
        canvas.rect(chance.uniform(-50, WIDTH), y, 90 + (y - 500) / 2, 2, "#b8d6cd", round_=1)
    canvas.poly(
        [(-10, 800), (-10, 700), (400, 735), (800, 715), (1210, 760), (1210, 800)],
        "#8a7355",
        "#5d4a35",
    )
    for x, y, size in ((250, 700, 70), (330, 715, 56), (760, 690, 84), (980, 730, 60)):
        _egret(canvas, x, y, size)
    for x, y in ((420, 150), (470, 180), (540, 140), (600, 190)):
        canvas.line([(x - 20, y - 6), (x, y), (x + 20, y - 8)], "#ffffff", 4)
    return canvas


def _mangrove(canvas: Canvas, x: float, y: float, size: float, color: str) -> None:
    for number in range(-2, 3):
        canvas.line(
            [(x, y - size * 0.3), (x + number * size * 0.3, y + size * 0.4)], "#4a3b2c", size * 0.06
        )
    for dx, dy, r in ((-0.4, -0.5, 0.42), (0.1, -0.8, 0.5), (0.5, -0.45, 0.4)):
        canvas.circle(x + dx * size, y + dy * size, r * size, color)
        canvas.circle(
            x + dx * size - r * 6, y + dy * size - r * 8, r * size * 0.7, mix(color, "#e6f0b8", 0.2)
        )


def _egret(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.line([(x - size * 0.08, y), (x - size * 0.08, y + size * 0.55)], "#39332b", size * 0.04)
    canvas.line([(x + size * 0.1, y), (x + size * 0.12, y + size * 0.55)], "#39332b", size * 0.04)
    canvas.oval(x, y - size * 0.08, size * 0.36, size * 0.2, "#ffffff")
    canvas.line(
        [
            (x + size * 0.25, y - size * 0.15),
            (x + size * 0.42, y - size * 0.45),
            (x + size * 0.3, y - size * 0.7),
        ],
        "#ffffff",
        size * 0.09,
    )
    canvas.poly(
        [
            (x + size * 0.28, y - size * 0.76),
            (x + size * 0.62, y - size * 0.68),
            (x + size * 0.3, y - size * 0.66),
        ],
        "#e0a030",
    )


def floating_market() -> Canvas:
    """A floating market in the morning: boats with fruit, poles with samples."""
    canvas = Canvas()
    canvas.gradient("#8fd0e0", "#fff0cf", 0, 330)
    _sun(canvas, 220, 210, 44, "#fff0b0")
    canvas.hills(ridge(310, 16, 88), "#7fae7a", "#5c9464")
    for x in range(20, WIDTH, 130):
        palm(canvas, x, 340, 110, "#3d7550")
    canvas.mirror(340, 340, "#57a7a8", 0.5)
    canvas.gradient("#5aa9a9", "#2d7f86", 640, HEIGHT)
    boats = (
        (230, 420, 80, "#7a4a2b", "#e0a32e"),
        (620, 410, 74, "#5f3b2a", "#d9482f"),
        (960, 440, 90, "#84502c", "#7fae3a"),
        (420, 560, 130, "#6b3f26", "#e3b23c"),
        (850, 620, 150, "#58351f", "#dc5a34"),
        (180, 690, 140, "#7a4a2b", "#86b340"),
    )
    chance = random.Random(6)
    for _ in range(110):
        y = 360 + 430 * chance.random()
        canvas.rect(
            chance.uniform(-40, WIDTH),
            y,
            (y - 300) / 4,
            2.2,
            chance.choice(("#d5f0ec", "#8fcdc9")),
            round_=1,
        )
    for x, y, size, hull, cargo in boats:
        canvas.oval(x, y + size * 0.16, size * 0.9, size * 0.1, "#276c72")
        canvas.line(
            [(x - size * 0.75, y), (x - size * 0.7, y - size * 1.3)], "#8a6a3c", size * 0.04
        )
        for number in range(3):
            canvas.circle(x - size * 0.71, y - size * (1.22 - number * 0.2), size * 0.09, cargo)
        _boat(canvas, x, y, size, hull, cargo)
    return canvas


SCENES = {
    "lua-chin": ripe_rice,
    "ruong-bac-thang": terraces,
    "ben-do": ferry_landing,
    "ca-phe": coffee,
    "rung-ngap-man": mangroves,
    "cho-noi": floating_market,
}
