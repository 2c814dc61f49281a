"""For the home: lamp, chair, cushion, blanket, candle, clock, basket, stool."""

import math
import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    Points,
    box,
    ellipse,
    moved,
    spline,
    turned,
)
from tests.drawing.stage import FLOOR, cast

WOOD: Colour = (178, 130, 86)
GLOW: Colour = (255, 226, 158)
BRASS: Colour = (204, 166, 94)


def lamp(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A table lamp with a dome, switched on."""
    tone, cx = palette.main, 500.0
    canvas.soft(ellipse(cx, 420, 330, 290), 120, GLOW, alpha=0.75)
    cast(canvas, cx, FLOOR - 4, 130)
    canvas.soft(ellipse(cx, FLOOR + 8, 330, 60), 40, GLOW, alpha=0.7)
    base = turned(cx, [(738, 58), (760, 112), (786, 122)], foot=0.16)
    stem = turned(cx, [(470, 40), (560, 30), (660, 34), (745, 62)], foot=0.1)
    canvas.fill(base, rounded(tone))
    canvas.fill(stem, rounded(tone))
    dome = [
        *ellipse(cx, 478, 226, 222, start=180, end=360),
        *ellipse(cx, 478, 226, 42, start=0, end=180),
    ]
    canvas.fill(dome, rounded(light(tone, 0.12), 0.5))
    under = ellipse(cx, 478, 226, 42)
    canvas.fill(under, radial((255, 252, 238), (250, 206, 124)))
    canvas.stroke(ellipse(cx, 478, 224, 41), 7, light(tone, 0.35))
    with canvas.inside(dome):
        canvas.soft(ellipse(cx, 500, 250, 80), 40, GLOW, alpha=0.55)
    canvas.fill(ellipse(cx, 258, 17, 15), radial(light(BRASS, 0.5), dark(BRASS, 0.2)))
    canvas.stroke(
        ellipse(cx - 10, 478, 178, 178, start=198, end=246), 15, (255, 255, 255), alpha=0.4
    )


def chair(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A wooden armless chair seen from the front and a little above."""
    wood = source.choice((WOOD, (120, 84, 58), (206, 172, 128), dark(palette.main, 0.05)))
    shade, shine = dark(wood, 0.35), light(wood, 0.25)
    canvas.soft([(300, 800), (720, 790), (830, 840), (380, 860)], 22, (58, 38, 50), alpha=0.42)
    for x0, x1, y1 in ((352, 338, 800), (648, 662, 800)):
        _pole(canvas, (x0, 590), (x1, y1), 30, shade)
    for x0, x1 in ((348, 372), (652, 628)):
        _pole(canvas, (x0, 220), (x1, 600), 30, wood)
    if source.random() < 0.5:
        for step in range(5):
            x = 410 + step * 45
            _pole(canvas, (x - 6 + step * 3, 250), (x + 2, 590), 15, wood)
        rails = [(238, 58)]
    else:
        rails = [(240, 54), (352, 42), (452, 42)]
    for y, thick in rails:
        rail = spline(
            [
                (344, y),
                (500, y - 20),
                (656, y),
                (654, y + thick),
                (500, y + thick - 18),
                (346, y + thick),
            ],
            closed=True,
        )
        canvas.fill(rail, down(shine, wood, shade))
    seat = spline(
        [(330, 596), (500, 578), (670, 596), (712, 664), (500, 684), (288, 664)], closed=True
    )
    canvas.fill(moved(seat, dy=24), shade)
    canvas.fill(seat, across(shine, wood, dark(wood, 0.18)))
    pad = spline(
        [(350, 594), (500, 580), (650, 594), (680, 646), (500, 662), (320, 646)], closed=True
    )
    canvas.fill(moved(pad, dy=-2), dark(palette.accent, 0.25))
    canvas.fill(
        moved(pad, dy=-14),
        across(light(palette.accent, 0.22), palette.accent, dark(palette.accent, 0.18)),
    )
    for x0, x1 in ((314, 290), (686, 710)):
        _pole(canvas, (x0, 676), (x1, 846), 34, wood)
    _pole(canvas, (306, 762), (694, 762), 17, wood)


def _pole(
    canvas: Canvas, top: tuple[float, float], foot: tuple[float, float], width: float, tone: Colour
) -> None:
    canvas.stroke([top, foot], width, dark(tone, 0.28))
    shift = width * 0.14
    canvas.stroke([(top[0] - shift, top[1]), (foot[0] - shift, foot[1])], width * 0.62, tone)
    canvas.stroke(
        [(top[0] - shift * 2, top[1]), (foot[0] - shift * 2, foot[1])],
        width * 0.2,
        light(tone, 0.35),
    )


def stool(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    wood = source.choice((WOOD, (128, 90, 60), (208, 176, 134)))
    canvas.soft(ellipse(560, 826, 250, 40), 20, (58, 38, 50), alpha=0.4)
    _pole(canvas, (500, 480), (500, 770), 30, dark(wood, 0.25))
    for x0, x1 in ((420, 322), (580, 678)):
        _pole(canvas, (x0, 490), (x1, 826), 34, wood)
    _pole(canvas, (366, 690), (634, 690), 18, wood)
    canvas.fill(ellipse(500, 494, 214, 58), dark(wood, 0.4))
    canvas.fill(ellipse(500, 468, 218, 60), across(light(wood, 0.35), wood, dark(wood, 0.15)))
    for inset in (40, 84, 126):
        canvas.stroke(
            ellipse(500, 468, 218 - inset, 60 - inset * 0.275), 3, dark(wood, 0.3), alpha=0.35
        )
    mug = turned(548, [(368, 42), (440, 40), (456, 34)], foot=0.2)
    canvas.fill(mug, rounded(palette.main))
    canvas.fill(ellipse(548, 368, 42, 9), dark(palette.main, 0.5))
    canvas.stroke(ellipse(594, 408, 21, 23, start=-90, end=100), 10, dark(palette.main, 0.12))


def cushion(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = palette.main
    cast(canvas, 505, FLOOR - 2, 260)
    pillow = spline(
        [(232, 352), (360, 384), (500, 392), (640, 384), (768, 352), (744, 480), (738, 590), (744, 700),
         (772, 806), (640, 790), (500, 786), (360, 790), (228, 806), (256, 700), (262, 590), (256, 480)],
        closed=True,
    )  # fmt: skip
    canvas.fill(pillow, across(dark(tone, 0.14), light(tone, 0.22), tone, dark(tone, 0.3)))
    with canvas.inside(pillow):
        _weave(canvas, palette, source)
        canvas.soft(ellipse(420, 520, 130, 110), 60, light(tone, 0.9), alpha=0.32)
        canvas.soft(
            [(700, 380), (790, 360), (790, 800), (690, 800)], 40, dark(tone, 0.9), alpha=0.4
        )
        canvas.soft(
            [(240, 740), (770, 740), (770, 830), (240, 830)], 30, dark(tone, 0.9), alpha=0.35
        )
        for x, y, fx, fy in (
            (232, 352, 330, 452),
            (768, 352, 670, 452),
            (228, 806, 330, 700),
            (772, 806, 668, 704),
        ):
            canvas.stroke(
                spline([(x, y), ((x + fx) / 2 + 8, (y + fy) / 2), (fx, fy)]),
                7,
                dark(tone, 0.45),
                alpha=0.28,
            )
    canvas.stroke([*pillow, pillow[0]], 8, dark(palette.second, 0.1))


def _weave(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    pattern = source.choice(("stripes", "checks", "arches", "plain"))
    if pattern == "plain":
        return
    if pattern == "arches":
        for row in range(4):
            for column in range(5):
                cx, cy = 290 + column * 106 + (53 if row % 2 else 0), 480 + row * 106
                for radius in (42, 26, 11):
                    canvas.stroke(
                        ellipse(cx, cy, radius, radius, start=180, end=360),
                        8,
                        palette.second,
                        alpha=0.9,
                    )
        return
    for step in range(-6, 7):
        bow = 22 * math.copysign(abs(step / 6) ** 1.5, step)
        x = 500 + step * 44
        line = spline([(x + bow * 1.8, 340), (x + bow * 0.4, 580), (x + bow * 1.8, 810)])
        canvas.stroke(line, 15 if step % 2 else 5, palette.second, alpha=0.88)
        if pattern == "checks":
            y = 580 + step * 36
            canvas.stroke(
                spline([(230, y + bow), (500, y), (770, y + bow)]), 5, palette.accent, alpha=0.7
            )


def blanket(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """Three folded blankets, the upper one with fringes."""
    cast(canvas, 500, FLOOR, 290)
    tones = (palette.second, palette.accent, palette.main)
    for index, tone in enumerate(tones):
        y1 = FLOOR + 4 - index * 112
        _fold(canvas, 216 + index * 14, y1 - 122, 776 - index * 12, y1, tone, palette, index)
    top = FLOOR + 4 - 224 - 122
    for step in range(24):
        x = 262 + step * 10
        drop = 58 + (step * 29 % 17)
        canvas.stroke(
            spline([(x, top + 66), (x - 4, top + 66 + drop * 0.5), (x + 3, top + 66 + drop)]),
            5,
            light(palette.main, 0.2 + (step % 3) * 0.1),
        )


def _fold(
    canvas: Canvas,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    tone: Colour,
    palette: Palette,
    index: int,
) -> None:
    for half in (1, 0):
        top = y0 + half * 58
        layer = box(x0 + half * 5, top, x1 - half * 3, top + 66, 33)
        canvas.fill(
            layer,
            Paint(
                (
                    (0, light(tone, 0.38)),
                    (0.3, tone),
                    (0.75, dark(tone, 0.14)),
                    (1, dark(tone, 0.4)),
                ),
                "down",
            ),
        )
        with canvas.inside(layer):
            for at in (0.66, 0.72, 0.82):
                x = x0 + (x1 - x0) * at
                canvas.stroke(
                    [(x, top - 5), (x, top + 70)],
                    9 if at == 0.72 else 18,
                    palette.second if index else palette.main,
                    alpha=0.75,
                )
            for step in range(38):
                x = x0 + (x1 - x0) * step / 38
                canvas.stroke([(x, top), (x - 12, top + 66)], 2.5, dark(tone, 0.4), alpha=0.12)
    canvas.soft(box(x0 + 40, y0 + 56, x1 - 20, y0 + 64), 6, dark(tone, 0.9), alpha=0.4)


def candle(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 500.0
    canvas.soft(ellipse(cx, 400, 220, 220), 100, GLOW, alpha=0.7)
    cast(canvas, cx, FLOOR - 4, 140)
    tone = palette.main
    glass = turned(cx, [(498, 140), (740, 140), (788, 126)], foot=0.16)
    canvas.fill(glass, rounded(light(tone, 0.25), 0.5))
    wax = turned(cx, [(556, 130), (740, 130), (778, 118)], foot=0.15)
    canvas.fill(wax, rounded(light(palette.second, 0.45), 0.2))
    canvas.fill(ellipse(cx, 556, 130, 24), radial((255, 236, 186), light(palette.second, 0.4)))
    canvas.fill(box(420, 616, 580, 742, 8), across((250, 244, 232), (232, 222, 204)))
    canvas.stroke([(452, 660), (548, 660)], 8, dark(tone, 0.4))
    canvas.stroke([(474, 690), (526, 690)], 5, palette.accent)
    canvas.fill(glass, (255, 255, 255), alpha=0.1)
    canvas.stroke(ellipse(cx, 498, 138, 25), 7, light(tone, 0.6))
    canvas.stroke([(cx, 552), (cx + 3, 508)], 7, (60, 44, 38))
    flame = spline(
        [(cx, 400), (cx + 24, 458), (cx + 20, 498), (cx, 512), (cx - 20, 498), (cx - 22, 458)],
        closed=True,
    )
    canvas.soft(flame, 16, (255, 190, 90), alpha=0.9)
    canvas.fill(flame, down((255, 214, 120), (255, 246, 214), (250, 170, 70)))
    canvas.stroke([(388, 540), (388, 742)], 11, (255, 255, 255), alpha=0.6)


def clock(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    canvas.soft(ellipse(524, 504, 292, 292), 26, (58, 38, 50), alpha=0.42)
    rim = source.choice((WOOD, palette.main, (54, 54, 60)))
    canvas.fill(ellipse(500, 480, 292, 292), across(light(rim, 0.3), rim, dark(rim, 0.35)))
    canvas.fill(ellipse(500, 480, 258, 258), dark(rim, 0.4))
    canvas.fill(ellipse(502, 484, 254, 254), across((248, 243, 233), (255, 253, 248)))
    for hour in range(12):
        angle = math.radians(hour * 30)
        inner, width = (196, 14) if hour % 3 == 0 else (214, 7)
        line = [(500 + r * math.cos(angle), 480 + r * math.sin(angle)) for r in (inner, 234)]
        canvas.stroke(line, width, dark(palette.main, 0.3))
    for degrees, length, width in ((-58, 128, 17), (34, 190, 12)):
        angle = math.radians(degrees)
        tip = (500 + length * math.cos(angle), 480 + length * math.sin(angle))
        canvas.soft(
            [(506, 492), (tip[0] + 8, tip[1] + 14), (tip[0] + 2, tip[1] + 4)],
            6,
            (58, 38, 50),
            alpha=0.5,
        )
        canvas.stroke([(500, 480), tip], width, (48, 44, 50))
    canvas.stroke([(470, 546), (548, 376)], 5, palette.accent)
    canvas.fill(ellipse(500, 480, 19, 19), palette.accent)
    canvas.fill([(330, 300), (470, 236), (360, 640), (276, 560)], (255, 255, 255), alpha=0.16)


def basket(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    straw: Colour = source.choice(((206, 168, 112), (188, 146, 92), (222, 190, 142)))
    cx = 500.0
    cast(canvas, cx, FLOOR - 2, 220)
    handle = ellipse(cx, 540, 178, 250, start=180, end=360)
    canvas.stroke(handle, 30, dark(straw, 0.35))
    canvas.stroke(moved(handle, -3, -4), 17, straw)
    cloth = spline(
        [(330, 540), (380, 468), (470, 500), (540, 452), (640, 486), (684, 548), (500, 590)],
        closed=True,
    )
    canvas.fill(cloth, across(light(palette.main, 0.35), palette.main, dark(palette.main, 0.15)))
    body = turned(cx, [(540, 236), (640, 228), (740, 204), (788, 184)], foot=0.14)
    canvas.fill(body, rounded(straw, 0.15))
    with canvas.inside(body):
        _wicker(canvas, cx, straw)
    for shift in (0, 18):
        canvas.stroke(
            ellipse(cx, 544 + shift, 238, 38, start=0, end=180),
            20,
            rounded(light(straw, 0.15), 0.2),
        )


def _wicker(canvas: Canvas, cx: float, straw: Colour) -> None:
    for row in range(9):
        y = 576 + row * 27
        for step in range(17):
            x = cx - 246 + step * 30 + (15 if row % 2 else 0)
            dip = 34 * math.sqrt(max(0.0, 1 - ((x - cx) / 250) ** 2))
            strand: Points = spline(
                [(x - 12, y + dip + 4), (x, y + dip - 6), (x + 12, y + dip + 4)], steps=4
            )
            canvas.stroke(
                strand, 13, light(straw, 0.28) if step % 2 else dark(straw, 0.18), alpha=0.5
            )


KINDS = {
    "lamp": lamp,
    "chair": chair,
    "stool": stool,
    "cushion": cushion,
    "blanket": blanket,
    "candle": candle,
    "clock": clock,
    "basket": basket,
}
WALL = frozenset({"clock"})
