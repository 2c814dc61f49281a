"""Clothes on a wall: t-shirt, hoodie, scarf, socks."""

import random

from tests.drawing.canvas import Canvas, Paint, across, down
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    Outline,
    Points,
    box,
    ellipse,
    leaf,
    mirrored,
    moved,
    spline,
    turn,
)
from tests.drawing.stage import flat_shadow

WOOD: Colour = (190, 142, 96)


def cloth(tone: Colour) -> Paint:
    return Paint(
        (
            (0, dark(tone, 0.16)),
            (0.2, light(tone, 0.08)),
            (0.4, light(tone, 0.16)),
            (0.7, tone),
            (1, dark(tone, 0.24)),
        )
    )


def folds(
    canvas: Canvas, outline: Outline, tone: Colour, lines: list[list[tuple[float, float]]]
) -> None:
    """Soft creases inside a garment."""
    with canvas.inside(outline):
        for line in lines:
            curve = spline(line)
            band = [*curve, *moved(reversed(curve), 20, 4)]
            canvas.soft(band, 10, dark(tone, 0.9), alpha=0.3)
            canvas.soft(moved(band, -20, -3), 9, light(tone, 0.9), alpha=0.2)


def _hanger(canvas: Canvas, y: float) -> None:
    hook = [*ellipse(500, y - 92, 26, 26, start=150, end=420), (500, y - 46), (500, y - 10)]
    canvas.stroke(moved(hook, 6, 9), 9, (58, 38, 50), alpha=0.18)
    canvas.stroke(hook, 8, (150, 148, 150))
    bar = spline([(300, y + 66), (420, y + 6), (500, y - 14), (580, y + 6), (700, y + 66)])
    canvas.stroke(bar, 24, dark(WOOD, 0.2))
    canvas.stroke(moved(bar, -1, -4), 14, light(WOOD, 0.12))


def _motif(canvas: Canvas, palette: Palette, source: random.Random, cy: float) -> None:
    tone, other = palette.second, palette.accent
    sign = source.choice(("sun", "stripes", "leaf", "none", "arches", "pocket"))
    if sign == "sun":
        canvas.fill(ellipse(500, cy, 74, 74, start=180, end=360), other)
        for step in range(4):
            canvas.stroke(
                [(412 + step * 6, cy + 22 + step * 21), (588 - step * 6, cy + 22 + step * 21)],
                9,
                tone,
            )
    elif sign == "leaf":
        for angle in (-150, -120, -90, -60, -30):
            canvas.fill(leaf(500, cy + 62, 128, 40, angle), tone if angle % 60 else other)
    elif sign == "arches":
        for radius, colour in ((80, tone), (52, other), (24, tone)):
            canvas.stroke(ellipse(500, cy + 30, radius, radius, start=180, end=360), 17, colour)
    elif sign == "pocket":
        canvas.fill(box(556, cy - 60, 646, cy + 42, 8), dark(palette.main, 0.12))
        canvas.stroke([(558, cy - 44), (644, cy - 44)], 5, other)


