"""The kitchen: cup, glass, kettle, moka pot, press, grinder, board, knife, whisk, honey, filters."""

import math
import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.pantry import label
from tests.drawing.shapes import (
    Outline,
    Points,
    box,
    ellipse,
    leaf,
    moved,
    spline,
    turn,
    turned,
)
from tests.drawing.stage import FLOOR, cast, flat_shadow
from tests.drawing.tableware import COFFEE, gleam, speckle

STEEL: Colour = (184, 190, 194)
WOOD: Colour = (182, 134, 90)
BLACK: Colour = (52, 50, 54)


def cup(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    glaze, cx = palette.main, 485.0
    cast(canvas, cx, FLOOR - 2, 250)
    for y, rx, ry, tone in ((776, 268, 54, dark(glaze, 0.25)), (764, 272, 55, glaze)):
        canvas.fill(ellipse(cx, y, rx, ry), across(light(tone, 0.35), tone, dark(tone, 0.16)))
    canvas.fill(ellipse(cx, 768, 150, 29), across(dark(glaze, 0.2), light(glaze, 0.15)))
    handle = ellipse(cx + 150, 620, 66, 66, start=-110, end=112)
    canvas.stroke(handle, 30, dark(glaze, 0.3))
    canvas.stroke(moved(handle, -3, -4), 17, glaze)
    body = turned(cx, [(520, 162), (590, 158), (680, 128), (742, 88), (764, 74)], foot=0.2)
    canvas.fill(body, rounded(glaze))
    speckle(canvas, body, glaze, source, 60)
    canvas.fill(
        ellipse(cx, 520, 162, 35), across(dark(glaze, 0.05), light(glaze, 0.5), dark(glaze, 0.1))
    )
    canvas.fill(ellipse(cx, 523, 150, 30), dark(COFFEE, 0.2))
    canvas.fill(ellipse(cx, 527, 142, 26), radial((214, 170, 120), (150, 100, 62)))
    for size, tone in ((62, (240, 222, 192)), (40, (178, 124, 80)), (22, (246, 232, 208))):
        canvas.fill(ellipse(cx, 528, size, size * 0.2), tone)
    gleam(canvas, [(cx - 116, 580), (cx - 104, 640), (cx - 78, 692)])


def glass(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = light(palette.main, 0.35), 500.0
    cast(canvas, cx, FLOOR - 4, 140)
    canvas.soft(ellipse(cx + 120, FLOOR + 14, 150, 24), 22, light(palette.main, 0.2), alpha=0.5)
    body = turned(cx, [(430, 152), (600, 146), (780, 122)], foot=0.16)
    canvas.fill(
        body, across(dark(tone, 0.08), light(tone, 0.6), light(tone, 0.25), dark(tone, 0.12))
    )
    drink = turned(cx, [(560, 138), (700, 130), (764, 114)], foot=0.15)
    liquid = source.choice(((226, 168, 84), (214, 112, 96), (206, 222, 214)))
    canvas.fill(drink, rounded(liquid, 0.5))
    canvas.fill(ellipse(cx, 560, 138, 23), across(light(liquid, 0.5), light(liquid, 0.15)))
    with canvas.inside(body):
        for step in range(7):
            x = cx - 126 + step * 42
            canvas.stroke([(x, 440), (cx + (x - cx) * 0.82, 800)], 9, (255, 255, 255), alpha=0.22)
    for x, y, angle in ((462, 574, -12), (538, 582, 16)):
        cube = turn(box(x - 34, y - 38, x + 34, y + 26, 9), angle, (x, y))
        canvas.fill(cube, across((255, 255, 255), (226, 236, 238)), alpha=0.65)
    canvas.stroke(ellipse(cx, 430, 150, 27), 8, light(tone, 0.75))
    gleam(canvas, [(cx - 112, 480), (cx - 106, 620), (cx - 92, 750)], 15, 0.75)
    canvas.fill(ellipse(cx + 118, 432, 58, 58), (240, 196, 84))
    canvas.fill(ellipse(cx + 118, 432, 49, 49), (252, 228, 140))
    for step in range(8):
        spoke = turn([(cx + 124, 432), (cx + 162, 432)], step * 45, (cx + 118, 432))
        canvas.stroke(spoke, 4, (240, 196, 84))


def kettle(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = palette.main, 520.0
    cast(canvas, cx, FLOOR - 4, 180)
    spout = spline(
        [(cx - 120, 720), (cx - 200, 700), (cx - 220, 600), (cx - 250, 470), (cx - 318, 446)]
    )
    canvas.stroke(spout, 26, dark(tone, 0.3))
    canvas.stroke(moved(spout, -3, -3), 14, light(tone, 0.1))
    handle = spline(
        [(cx + 70, 470), (cx + 150, 400), (cx + 240, 440), (cx + 244, 560), (cx + 216, 640)]
    )
    canvas.stroke(handle, 36, dark(WOOD, 0.35))
    canvas.stroke(moved(handle, -4, -5), 21, WOOD)
    body = turned(cx, [(500, 116), (560, 136), (700, 170), (760, 178), (790, 172)], foot=0.13)
    canvas.fill(body, rounded(tone, 0.6))
    canvas.fill(
        turned(cx, [(470, 66), (492, 108), (506, 118)], foot=0.16), rounded(dark(tone, 0.06), 0.5)
    )
    canvas.stroke([(cx, 450), (cx, 478)], 16, STEEL)
    canvas.fill(ellipse(cx, 438, 30, 25), radial(light(WOOD, 0.3), dark(WOOD, 0.25)))
    canvas.stroke(ellipse(cx, 706, 172, 24, start=8, end=172), 5, dark(tone, 0.5), alpha=0.4)
    gleam(canvas, [(cx - 96, 560), (cx - 112, 640), (cx - 122, 720)], 16, 0.6)


def moka(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    metal = source.choice((STEEL, palette.main))
    cast(canvas, 490, FLOOR - 4, 150)
    handle = spline([(584, 470), (680, 450), (716, 500), (690, 620), (650, 690)])
    canvas.stroke(handle, 40, dark(BLACK, 0.3))
    canvas.stroke(moved(handle, -5, -5), 21, light(BLACK, 0.12))
    spout = spline([(380, 470), (322, 440), (334, 490), (392, 560)], closed=True)
    canvas.fill(spout, across(light(metal, 0.4), dark(metal, 0.2)))
    for points in (
        [(372, 464), (608, 464), (560, 620), (420, 620)],
        [(416, 632), (564, 632), (628, 796), (352, 796)],
    ):
        canvas.fill(points, rounded(metal, 0.7))
        with canvas.inside(points):
            for step in range(1, 6):
                x0 = points[0][0] + (points[1][0] - points[0][0]) * step / 6
                x1 = points[3][0] + (points[2][0] - points[3][0]) * step / 6
                canvas.stroke(
                    [(x0, points[0][1]), (x1, points[2][1])], 4, dark(metal, 0.45), alpha=0.45
                )
                canvas.stroke(
                    [(x0 + 5, points[0][1]), (x1 + 5, points[2][1])],
                    4,
                    light(metal, 0.8),
                    alpha=0.6,
                )
    canvas.fill(box(404, 606, 576, 644, 14), rounded(dark(metal, 0.12), 0.7))
    canvas.fill([(380, 464), (600, 464), (560, 420), (420, 420)], rounded(light(metal, 0.1), 0.7))
    canvas.fill(turned(490, [(376, 22), (396, 30), (424, 18)], foot=0.3), rounded(BLACK, 0.4))
    canvas.fill(ellipse(562, 708, 20, 20), radial((214, 182, 110), (150, 118, 60)))


def press(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx, frame = 480.0, source.choice((STEEL, (206, 166, 96), dark(palette.main, 0.1)))
    cast(canvas, cx, FLOOR - 4, 150)
    handle = spline([(cx + 126, 440), (cx + 226, 452), (cx + 236, 600), (cx + 130, 690)])
    canvas.stroke(handle, 32, dark(WOOD, 0.3))
    canvas.stroke(moved(handle, -4, -4), 18, WOOD)
    body = turned(cx, [(400, 128), (770, 128)], foot=0.16, smooth=False)
    canvas.fill(body, across((206, 218, 218), (248, 251, 250), (200, 212, 213)))
    drink = turned(cx, [(520, 120), (762, 120)], foot=0.16, smooth=False)
    canvas.fill(drink, rounded((80, 46, 30), 0.5))
    canvas.fill(ellipse(cx, 520, 120, 20), across((190, 140, 92), (130, 86, 54)))
    canvas.fill(box(cx - 118, 640, cx + 118, 656, 6), STEEL, alpha=0.8)
    canvas.stroke([(cx, 290), (cx, 640)], 8, STEEL)
    for y in (424, 700):
        canvas.stroke(ellipse(cx, y, 130, 21, start=2, end=178), 22, rounded(frame, 0.8))
    for x in (-128, 128):
        canvas.stroke([(cx + x, 424), (cx + x, FLOOR)], 14, dark(frame, 0.12))
    lid = [
        *ellipse(cx, 402, 134, 62, start=180, end=360),
        *ellipse(cx, 402, 134, 22, start=0, end=180),
    ]
    canvas.fill(lid, rounded(frame, 0.8))
    canvas.fill(ellipse(cx, 282, 28, 27), radial(light(WOOD, 0.25), dark(WOOD, 0.3)))
    gleam(canvas, [(cx - 94, 470), (cx - 94, 600), (cx - 94, 740)], 15, 0.7)


def grinder(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone, cx = palette.main, 490.0
    cast(canvas, cx, FLOOR - 4, 110)
    arm = spline([(cx, 330), (cx + 90, 318), (cx + 216, 330)])
    canvas.stroke(arm, 17, dark(STEEL, 0.25))
    canvas.stroke(moved(arm, 0, -4), 8, light(STEEL, 0.5))
    canvas.stroke([(cx + 214, 330), (cx + 214, 286)], 12, STEEL)
    canvas.fill(
        turned(cx + 214, [(206, 24), (230, 38), (278, 30), (290, 22)], foot=0.2), rounded(WOOD)
    )
    canvas.fill(
        turned(cx, [(346, 92), (360, 104), (392, 104)], foot=0.15), rounded(dark(tone, 0.1), 0.4)
    )
    canvas.fill(ellipse(cx, 346, 92, 16), across(light(tone, 0.4), tone))
    canvas.fill(turned(cx, [(392, 100), (570, 100)], foot=0.15, smooth=False), rounded(STEEL, 0.8))
    canvas.fill(turned(cx, [(560, 104), (600, 106), (788, 98)], foot=0.15), rounded(tone, 0.4))
    with canvas.inside(turned(cx, [(600, 106), (788, 98)], foot=0.15)):
        for step in range(14):
            x = cx - 104 + step * 16
            canvas.stroke([(x, 640), (x, 760)], 4, dark(tone, 0.5), alpha=0.3)
    gleam(canvas, [(cx - 70, 410), (cx - 70, 550)], 12, 0.8)


def board(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    wood = source.choice((WOOD, (206, 168, 122), (142, 98, 64)))
    angle = -12.0

    def part(points: Outline) -> Points:
        return turn(points, angle)

    outline = spline(
        [(300, 390), (330, 350), (500, 336), (670, 350), (700, 390), (712, 640), (690, 838), (500, 856),
         (310, 838), (288, 640)], closed=True
    )  # fmt: skip
    handle = box(446, 176, 554, 400, 50)
    for shape in (handle, outline):
        flat_shadow(canvas, part(shape), lift=14, blur=16)
    for shape in (handle, outline):
        canvas.fill(part(shape), across(light(wood, 0.25), wood, dark(wood, 0.1)))
    with canvas.inside(part(outline)):
        for step in range(11):
            x = 290 + step * 42
            grain = spline([(x, 300), (x + 14, 480), (x - 12, 680), (x + 6, 880)])
            canvas.stroke(part(grain), 4, dark(wood, 0.35), alpha=0.22)
        for shift, tone in ((0, dark(wood, 0.3)), (60, light(wood, 0.3))):
            canvas.fill(part(box(392 + shift, 300, 412 + shift, 900)), tone, alpha=0.35)
    canvas.fill(part(ellipse(500, 228, 25, 25)), dark(palette.wall, 0.2))
    cord = spline([(500, 228), (470, 170), (500, 120), (530, 170), (500, 228)])
    canvas.stroke(part(cord), 8, dark(wood, 0.5))


def knife(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    angle = 38.0

    def part(points: Outline) -> Points:
        return turn(points, angle)

    blade = [
        *spline([(498, 560), (520, 400), (534, 240), (520, 120)]),
        *spline([(500, 96), (450, 170), (420, 330), (416, 560)]),
    ]
    flat_shadow(canvas, part([*blade, (540, 860), (440, 860)]), lift=14, blur=16, alpha=0.42)
    canvas.fill(part(blade), across((228, 232, 234), (172, 180, 186), (246, 248, 248)))
    edge = spline([(424, 556), (430, 340), (458, 180), (500, 106)])
    canvas.stroke(part(edge), 15, (250, 252, 252), alpha=0.9)
    with canvas.inside(part(blade)):
        for step in range(9):
            spot = ellipse(488 + math.sin(step) * 8, 200 + step * 40, 15, 10)
            canvas.stroke(part(spot), 3, (140, 148, 156), alpha=0.4)
    canvas.fill(
        part(box(420, 556, 506, 602, 8)), across((206, 170, 100), (240, 214, 150), (176, 138, 76))
    )
    wood = source.choice((WOOD, (92, 62, 44), dark(palette.main, 0.15)))
    grip = spline(
        [(426, 600), (500, 600), (508, 720), (504, 850), (460, 872), (420, 850), (424, 720)],
        closed=True,
    )
    canvas.fill(part(grip), across(light(wood, 0.25), wood, dark(wood, 0.35)))
    for y in (660, 740, 820):
        canvas.fill(part(ellipse(464, y, 9, 9)), (222, 196, 132))


def whisk(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A bamboo tea whisk beside a bowl of matcha."""
    bamboo: Colour = (216, 186, 124)
    cast(canvas, 430, FLOOR - 2, 200)
    bowl = turned(420, [(580, 200), (660, 190), (740, 140), (786, 86)], foot=0.2)
    canvas.fill(bowl, rounded(palette.main))
    speckle(canvas, bowl, palette.main, source, 80)
    canvas.fill(
        ellipse(420, 580, 200, 48),
        across(dark(palette.main, 0.05), light(palette.main, 0.5), dark(palette.main, 0.1)),
    )
    canvas.fill(ellipse(420, 585, 184, 41), dark(palette.main, 0.5))
    canvas.fill(ellipse(420, 592, 172, 35), radial((176, 196, 108), (122, 150, 66)))
    with canvas.inside(ellipse(420, 592, 168, 32)):
        for _ in range(30):
            x, y = 420 + source.gauss(0, 70), 592 + source.gauss(0, 11)
            canvas.fill(ellipse(x, y, 7, 4)[::9], (206, 220, 150), alpha=0.7)
    cast(canvas, 700, FLOOR - 2, 70)
    for step in range(27):
        lean = (step - 13) * 7.4
        prong = spline([(700 + lean * 0.42, 560), (700 + lean * 0.9, 660), (700 + lean, 780)])
        canvas.stroke(
            prong, 5, light(bamboo, 0.15 + step % 3 * 0.12) if step % 2 else dark(bamboo, 0.18)
        )
    canvas.fill(turned(700, [(400, 40), (560, 44)], foot=0.2, smooth=False), rounded(bamboo, 0.3))
    canvas.fill(ellipse(700, 400, 40, 9), across(dark(bamboo, 0.2), light(bamboo, 0.4)))
    canvas.stroke(ellipse(700, 556, 45, 9, start=0, end=180), 9, palette.accent)


def honey(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 470.0
    gold = source.choice(((232, 168, 54), (188, 108, 36), (240, 196, 96)))
    cast(canvas, cx, FLOOR - 4, 170)
    hexagon = [
        (cx - 120, 440),
        (cx + 120, 440),
        (cx + 168, 500),
        (cx + 160, 770),
        (cx + 120, 802),
        (cx - 120, 802),
        (cx - 160, 770),
        (cx - 168, 500),
    ]
    canvas.fill(hexagon, rounded(gold, 0.7))
    with canvas.inside(hexagon):
        canvas.fill(box(cx - 60, 430, cx - 48, 820), light(gold, 0.5), alpha=0.45)
        canvas.fill(box(cx + 66, 430, cx + 76, 820), dark(gold, 0.4), alpha=0.35)
    label(canvas, box(cx - 104, 540, cx + 104, 726, 12), palette, source)
    canvas.fill(
        turned(cx, [(372, 122), (388, 128), (442, 128)], foot=0.13), rounded(palette.main, 0.4)
    )
    canvas.fill(ellipse(cx, 372, 122, 20), across(light(palette.main, 0.4), palette.main))
    _dipper(canvas, 742, 770, gold)
    gleam(canvas, [(cx - 138, 500), (cx - 140, 620), (cx - 134, 750)], 13, 0.7)


def _dipper(canvas: Canvas, x: float, y: float, gold: Colour) -> None:
    canvas.soft(ellipse(x + 24, y + 42, 110, 18), 9, (58, 38, 50), alpha=0.5)
    canvas.fill(ellipse(x + 10, y + 34, 96, 20), across(light(gold, 0.3), gold))
    stick = [(x + 8, y - 10), (x + 110, y - 250)]
    canvas.stroke(stick, 19, dark(WOOD, 0.25))
    canvas.stroke(moved(stick, -4, -2), 9, light(WOOD, 0.25))
    for step in range(5):
        disc = turn(
            ellipse(x + step * 8, y - step * 19, 46 - abs(step - 2) * 7, 14),
            -66 + 90,
            (x + step * 8, y - step * 19),
        )
        canvas.fill(moved(disc, 0, 4), dark(WOOD, 0.4))
        canvas.fill(disc, across(light(WOOD, 0.3), WOOD))


def filters(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A carton of filter papers, some of them fanned in front."""
    cast(canvas, 500, FLOOR, 230)
    tone = palette.main
    canvas.fill([(320, 430), (640, 430), (690, 390), (370, 390)], light(tone, 0.35))
    canvas.fill([(640, 430), (690, 390), (690, 750), (640, 806)], dark(tone, 0.35))
    front = box(320, 430, 640, 806)
    canvas.fill(front, across(light(tone, 0.1), tone, dark(tone, 0.08)))
    label(canvas, box(366, 490, 594, 700, 8), palette, source)
    kraft: Colour = (222, 192, 148)
    for index in range(4):
        cone = [(600, 812), (520 + index * 8, 600), (800 - index * 4, 600), (720, 812)]
        shape = turn(
            [cone[0], *spline([cone[1], (660, 570), cone[2]]), cone[3]], 10 + index * 9, (660, 800)
        )
        canvas.soft(moved(shape, 6, 7), 7, (58, 38, 50), alpha=0.3)
        canvas.fill(shape, across(light(kraft, 0.4), kraft, dark(kraft, 0.08)))


def granola(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A kraft bag with a window."""
    kraft: Colour = (208, 172, 124)
    cast(canvas, 500, FLOOR, 200)
    body = spline(
        [
            (340, 330),
            (500, 322),
            (660, 330),
            (676, 560),
            (684, 772),
            (660, 808),
            (500, 818),
            (340, 808),
            (316, 772),
            (324, 560),
        ],
        closed=True,
    )
    canvas.fill(
        body,
        Paint(
            ((0, dark(kraft, 0.28)), (0.2, light(kraft, 0.2)), (0.7, kraft), (1, dark(kraft, 0.38)))
        ),
    )
    fold = [(338, 262), (662, 262), (660, 352), (340, 352)]
    canvas.soft(moved(fold, 0, 12), 10, (58, 38, 40), alpha=0.4)
    canvas.fill(fold, across(dark(kraft, 0.15), light(kraft, 0.25), dark(kraft, 0.2)))
    canvas.fill(box(452, 318, 548, 366, 6), palette.accent)
    label(canvas, box(384, 404, 616, 572, 12), palette, source)
    window = ellipse(500, 690, 104, 84)
    canvas.fill(window, (150, 104, 62))
    with canvas.inside(window):
        for _ in range(120):
            x, y = source.uniform(390, 610), source.uniform(600, 780)
            tone = source.choice(
                ((222, 178, 112), (196, 144, 84), (120, 74, 44), (236, 208, 156), (140, 52, 52))
            )
            canvas.fill(turn(ellipse(x, y, 14, 9)[::6], source.uniform(0, 180), (x, y)), tone)
    canvas.stroke(ellipse(500, 690, 104, 84), 5, dark(kraft, 0.35), alpha=0.7)
    for x, y in ((740, 806), (790, 820), (250, 814)):
        canvas.fill(leaf(x, y, 46, 26, source.uniform(0, 180)), (196, 144, 84))
    canvas.soft(box(330, 780, 670, 812), 12, dark(kraft, 0.8), alpha=0.3)
    canvas.fill(box(346, 262, 654, 270, 3), down(light(kraft, 0.5), kraft))


WALL: frozenset[str] = frozenset({"board", "knife"})
KINDS = {
    "cup": cup,
    "glass": glass,
    "kettle": kettle,
    "moka": moka,
    "press": press,
    "grinder": grinder,
    "board": board,
    "knife": knife,
    "whisk": whisk,
    "honey": honey,
    "filters": filters,
    "granola": granola,
}
