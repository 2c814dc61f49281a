"""For outside: backpack, tent, flask, lantern, boots."""

import random

from tests.drawing.canvas import Canvas, Paint, across, down, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    Outline,
    Points,
    box,
    ellipse,
    moved,
    spline,
    turned,
)
from tests.drawing.stage import FLOOR, cast

LEATHER: Colour = (150, 98, 58)
STEEL: Colour = (176, 182, 188)


def cloth(tone: Colour) -> Paint:
    return Paint(
        (
            (0, dark(tone, 0.28)),
            (0.12, tone),
            (0.34, light(tone, 0.16)),
            (0.62, tone),
            (1, dark(tone, 0.34)),
        )
    )


def backpack(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = palette.main, 500.0
    cast(canvas, cx, FLOOR, 210)
    canvas.stroke(ellipse(cx, 262, 52, 62, start=180, end=360), 20, dark(LEATHER, 0.2))
    for side in (-1, 1):
        strap = spline(
            [
                (cx + side * 150, 330),
                (cx + side * 236, 450),
                (cx + side * 228, 640),
                (cx + side * 170, 760),
            ]
        )
        canvas.stroke(strap, 36, dark(tone, 0.42))
    body = spline(
        [(380, 268), (500, 254), (620, 268), (684, 350), (700, 560), (692, 770), (640, 812), (500, 818),
         (360, 812), (308, 770), (300, 560), (316, 350)], closed=True
    )  # fmt: skip
    canvas.fill(body, cloth(tone))
    with canvas.inside(body):
        canvas.soft(
            [(640, 280), (720, 400), (720, 820), (640, 820)], 26, dark(tone, 0.9), alpha=0.35
        )
    flap = spline(
        [
            (366, 262),
            (500, 246),
            (634, 262),
            (676, 350),
            (676, 470),
            (640, 508),
            (500, 518),
            (360, 508),
            (324, 470),
            (324, 350),
        ],
        closed=True,
    )
    canvas.soft(moved(flap, 2, 14), 12, (40, 26, 40), alpha=0.4)
    canvas.fill(flap, cloth(light(tone, 0.08)))
    canvas.stroke([*moved(flap, dy=-8), moved(flap, dy=-8)[0]], 3, light(tone, 0.4), alpha=0.25)
    _backpack_pocket(canvas, palette, source)
    _backpack_straps(canvas)


def _backpack_pocket(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    pocket = spline(
        [
            (372, 560),
            (500, 552),
            (628, 560),
            (640, 680),
            (632, 766),
            (500, 776),
            (368, 766),
            (360, 680),
        ],
        closed=True,
    )
    canvas.soft(moved(pocket, 2, 9), 9, (40, 26, 40), alpha=0.4)
    canvas.fill(pocket, cloth(palette.second if source.random() < 0.5 else dark(tone, 0.08)))
    canvas.stroke(spline([(372, 604), (500, 598), (628, 604)]), 9, dark(tone, 0.5), alpha=0.7)


def _backpack_straps(canvas: Canvas) -> None:
    for x in (414, 586):
        canvas.fill(
            box(x - 19, 400, x + 19, 610, 8),
            across(light(LEATHER, 0.2), LEATHER, dark(LEATHER, 0.3)),
        )
        canvas.fill(box(x - 25, 536, x + 25, 576, 6), across((236, 208, 140), (184, 146, 76)))
        canvas.fill(box(x - 14, 545, x + 14, 567, 3), dark(LEATHER, 0.35))
    canvas.fill(box(462, 660, 538, 712, 6), LEATHER)
    canvas.stroke(spline([(484, 696), (500, 672), (516, 696)]), 5, light(LEATHER, 0.55))


def tent(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    canvas.soft([(150, 790), (850, 790), (930, 836), (240, 846)], 20, (58, 38, 50), alpha=0.4)
    for foot in ((96, 812), (904, 812)):
        canvas.stroke([(500, 300), foot], 4, (236, 228, 212))
        canvas.stroke([(foot[0], foot[1] - 14), (foot[0] + 8, foot[1] + 14)], 9, (120, 92, 66))
    left = [(500, 268), (160, 800), (520, 812)]
    right = [(500, 268), (520, 812), (840, 796)]
    canvas.fill(left, across(dark(tone, 0.12), light(tone, 0.15)))
    canvas.fill(right, across(dark(tone, 0.12), dark(tone, 0.36)))
    opening = spline([(500, 372), (440, 560), (372, 806), (520, 814), (646, 804), (576, 560)])
    canvas.fill(opening, down((252, 214, 132), (188, 116, 66), (88, 52, 52)))
    with canvas.inside(opening):
        canvas.soft(ellipse(510, 700, 90, 80), 40, (255, 238, 178), alpha=0.9)
        canvas.fill(
            box(370, 766, 660, 830, 18), down(light(palette.second, 0.1), dark(palette.second, 0.3))
        )
        canvas.fill(box(392, 742, 462, 784, 18), light(palette.accent, 0.2))
    for side in (1, -1):
        flap = [
            (500, 372),
            (500 - side * 66, 560),
            (500 - side * 136, 806),
            (500 - side * 206, 800),
            (500 - side * 150, 620),
        ]
        canvas.fill(
            flap,
            across(light(tone, 0.25), tone)
            if side > 0
            else across(dark(tone, 0.35), dark(tone, 0.2)),
        )
    canvas.stroke([(500, 268), (160, 800)], 7, light(tone, 0.45), alpha=0.8)
    canvas.stroke([(500, 268), (840, 796)], 7, dark(tone, 0.5), alpha=0.6)
    canvas.stroke([(222, 704), (350, 708)], 12, palette.accent)
    canvas.stroke([(650, 708), (782, 702)], 12, dark(palette.accent, 0.25))
    canvas.fill([(500, 268), (500, 216), (560, 234), (504, 254)], palette.accent)


def flask(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = palette.main, 500.0
    cast(canvas, cx, FLOOR - 4, 112)
    body = turned(
        cx, [(344, 62), (376, 72), (420, 104), (470, 110), (752, 110), (788, 100)], foot=0.14
    )
    canvas.fill(body, rounded(tone, 0.5))
    with canvas.inside(body):
        band = [
            (380, 650),
            *ellipse(cx, 650, 112, 14, start=180, end=0),
            (612, 700),
            *ellipse(cx, 700, 112, 14, start=0, end=180),
        ]
        canvas.fill(band, rounded(palette.second, 0.3))
    peak = [(448, 600), (488, 530), (510, 562), (528, 540), (560, 600)]
    canvas.fill(peak, light(palette.second, 0.3), alpha=0.95)
    canvas.fill(
        turned(cx, [(318, 64), (348, 64)], foot=0.14, smooth=False), rounded((200, 204, 208), 0.7)
    )
    canvas.stroke(ellipse(cx, 246, 42, 44, start=180, end=360), 17, (64, 62, 66))
    canvas.fill(
        turned(cx, [(248, 60), (262, 70), (322, 70)], foot=0.14), rounded((66, 64, 68), 0.4)
    )
    canvas.fill(ellipse(cx, 250, 60, 10), (96, 92, 98))
    canvas.stroke(spline([(422, 450), (414, 520), (414, 740)]), 13, (255, 255, 255), alpha=0.5)


def lantern(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = palette.main, 500.0
    canvas.soft(ellipse(cx, 560, 320, 290), 120, (255, 222, 140), alpha=0.8)
    cast(canvas, cx, FLOOR - 4, 150)
    canvas.soft(ellipse(cx, FLOOR + 12, 300, 50), 36, (255, 222, 140), alpha=0.7)
    canvas.stroke(ellipse(cx, 436, 124, 196, start=180, end=360), 12, dark(STEEL, 0.35))
    canvas.fill(turned(cx, [(700, 116), (742, 138), (786, 142)], foot=0.15), rounded(tone, 0.4))
    glass = turned(cx, [(440, 92), (500, 116), (620, 124), (700, 108)], foot=0.14)
    canvas.fill(glass, across((250, 206, 120), (255, 244, 204), (255, 234, 170), (236, 176, 92)))
    flame = spline(
        [(cx, 500), (cx + 26, 580), (cx + 18, 640), (cx, 652), (cx - 18, 640), (cx - 24, 580)],
        closed=True,
    )
    canvas.soft(flame, 18, (255, 255, 240), alpha=1)
    canvas.fill(flame, down((255, 226, 140), (255, 252, 236), (250, 176, 80)))
    for x in (-104, 104, 0):
        canvas.stroke(
            spline([(cx + x * 0.85, 436), (cx + x * 1.18, 570), (cx + x, 706)]),
            9,
            dark(tone, 0.3),
            alpha=0.55 if x == 0 else 1,
        )
    canvas.fill(
        turned(cx, [(360, 46), (392, 74), (436, 112), (448, 114)], foot=0.14), rounded(tone, 0.4)
    )
    canvas.fill(
        turned(cx, [(330, 34), (362, 36)], foot=0.14, smooth=False), rounded(dark(tone, 0.2), 0.4)
    )
    canvas.fill(ellipse(cx, 330, 34, 7), light(tone, 0.3))
    canvas.stroke(spline([(424, 490), (406, 570), (416, 660)]), 10, (255, 255, 255), alpha=0.6)


def boots(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = source.choice((LEATHER, (116, 78, 50), palette.main))
    for dx, dy, shade in ((86, -38, 0.2), (-40, 0, 0.0)):
        _boot(canvas, dx, dy, dark(tone, shade), palette)


def _boot(canvas: Canvas, dx: float, dy: float, tone: Colour, palette: Palette) -> None:
    def at(points: Outline) -> Points:
        return moved(points, dx, dy)

    canvas.soft(at(ellipse(530, 816, 260, 22)), 14, (58, 38, 50), alpha=0.55)
    upper = spline(
        [
            (376, 392),
            (468, 376),
            (540, 394),
            (556, 520),
            (600, 600),
            (700, 652),
            (752, 712),
            (752, 772),
            (540, 780),
            (364, 776),
            (356, 660),
            (372, 520),
        ],
        closed=True,
    )
    canvas.fill(at(upper), across(dark(tone, 0.2), light(tone, 0.2), tone, dark(tone, 0.25)))
    canvas.fill(
        at(
            spline(
                [(360, 394), (450, 366), (552, 388), (556, 436), (450, 424), (368, 442)],
                closed=True,
            )
        ),
        down(light(palette.second, 0.1), dark(palette.second, 0.2)),
    )
    with canvas.inside(at(upper)):
        canvas.fill(
            at(spline([(660, 640), (780, 690), (780, 800), (640, 800), (640, 720)], closed=True)),
            dark(tone, 0.28),
        )
        canvas.stroke(
            at(spline([(356, 660), (470, 640), (560, 690), (640, 716)])),
            4,
            light(tone, 0.4),
            alpha=0.7,
        )
        canvas.fill(
            at(spline([(350, 600), (420, 620), (424, 790), (340, 790)], closed=True)),
            dark(tone, 0.22),
        )
    _sole_and_laces(canvas, dx, dy, palette)


def _sole_and_laces(canvas: Canvas, dx: float, dy: float, palette: Palette) -> None:
    def at(points: Outline) -> Points:
        return moved(points, dx, dy)

    sole = at(
        spline(
            [
                (352, 764),
                (540, 770),
                (756, 760),
                (768, 800),
                (744, 820),
                (540, 822),
                (360, 822),
                (344, 800),
            ],
            closed=True,
        )
    )
    canvas.fill(sole, down((70, 62, 60), (38, 34, 36)))
    for index in range(5):
        y = 452 + index * 42
        x = 548 + max(0, index - 1) * 20
        canvas.stroke(at([(x - 74, y + 14), (x + 4, y)]), 10, palette.accent)
        canvas.stroke(at([(x - 70, y - 8), (x + 2, y + 20)]), 10, dark(palette.accent, 0.16))
        canvas.fill(at(ellipse(x - 76, y + 6, 9, 9)), (222, 196, 132))


WALL: frozenset[str] = frozenset()
KINDS = {
    "backpack": backpack,
    "tent": tent,
    "flask": flask,
    "lantern": lantern,
    "boots": boots,
}
