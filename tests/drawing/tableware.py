"""Ceramics: mug, bowl, plates, vase, teapot, pitcher, planters."""

import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light, mix
from tests.drawing.shapes import (
    Outline,
    Point,
    ellipse,
    leaf,
    moved,
    spline,
    turned,
)
from tests.drawing.stage import FLOOR, cast

CLAY: Colour = (201, 158, 118)
COFFEE: Colour = (70, 42, 30)


def speckle(
    canvas: Canvas, outline: Outline, colour: Colour, source: random.Random, count: int = 70
) -> None:
    """Iron flecks in a glaze."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    with canvas.inside(outline):
        for _ in range(count):
            x, y = source.uniform(min(xs), max(xs)), source.uniform(min(ys), max(ys))
            size = source.choice((1.6, 2.2, 3.4))
            canvas.fill(ellipse(x, y, size, size * 0.8)[::9], dark(colour, 0.55), alpha=0.5)


def rim(
    canvas: Canvas,
    cx: float,
    y: float,
    rx: float,
    colour: Colour,
    *,
    ratio: float = 0.2,
    lip: float = 13,
) -> None:
    """The mouth of a vessel, seen a little from above."""
    canvas.fill(
        ellipse(cx, y, rx, rx * ratio),
        across(dark(colour, 0.06), light(colour, 0.5), dark(colour, 0.14)),
    )
    inner = ellipse(cx, y + 2, rx - lip, (rx - lip) * ratio * 0.92)
    canvas.fill(inner, across(dark(colour, 0.62), dark(colour, 0.4), dark(colour, 0.2)))


def dipped(
    canvas: Canvas, body: Outline, level: float, glaze: Colour, source: random.Random
) -> None:
    """The foot of the vessel left as bare clay below a wavy line."""
    xs = [x for x, _ in body]
    left, right = min(xs) - 5, max(xs) + 5
    wave = [
        (
            left + (right - left) * step / 5,
            level + source.uniform(-9, 9) + 14 * (1 if step in (2, 3) else 0),
        )
        for step in range(6)
    ]
    with canvas.inside(body):
        edge = spline(wave)
        below = [*edge, (right, 1000), (left, 1000)]
        canvas.fill(below, rounded(CLAY, 0.1))
        canvas.stroke(moved(edge, dy=-2), 5, light(glaze, 0.35), alpha=0.5)


def gleam(canvas: Canvas, points: list[Point], width: float = 13, alpha: float = 0.5) -> None:
    canvas.stroke(spline(points), width, (255, 255, 255), alpha=alpha * 0.55)
    canvas.stroke(spline(points), width * 0.45, (255, 255, 255), alpha=alpha)


def mug(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, top, half = palette.main, 450.0, source.choice((150.0, 165.0))
    cx = 465.0
    cast(canvas, cx, FLOOR - 8, half * 1.1)
    handle = ellipse(cx + half + 8, 605, 92, 106, start=-100, end=112)
    canvas.stroke(handle, 38, dark(glaze, 0.3))
    canvas.stroke(moved(handle, -4, -5), 24, glaze)
    canvas.stroke(moved(handle, -6, -9), 8, light(glaze, 0.55), alpha=0.8)
    body = turned(
        cx, [(top, half), (560, half + 3), (700, half - 4), (768, half - 14), (788, half - 26)]
    )
    canvas.fill(body, rounded(glaze))
    if source.random() < 0.6:
        dipped(canvas, body, 690, glaze, source)
    else:
        with canvas.inside(body):
            for y in (590, 618):
                canvas.stroke(
                    ellipse(cx, y, half + 6, 30, start=0, end=180), 7, palette.second, alpha=0.85
                )
    speckle(canvas, body, glaze, source)
    rim(canvas, cx, top, half, glaze)
    drink = ellipse(cx, top + 9, half - 19, (half - 19) * 0.17)
    canvas.fill(drink, across(dark(COFFEE, 0.3), COFFEE, light(COFFEE, 0.2)))
    gleam(canvas, [(cx - half * 0.62, 520), (cx - half * 0.64, 600), (cx - half * 0.6, 660)])
    for shift in (-30, 32):
        steam = spline(
            [
                (cx + shift, 415),
                (cx + shift - 22, 365),
                (cx + shift + 18, 315),
                (cx + shift - 8, 262),
            ]
        )
        canvas.soft([*steam, *moved(reversed(steam), 16)], 9, (255, 255, 255), alpha=0.5)


def bowl(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, cx, top, half = palette.main, 500.0, 560.0, 268.0
    cast(canvas, cx, FLOOR - 6, 170)
    foot = turned(cx, [(760, 105), (796, 98)], smooth=False)
    canvas.fill(foot, rounded(dark(glaze, 0.15), 0))
    body = turned(
        cx, [(top, half), (620, half - 12), (690, 215), (745, 150), (772, 110)], foot=0.16
    )
    canvas.fill(body, rounded(glaze))
    if source.random() < 0.5:
        dipped(canvas, body, 700, glaze, source)
    speckle(canvas, body, glaze, source, 100)
    inside = palette.second
    canvas.fill(
        ellipse(cx, top, half, 76), across(dark(glaze, 0.1), light(glaze, 0.5), dark(glaze, 0.1))
    )
    well = ellipse(cx, top + 3, half - 13, 67)
    canvas.fill(
        well,
        Paint(
            ((0, dark(inside, 0.45)), (0.55, dark(inside, 0.12)), (1, light(inside, 0.3))), "across"
        ),
    )
    with canvas.inside(well):
        canvas.fill(
            ellipse(cx + 20, top + 56, half * 0.72, 62),
            radial(light(inside, 0.45), inside),
            alpha=0.8,
        )
        for index in range(source.choice((3, 4, 5))):
            _fruit(canvas, cx - 120 + index * 62, top - 6 + (index % 2) * 16, source)
    for index in range(3):
        _fruit(canvas, cx - 84 + index * 80, top - 34 + (index % 2) * 14, source)
    with canvas.inside(ellipse(cx, top + 90, half - 13, 130, start=0, end=360)):
        canvas.stroke(ellipse(cx, top + 3, half - 7, 71, start=8, end=172), 12, light(glaze, 0.25))
    gleam(canvas, [(cx - 205, 625), (cx - 178, 680), (cx - 140, 722)], 15, 0.4)


def _fruit(canvas: Canvas, x: float, y: float, source: random.Random) -> None:
    colour = source.choice(((226, 150, 60), (190, 70, 52), (214, 180, 74), (156, 160, 82)))
    size = source.uniform(46, 56)
    canvas.fill(ellipse(x, y, size, size * 0.95), radial(light(colour, 0.15), dark(colour, 0.18)))
    canvas.soft(
        ellipse(x - size * 0.35, y - size * 0.4, size * 0.28, size * 0.2),
        7,
        (255, 255, 255),
        alpha=0.75,
    )
    canvas.stroke([(x + 2, y - size * 0.9), (x + 7, y - size * 1.12)], 5, (92, 66, 44))


def plate(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    back = palette.main
    cast(canvas, 520, FLOOR - 18, 235)
    _standing_plate(canvas, 500, 480, 288, back, palette, source)
    tone = palette.second
    for level in range(3):
        y = FLOOR - 20 - level * 24
        canvas.fill(ellipse(585, y + 15, 208, 40), rounded(dark(tone, 0.2), 0.1))
        canvas.fill(
            ellipse(585, y, 214, 42), across(light(tone, 0.5), light(tone, 0.1), dark(tone, 0.1))
        )
        canvas.fill(
            ellipse(585, y + 3, 168, 30),
            across(dark(tone, 0.16), light(tone, 0.1), light(tone, 0.4)),
        )


def _standing_plate(
    canvas: Canvas,
    cx: float,
    cy: float,
    r: float,
    tone: Colour,
    palette: Palette,
    source: random.Random,
) -> None:
    canvas.soft(ellipse(cx + 40, cy + 34, r * 0.97, r * 0.97), 26, (58, 38, 50), alpha=0.4)
    disc = ellipse(cx, cy, r, r)
    canvas.fill(disc, across(light(tone, 0.28), tone, dark(tone, 0.2)))
    canvas.fill(ellipse(cx, cy, r * 0.7, r * 0.7), across(dark(tone, 0.2), tone, light(tone, 0.25)))
    canvas.fill(
        ellipse(cx + 2, cy + 3, r * 0.66, r * 0.66),
        across(tone, light(tone, 0.1), dark(tone, 0.05)),
    )
    if source.random() < 0.5:
        canvas.stroke(ellipse(cx, cy, r * 0.93, r * 0.93), 9, palette.accent, alpha=0.85)
        canvas.stroke(ellipse(cx, cy, r * 0.76, r * 0.76), 4, palette.accent, alpha=0.7)
    else:
        for step in range(16):
            angle = step * 22.5
            petal = leaf(cx, cy, r * 0.2, r * 0.11, angle)
            out = ellipse(cx, cy, r * 0.74, r * 0.74, start=angle, end=angle + 1)[0]
            canvas.fill(moved(petal, out[0] - cx, out[1] - cy), palette.accent, alpha=0.85)
    speckle(canvas, disc, tone, source, 80)
    canvas.stroke(ellipse(cx, cy, r - 5, r - 5, start=190, end=290), 7, (255, 255, 255), alpha=0.5)


VASES: tuple[list[tuple[float, float]], ...] = (
    [(350, 52), (372, 44), (400, 42), (455, 105), (540, 168), (650, 160), (745, 112), (788, 92)],
    [(330, 40), (352, 34), (470, 36), (540, 70), (625, 138), (715, 142), (775, 108), (790, 92)],
    [(400, 118), (425, 100), (480, 118), (570, 176), (665, 170), (750, 118), (788, 96)],
    [(345, 66), (430, 72), (560, 100), (690, 128), (770, 126), (790, 116)],
)


def vase(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, cx = palette.main, 500.0
    profile = source.choice(VASES)
    top, mouth = profile[0]
    cast(canvas, cx, FLOOR - 6, profile[-1][1] * 1.25)
    _branches(canvas, cx, top, palette, source)
    body = turned(cx, profile)
    canvas.fill(body, rounded(glaze))
    if source.random() < 0.55:
        _bands(canvas, body, cx, palette, source)
    else:
        dipped(canvas, body, 700, glaze, source)
    speckle(canvas, body, glaze, source, 90)
    canvas.fill(
        ellipse(cx, top, mouth, mouth * 0.24),
        across(dark(glaze, 0.05), light(glaze, 0.45), dark(glaze, 0.2)),
    )
    canvas.fill(ellipse(cx, top + 1, mouth - 9, (mouth - 9) * 0.22), dark(glaze, 0.6))
    _branches(canvas, cx, top, palette, source, front=True)
    gleam(canvas, [(cx - 88, 560), (cx - 96, 620), (cx - 84, 680)], 15, 0.4)


def _bands(
    canvas: Canvas, body: Outline, cx: float, palette: Palette, source: random.Random
) -> None:
    first = source.choice((520, 560, 600))
    with canvas.inside(body):
        for index, width in enumerate((26, 8, 8)):
            y = first + (0, 34, 56)[index]
            line = ellipse(cx, y, 200, 34, start=0, end=180)
            canvas.stroke(line, width, rounded(palette.second), alpha=0.92)


def _branches(
    canvas: Canvas,
    cx: float,
    top: float,
    palette: Palette,
    source: random.Random,
    *,
    front: bool = False,
) -> None:
    stem_colour: Colour = (122, 96, 62)
    leaf_colour = mix(palette.accent, (126, 140, 92), 0.55)
    for side in (-1, 1) if not front else (0.25,):
        bend = side * source.uniform(70, 130)
        tip = (cx + bend * 1.5, top - source.uniform(190, 250))
        stem = spline([(cx + side * 6, top + 8), (cx + bend * 0.35, top - 100), tip])
        canvas.stroke(stem, 5, stem_colour)
        for index in range(5, len(stem), 3):
            x, y = stem[index]
            direction = -90 + side * 34 + (52 if index % 2 else -52)
            shape = leaf(x, y, source.uniform(50, 74), 26, direction)
            tone = leaf_colour if index % 2 else light(leaf_colour, 0.25)
            canvas.fill(shape, down(light(tone, 0.2), dark(tone, 0.12)))


def teapot(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, cx = palette.main, 490.0
    cast(canvas, cx, FLOOR - 8, 165)
    handle = spline([(cx - 128, 520), (cx - 118, 390), (cx, 318), (cx + 118, 390), (cx + 128, 520)])
    canvas.stroke(handle, 24, dark((150, 110, 72), 0.25))
    canvas.stroke(moved(handle, -3, -4), 13, (186, 142, 98))
    spout = spline(
        [(cx + 130, 650), (cx + 200, 630), (cx + 232, 560), (cx + 268, 520), (cx + 294, 524),
         (cx + 282, 570), (cx + 248, 660), (cx + 150, 735)], closed=True
    )  # fmt: skip
    canvas.fill(spout, across(dark(glaze, 0.25), glaze, dark(glaze, 0.3)))
    canvas.fill(ellipse(cx + 281, 524, 20, 9), dark(glaze, 0.6))
    body = turned(cx, [(505, 96), (535, 150), (600, 192), (680, 192), (745, 150), (785, 108)])
    canvas.fill(body, rounded(glaze))
    dipped(canvas, body, 715, glaze, source)
    speckle(canvas, body, glaze, source)
    lid = turned(cx, [(462, 30), (478, 66), (500, 98), (512, 104)], foot=0.16)
    canvas.fill(lid, rounded(light(glaze, 0.06)))
    canvas.fill(ellipse(cx, 448, 25, 24), radial(light(glaze, 0.4), dark(glaze, 0.25)))
    gleam(canvas, [(cx - 135, 590), (cx - 148, 640), (cx - 132, 690)], 17, 0.5)


def pitcher(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, cx = palette.main, 480.0
    cast(canvas, cx, FLOOR - 8, 150)
    handle = spline([(cx + 92, 400), (cx + 210, 400), (cx + 232, 520), (cx + 128, 640)])
    canvas.stroke(handle, 34, dark(glaze, 0.3))
    canvas.stroke(moved(handle, -4, -5), 20, glaze)
    lip = spline([(cx - 98, 345), (cx - 165, 322), (cx - 128, 400), (cx - 84, 430)], closed=True)
    canvas.fill(lip, across(light(glaze, 0.2), dark(glaze, 0.1)))
    body = turned(
        cx, [(350, 108), (400, 92), (470, 104), (580, 152), (690, 158), (755, 130), (788, 108)]
    )
    canvas.fill(body, rounded(glaze))
    if source.random() < 0.6:
        _bands(canvas, body, cx, palette, source)
    speckle(canvas, body, glaze, source, 90)
    rim(canvas, cx, 350, 110, glaze, ratio=0.21, lip=11)
    gleam(canvas, [(cx - 92, 540), (cx - 106, 610), (cx - 98, 690)], 15, 0.45)


def planter(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, cx = palette.main, 500.0
    cast(canvas, cx, FLOOR - 6, 145)
    green: Colour = source.choice(((92, 124, 82), (74, 110, 88), (122, 138, 80)))
    for index in range(15):
        side = -1 if index % 2 else 1
        angle = -90 + side * (8 + index * 5.4)
        length = 300 - index * 7 + source.uniform(-18, 18)
        tone = light(green, 0.22 * (index % 3)) if index % 2 else dark(green, 0.08)
        blade = leaf(cx + side * source.uniform(4, 46), 572, length, 62, angle)
        canvas.fill(blade, across(light(tone, 0.14), dark(tone, 0.22)))
        middle = [blade[0], blade[len(blade) // 2]]
        canvas.stroke(middle, 2.5, light(tone, 0.4), alpha=0.6)
    body = turned(cx, [(560, 152), (640, 146), (740, 124), (786, 110)])
    canvas.fill(body, rounded(glaze))
    if source.random() < 0.5:
        dipped(canvas, body, 690, glaze, source)
    speckle(canvas, body, glaze, source)
    canvas.fill(ellipse(cx, 562, 152, 26, start=0, end=180), rounded(light(glaze, 0.3)), alpha=0.9)
    gleam(canvas, [(cx - 96, 620), (cx - 92, 690), (cx - 84, 740)], 13, 0.4)


def hanging_planter(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A planter in cords that lead up to one ring."""
    cord: Colour = (232, 222, 202)
    for x in (452, 548):  # behind the leaves
        canvas.stroke([(x, 556), (500, 132)], 5, dark(cord, 0.3))
    planter(canvas, palette, source)
    for side in (-1, 1):
        canvas.stroke([(500 + side * 150, 566), (500, 132)], 6, cord)
        canvas.stroke(
            spline([(500 + side * 150, 566), (500 + side * 96, 690), (500, 792)]), 6, cord
        )
    canvas.stroke(ellipse(500, 112, 20, 22), 7, dark(cord, 0.45))


