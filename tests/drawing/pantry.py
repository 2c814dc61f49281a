"""Groceries: jar, bottle, chocolate, bread, pasta, cheese; labels for all of them."""

import math
import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light, mix
from tests.drawing.shapes import (
    Outline,
    arch,
    box,
    ellipse,
    leaf,
    moved,
    spline,
    turn,
    turned,
)
from tests.drawing.stage import FLOOR, cast, flat_shadow

CREAM: Colour = (247, 239, 224)


def emblem(
    canvas: Canvas, cx: float, cy: float, size: float, palette: Palette, source: random.Random
) -> None:
    """A small sign for a label: a sun, a bird, a leaf, a peak, a doorway."""
    sign = source.choice(("sun", "leaf", "peak", "door", "bird"))
    tone = palette.accent
    if sign == "sun":
        canvas.fill(ellipse(cx, cy, size * 0.5, size * 0.5), tone)
        for step in range(12):
            ray = turn([(cx + size * 0.64, cy), (cx + size * 0.88, cy)], step * 30, (cx, cy))
            canvas.stroke(ray, size * 0.09, tone)
    elif sign == "leaf":
        for angle in (-140, -90, -40):
            canvas.fill(leaf(cx, cy + size * 0.75, size * 1.4, size * 0.5, angle), tone)
    elif sign == "peak":
        canvas.fill(
            [
                (cx - size, cy + size * 0.7),
                (cx - size * 0.2, cy - size * 0.8),
                (cx + size * 0.5, cy + size * 0.7),
            ],
            tone,
        )
        canvas.fill(
            [
                (cx - size * 0.1, cy + size * 0.7),
                (cx + size * 0.45, cy - size * 0.2),
                (cx + size, cy + size * 0.7),
            ],
            dark(tone, 0.25),
        )
    elif sign == "door":
        for index, colour in enumerate((tone, CREAM, tone)):
            inset = size * 0.26 * index
            canvas.fill(
                arch(
                    cx - size * 0.8 + inset,
                    cy - size * 0.9 + inset,
                    cx + size * 0.8 - inset,
                    cy + size * 0.8,
                ),
                colour,
            )
    else:
        wing = [(cx - size, cy - size * 0.3), (cx - size * 0.1, cy - size * 0.1), (cx + size * 0.2, cy - size * 0.8),
                (cx + size * 0.5, cy), (cx + size, cy + size * 0.1), (cx + size * 0.2, cy + size * 0.6)]  # fmt: skip
        canvas.fill(spline(wing, closed=True), tone)


def label(
    canvas: Canvas,
    outline: Outline,
    palette: Palette,
    source: random.Random,
    *,
    paint: Colour = CREAM,
) -> None:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    cx, top, height, width = (min(xs) + max(xs)) / 2, min(ys), max(ys) - min(ys), max(xs) - min(xs)
    canvas.fill(outline, across(dark(paint, 0.08), light(paint, 0.2), paint, dark(paint, 0.16)))
    with canvas.inside(outline):
        emblem(canvas, cx, top + height * 0.37, width * 0.19, palette, source)
        ink = dark(palette.main, 0.35)
        canvas.stroke(
            [(cx - width * 0.26, top + height * 0.7), (cx + width * 0.26, top + height * 0.7)],
            9,
            ink,
        )
        canvas.stroke(
            [(cx - width * 0.15, top + height * 0.82), (cx + width * 0.15, top + height * 0.82)],
            6,
            ink,
            alpha=0.7,
        )