def t_shirt(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    _hanger(canvas, 214)
    half = [(414, 214), (330, 238), (262, 280), (150, 448), (176, 474), (262, 520), (292, 506), (318, 452),
            (326, 560), (322, 720), (318, 838), (340, 852), (420, 860)]  # fmt: skip
    outline = [*spline(half), *reversed(mirrored(spline(half)))]
    flat_shadow(canvas, outline, lift=14, blur=18, alpha=0.4)
    neck = ellipse(500, 214, 86, 66)
    canvas.fill(
        spline([(414, 214), (500, 246), (586, 214), (500, 190)], closed=True), dark(tone, 0.5)
    )
    canvas.fill(outline, cloth(tone))
    with canvas.inside(outline):
        if source.random() < 0.35:
            for step in range(12):
                canvas.fill(
                    box(100, 300 + step * 48, 900, 320 + step * 48), palette.second, alpha=0.9
                )
        for side in (1, -1):
            line = [(318, 452), (300, 400), (290, 330)]
            points = line if side == 1 else mirrored(line)
            canvas.stroke(spline(points), 4, dark(tone, 0.5), alpha=0.4)
        canvas.fill(neck, dark(tone, 0.48))
        canvas.fill(moved(ellipse(500, 205, 78, 46), 0, 0), dark(tone, 0.6))
        canvas.stroke(ellipse(500, 214, 90, 70, start=0, end=180), 17, dark(tone, 0.1))
        canvas.stroke(ellipse(500, 214, 79, 60, start=0, end=180), 3, dark(tone, 0.4), alpha=0.5)
        canvas.stroke(spline([(318, 822), (500, 836), (682, 822)]), 3, dark(tone, 0.4), alpha=0.45)
        _motif(canvas, palette, source, 470)
    folds(canvas, outline, tone, [
        [(352, 840), (372, 720), (352, 600)], [(640, 846), (624, 740), (650, 640)],
        [(336, 470), (400, 500), (430, 560)], [(664, 470), (610, 510), (590, 570)], [(520, 840), (530, 780), (515, 720)],
    ])  # fmt: skip


def hoodie(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    half = [(420, 236), (330, 262), (262, 310), (196, 480), (150, 700), (146, 790), (224, 810), (246, 770), (292, 600),
            (322, 500), (326, 640), (318, 830), (420, 850)]  # fmt: skip
    outline = [*spline(half), *reversed(mirrored(spline(half)))]
    flat_shadow(canvas, outline, lift=14, blur=18, alpha=0.42)
    canvas.fill(outline, cloth(tone))
    with canvas.inside(outline):
        pocket = [(384, 640), (616, 640), (668, 740), (660, 806), (340, 806), (332, 740)]
        canvas.soft(moved(pocket, 2, 6), 8, dark(tone, 0.9), alpha=0.3)
        canvas.fill(pocket, cloth(dark(tone, 0.05)))
        canvas.stroke([(384, 640), (332, 740)], 4, dark(tone, 0.5), alpha=0.5)
        canvas.stroke([(616, 640), (668, 740)], 4, dark(tone, 0.5), alpha=0.5)
        canvas.fill(box(300, 812, 700, 870), dark(tone, 0.16))
        for x in range(318, 690, 12):
            canvas.stroke([(x, 816), (x, 850)], 3, dark(tone, 0.5), alpha=0.4)
        for cuff in ([(130, 752), (236, 770), (226, 820), (130, 806)],):
            canvas.fill(cuff, dark(tone, 0.16))
            canvas.fill(mirrored(cuff), dark(tone, 0.16))
        for line in ([(322, 500), (306, 420), (318, 330)],):
            canvas.stroke(spline(line), 4, dark(tone, 0.5), alpha=0.45)
            canvas.stroke(spline(mirrored(line)), 4, dark(tone, 0.5), alpha=0.45)
    _hood(canvas, tone, palette)
    folds(canvas, outline, tone, [
        [(352, 640), (380, 580), (360, 520)], [(648, 640), (620, 580), (640, 510)], [(210, 700), (236, 620), (262, 540)],
        [(790, 700), (764, 620), (738, 540)],
    ])  # fmt: skip


def _hood(canvas: Canvas, tone: Colour, palette: Palette) -> None:
    hood = spline(
        [
            (352, 300),
            (372, 190),
            (440, 128),
            (500, 116),
            (560, 128),
            (628, 190),
            (648, 300),
            (590, 372),
            (500, 410),
            (410, 372),
        ],
        closed=True,
    )
    canvas.soft(moved(hood, 4, 12), 10, dark(tone, 0.9), alpha=0.35)
    canvas.fill(hood, cloth(light(tone, 0.05)))
    opening = spline(
        [(412, 300), (424, 220), (500, 178), (576, 220), (588, 300), (500, 386)], closed=True
    )
    canvas.fill(opening, down(dark(tone, 0.62), dark(tone, 0.42)))
    canvas.stroke([*opening, opening[0]], 13, dark(tone, 0.08))
    for x, end in ((462, 552), (538, 528)):
        canvas.stroke(
            spline([(x, 376), (x - 5, 450), (x + 3, end)]), 9, light(palette.second, 0.25)
        )
        canvas.fill(box(x - 5, end - 6, x + 11, end + 22, 4), dark(palette.accent, 0.1))


def scarf(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    tails = (
        (turn(box(410, 420, 550, 840, 8), 7, (480, 420)), 7.0),
        (turn(box(470, 420, 620, 800, 8), -9, (540, 420)), -9.0),
    )
    for outline, angle in tails:
        flat_shadow(canvas, outline, lift=12, blur=16, alpha=0.4)
        canvas.fill(outline, cloth(tone))
        with canvas.inside(outline):
            _stripes(canvas, palette, angle)
        _fringe(canvas, outline, tone)
    loop = spline(
        [
            (300, 380),
            (330, 240),
            (430, 180),
            (570, 180),
            (670, 240),
            (700, 380),
            (650, 480),
            (540, 520),
            (460, 520),
            (350, 480),
        ],
        closed=True,
    )
    flat_shadow(canvas, loop, lift=12, blur=16, alpha=0.4)
    canvas.fill(loop, across(dark(tone, 0.2), light(tone, 0.2), tone, dark(tone, 0.28)))
    with canvas.inside(loop):
        hole = ellipse(500, 290, 112, 70)
        canvas.fill(hole, dark(tone, 0.55))
        for step in range(5):
            fold = ellipse(500, 290 + step * 17, 132 + step * 22, 86 + step * 32, start=18, end=162)
            canvas.stroke(fold, 13, dark(tone, 0.4), alpha=0.26)
            canvas.stroke(moved(fold, -3, -13), 8, light(tone, 0.5), alpha=0.24)
        canvas.stroke(
            ellipse(500, 340, 176, 142, start=20, end=160), 15, palette.second, alpha=0.85
        )
    knot = spline(
        [(430, 440), (500, 424), (570, 440), (586, 520), (500, 548), (414, 520)], closed=True
    )
    flat_shadow(canvas, knot, lift=6, blur=9)
    canvas.fill(knot, cloth(light(tone, 0.06)))


def _stripes(canvas: Canvas, palette: Palette, angle: float) -> None:
    for y, width, colour in (
        (640, 34, palette.second),
        (690, 12, palette.accent),
        (724, 34, palette.second),
    ):
        canvas.stroke(turn([(300, y), (720, y)], angle, (510, 420)), width, colour, alpha=0.9)


def _fringe(canvas: Canvas, outline: Outline, tone: Colour) -> None:
    low = sorted(outline, key=lambda point: -point[1])[:2]
    (x0, y0), (x1, y1) = sorted(low)
    x0, x1 = min(x0, x1 - 110), max(x1, x0 + 110)
    for step in range(15):
        share = step / 14
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share - 4
        canvas.stroke(
            [(x, y - 6), (x + (step % 3 - 1) * 3, y + 42)], 5, light(tone, 0.1 + step % 3 * 0.09)
        )


def socks(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    for dx, angle, shade in ((-96, -6.0, 0.0), (110, 5.0, 0.06)):
        _sock(canvas, dx, angle, dark(palette.main, shade), palette)


def _sock(canvas: Canvas, dx: float, angle: float, tone: Colour, palette: Palette) -> None:
    def at(points: Outline) -> Points:
        return turn(moved(points, dx, 0), angle)

    shape = spline(
        [
            (420, 190),
            (500, 184),
            (580, 190),
            (584, 360),
            (580, 520),
            (600, 600),
            (560, 700),
            (470, 800),
            (380, 826),
            (306, 790),
            (310, 720),
            (380, 650),
            (420, 570),
            (424, 380),
        ],
        closed=True,
    )
    outline = at(shape)
    flat_shadow(canvas, outline, lift=12, blur=16, alpha=0.4)
    canvas.fill(outline, cloth(tone))
    with canvas.inside(outline):
        for step in range(4):
            canvas.stroke(
                at([(380, 320 + step * 62), (620, 320 + step * 62)]),
                20,
                palette.second if step % 2 else palette.accent,
                alpha=0.92,
            )
        canvas.fill(at(ellipse(590, 640, 84, 92)), dark(palette.accent, 0.06))
        canvas.fill(at(ellipse(300, 800, 104, 92)), dark(palette.accent, 0.06))
        canvas.fill(at(box(390, 170, 620, 270)), dark(tone, 0.1))
        for x in range(424, 584, 13):
            canvas.stroke(at([(x, 176), (x, 268)]), 4, dark(tone, 0.5), alpha=0.4)
    folds(canvas, outline, tone, [at([(440, 600), (500, 620), (560, 600)])])


WALL: frozenset[str] = frozenset({"t_shirt", "hoodie", "scarf", "socks"})
KINDS = {
    "t_shirt": t_shirt,
    "hoodie": hoodie,
    "scarf": scarf,
    "socks": socks,
}
