"""Coffee and tea: coffee bag, dripper, tea tin."""

import random

from tests.drawing.canvas import Canvas, Paint, across, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.pantry import emblem, label
from tests.drawing.shapes import (
    box,
    ellipse,
    leaf,
    moved,
    spline,
    turn,
    turned,
)
from tests.drawing.stage import FLOOR, cast

BEAN: Colour = (84, 50, 34)
CREAM: Colour = (247, 239, 224)


def beans(
    canvas: Canvas, source: random.Random, x0: float, x1: float, y: float, count: int = 9
) -> None:
    for _ in range(count):
        x, at, angle = source.uniform(x0, x1), y + source.uniform(-16, 26), source.uniform(0, 180)
        canvas.soft(ellipse(x + 5, at + 9, 24, 9), 5, (58, 38, 50), alpha=0.5)
        outline = turn(ellipse(x, at, 22, 15), angle, (x, at))
        canvas.fill(outline, radial(light(BEAN, 0.22), dark(BEAN, 0.2)))
        canvas.stroke(
            turn(
                spline([(x - 18, at), (x - 5, at + 3), (x + 6, at - 3), (x + 18, at)]),
                angle,
                (x, at),
            ),
            3.5,
            dark(BEAN, 0.5),
        )


def coffee_bag(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    cast(canvas, 505, FLOOR, 200)
    body = spline(
        [(348, 318), (500, 310), (652, 318), (664, 420), (676, 600), (684, 770), (660, 806), (500, 818),
         (340, 806), (316, 770), (324, 600), (336, 420)], closed=True
    )  # fmt: skip
    canvas.fill(
        body,
        Paint(
            (
                (0, dark(tone, 0.3)),
                (0.1, tone),
                (0.3, light(tone, 0.2)),
                (0.6, tone),
                (0.86, dark(tone, 0.16)),
                (1, dark(tone, 0.42)),
            )
        ),
    )
    with canvas.inside(body):
        for x, y, size in ((392, 396, 60), (610, 420, 52), (420, 780, 70)):
            canvas.soft(
                [(x, y), (x + size * 1.6, y + size), (x + size * 0.3, y + size * 2)],
                16,
                light(tone, 0.7),
                alpha=0.3,
            )
        canvas.soft(
            [(640, 340), (690, 500), (690, 800), (620, 800), (640, 560)],
            16,
            dark(tone, 0.8),
            alpha=0.4,
        )
    top = [(346, 262), (654, 262), (652, 326), (348, 326)]
    canvas.fill(top, across(dark(tone, 0.22), light(tone, 0.22), dark(tone, 0.25)))
    canvas.stroke([(348, 324), (652, 324)], 5, dark(tone, 0.5), alpha=0.6)
    canvas.stroke(
        [(346, 292), (654, 292)], 15, across((150, 140, 126), (232, 222, 204), (130, 120, 108))
    )
    label(canvas, box(386, 430, 614, 706, 12), palette, source)
    canvas.fill(ellipse(500, 376, 17, 16), dark(tone, 0.35))
    canvas.fill(ellipse(499, 374, 11, 10), light(tone, 0.25))
    beans(canvas, source, 690, 840, FLOOR + 6, 6)
    beans(canvas, source, 170, 310, FLOOR + 12, 4)


def tea_tin(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = palette.main, 490.0
    cast(canvas, cx, FLOOR - 4, 170)
    body = turned(cx, [(420, 160), (786, 160)], foot=0.17, smooth=False)
    canvas.fill(body, rounded(tone, 0.5))
    with canvas.inside(body):
        for step in range(9):
            row = 560.0 + step // 3 * 62
            at = cx - 110 + step % 3 * 110 + (55 if step // 3 % 2 else 0)
            for angle in range(0, 360, 60):
                canvas.fill(leaf(at, row, 34, 16, angle), light(palette.second, 0.15), alpha=0.75)
    medal = ellipse(cx, 620, 92, 104)
    canvas.fill(medal, across(light(CREAM, 0.3), CREAM, dark(CREAM, 0.1)))
    canvas.stroke(ellipse(cx, 620, 80, 92), 4, palette.accent)
    emblem(canvas, cx, 606, 40, palette, source)
    canvas.stroke([(cx - 34, 676), (cx + 34, 676)], 6, dark(tone, 0.3))
    lid = turned(cx, [(366, 164), (456, 164)], foot=0.17, smooth=False)
    canvas.fill(lid, rounded(palette.accent, 0.5))
    canvas.fill(ellipse(cx, 366, 164, 29), across(light(palette.accent, 0.5), palette.accent))
    canvas.fill(ellipse(cx, 366, 138, 23), across(palette.accent, light(palette.accent, 0.35)))
    canvas.stroke([(cx - 122, 500), (cx - 122, 760)], 11, (255, 255, 255), alpha=0.4)
    for _ in range(26):
        x, y = source.uniform(680, 830), source.uniform(798, 836)
        canvas.stroke(
            turn([(x - 10, y), (x + 10, y)], source.uniform(0, 180), (x, y)),
            5,
            dark((96, 92, 54), source.uniform(0, 0.4)),
        )


def dripper(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A pour-over cone upon a glass server."""
    tone, cx = palette.main, 490.0
    cast(canvas, cx, FLOOR - 4, 160)
    canvas.stroke(ellipse(cx + 150, 660, 66, 84, start=-96, end=96), 17, (206, 216, 216))
    pot = turned(cx, [(556, 98), (590, 112), (660, 158), (736, 160), (788, 128)], foot=0.16)
    canvas.fill(pot, across((208, 218, 219), (246, 249, 249), (196, 208, 210)))
    drink = turned(cx, [(672, 150), (736, 151), (780, 122)], foot=0.15)
    canvas.fill(drink, rounded((78, 44, 28), 0.5))
    canvas.fill(ellipse(cx, 672, 150, 19), across((120, 74, 44), (76, 44, 28)))
    canvas.stroke(ellipse(cx, 560, 102, 15), 8, (240, 244, 244))
    base = ellipse(cx, 548, 140, 24)
    canvas.fill(moved(base, dy=10), dark(tone, 0.35))
    canvas.fill(base, rounded(light(tone, 0.1)))
    canvas.stroke(ellipse(cx + 148, 440, 44, 52, start=-110, end=110), 20, dark(tone, 0.2))
    cone = turned(cx, [(352, 168), (420, 136), (500, 82), (536, 62)], foot=0.18)
    canvas.fill(cone, rounded(tone))
    paper = turned(cx, [(322, 176), (352, 166)], foot=0.16, smooth=False)
    canvas.fill(paper, rounded((240, 232, 214), 0.2))
    canvas.fill(ellipse(cx, 322, 176, 32), across((255, 252, 244), (228, 218, 198)))
    canvas.fill(ellipse(cx, 330, 150, 24), across((62, 36, 24), (96, 60, 38)))
    canvas.stroke(
        spline([(cx - 104, 400), (cx - 84, 448), (cx - 58, 496)]), 11, (255, 255, 255), alpha=0.5
    )
    canvas.stroke(
        spline([(cx - 122, 650), (cx - 134, 700), (cx - 124, 750)]), 11, (255, 255, 255), alpha=0.6
    )


WALL: frozenset[str] = frozenset()
KINDS = {
    "coffee_bag": coffee_bag,
    "tea_tin": tea_tin,
    "dripper": dripper,
}
