"""Metal gear: lock, pump, pot, stove, tool, torch."""

import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light
from tests.drawing.shapes import (
    box,
    ellipse,
    moved,
    spline,
    turn,
    turned,
)
from tests.drawing.stage import FLOOR, cast, flat_shadow

STEEL: Colour = (184, 190, 194)
BLACK: Colour = (50, 50, 56)
BRASS: Colour = (206, 168, 94)


def lock(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cast(canvas, 500, FLOOR - 2, 240)
    shackle = [(330, 640), *ellipse(500, 380, 170, 170, start=180, end=360), (670, 640)]
    canvas.stroke(shackle, 50, dark(BLACK, 0.3))
    canvas.stroke(moved(shackle, -5, -4), 32, palette.main)
    canvas.stroke(moved(shackle, -11, -7), 9, light(palette.main, 0.55), alpha=0.8)
    bar = box(256, 630, 744, 796, 70)
    canvas.fill(bar, Paint(((0, light(BLACK, 0.3)), (0.25, BLACK), (1, dark(BLACK, 0.4))), "down"))
    canvas.fill(box(276, 660, 724, 676, 8), (255, 255, 255), alpha=0.16)
    canvas.fill(ellipse(500, 716, 52, 52), radial(light(STEEL, 0.5), dark(STEEL, 0.3)))
    canvas.fill(box(492, 690, 508, 742, 5), (40, 40, 44))
    canvas.fill(box(586, 700, 690, 734, 8), palette.accent)


def pump(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 500.0
    cast(canvas, cx, FLOOR, 190)
    hose = spline(
        [(cx + 40, 726), (cx + 200, 690), (cx + 220, 500), (cx + 170, 400), (cx + 60, 420)]
    )
    canvas.stroke(hose, 15, BLACK)
    canvas.fill(
        box(cx - 190, 768, cx + 190, 806, 18),
        Paint(((0, light(BLACK, 0.3)), (1, dark(BLACK, 0.3))), "down"),
    )
    canvas.fill(
        turned(cx, [(360, 38), (730, 38)], foot=0.2, smooth=False), rounded(palette.main, 0.7)
    )
    canvas.fill(turned(cx, [(340, 44), (366, 44)], foot=0.2, smooth=False), rounded(BLACK, 0.4))
    canvas.fill(box(cx - 8, 200, cx + 8, 350), across(light(STEEL, 0.6), dark(STEEL, 0.2)))
    canvas.fill(
        box(cx - 150, 166, cx + 150, 212, 23),
        Paint(((0, (214, 168, 116)), (0.5, (178, 130, 84)), (1, (122, 84, 54))), "down"),
    )
    canvas.fill(ellipse(cx, 716, 84, 84), across(light(STEEL, 0.5), STEEL, dark(STEEL, 0.3)))
    canvas.fill(ellipse(cx, 716, 68, 68), (250, 247, 240))
    for step in range(9):
        tick = turn([(cx + 46, 716), (cx + 60, 716)], 140 + step * 32, (cx, 716))
        canvas.stroke(tick, 5, BLACK)
    canvas.stroke([(cx, 716), (cx + 30, 680)], 6, palette.accent)
    canvas.fill(box(cx + 34, 404, cx + 86, 440, 10), palette.accent)


def camp_pot(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx, metal = 490.0, source.choice((STEEL, (150, 156, 162)))
    cast(canvas, cx, FLOOR - 2, 190)
    handle = spline([(cx + 170, 560), (cx + 290, 560), (cx + 300, 680), (cx + 172, 700)])
    canvas.stroke(handle, 15, palette.accent)
    canvas.fill(turned(cx, [(520, 182), (780, 176)], foot=0.14, smooth=False), rounded(metal, 0.8))
    canvas.fill(
        turned(cx, [(484, 60), (500, 160), (524, 188)], foot=0.14), rounded(light(metal, 0.08), 0.8)
    )
    canvas.stroke(ellipse(cx, 470, 34, 28, start=180, end=360), 13, palette.accent)
    for step in range(3):
        y = 620 + step * 44
        canvas.stroke([(cx + 92, y), (cx + 132, y)], 4, dark(metal, 0.5), alpha=0.6)
    canvas.stroke([(cx - 120, 556), (cx - 122, 750)], 15, (255, 255, 255), alpha=0.6)


def stove(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cx = 500.0
    cast(canvas, cx, FLOOR - 2, 150)
    can = turned(cx, [(640, 104), (668, 138), (770, 138), (790, 130)], foot=0.15)
    canvas.fill(can, rounded(palette.main, 0.6))
    with canvas.inside(can):
        canvas.fill(box(cx - 150, 700, cx + 150, 744), rounded(palette.second, 0.4))
    canvas.fill(
        box(cx - 26, 560, cx + 26, 640, 8), across(light(BRASS, 0.5), BRASS, dark(BRASS, 0.3))
    )
    canvas.stroke([(cx + 20, 600), (cx + 120, 610)], 9, STEEL)
    canvas.stroke(ellipse(cx + 146, 612, 28, 16), 8, palette.accent)
    canvas.soft(ellipse(cx, 500, 110, 70), 36, (120, 170, 255), alpha=0.6)
    for step in range(7):
        x = cx - 66 + step * 22
        flame = spline(
            [(x, 440 + abs(step - 3) * 10), (x + 12, 500), (x, 540), (x - 12, 500)], closed=True
        )
        canvas.fill(flame, down((150, 190, 255), (84, 128, 240)))
    canvas.fill(turned(cx, [(536, 82), (566, 60)], foot=0.2, smooth=False), rounded(STEEL, 0.7))
    for x in (-1, 0, 1):
        arm = (
            [(cx + x * 50, 560), (cx + x * 150, 520), (cx + x * 160, 440)]
            if x
            else [(cx, 540), (cx, 430)]
        )
        canvas.stroke(arm, 13, dark(STEEL, 0.25))
        canvas.stroke(moved(arm, -3, -2), 5, light(STEEL, 0.5))


def tool(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    for angle, length, kind in ((-62, 300, "blade"), (-118, 260, "driver"), (28, 250, "opener")):
        part = turn(
            [
                (470, 560),
                (470 + length * 0.86, 548),
                (470 + length, 566),
                (470 + length * 0.86, 592),
                (470, 590),
            ],
            angle,
            (400 if angle < -90 else 600, 575),
        )
        flat_shadow(canvas, part, lift=10, blur=10)
        canvas.fill(part, across(light(STEEL, 0.5), STEEL, dark(STEEL, 0.2)))
        if kind == "opener":
            canvas.fill(
                ellipse(sum(x for x, _ in part) / 5 + 30, sum(y for _, y in part) / 5 + 14, 17, 17),
                dark(palette.wall, 0.15),
            )
    body = box(240, 510, 760, 656, 73)
    flat_shadow(canvas, body, lift=16, blur=16, alpha=0.5)
    canvas.fill(box(240, 500, 760, 646, 73), STEEL)
    canvas.fill(
        body,
        Paint(
            ((0, light(palette.main, 0.35)), (0.4, palette.main), (1, dark(palette.main, 0.3))),
            "down",
        ),
    )
    for x in (310, 690):
        canvas.fill(ellipse(x, 583, 19, 19), radial(light(STEEL, 0.5), dark(STEEL, 0.3)))
    canvas.fill(
        spline([(450, 606), (490, 556), (512, 586), (530, 566), (560, 606)], closed=False),
        light(palette.second, 0.4),
    )
    canvas.stroke([(290, 534), (700, 534)], 9, (255, 255, 255), alpha=0.35)


def torch(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A head torch on its band."""
    canvas.soft(ellipse(462, 690, 210, 200), 70, (255, 236, 170), alpha=0.7)
    band = ellipse(540, 480, 290, 200)
    canvas.stroke(moved(band, 14, 22), 60, (58, 38, 50), alpha=0.16)
    canvas.stroke(ellipse(540, 480, 290, 200, start=180, end=360), 58, dark(palette.main, 0.35))
    canvas.stroke(ellipse(540, 480, 290, 200, start=0, end=180), 62, palette.main)
    for shift in (-15, 15):
        canvas.stroke(
            moved(ellipse(540, 480, 290, 200, start=4, end=176), 0, shift), 6, palette.accent
        )
    lamp = box(380, 590, 600, 760, 42)
    flat_shadow(canvas, lamp, lift=8, blur=12)
    canvas.fill(
        lamp, Paint(((0, light(BLACK, 0.35)), (0.4, BLACK), (1, dark(BLACK, 0.35))), "down")
    )
    canvas.soft(ellipse(462, 676, 70, 70), 26, (255, 244, 190), alpha=0.9)
    canvas.fill(ellipse(462, 676, 60, 60), radial((255, 255, 244), (250, 216, 130)))
    canvas.stroke(ellipse(462, 676, 62, 62), 9, STEEL)
    canvas.fill(ellipse(560, 676, 20, 20), (210, 70, 56))


WALL: frozenset[str] = frozenset({"tool", "torch"})
KINDS = {
    "lock": lock,
    "pump": pump,
    "camp_pot": camp_pot,
    "stove": stove,
    "tool": tool,
    "torch": torch,
}