def jar(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 500.0
    filling: Colour = source.choice(
        ((206, 110, 42), (150, 38, 52), (222, 164, 60), (106, 44, 84), (190, 70, 50))
    )
    cast(canvas, cx, FLOOR - 4, 165)
    glass = turned(
        cx, [(402, 122), (424, 128), (462, 160), (520, 168), (740, 168), (786, 150)], foot=0.14
    )
    canvas.fill(glass, across((214, 222, 222), (244, 248, 247), (202, 210, 211)))
    content = turned(cx, [(440, 132), (480, 156), (740, 158), (780, 142)], foot=0.13)
    canvas.fill(content, rounded(filling, 0.5))
    with canvas.inside(content):
        for _ in range(22):
            x, y = source.uniform(340, 660), source.uniform(450, 790)
            canvas.fill(ellipse(x, y, 16, 11)[::6], light(filling, 0.25), alpha=0.35)
    paper = [
        (332, 520),
        *ellipse(cx, 520, 168, 20, start=180, end=0),
        (668, 700),
        *ellipse(cx, 700, 168, 20, start=0, end=180),
    ]
    label(canvas, paper, palette, source)
    _lid(canvas, cx, palette, source)
    canvas.stroke(spline([(360, 480), (352, 560), (354, 740)]), 13, (255, 255, 255), alpha=0.55)
    canvas.stroke(spline([(646, 500), (650, 600), (646, 740)]), 6, (255, 255, 255), alpha=0.35)


def _lid(canvas: Canvas, cx: float, palette: Palette, source: random.Random) -> None:
    if source.random() < 0.5:
        canvas.fill(
            turned(cx, [(348, 132), (366, 138), (412, 138)], foot=0.14),
            rounded((214, 178, 104), 0.7),
        )
        canvas.fill(ellipse(cx, 348, 132, 24), across((240, 214, 150), (205, 168, 96)))
        return
    cloth = palette.accent
    skirt = [(cx - 122, 350), (cx + 122, 350)]
    hem = [(cx + 176 - step * 35.2, 446 + (14 if step % 2 else -8)) for step in range(11)]
    outline = [*skirt, *spline(hem)]
    canvas.fill(outline, rounded(cloth, 0.1))
    with canvas.inside(outline):
        for step in range(-6, 7):
            canvas.stroke([(cx + step * 20, 340), (cx + step * 31, 470)], 4, CREAM, alpha=0.6)
    canvas.fill(ellipse(cx, 350, 122, 26), across(light(cloth, 0.25), dark(cloth, 0.05)))
    canvas.stroke(ellipse(cx, 386, 132, 22, start=4, end=176), 9, CREAM)


def bottle(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 500.0
    glass: Colour = source.choice(((74, 92, 48), (96, 70, 40), (52, 84, 76), (196, 170, 84)))
    cast(canvas, cx, FLOOR - 4, 118)
    body = turned(
        cx,
        [
            (262, 33),
            (300, 33),
            (352, 36),
            (420, 74),
            (486, 112),
            (560, 116),
            (750, 116),
            (788, 102),
        ],
        foot=0.15,
    )
    canvas.fill(body, rounded(glass, 0.45))
    with canvas.inside(body):
        canvas.fill(box(380, 440, 620, 482), light(glass, 0.12), alpha=0.3)
        canvas.soft(box(560, 420, 596, 780), 18, light(glass, 0.6), alpha=0.5)
    paper = [
        (384, 560),
        *ellipse(cx, 560, 116, 15, start=180, end=0),
        (616, 724),
        *ellipse(cx, 724, 116, 15, start=0, end=180),
    ]
    label(canvas, paper, palette, source)
    canvas.fill(
        turned(cx, [(234, 37), (250, 38), (322, 38)], foot=0.16), rounded(palette.main, 0.3)
    )
    canvas.fill(ellipse(cx, 234, 37, 8), light(palette.main, 0.3))
    canvas.stroke(spline([(424, 478), (410, 540), (410, 740)]), 12, (255, 255, 255), alpha=0.5)
    canvas.stroke([(480, 338), (478, 398)], 7, (255, 255, 255), alpha=0.45)
    for index in range(3):
        x, y = 690 + index * 46, FLOOR + 4 + (index % 2) * 22
        canvas.soft(ellipse(x + 10, y + 20, 34, 10), 7, (58, 38, 50), alpha=0.5)
        canvas.fill(
            ellipse(x, y, 30, 25), radial(light((112, 122, 60), 0.25), dark((88, 98, 46), 0.2))
        )
        canvas.fill(ellipse(x - 9, y - 9, 7, 5), (255, 255, 255), alpha=0.6)


def chocolate(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    brown: Colour = source.choice(((84, 50, 36), (120, 74, 46), (62, 38, 32)))
    angle = -13.0
    whole = turn(box(250, 280, 760, 720, 10), angle)
    flat_shadow(canvas, whole, lift=16, alpha=0.5)
    bar = turn(box(258, 288, 752, 712, 8), angle)
    canvas.fill(bar, across(light(brown, 0.1), brown, dark(brown, 0.25)))
    for column in range(5):
        for row in range(4):
            x, y = 266 + column * 97, 296 + row * 103
            canvas.fill(turn(box(x, y, x + 90, y + 96, 8), angle), dark(brown, 0.35))
            canvas.fill(turn(box(x, y, x + 86, y + 91, 8), angle), light(brown, 0.22))
            canvas.fill(
                turn(box(x + 8, y + 9, x + 86, y + 91, 6), angle),
                across(light(brown, 0.06), dark(brown, 0.1)),
            )
    torn = (
        [(498, 272)]
        + [(498 + (20 if step % 2 else -14), 272 + step * 38) for step in range(1, 12)]
        + [(498, 728)]
    )
    foil = turn([*torn, (540, 728), (540, 272)], angle)
    canvas.soft(moved(foil, -8, 8), 9, (40, 22, 20), alpha=0.5)
    canvas.fill(foil, across((206, 206, 210), (246, 246, 248), (186, 186, 192)))
    sleeve = turn(box(524, 268, 772, 732, 4), angle)
    tone = palette.main
    canvas.fill(sleeve, across(dark(tone, 0.12), light(tone, 0.1), tone))
    with canvas.inside(sleeve):
        for step in range(7):
            canvas.stroke(
                turn([(540 + step * 38, 268), (540 + step * 38, 360)], angle), 9, palette.accent
            )
            canvas.stroke(
                turn([(540 + step * 38, 640), (540 + step * 38, 732)], angle), 9, palette.accent
            )
    label(canvas, turn(box(560, 396, 740, 606, 8), angle), palette, source)


def bread(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    crust: Colour = (178, 112, 58)
    board = ellipse(500, FLOOR - 4, 372, 66)
    wood: Colour = (170, 124, 82)
    cast(canvas, 500, FLOOR + 16, 360, strength=0.8)
    canvas.fill(moved(board, dy=20), dark(wood, 0.4))
    canvas.fill(board, across(light(wood, 0.25), wood, dark(wood, 0.12)))
    loaf = spline(
        [
            (212, 770),
            (196, 650),
            (300, 520),
            (500, 470),
            (700, 520),
            (806, 650),
            (788, 770),
            (640, 806),
            (360, 806),
        ],
        closed=True,
    )
    canvas.soft(moved(loaf, 18, 16), 18, (58, 38, 40), alpha=0.4)
    canvas.fill(
        loaf,
        Paint(
            (
                (0, light(crust, 0.35)),
                (0.35, crust),
                (0.8, dark(crust, 0.35)),
                (1, dark(crust, 0.55)),
            ),
            "down",
        ),
    )
    with canvas.inside(loaf):
        for _ in range(70):
            x, y = source.uniform(210, 790), source.uniform(480, 800)
            canvas.fill(ellipse(x, y, 7, 4)[::9], light(crust, 0.5), alpha=0.3)
        for index in range(4):
            x = 300 + index * 124
            cut = spline(
                [(x - 36, 690), (x - 4, 600), (x + 66, 520), (x + 36, 610), (x - 6, 690)],
                closed=True,
            )
            canvas.fill(cut, across((246, 222, 178), (222, 176, 116)))
            canvas.stroke(
                spline([(x - 36, 690), (x - 4, 600), (x + 66, 520)]),
                7,
                dark(crust, 0.45),
                alpha=0.7,
            )
        canvas.soft(ellipse(370, 540, 150, 46), 26, (255, 244, 214), alpha=0.45)


def pasta(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A bundle of spaghetti in a paper sleeve, and tomatoes."""
    cast(canvas, 480, FLOOR, 130)
    for index in range(44):
        x = 402 + index * 3.9
        lean = (x - 488) * 0.12
        tone = light((226, 184, 96), (index * 7 % 10) / 22)
        canvas.stroke(
            [(x, FLOOR - 2), (x + lean * 2.2, 212 + (index * 37 % 22))],
            5,
            tone if index % 3 else dark(tone, 0.14),
        )
    sleeve = [
        (394, 420),
        *ellipse(488, 420, 98, 14, start=180, end=0),
        (584, 706),
        *ellipse(488, 706, 96, 14, start=0, end=180),
    ]
    canvas.fill(sleeve, rounded(palette.main, 0.15))
    label(canvas, box(428, 476, 548, 650, 8), palette, source)
    for index, (x, y, size) in enumerate(((676, 770, 62), (772, 792, 52), (300, 790, 48))):
        red = mix((198, 54, 40), (222, 96, 50), index * 0.3)
        canvas.soft(
            ellipse(x + 18, y + size * 0.86, size * 1.1, size * 0.3), 10, (58, 38, 50), alpha=0.55
        )
        canvas.fill(ellipse(x, y, size, size * 0.9), radial(light(red, 0.16), dark(red, 0.25)))
        canvas.fill(
            ellipse(x - size * 0.35, y - size * 0.35, size * 0.2, size * 0.13),
            (255, 255, 255),
            alpha=0.7,
        )
        for angle in range(-170, 0, 34):
            canvas.fill(leaf(x, y - size * 0.82, size * 0.55, 12, angle), (88, 112, 58))


def cheese(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    rind = palette.main
    paste: Colour = (240, 208, 126)
    cast(canvas, 500, FLOOR, 260)
    canvas.fill([(236, 640), (690, 560), (770, 640), (770, 790), (236, 806)], dark(paste, 0.14))
    face = [(236, 636), (764, 650), (764, 800), (236, 812)]
    canvas.fill(face, down(light(paste, 0.25), paste))
    canvas.fill(
        [(236, 636), (600, 520), (790, 590), (764, 650)],
        across(light(paste, 0.5), light(paste, 0.2)),
    )
    canvas.fill(
        spline(
            [
                (600, 520),
                (700, 540),
                (790, 592),
                (800, 700),
                (788, 764),
                (764, 800),
                (764, 650),
                (700, 580),
            ],
            closed=True,
        ),
        down(light(rind, 0.1), dark(rind, 0.3)),
    )
    with canvas.inside(face):
        for _ in range(11):
            x, y, size = source.uniform(270, 730), source.uniform(660, 790), source.uniform(10, 30)
            canvas.fill(
                ellipse(x, y, size, size * 0.85), across(dark(paste, 0.3), dark(paste, 0.08))
            )
    beam = [(x, FLOOR + 16 + 8 * math.sin(x)) for x in (240.0, 420.0)]
    canvas.stroke(beam, 3, dark(paste, 0.3), alpha=0.2)


WALL: frozenset[str] = frozenset({"chocolate"})
KINDS = {
    "jar": jar,
    "bottle": bottle,
    "chocolate": chocolate,
    "bread": bread,
    "pasta": pasta,
    "cheese": cheese,
}
