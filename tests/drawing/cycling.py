"""For bicycles: bicycle, helmet, bell, pannier."""

import math
import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.outdoor import cloth
from tests.drawing.shapes import (
    Point,
    box,
    ellipse,
    mirrored,
    moved,
    spline,
    turned,
)
from tests.drawing.stage import FLOOR, cast

LEATHER: Colour = (150, 98, 58)
STEEL: Colour = (176, 182, 188)
RUBBER: Colour = (46, 44, 48)


def bicycle(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    rear, front, crank = (284.0, 646.0), (716.0, 646.0), (470.0, 650.0)
    seat = (410.0, 432.0)
    canvas.soft(ellipse(540, FLOOR + 4, 390, 17), 12, (58, 38, 50), alpha=0.5)
    for wheel in (rear, front):
        _wheel(canvas, wheel, 150)
    if source.random() < 0.6:
        for cx in (rear[0], front[0]):
            canvas.stroke(ellipse(cx, 646, 164, 164, start=200, end=330), 13, dark(tone, 0.15))
    _tube(canvas, rear, crank, 13, tone)
    _tube(canvas, rear, seat, 12, tone)
    _tube(canvas, crank, (404, 410), 20, tone)
    if source.random() < 0.5:
        _tube(canvas, (420, 455), (640, 448), 19, tone)
    else:
        canvas.stroke(spline([(438, 540), (540, 520), (640, 450)]), 19, tone)
    _tube(canvas, crank, (646, 470), 22, tone)
    canvas.stroke(spline([(636, 400), (654, 480), (690, 590), front]), 17, dark(tone, 0.06))
    _tube(canvas, (404, 420), (396, 372), 11, STEEL)
    saddle = spline(
        [(316, 352), (384, 346), (476, 360), (472, 372), (396, 382), (330, 376)], closed=True
    )
    canvas.fill(saddle, down(light(LEATHER, 0.2), dark(LEATHER, 0.25)))
    _tube(canvas, (636, 410), (622, 346), 12, STEEL)
    canvas.stroke(spline([(622, 346), (660, 330), (706, 332), (726, 352)]), 13, STEEL)
    canvas.stroke([(700, 334), (728, 356)], 20, dark(LEATHER, 0.1))
    canvas.stroke(ellipse(crank[0], crank[1], 44, 44), 8, (70, 68, 72))
    canvas.fill(ellipse(crank[0], crank[1], 15, 15), STEEL)
    canvas.stroke([(crank[0] - 52, crank[1] + 46), (crank[0] + 52, crank[1] - 46)], 11, STEEL)
    for x, y in ((-56, 50), (56, -50)):
        canvas.stroke(
            [(crank[0] + x - 22, crank[1] + y), (crank[0] + x + 22, crank[1] + y)], 13, RUBBER
        )
    canvas.stroke([(rear[0], rear[1] - 20), (crank[0], crank[1] - 43)], 4, (80, 76, 80))
    canvas.stroke([(rear[0], rear[1] + 20), (crank[0], crank[1] + 43)], 4, (80, 76, 80))
    if source.random() < 0.55:
        _bike_basket(canvas, palette)


def _tube(canvas: Canvas, start: Point, end: Point, width: float, tone: Colour) -> None:
    canvas.stroke([start, end], width, dark(tone, 0.22))
    up = width * 0.16
    canvas.stroke([(start[0], start[1] - up), (end[0], end[1] - up)], width * 0.6, tone)
    canvas.stroke(
        [(start[0], start[1] - up * 2), (end[0], end[1] - up * 2)], width * 0.2, light(tone, 0.55)
    )


def _wheel(canvas: Canvas, centre: Point, radius: float) -> None:
    cx, cy = centre
    canvas.stroke(ellipse(cx, cy, radius, radius), 19, RUBBER)
    canvas.stroke(
        ellipse(cx, cy, radius + 4, radius + 4, start=190, end=300), 4, (120, 114, 116), alpha=0.8
    )
    canvas.stroke(ellipse(cx, cy, radius - 15, radius - 15), 8, (206, 210, 214))
    for step in range(20):
        angle = math.radians(step * 18 + 5)
        out = (cx + (radius - 15) * math.cos(angle), cy + (radius - 15) * math.sin(angle))
        canvas.stroke([(cx, cy), out], 2, (120, 122, 128), alpha=0.75)
    canvas.fill(ellipse(cx, cy, 15, 15), STEEL)


def _bike_basket(canvas: Canvas, palette: Palette) -> None:
    straw: Colour = (204, 164, 106)
    for x, tone in ((730, palette.accent), (770, (226, 120, 92)), (752, (246, 232, 210))):
        canvas.fill(
            ellipse(x, 372 + (x % 3) * 6, 26, 24), radial(light(tone, 0.2), dark(tone, 0.12))
        )
    body = [(690, 388), (822, 388), (804, 482), (708, 482)]
    canvas.fill(body, across(dark(straw, 0.1), light(straw, 0.2), dark(straw, 0.25)))
    with canvas.inside(body):
        for step in range(5):
            canvas.stroke(
                [(680, 408 + step * 18), (830, 408 + step * 18)], 4, dark(straw, 0.35), alpha=0.5
            )
            canvas.stroke(
                [(700 + step * 26, 384), (708 + step * 23, 486)], 4, dark(straw, 0.35), alpha=0.4
            )
    canvas.stroke([(688, 388), (824, 388)], 15, light(straw, 0.15))


def helmet(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    cast(canvas, 505, FLOOR - 2, 262)
    canvas.shift(0, 128)
    for points in ([(360, 660), (300, 690), (380, 712)], [(640, 670), (720, 700), (560, 716)]):
        canvas.stroke(spline(points), 14, (52, 50, 54))
    canvas.fill(box(376, 700, 430, 726, 8), (40, 38, 42))
    shell = spline(
        [
            (220, 640),
            (232, 500),
            (330, 382),
            (500, 336),
            (670, 372),
            (778, 500),
            (800, 640),
            (700, 668),
            (500, 650),
            (300, 676),
        ],
        closed=True,
    )
    canvas.fill(
        shell,
        Paint(
            ((0, light(tone, 0.4)), (0.4, tone), (0.85, dark(tone, 0.25)), (1, dark(tone, 0.4))),
            "down",
        ),
    )
    with canvas.inside(shell):
        for x in (300, 400, 500, 600, 700):
            lean = (x - 500) * 0.22
            vent = spline(
                [
                    (x + lean * 0.2, 424 + abs(lean)),
                    (x + lean + 24, 490 + abs(lean)),
                    (x + lean + 20, 580),
                    (x + lean - 8, 596),
                    (x + lean - 20, 500 + abs(lean)),
                ],
                closed=True,
            )
            canvas.fill(vent, down(dark(tone, 0.75), dark(tone, 0.6)))
            canvas.stroke(vent[: len(vent) // 2], 5, light(tone, 0.5), alpha=0.5)
        canvas.stroke(spline([(210, 620), (500, 606), (800, 618)]), 20, palette.accent)
        canvas.soft(ellipse(390, 420, 100, 36), 22, (255, 255, 255), alpha=0.6)
    canvas.stroke(
        spline([(224, 646), (300, 676), (500, 652), (700, 670), (798, 646)]), 17, dark(tone, 0.55)
    )


def bell(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A bicycle bell in brass or colour."""
    tone = source.choice(((214, 176, 98), palette.main, palette.accent))
    cast(canvas, 500, FLOOR - 4, 220)
    canvas.fill(
        turned(500, [(700, 40), (760, 56), (790, 60)], foot=0.2), rounded((84, 82, 88), 0.5)
    )
    canvas.stroke([(660, 690), (792, 652)], 26, (96, 94, 100))
    canvas.fill(ellipse(800, 648, 30, 28), radial((150, 148, 154), (70, 68, 74)))
    dome = [
        *ellipse(500, 690, 262, 300, start=180, end=360),
        *ellipse(500, 690, 262, 40, start=0, end=180),
    ]
    canvas.fill(dome, rounded(tone, 0.9))
    with canvas.inside(dome):
        canvas.stroke(ellipse(500, 676, 266, 46, start=0, end=180), 10, dark(tone, 0.4), alpha=0.6)
        canvas.stroke(ellipse(500, 650, 258, 44, start=0, end=180), 4, light(tone, 0.7), alpha=0.6)
        canvas.soft(ellipse(400, 520, 44, 110), 18, (255, 255, 255), alpha=0.85)
    canvas.fill(
        turned(500, [(366, 17), (380, 30), (398, 32)], foot=0.3), rounded(dark(tone, 0.1), 0.6)
    )


def pannier(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A roll-top bag for the carrier."""
    tone = palette.main
    cast(canvas, 505, FLOOR, 230)
    body = spline(
        [
            (330, 400),
            (500, 392),
            (670, 400),
            (700, 560),
            (704, 760),
            (672, 812),
            (500, 818),
            (328, 812),
            (296, 760),
            (300, 560),
        ],
        closed=True,
    )
    canvas.fill(body, cloth(tone))
    canvas.fill(box(322, 690, 678, 704, 6), light(palette.second, 0.5), alpha=0.9)
    roll = box(308, 290, 692, 372, 40)
    canvas.soft(moved(box(312, 300, 688, 404, 30), 0, 16), 14, (40, 26, 40), alpha=0.45)
    canvas.fill(box(326, 340, 674, 424, 16), cloth(dark(tone, 0.1)))
    canvas.fill(roll, Paint(((0, light(tone, 0.35)), (0.4, tone), (1, dark(tone, 0.4))), "down"))
    for half in (ellipse(312, 331, 24, 40), mirrored(ellipse(312, 331, 24, 40))):
        canvas.fill(half, dark(tone, 0.4))
        canvas.stroke([*half[10:50]], 5, light(tone, 0.2), alpha=0.5)
    for x in (404, 596):
        canvas.stroke([(x, 296), (x, 600)], 28, dark(palette.accent, 0.12))
        canvas.stroke([(x - 4, 296), (x - 4, 600)], 11, light(palette.accent, 0.2))
        canvas.fill(box(x - 28, 500, x + 28, 552, 9), (52, 50, 56))
        canvas.fill(box(x - 15, 510, x + 15, 542, 5), (96, 94, 100))
    canvas.soft([(650, 420), (710, 560), (710, 800), (640, 800)], 20, dark(tone, 0.9), alpha=0.25)


WALL: frozenset[str] = frozenset()
KINDS = {
    "bicycle": bicycle,
    "helmet": helmet,
    "bell": bell,
    "pannier": pannier,
}
