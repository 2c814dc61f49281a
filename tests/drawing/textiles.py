"""Cloths: wrapping cloth, curtain, towel."""

import random

from tests.drawing.canvas import Canvas, Paint, across
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    box,
    ellipse,
    leaf,
    mirrored,
    moved,
    spline,
)
from tests.drawing.stage import FLOOR, cast, flat_shadow

CEDAR: Colour = (212, 168, 118)
DARK_WOOD: Colour = (118, 78, 52)


def cloth(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A gift wrapped in cloth, knotted above."""
    tone = palette.main
    cast(canvas, 500, FLOOR, 260)
    bundle = spline(
        [
            (240, 700),
            (262, 580),
            (360, 520),
            (500, 500),
            (640, 520),
            (738, 580),
            (760, 700),
            (736, 796),
            (500, 820),
            (264, 796),
        ],
        closed=True,
    )
    canvas.fill(bundle, across(dark(tone, 0.22), light(tone, 0.22), tone, dark(tone, 0.32)))
    with canvas.inside(bundle):
        for row in range(5):
            for column in range(9):
                x, y = 236 + column * 68 + (34 if row % 2 else 0), 560 + row * 66
                for radius in (29, 13):
                    rainbow = ellipse(x, y, radius, radius, start=180, end=360)[::6]
                    canvas.stroke(rainbow, 6, palette.second, alpha=0.85)
        for x in (-1, 1):
            canvas.soft(
                spline(
                    [
                        (500, 500),
                        (500 + x * 120, 600),
                        (500 + x * 210, 820),
                        (500 + x * 170, 820),
                        (500 + x * 60, 640),
                    ]
                ),
                12,
                dark(tone, 0.9),
                alpha=0.35,
            )
    ear = spline(
        [(500, 500), (440, 420), (380, 312), (350, 330), (362, 420), (430, 510)], closed=True
    )
    for side in (ear, mirrored(ear)):
        flat_shadow(canvas, side, lift=6, blur=9)
        canvas.fill(side, across(light(tone, 0.25), dark(tone, 0.15)))
    knot = spline(
        [(440, 494), (500, 462), (560, 494), (552, 548), (500, 566), (448, 548)], closed=True
    )
    canvas.soft(moved(knot, 2, 10), 9, (40, 24, 40), alpha=0.45)
    canvas.fill(knot, across(light(tone, 0.3), tone, dark(tone, 0.2)))


def curtain(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    canvas.stroke([(120, 178), (880, 178)], 22, dark(CEDAR, 0.3))
    canvas.stroke([(120, 173), (880, 173)], 11, light(CEDAR, 0.15))
    for index, x0 in enumerate((170, 392, 614)):
        panel = spline(
            [
                (x0, 186),
                (x0 + 216, 186),
                (x0 + 214, 500),
                (x0 + 208 + index * 4, 812),
                (x0 + 110, 822),
                (x0 + 4, 812),
                (x0 + 2, 500),
            ],
            closed=True,
            steps=6,
        )
        flat_shadow(canvas, panel, lift=16, blur=20, alpha=0.36)
        canvas.fill(
            panel,
            Paint(
                (
                    (0, dark(tone, 0.2)),
                    (0.25, light(tone, 0.16)),
                    (0.5, tone),
                    (0.75, light(tone, 0.1)),
                    (1, dark(tone, 0.28)),
                )
            ),
        )
        for step in range(3):
            canvas.fill(box(x0 + 26 + step * 66, 158, x0 + 58 + step * 66, 214, 5), dark(tone, 0.1))
    crest = (500.0, 470.0)
    for angle in range(0, 360, 72):
        canvas.fill(leaf(*crest, 112, 74, angle - 90), light(palette.second, 0.35))
    canvas.fill(ellipse(*crest, 27, 27), tone)


def towel(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    canvas.stroke([(150, 196), (850, 196)], 20, dark(CEDAR, 0.25))
    canvas.stroke([(150, 191), (850, 191)], 9, light(CEDAR, 0.3))
    back = [(330, 196), (700, 196), (706, 640), (336, 640)]
    canvas.fill(back, dark(tone, 0.28))
    front = spline(
        [
            (300, 190),
            (480, 184),
            (670, 190),
            (676, 500),
            (682, 836),
            (480, 846),
            (292, 836),
            (296, 500),
        ],
        closed=True,
        steps=6,
    )
    flat_shadow(canvas, front, lift=16, blur=20, alpha=0.4)
    canvas.fill(
        front,
        Paint(
            (
                (0, dark(tone, 0.12)),
                (0.2, light(tone, 0.2)),
                (0.45, tone),
                (0.7, light(tone, 0.12)),
                (1, dark(tone, 0.24)),
            )
        ),
    )
    with canvas.inside(front):
        for y, width in ((690, 40), (740, 12), (770, 12)):
            canvas.fill(box(280, y, 700, y + width), palette.second, alpha=0.9)
        for step in range(8):
            for row in range(6):
                x, y = 326 + step * 46 + (23 if row % 2 else 0), 270 + row * 68
                canvas.stroke([(x - 9, y), (x + 9, y)], 5, palette.second, alpha=0.75)
                canvas.stroke([(x, y - 9), (x, y + 9)], 5, palette.second, alpha=0.75)
    for step in range(30):
        x = 298 + step * 13
        canvas.stroke([(x, 838), (x + source.uniform(-3, 3), 872)], 5, light(tone, 0.2))


WALL: frozenset[str] = frozenset({"curtain", "towel"})
KINDS = {
    "cloth": cloth,
    "curtain": curtain,
    "towel": towel,
}
