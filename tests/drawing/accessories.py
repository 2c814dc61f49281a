"""What goes with clothes: cap, beanie, sneaker, tote."""

import math
import random

from tests.drawing.canvas import Canvas, across, down
from tests.drawing.clothing import cloth, folds
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    Outline,
    Points,
    box,
    ellipse,
    leaf,
    moved,
    spline,
)
from tests.drawing.stage import FLOOR, cast, flat_shadow


def cap(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    cast(canvas, 470, FLOOR - 6, 260)
    crown = spline(
        [
            (250, 744),
            (252, 600),
            (330, 492),
            (460, 454),
            (600, 490),
            (676, 600),
            (690, 744),
            (480, 780),
        ],
        closed=True,
    )
    canvas.fill(crown, across(dark(tone, 0.18), light(tone, 0.2), tone, dark(tone, 0.25)))
    with canvas.inside(crown):
        for line in ([(460, 454), (380, 560), (356, 780)], [(460, 454), (520, 560), (548, 780)]):
            canvas.stroke(spline(line), 4, dark(tone, 0.5), alpha=0.45)
        for x, y in ((320, 580), (430, 540), (600, 570)):
            canvas.fill(ellipse(x, y, 9, 9), dark(tone, 0.5))
        canvas.soft(ellipse(380, 540, 70, 60), 34, (255, 255, 255), alpha=0.28)
    visor = spline(
        [
            (420, 764),
            (560, 720),
            (690, 706),
            (800, 740),
            (868, 792),
            (840, 812),
            (700, 800),
            (560, 806),
            (440, 806),
        ],
        closed=True,
    )
    canvas.soft(moved(visor, 8, 14), 10, (58, 38, 50), alpha=0.45)
    second = palette.second if source.random() < 0.5 else dark(tone, 0.12)
    canvas.fill(visor, down(light(second, 0.2), second, dark(second, 0.25)))
    canvas.stroke(
        spline([(450, 782), (600, 746), (720, 736), (830, 782)]), 3, dark(second, 0.5), alpha=0.5
    )
    canvas.fill(ellipse(460, 456, 22, 14), dark(tone, 0.2))
    patch = spline([(566, 610), (636, 622), (648, 690), (576, 690)], closed=True)
    canvas.fill(patch, palette.accent)
    canvas.stroke(spline([(586, 672), (606, 640), (630, 674)]), 6, light(palette.accent, 0.6))


def beanie(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    cast(canvas, 500, FLOOR, 240)
    dome = spline(
        [
            (268, 690),
            (272, 560),
            (340, 420),
            (440, 352),
            (500, 342),
            (560, 352),
            (660, 420),
            (728, 560),
            (732, 690),
        ]
    )
    canvas.fill(
        [*dome, (732, 720), (268, 720)],
        across(dark(tone, 0.25), light(tone, 0.15), tone, dark(tone, 0.32)),
    )
    with canvas.inside([*dome, (732, 720), (268, 720)]):
        for step in range(-9, 10):
            rib = spline([(500 + step * 4, 340), (500 + step * 22, 480), (500 + step * 26, 720)])
            canvas.stroke(rib, 10, dark(tone, 0.45), alpha=0.24)
            canvas.stroke(moved(rib, -8), 5, light(tone, 0.5), alpha=0.25)
    brim = spline(
        [
            (250, 664),
            (500, 640),
            (750, 664),
            (758, 760),
            (742, 806),
            (500, 826),
            (258, 806),
            (242, 760),
        ],
        closed=True,
    )
    other = palette.second if source.random() < 0.4 else light(tone, 0.1)
    canvas.soft(moved(brim, 0, -10), 10, dark(tone, 0.9), alpha=0.35)
    canvas.fill(brim, across(dark(other, 0.25), light(other, 0.15), other, dark(other, 0.32)))
    with canvas.inside(brim):
        for step in range(-13, 14):
            x = 500 + step * 19.5
            canvas.stroke([(x, 640), (x, 830)], 8, dark(other, 0.5), alpha=0.26)
    canvas.fill(box(560, 700, 640, 772, 6), palette.accent)
    if source.random() < 0.7:
        canvas.fill(ellipse(500, 312, 66, 60), across(other, dark(other, 0.2)))
        for step in range(80):
            angle, reach = math.radians(step * 137.5), 8.2 * math.sqrt(step)
            x, y = 500 + reach * math.cos(angle), 312 + reach * 0.9 * math.sin(angle)
            canvas.fill(ellipse(x, y, 13, 13)[::9], light(other, 0.05 + step % 5 * 0.1))


def sneaker(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    for dx, dy, shade in ((70, -58, 0.22), (-20, 0, 0.0)):
        _shoe(canvas, dx, dy, dark(palette.main, shade), palette)


def _shoe(canvas: Canvas, dx: float, dy: float, tone: Colour, palette: Palette) -> None:
    def at(points: Outline) -> Points:
        return moved(points, dx, dy)

    canvas.soft(at(ellipse(520, 818, 320, 22)), 14, (58, 38, 50), alpha=0.55)
    upper = spline(
        [
            (226, 566),
            (300, 540),
            (370, 556),
            (440, 590),
            (560, 650),
            (700, 676),
            (784, 716),
            (808, 768),
            (520, 784),
            (224, 780),
            (210, 680),
        ],
        closed=True,
    )
    canvas.fill(at(upper), across(dark(tone, 0.15), light(tone, 0.2), tone, dark(tone, 0.18)))
    with canvas.inside(at(upper)):
        toe = spline([(690, 660), (800, 690), (840, 790), (650, 800), (660, 720)], closed=True)
        canvas.fill(at(toe), across(light(palette.second, 0.45), light(palette.second, 0.2)))
        heel = spline([(190, 560), (264, 556), (280, 660), (270, 800), (180, 800)], closed=True)
        canvas.fill(at(heel), across(dark(palette.accent, 0.15), palette.accent))
        swoop = spline(
            [(290, 770), (400, 690), (560, 690), (640, 780), (560, 744), (420, 744)], closed=True
        )
        canvas.fill(at(swoop), light(palette.second, 0.3), alpha=0.95)
        canvas.fill(
            at(
                spline(
                    [(222, 560), (300, 536), (372, 552), (352, 596), (290, 604), (240, 600)],
                    closed=True,
                )
            ),
            dark(tone, 0.55),
        )
    _sole_and_laces(canvas, dx, dy, tone, palette)


def _sole_and_laces(canvas: Canvas, dx: float, dy: float, tone: Colour, palette: Palette) -> None:
    def at(points: Outline) -> Points:
        return moved(points, dx, dy)

    gum: Colour = (196, 148, 98)
    sole = at(
        spline(
            [
                (212, 754),
                (520, 768),
                (806, 740),
                (826, 784),
                (800, 816),
                (520, 822),
                (222, 818),
                (202, 790),
            ],
            closed=True,
        )
    )
    canvas.fill(sole, down((252, 248, 240), (226, 216, 200)))
    canvas.stroke(at(spline([(216, 812), (520, 818), (806, 806)])), 13, gum)
    canvas.stroke(at(spline([(214, 776), (520, 790), (812, 768)])), 4, palette.accent)
    for index in range(5):
        x, y = 384 + index * 52, 584 + index * 25
        canvas.stroke(at([(x - 26, y + 40), (x + 24, y - 2)]), 12, (250, 247, 240))
        canvas.fill(at(ellipse(x - 28, y + 42, 6, 6)), dark(tone, 0.5))


def tote(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = light(palette.second, 0.25)
    for spread, shade in ((0, 0.25), (-16, 0.0)):
        handle = spline(
            [
                (398, 400),
                (404 + spread, 240),
                (500, 170 - spread * 2),
                (596 - spread, 240),
                (602, 400),
            ]
        )
        canvas.stroke(moved(handle, 8, 12), 26, (58, 38, 50), alpha=0.14)
        canvas.stroke(handle, 26, dark(tone, 0.1 + shade))
    body = spline(
        [
            (300, 388),
            (500, 380),
            (700, 388),
            (716, 600),
            (728, 838),
            (500, 850),
            (272, 838),
            (284, 600),
        ],
        closed=True,
    )
    flat_shadow(canvas, body, lift=16, blur=20, alpha=0.42)
    canvas.fill(body, cloth(tone))
    canvas.stroke(spline([(302, 424), (500, 418), (698, 424)]), 4, dark(tone, 0.4), alpha=0.5)
    with canvas.inside(body):
        _print(canvas, palette, source)
    folds(
        canvas,
        body,
        tone,
        [[(330, 830), (350, 700), (330, 560)], [(676, 830), (652, 720), (676, 600)]],
    )


def _print(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    which = source.choice(("fruit", "sun", "leaves"))
    if which == "fruit":
        for x, y in ((430, 640), (566, 640), (498, 560), (498, 716)):
            canvas.fill(ellipse(x, y, 58, 58), palette.main if x == 498 else palette.accent)
            canvas.fill(leaf(x, y - 52, 54, 22, -40), dark(palette.accent, 0.35))
    elif which == "sun":
        canvas.fill(ellipse(500, 590, 110, 110), palette.accent)
        for step in range(4):
            wave = spline(
                [
                    (352, 676 + step * 36),
                    (430, 652 + step * 36),
                    (500, 676 + step * 36),
                    (574, 652 + step * 36),
                    (648, 676 + step * 36),
                ]
            )
            canvas.stroke(wave, 15, palette.main)
    else:
        canvas.stroke(spline([(500, 790), (492, 650), (510, 510)]), 8, palette.main)
        for step in range(5):
            y = 740 - step * 48
            canvas.fill(leaf(498, y, 120 - step * 12, 42, -40), palette.main)
            canvas.fill(leaf(498, y, 120 - step * 12, 42, -140), palette.accent)


WALL: frozenset[str] = frozenset({"tote"})
KINDS = {
    "cap": cap,
    "beanie": beanie,
    "sneaker": sneaker,
    "tote": tote,
}