def canister(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A storage jar of clay with a wooden lid."""
    glaze, cx = palette.main, 500.0
    wood: Colour = (190, 144, 98)
    cast(canvas, cx, FLOOR - 6, 165)
    body = turned(cx, [(440, 132), (480, 158), (600, 172), (720, 164), (786, 136)], foot=0.16)
    canvas.fill(body, rounded(glaze))
    if source.random() < 0.6:
        dipped(canvas, body, 690, glaze, source)
    else:
        _bands(canvas, body, cx, palette, source)
    speckle(canvas, body, glaze, source, 90)
    canvas.fill(turned(cx, [(404, 140), (446, 140)], foot=0.15, smooth=False), rounded(wood, 0.2))
    canvas.fill(ellipse(cx, 404, 140, 26), across(light(wood, 0.35), wood))
    for inset in (34, 72, 104):
        canvas.stroke(
            ellipse(cx, 404, 140 - inset, 26 - inset * 0.19), 2.5, dark(wood, 0.4), alpha=0.35
        )
    canvas.fill(ellipse(cx, 376, 34, 28), radial(light(wood, 0.3), dark(wood, 0.2)))
    gleam(canvas, [(cx - 112, 520), (cx - 124, 600), (cx - 118, 660)], 15, 0.45)


WALL: frozenset[str] = frozenset()
KINDS = {
    "mug": mug,
    "bowl": bowl,
    "plate": plate,
    "vase": vase,
    "teapot": teapot,
    "pitcher": pitcher,
    "planter": planter,
    "hanging_planter": hanging_planter,
    "canister": canister,
}
