"""Household wood: tray, box, broom, bucket, chopsticks, incense, spoon, top, train."""

import random

from tests.drawing.canvas import Canvas, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    Outline,
    Points,
    box,
    ellipse,
    moved,
    spline,
    turn,
    turned,
)
from tests.drawing.stage import FLOOR, cast, flat_shadow

CEDAR: Colour = (212, 168, 118)
DARK_WOOD: Colour = (118, 78, 52)


def _grain(canvas: Canvas, outline: Outline, wood: Colour, *, lines: int = 9) -> None:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    with canvas.inside(outline):
        for step in range(lines):
            y = min(ys) + (max(ys) - min(ys)) * (step + 0.5) / lines
            line = spline([(min(xs), y), (min(xs) * 0.6 + max(xs) * 0.4, y + 7), (max(xs), y - 5)])
            canvas.stroke(line, 3.5, dark(wood, 0.4), alpha=0.2)


def tray(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    wood = source.choice((CEDAR, DARK_WOOD, dark(palette.main, 0.1)))
    cast(canvas, 500, FLOOR - 20, 370)
    canvas.fill(ellipse(500, 742, 378, 112), rounded(dark(wood, 0.25), 0.1))
    canvas.fill(ellipse(500, 712, 382, 112), across(light(wood, 0.35), wood, dark(wood, 0.15)))
    well = ellipse(500, 722, 350, 96)
    canvas.fill(well, across(dark(wood, 0.25), wood, light(wood, 0.15)))
    _grain(canvas, well, wood)
    cast(canvas, 410, 724, 84, strength=0.7)
    pot = turned(410, [(560, 52), (600, 92), (660, 104), (706, 84)], foot=0.2)
    canvas.stroke(ellipse(410, 556, 84, 96, start=190, end=350), 14, dark(wood, 0.3))
    canvas.fill(pot, rounded(palette.main))
    canvas.fill(ellipse(410, 560, 54, 13), light(palette.main, 0.25))
    canvas.fill(ellipse(410, 548, 15, 14), dark(palette.main, 0.2))
    for x, y in ((590, 716), (690, 690)):
        cup = turned(x, [(y - 74, 52), (y - 30, 50), (y - 2, 36)], foot=0.2)
        cast(canvas, x, y + 2, 44, strength=0.7)
        canvas.fill(cup, rounded(palette.second))
        canvas.fill(ellipse(x, y - 74, 52, 12), dark(palette.second, 0.35))
        canvas.fill(ellipse(x, y - 71, 45, 9), (150, 158, 84))


def wooden_box(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A two-tier lunch box with a ribbon."""
    wood = source.choice((CEDAR, (196, 144, 98), DARK_WOOD))
    cast(canvas, 500, FLOOR, 280)
    for y0, y1 in ((640, 808), (492, 636)):
        tier = box(232, y0, 768, y1, 40)
        canvas.fill(tier, rounded(wood, 0.25))
        _grain(canvas, tier, wood, lines=5)
        canvas.stroke([(250, y0 + 6), (750, y0 + 6)], 4, light(wood, 0.5), alpha=0.6)
    lid = box(222, 446, 778, 506, 30)
    canvas.fill(lid, rounded(light(wood, 0.08), 0.3))
    _grain(canvas, lid, wood, lines=3)
    band = box(446, 440, 554, 812, 6)
    canvas.fill(
        band,
        across(
            dark(palette.main, 0.15),
            light(palette.main, 0.15),
            palette.main,
            dark(palette.main, 0.25),
        ),
    )
    with canvas.inside(band):
        for step in range(9):
            canvas.fill(ellipse(500, 470 + step * 42, 12, 12), palette.second)
    for points in (
        [(500, 440), (420, 372), (390, 420), (500, 452)],
        [(500, 440), (580, 372), (610, 420), (500, 452)],
    ):
        canvas.fill(
            spline(points, closed=True), across(light(palette.main, 0.2), dark(palette.main, 0.2))
        )
    canvas.fill(ellipse(500, 440, 28, 22), dark(palette.main, 0.1))


def broom(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    straw: Colour = (206, 168, 100)
    angle = 16.0

    def part(points: Outline) -> Points:
        return turn(points, angle)

    canvas.soft(part(moved(box(470, 100, 520, 560), 22, 22)), 14, (58, 38, 50), alpha=0.35)
    canvas.soft(
        part(moved([(430, 560), (570, 560), (660, 860), (340, 860)], 18, 22)),
        18,
        (58, 38, 50),
        alpha=0.35,
    )
    canvas.fill(
        part(box(484, 60, 516, 580, 14)), across(light(CEDAR, 0.3), CEDAR, dark(CEDAR, 0.3))
    )
    for step in range(43):
        lean = (step - 21) * 6.6
        strand = spline(
            [
                (500 + lean * 0.3, 560),
                (500 + lean * 0.75, 700),
                (500 + lean + source.uniform(-5, 5), 850 + source.uniform(-14, 14)),
            ]
        )
        canvas.stroke(
            part(strand), 9, light(straw, (step % 4) * 0.12) if step % 2 else dark(straw, 0.16)
        )
    wrap = [(446, 552), (554, 552), (572, 650), (428, 650)]
    canvas.fill(part(wrap), across(dark(straw, 0.25), straw, dark(straw, 0.3)))
    for step in range(4):
        y, half = 566 + step * 24, 58 + step * 5
        canvas.stroke(part([(500 - half, y), (500 + half, y)]), 9, palette.main)
    loop = spline([(500, 70), (478, 24), (500, -4), (522, 24), (500, 70)])
    canvas.stroke(part(loop), 7, palette.accent)


def bucket(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 500.0
    cast(canvas, cx, FLOOR - 4, 200)
    handle = spline([(cx - 206, 530), (cx - 190, 300), (cx, 240), (cx + 190, 300), (cx + 206, 530)])
    canvas.stroke(handle, 28, dark(CEDAR, 0.35))
    canvas.stroke(moved(handle, -3, -5), 16, light(CEDAR, 0.1))
    body = [
        (cx - 218, 480),
        (cx + 218, 480),
        (cx + 184, 780),
        *ellipse(cx, 780, 184, 32, start=0, end=180),
    ]
    canvas.fill(body, rounded(CEDAR, 0.25))
    with canvas.inside(body):
        for step in range(-5, 6):
            x = cx + step * 40
            canvas.stroke([(x, 480), (cx + (x - cx) * 0.85, 830)], 3.5, dark(CEDAR, 0.5), alpha=0.5)
    for y, rx in ((560, 211), (740, 191)):
        canvas.stroke(
            ellipse(cx, y - 30, rx, 36, start=2, end=178), 17, rounded((198, 150, 84), 0.8)
        )
    canvas.fill(ellipse(cx, 480, 218, 40), across(light(CEDAR, 0.5), light(CEDAR, 0.1)))
    canvas.fill(ellipse(cx, 484, 200, 33), across(dark(CEDAR, 0.45), dark(CEDAR, 0.2)))
    towel = spline(
        [
            (cx + 20, 470),
            (cx + 120, 452),
            (cx + 216, 476),
            (cx + 222, 640),
            (cx + 128, 652),
            (cx + 110, 500),
        ],
        closed=True,
    )
    canvas.soft(moved(towel, 4, 8), 8, (58, 38, 50), alpha=0.4)
    canvas.fill(towel, across(light(palette.main, 0.25), palette.main, dark(palette.main, 0.15)))
    canvas.stroke([(cx + 124, 612), (cx + 220, 602)], 12, palette.second)


def chopsticks(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    for shift, angle in ((0, 28.0), (54, 31.0)):
        stick = turn(
            [
                (500 - 15 + shift, 90),
                (500 + 15 + shift, 90),
                (500 + 5 + shift, 880),
                (500 - 5 + shift, 880),
            ],
            angle,
        )
        canvas.soft(moved(stick, 16, 20), 9, (58, 38, 50), alpha=0.45)
        canvas.fill(stick, across(light(palette.main, 0.25), palette.main, dark(palette.main, 0.3)))
        with canvas.inside(stick):
            for step in range(3):
                y = 250 + step * 28
                canvas.stroke(turn([(460 + shift, y), (560 + shift, y)], angle), 10, palette.accent)
            canvas.stroke(
                turn([(494 + shift, 100), (498 + shift, 860)], angle),
                5,
                light(palette.main, 0.6),
                alpha=0.6,
            )
    rest = box(330, 640, 520, 706, 32)
    flat_shadow(canvas, rest, lift=8, blur=10)
    canvas.fill(rest, down(light(palette.second, 0.4), palette.second, dark(palette.second, 0.25)))
    canvas.fill(ellipse(425, 656, 66, 13), dark(palette.second, 0.14))


def incense(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cast(canvas, 500, FLOOR - 8, 240)
    stick = [(430, 716), (580, 356)]
    canvas.stroke(stick, 8, (110, 82, 58))
    canvas.fill(ellipse(580, 354, 7, 7), (226, 96, 52))
    smoke = spline([(580, 346), (550, 280), (610, 220), (566, 160), (600, 90)])
    canvas.soft([*smoke, *moved(reversed(smoke), 20)], 9, (255, 255, 255), alpha=0.7)
    dish = turned(480, [(712, 240), (748, 226), (788, 150)], foot=0.12)
    canvas.fill(dish, rounded(palette.main))
    canvas.fill(
        ellipse(480, 712, 240, 42),
        across(light(palette.main, 0.45), palette.main, dark(palette.main, 0.1)),
    )
    canvas.fill(
        ellipse(480, 717, 218, 34), across(dark(palette.main, 0.35), dark(palette.main, 0.1))
    )
    canvas.fill(ellipse(470, 722, 150, 20), radial((206, 198, 188), (170, 160, 150)))
    bundle = box(640, 772, 880, 826, 8)
    canvas.soft(moved(bundle, 10, 16), 8, (58, 38, 50), alpha=0.5)
    for step in range(9):
        canvas.stroke(
            [(622, 778 + step * 5.4), (892, 778 + step * 5.4)],
            5,
            dark((134, 102, 70), step % 3 * 0.15),
        )
    canvas.fill(box(700, 766, 800, 834, 4), palette.accent)


def spoon(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    wood = source.choice((CEDAR, (188, 138, 92), DARK_WOOD))
    for shift, angle, tone in ((0, -24.0, wood), (150, -16.0, dark(wood, 0.14))):
        shape = spline(
            [
                (500, 130),
                (590, 200),
                (600, 320),
                (548, 420),
                (524, 520),
                (530, 700),
                (534, 840),
                (500, 868),
                (466, 840),
                (470, 700),
                (476, 520),
                (452, 420),
                (400, 320),
                (410, 200),
            ],
            closed=True,
        )
        outline = turn(moved(shape, shift - 70), angle)
        flat_shadow(canvas, outline, lift=14, blur=14, alpha=0.42)
        canvas.fill(outline, across(light(tone, 0.3), tone, dark(tone, 0.25)))
        hollow = turn(moved(ellipse(500, 276, 72, 112), shift - 70), angle)
        canvas.fill(hollow, across(dark(tone, 0.3), tone, light(tone, 0.25)))


def top(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cast(canvas, 500, FLOOR, 120, strength=0.8)
    lean = 9.0

    def part(points: Outline) -> Points:
        return turn(points, lean, (500, FLOOR))

    canvas.fill(
        part([(480, 690), (520, 690), (504, FLOOR + 4), (496, FLOOR + 4)]),
        across(light(CEDAR, 0.2), dark(CEDAR, 0.3)),
    )
    cone = part([(270, 560), (730, 560), (560, 700), (500, 724), (440, 700)])
    canvas.fill(cone, across(light(palette.main, 0.2), palette.main, dark(palette.main, 0.4)))
    for index, (radius, tone) in enumerate(
        (
            (232, palette.main),
            (186, palette.second),
            (138, palette.accent),
            (92, palette.second),
            (44, palette.main),
        )
    ):
        disc = part(ellipse(500, 556, radius, radius * 0.27))
        canvas.fill(disc, across(light(tone, 0.25), tone, dark(tone, 0.12 + index * 0.02)))
    canvas.fill(
        part(turned(500, [(410, 17), (430, 20), (556, 24)], foot=0.2)),
        across(light(CEDAR, 0.35), CEDAR, dark(CEDAR, 0.3)),
    )
    canvas.fill(
        part(ellipse(500, 408, 25, 21)),
        radial(light(palette.accent, 0.2), dark(palette.accent, 0.2)),
    )


def train(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cast(canvas, 500, FLOOR, 350)
    for x0, x1, tone in ((520, 800, palette.second), (180, 480, palette.main)):
        canvas.fill(box(x0, 690, x1, 748, 10), down(light(CEDAR, 0.2), dark(CEDAR, 0.15)))
        top_y = 540 if tone == palette.main else 600
        canvas.fill(
            box(x0 + 16, top_y, x1 - 16, 694, 22), down(light(tone, 0.25), tone, dark(tone, 0.25))
        )
    canvas.stroke([(470, 726), (530, 726)], 12, dark(CEDAR, 0.4))
    canvas.fill(box(330, 410, 470, 560, 14), down(light(palette.main, 0.3), palette.main))
    canvas.fill(
        box(312, 386, 486, 424, 16), down(light(palette.accent, 0.2), dark(palette.accent, 0.15))
    )
    canvas.fill(box(362, 450, 438, 524, 10), light(palette.wall, 0.3))
    canvas.fill(turned(244, [(440, 36), (460, 30), (545, 28)], foot=0.2), rounded(palette.accent))
    canvas.fill(ellipse(244, 440, 36, 9), dark(palette.accent, 0.4))
    for x, r in ((250, 54), (400, 54), (586, 46), (734, 46)):
        y = FLOOR + 6 - r
        canvas.fill(ellipse(x, y, r, r), across(light(CEDAR, 0.3), CEDAR, dark(CEDAR, 0.3)))
        canvas.fill(ellipse(x, y, r * 0.66, r * 0.66), palette.accent)
        canvas.fill(ellipse(x, y, r * 0.2, r * 0.2), light(CEDAR, 0.4))
    for x in (590, 660, 730):
        canvas.fill(
            ellipse(x, 596, 42, 36), radial(light(palette.main, 0.25), dark(palette.main, 0.15))
        )


WALL: frozenset[str] = frozenset({"broom", "chopsticks", "spoon"})
KINDS = {
    "tray": tray,
    "box": wooden_box,
    "broom": broom,
    "bucket": bucket,
    "chopsticks": chopsticks,
    "incense": incense,
    "spoon": spoon,
    "top": top,
    "train": train,
}
