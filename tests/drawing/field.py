"""For the road: compass, jacket, mat, poles, sleeping bag, pencil case, tape."""

import math
import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial
from tests.drawing.clothing import cloth, folds
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
from tests.drawing.stage import FLOOR, cast, flat_shadow

STEEL: Colour = (184, 190, 194)
BLACK: Colour = (50, 50, 56)
BRASS: Colour = (206, 168, 94)


def compass(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    canvas.stroke(ellipse(500, 206, 56, 60), 17, dark(BRASS, 0.2))
    flat_shadow(canvas, ellipse(500, 530, 290, 290), lift=20, blur=24, alpha=0.45)
    canvas.fill(ellipse(500, 530, 292, 292), across(light(BRASS, 0.45), BRASS, dark(BRASS, 0.35)))
    canvas.fill(ellipse(500, 530, 250, 250), dark(BRASS, 0.45))
    canvas.fill(ellipse(502, 533, 244, 244), across((246, 241, 230), (255, 253, 247)))
    for step in range(36):
        angle = math.radians(step * 10)
        inner = 196 if step % 9 == 0 else 214
        line = [(500 + r * math.cos(angle), 530 + r * math.sin(angle)) for r in (inner, 232)]
        canvas.stroke(line, 9 if step % 9 == 0 else 3, dark(palette.main, 0.3))
    for angle in range(45, 405, 90):
        canvas.fill(leaf(500, 530, 150, 36, angle), light(palette.second, 0.1))
    for angle, tone in ((-58, (196, 62, 46)), (122, (70, 74, 84))):
        needle = turn([(500, 500), (690, 530), (500, 560)], angle, (500, 530))
        canvas.soft(moved(needle, 6, 10), 6, (58, 38, 50), alpha=0.4)
        canvas.fill(needle, tone)
    canvas.fill(ellipse(500, 530, 22, 22), radial(light(BRASS, 0.5), dark(BRASS, 0.3)))
    canvas.fill(
        spline([(330, 400), (450, 310), (560, 300), (420, 400), (340, 520)], closed=True),
        (255, 255, 255),
        alpha=0.22,
    )


def jacket(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    half = [
        (430, 226),
        (330, 262),
        (264, 312),
        (200, 480),
        (150, 700),
        (148, 792),
        (222, 812),
        (250, 760),
        (296, 590),
        (322, 500),
        (324, 660),
        (310, 846),
        (500, 858),
    ]
    outline = [*spline(half), *reversed(mirrored(spline(half)))]
    flat_shadow(canvas, outline, lift=14, blur=18, alpha=0.42)
    canvas.fill(outline, cloth(tone))
    with canvas.inside(outline):
        yoke = spline(
            [
                (200, 480),
                (264, 300),
                (430, 220),
                (570, 220),
                (736, 300),
                (800, 480),
                (640, 420),
                (500, 436),
                (360, 420),
            ],
            closed=True,
        )
        canvas.fill(yoke, cloth(palette.second))
        for side in ([(340, 640), (356, 730)], [(660, 640), (644, 730)]):
            canvas.stroke(side, 12, dark(tone, 0.45))
            canvas.stroke([side[0], (side[0][0] + 1, side[0][1] + 14)], 9, palette.accent)
        canvas.stroke([(500, 230), (500, 860)], 15, dark(tone, 0.4))
        canvas.stroke([(500, 230), (500, 860)], 5, palette.accent)
        canvas.fill(box(300, 820, 700, 870), dark(tone, 0.15))
    _jacket_hood(canvas, palette)
    canvas.fill(box(560, 460, 630, 482, 6), palette.accent)
    folds(
        canvas,
        outline,
        tone,
        [
            [(360, 800), (380, 700), (364, 600)],
            [(640, 800), (620, 700), (640, 560)],
            [(206, 700), (232, 620), (260, 540)],
            [(794, 700), (768, 620), (740, 540)],
        ],
    )


def _jacket_hood(canvas: Canvas, palette: Palette) -> None:
    hood = spline(
        [(390, 262), (410, 150), (500, 104), (590, 150), (610, 262), (500, 310)], closed=True
    )
    flat_shadow(canvas, hood, lift=4, blur=9)
    canvas.fill(hood, cloth(light(palette.second, 0.05)))
    canvas.fill(
        spline(
            [(430, 258), (444, 180), (500, 148), (556, 180), (570, 258), (500, 286)], closed=True
        ),
        down(dark(palette.second, 0.6), dark(palette.second, 0.4)),
    )


def mat(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    cast(canvas, 500, FLOOR, 300)
    roll = [(270, 560), *ellipse(760, 680, 46, 122, start=-90, end=90), (270, 802)]
    canvas.fill(
        roll,
        Paint(
            ((0, light(tone, 0.4)), (0.35, tone), (0.8, dark(tone, 0.25)), (1, dark(tone, 0.45))),
            "down",
        ),
    )
    with canvas.inside(roll):
        for step in range(16):
            canvas.stroke(
                ellipse(280 + step * 32, 680, 40, 124, start=-90, end=90),
                5,
                dark(tone, 0.4),
                alpha=0.3,
            )
    canvas.fill(ellipse(270, 681, 54, 122), across(dark(tone, 0.3), light(tone, 0.1)))
    spiral = [
        (270 + (8 + step * 0.52) * math.cos(step / 5), 681 + (16 + step * 1.2) * math.sin(step / 5))
        for step in range(84)
    ]
    canvas.stroke(spiral, 6, dark(tone, 0.5))
    for x in (420, 650):
        strap = ellipse(x, 680, 48, 126, start=-92, end=92)
        canvas.stroke(strap, 26, dark(palette.accent, 0.1))
        canvas.fill(box(x + 24, 640, x + 70, 690, 8), BLACK)


def poles(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    for shift, angle in ((-90, 14.0), (90, -12.0)):

        def part(points: Outline, shift: float = shift, angle: float = angle) -> Points:
            return turn(moved(points, shift), angle)

        canvas.soft(part(moved(box(488, 90, 512, 890), 12, 16)), 9, (58, 38, 50), alpha=0.4)
        canvas.fill(
            part(box(490, 240, 510, 840, 6)), across(light(STEEL, 0.5), STEEL, dark(STEEL, 0.3))
        )
        canvas.fill(
            part(box(487, 330, 513, 560, 6)),
            across(light(palette.main, 0.3), palette.main, dark(palette.main, 0.3)),
        )
        canvas.fill(part(box(482, 556, 518, 590, 5)), BLACK)
        canvas.fill(part([(492, 836), (508, 836), (502, 912), (498, 912)]), (90, 90, 96))
        canvas.fill(part(ellipse(500, 824, 50, 13)), BLACK)
        grip = spline(
            [
                (486, 96),
                (514, 96),
                (522, 140),
                (514, 190),
                (518, 250),
                (482, 250),
                (486, 190),
                (478, 140),
            ],
            closed=True,
        )
        canvas.fill(part(grip), across((222, 178, 128), (188, 142, 96), (140, 100, 66)))
        strap = spline([(488, 130), (430, 180), (440, 280), (484, 236)])
        canvas.stroke(part(strap), 14, palette.accent)


def sleeping_bag(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    bag = spline(
        [
            (500, 96),
            (610, 130),
            (676, 240),
            (690, 420),
            (664, 640),
            (616, 820),
            (560, 880),
            (440, 880),
            (384, 820),
            (336, 640),
            (310, 420),
            (324, 240),
            (390, 130),
        ],
        closed=True,
    )
    outline = turn(bag, 14)
    flat_shadow(canvas, outline, lift=18, blur=22, alpha=0.45)
    canvas.fill(outline, across(dark(tone, 0.16), light(tone, 0.25), tone, dark(tone, 0.3)))
    with canvas.inside(outline):
        for step in range(10):
            y = 330 + step * 56
            seam = turn(spline([(290, y), (500, y + 22), (710, y)]), 14)
            canvas.stroke(seam, 5, dark(tone, 0.45), alpha=0.5)
            canvas.soft(
                turn([(300, y + 20), (700, y + 20), (700, y + 34), (300, y + 34)], 14),
                9,
                light(tone, 0.9),
                alpha=0.22,
            )
    opening = turn(ellipse(500, 236, 128, 104), 14)
    canvas.fill(opening, across(dark(palette.accent, 0.3), palette.accent))
    canvas.stroke([*opening, opening[0]], 13, dark(tone, 0.25))
    canvas.fill(turn(box(412, 196, 588, 266, 32), 14), light(palette.second, 0.35))
    canvas.stroke(turn(spline([(590, 300), (620, 420), (612, 560)]), 14), 7, palette.accent)


def pouch(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, angle = palette.main, -10.0

    def part(points: Outline) -> Points:
        return turn(points, angle)

    for index, colour in enumerate((palette.accent, palette.second, (226, 188, 140))):
        pencil = part(box(640 + index * 36, 220 - index * 20, 664 + index * 36, 560))
        canvas.fill(pencil, across(light(colour, 0.3), colour, dark(colour, 0.25)))
        tip = part(
            [
                (640 + index * 36, 220 - index * 20),
                (664 + index * 36, 220 - index * 20),
                (652 + index * 36, 176 - index * 20),
            ]
        )
        canvas.fill(tip, (236, 206, 164))
    bag = part(
        spline(
            [
                (190, 430),
                (500, 412),
                (810, 430),
                (826, 560),
                (814, 700),
                (500, 720),
                (186, 700),
                (174, 560),
            ],
            closed=True,
        )
    )
    flat_shadow(canvas, bag, lift=16, blur=18, alpha=0.45)
    canvas.fill(bag, cloth(tone))
    with canvas.inside(bag):
        for row in range(4):
            for column in range(10):
                spot = ellipse(216 + column * 66 + (33 if row % 2 else 0), 540 + row * 52, 12, 12)
                canvas.fill(part(spot), palette.second)
    canvas.stroke(part([(206, 460), (794, 460)]), 19, dark(tone, 0.5))
    canvas.stroke(part([(206, 460), (794, 460)]), 5, BRASS)
    canvas.fill(part(box(196, 446, 240, 474, 6)), BRASS)
    canvas.fill(part(box(150, 452, 206, 500, 10)), palette.accent)


def tape(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tones = (
        palette.main,
        palette.accent,
        palette.second,
        light(palette.main, 0.35),
        dark(palette.accent, 0.2),
    )
    strip = turn(box(120, 770, 640, 826), -6)
    canvas.fill(strip, tones[0], alpha=0.85)
    for index, (x, y) in enumerate(((330, 360), (560, 300), (700, 500), (470, 540), (260, 600))):
        tone = tones[index]
        flat_shadow(canvas, ellipse(x, y, 128, 128), lift=14, blur=12, alpha=0.42)
        canvas.fill(ellipse(x + 4, y + 7, 128, 128), dark(tone, 0.35))
        canvas.fill(ellipse(x, y, 128, 128), across(light(tone, 0.25), tone, dark(tone, 0.15)))
        for step in range(16):
            mark = turn([(x + 100, y), (x + 122, y)], step * 22.5, (x, y))
            canvas.stroke(mark, 7, light(tone, 0.55) if index % 2 else dark(tone, 0.3), alpha=0.6)
        canvas.fill(ellipse(x, y, 82, 82), (222, 196, 154))
        canvas.fill(ellipse(x, y, 68, 68), across((128, 98, 72), (176, 142, 104)))


WALL: frozenset[str] = frozenset({"compass", "jacket", "poles", "sleepingbag", "pouch", "tape"})
KINDS = {
    "compass": compass,
    "jacket": jacket,
    "mat": mat,
    "poles": poles,
    "sleepingbag": sleeping_bag,
    "pouch": pouch,
    "tape": tape,
}
