"""Books and stationery: book, book stack, notebook, pencils, fountain pen, envelope, ink, print."""

import math
import random

from tests.drawing.canvas import Canvas, Paint, across, down, radial, rounded
from tests.drawing.colours import Colour, Palette, dark, light, mix
from tests.drawing.shapes import (
    Outline,
    Points,
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

PAPER: Colour = (246, 240, 228)
BRASS: Colour = (201, 164, 92)


def cover_art(canvas: Canvas, frame: Outline, palette: Palette, source: random.Random) -> None:
    """An abstract landscape, sun, waves or leaves within the frame's bounding box."""
    xs, ys = [x for x, _ in frame], [y for _, y in frame]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    width, height = x1 - x0, y1 - y0
    art = source.choice((_hills, _waves, _foliage, _doors, _moon))
    with canvas.inside(frame):
        art(canvas, x0, y0, width, height, palette, source)


def _hills(
    canvas: Canvas, x: float, y: float, w: float, h: float, palette: Palette, source: random.Random
) -> None:
    canvas.fill(
        ellipse(x + w * source.uniform(0.35, 0.68), y + h * 0.36, w * 0.2, w * 0.2), palette.accent
    )
    tones = (
        light(palette.second, 0.1),
        mix(palette.second, palette.main, 0.45),
        dark(palette.main, 0.35),
    )
    for index, tone in enumerate(tones):
        base = y + h * (0.52 + index * 0.15)
        ridge = spline(
            [(x - 10, base + source.uniform(-20, 30)), (x + w * 0.3, base - source.uniform(10, 50)),
             (x + w * 0.62, base + source.uniform(0, 40)), (x + w + 10, base - source.uniform(0, 45))]
        )  # fmt: skip
        canvas.fill([*ridge, (x + w + 10, y + h + 10), (x - 10, y + h + 10)], tone)


def _waves(
    canvas: Canvas, x: float, y: float, w: float, h: float, palette: Palette, source: random.Random
) -> None:
    for index in range(7):
        base = y + h * (0.3 + index * 0.11)
        line = [
            (x + w * step / 24 - 4, base + 13 * math.sin(step * 0.9 + index * 1.3))
            for step in range(26)
        ]
        tone = (palette.second, palette.accent, light(palette.main, 0.3))[index % 3]
        canvas.stroke(line, 13, tone)
    canvas.fill(ellipse(x + w * 0.5, y + h * 0.2, w * 0.11, w * 0.11), palette.accent)


def _foliage(
    canvas: Canvas, x: float, y: float, w: float, h: float, palette: Palette, source: random.Random
) -> None:
    stem = spline([(x + w * 0.5, y + h), (x + w * 0.45, y + h * 0.6), (x + w * 0.55, y + h * 0.2)])
    canvas.stroke(stem, 6, palette.second)
    for index in range(2, len(stem) - 1, 3):
        px, py = stem[index]
        for side in (-1, 1):
            shape = leaf(px, py, w * 0.36, w * 0.15, -90 + side * 56)
            canvas.fill(shape, palette.second if index % 2 else palette.accent)


def _doors(
    canvas: Canvas, x: float, y: float, w: float, h: float, palette: Palette, source: random.Random
) -> None:
    for index, tone in enumerate((palette.second, palette.accent, dark(palette.main, 0.4))):
        inset = w * (0.14 + index * 0.12)
        canvas.fill(arch(x + inset, y + h * (0.24 + index * 0.12), x + w - inset, y + h + 5), tone)


def _moon(
    canvas: Canvas, x: float, y: float, w: float, h: float, palette: Palette, source: random.Random
) -> None:
    canvas.fill(ellipse(x + w * 0.5, y + h * 0.42, w * 0.28, w * 0.28), palette.accent)
    canvas.fill(ellipse(x + w * 0.6, y + h * 0.38, w * 0.25, w * 0.25), palette.main)
    for _ in range(16):
        spot = ellipse(x + source.uniform(0, w), y + source.uniform(0, h), 3.5, 3.5)[::9]
        canvas.fill(spot, light(palette.second, 0.3))
    ridge = spline([(x - 10, y + h * 0.9), (x + w * 0.4, y + h * 0.78), (x + w + 10, y + h * 0.88)])
    canvas.fill([*ridge, (x + w + 10, y + h + 9), (x - 10, y + h + 9)], palette.second)


def book(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A hardcover that stands a little open to the right."""
    tone = palette.main
    cast(canvas, 520, FLOOR - 4, 205, strength=0.95)
    pages = [(700, 288), (742, 306), (742, 784), (700, FLOOR)]
    canvas.fill(pages, across(dark(PAPER, 0.25), PAPER))
    for shift in range(5, 40, 7):
        canvas.stroke(
            [(700 + shift, 292 + shift * 0.4), (700 + shift, 797 - shift * 0.35)],
            1.5,
            dark(PAPER, 0.3),
            alpha=0.5,
        )
    canvas.fill([(742, 296), (754, 304), (754, 786), (742, 792)], dark(tone, 0.45))
    spine = [(318, 300), (352, 272), (352, FLOOR + 8), (318, 786)]
    canvas.fill(spine, across(dark(tone, 0.42), dark(tone, 0.15)))
    front = [(350, 270), (704, 280), (704, FLOOR + 2), (350, FLOOR + 8)]
    canvas.fill(front, across(dark(tone, 0.1), light(tone, 0.1), tone, dark(tone, 0.06)))
    cover_art(canvas, [(384, 352), (672, 356), (672, 726), (384, 730)], palette, source)
    canvas.stroke([(368, 275), (368, FLOOR + 5)], 5, dark(tone, 0.35), alpha=0.5)
    for y, half in ((312, 96), (332, 58)):
        canvas.stroke(
            [(528 - half, y), (528 + half, y + 1)], 7, light(palette.second, 0.35), alpha=0.9
        )
    canvas.stroke([(490, 762), (566, 763)], 5, light(palette.second, 0.35), alpha=0.8)
    canvas.soft([(360, 270), (450, 272), (400, 800), (355, 800)], 24, (255, 255, 255), alpha=0.16)


def book_stack(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    cast(canvas, 505, FLOOR + 2, 290)
    tones = [palette.main, palette.second, palette.accent, mix(palette.main, palette.second, 0.5)]
    y = FLOOR + 6
    for index in range(4):
        height = source.choice((62.0, 74.0, 88.0))
        left = 232 + index * 14 + source.uniform(-18, 18)
        right = 768 - index * 18 + source.uniform(-18, 18)
        _lying(canvas, left, y - height, right, y, tones[index], source)
        y -= height
    if source.random() < 0.6:
        cup = turned(545, [(y - 118, 66), (y - 60, 66), (y - 12, 52)], foot=0.18)
        canvas.fill(cup, rounded(light(palette.second, 0.3)))
        canvas.fill(ellipse(545, y - 118, 66, 14), dark(palette.second, 0.5))
        canvas.stroke(
            ellipse(620, y - 70, 32, 34, start=-90, end=100), 13, dark(palette.second, 0.15)
        )
    else:
        glasses = (470.0, 575.0)
        for cx in glasses:
            canvas.stroke(ellipse(cx, y - 24, 44, 24), 7, dark(palette.accent, 0.5))
        canvas.stroke(
            spline([(514, y - 26), (522, y - 34), (531, y - 26)]), 6, dark(palette.accent, 0.5)
        )


def _lying(
    canvas: Canvas, x0: float, y0: float, x1: float, y1: float, tone: Colour, source: random.Random
) -> None:
    canvas.fill(
        box(x1 - 46, y0 + 8, x1 + 2, y1 - 8), down(dark(PAPER, 0.12), PAPER, dark(PAPER, 0.2))
    )
    for step in range(1, 7):
        line = y0 + 8 + (y1 - y0 - 16) * step / 7
        canvas.stroke([(x1 - 44, line), (x1, line)], 1.4, dark(PAPER, 0.35), alpha=0.45)
    body = box(x0, y0, x1 - 20, y1, 12)
    canvas.fill(
        body,
        Paint(
            ((0, light(tone, 0.3)), (0.2, tone), (0.8, dark(tone, 0.14)), (1, dark(tone, 0.4))),
            "down",
        ),
    )
    canvas.fill(box(x0 + 20, y0, x1 + 6, y0 + 8, 3), light(tone, 0.12))
    canvas.fill(box(x0 + 20, y1 - 8, x1 + 6, y1, 3), dark(tone, 0.3))
    middle = (y0 + y1) / 2
    band = light(tone, 0.5) if sum(tone) < 480 else dark(tone, 0.45)
    for at in (x0 + 44, x0 + 58, x1 - 96):
        canvas.stroke([(at, y0 + 6), (at, y1 - 6)], 4, band, alpha=0.8)
    width = source.uniform(90, 190)
    canvas.stroke([(x0 + 130, middle), (x0 + 130 + width, middle)], 9, band, alpha=0.85)


def notebook(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """Seen from above, a little turned, with its elastic band and a pencil beside it."""
    tone, angle = palette.main, source.choice((-9.0, -6.0, 7.0))
    outline = turn(box(285, 200, 705, 800, 24), angle)
    flat_shadow(canvas, outline, lift=16, blur=18, alpha=0.45)
    canvas.fill(turn(box(292, 208, 716, 806, 20), angle), dark(PAPER, 0.12))
    canvas.fill(turn(box(289, 204, 710, 803, 22), angle), PAPER)
    canvas.fill(outline, across(dark(tone, 0.18), light(tone, 0.1), tone, dark(tone, 0.08)))
    canvas.stroke(turn([(330, 204), (330, 797)], angle), 4, dark(tone, 0.4), alpha=0.45)
    pattern = source.choice(("art", "label", "dots"))
    if pattern == "art":
        cover_art(canvas, turn(box(380, 300, 610, 640, 12), angle), palette, source)
    elif pattern == "dots":
        with canvas.inside(outline):
            for step in range(56):
                spot = ellipse(386 + step % 7 * 42, 262 + step // 7 * 68, 8, 8)[::6]
                canvas.fill(turn(spot, angle), light(palette.second, 0.1))
    else:
        canvas.fill(turn(box(396, 318, 600, 436, 10), angle), light(palette.second, 0.35))
        canvas.stroke(turn([(440, 362), (556, 362)], angle), 7, dark(tone, 0.3))
        canvas.stroke(turn([(462, 392), (534, 392)], angle), 5, palette.accent)
    band = turn([(652, 198), (652, 802)], angle)
    canvas.stroke(moved(band, 4, 3), 16, dark(tone, 0.5), alpha=0.5)
    canvas.stroke(band, 15, palette.accent)
    canvas.stroke(turn([(520, 800), (520, 842), (512, 862)], angle), 11, palette.accent)
    _pencil(canvas, 800, 240, 800, 740, angle + 14, palette.accent)


def _pencil(
    canvas: Canvas, x0: float, y0: float, x1: float, y1: float, angle: float, tone: Colour
) -> None:
    """Upright from (x0, y0) its end to (x1, y1) its tip, then turned about its middle."""
    cx, half, middle = x0, 17.0, ((x0 + x1) / 2, (y0 + y1) / 2)
    cone = y1 - 66

    def part(points: Outline) -> Points:
        return turn(points, angle, middle)

    body = part(box(cx - half, y0 + 34, cx + half, cone))
    canvas.soft(
        moved(part(box(cx - half, y0, cx + half, y1 - 20)), 9, 13), 8, (58, 38, 50), alpha=0.45
    )
    canvas.fill(body, tone)
    canvas.fill(part(box(cx - half, y0 + 34, cx - half * 0.36, cone)), light(tone, 0.28))
    canvas.fill(part(box(cx + half * 0.4, y0 + 34, cx + half, cone)), dark(tone, 0.28))
    canvas.fill(part(box(cx - half, y0 + 18, cx + half, y0 + 46)), BRASS)
    canvas.fill(part(box(cx - half, y0 - 8, cx + half, y0 + 20, 8)), (222, 150, 140))
    wood: Colour = (226, 188, 140)
    canvas.fill(part([(cx - half, cone), (cx + half, cone), (cx, y1)]), wood)
    canvas.fill(part([(cx - 6, y1 - 24), (cx + 6, y1 - 24), (cx, y1)]), dark(tone, 0.6))


def pencil(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tones = [palette.main, palette.accent, palette.second, mix(palette.main, palette.accent, 0.5)]
    for index, tone in enumerate(tones):
        left = 330.0 + index * 112
        _pencil(canvas, left, 220 + (index % 2) * 26, left, 790 + (index % 2) * 26, 24, tone)
    for _ in range(5):
        x, y = source.uniform(560, 760), source.uniform(760, 850)
        curl = ellipse(x, y, 20, 13, start=source.uniform(0, 180), end=source.uniform(240, 420))
        canvas.stroke(curl, 7, (226, 188, 140))


def pen(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A fountain pen on a sheet with one drawn line."""
    sheet = turn(box(240, 170, 770, 850, 4), -8)
    flat_shadow(canvas, sheet, lift=8, blur=14, alpha=0.3)
    canvas.fill(sheet, down((255, 253, 247), PAPER))
    ink = dark(palette.main, 0.25)
    line = [
        (300 + step * 7, 360 + 46 * math.sin(step * 0.36) * math.exp(-step / 40))
        for step in range(50)
    ]
    canvas.stroke(turn(line, -8), 5, ink)
    cx, angle = 520.0, 52.0

    def part(points: Outline) -> Points:
        return turn(points, angle, (520, 560))

    canvas.soft(moved(part(box(496, 250, 546, 800)), 16, 22), 12, (58, 38, 50), alpha=0.5)
    canvas.fill(part(box(cx - 27, 232, cx + 27, 480, 24)), palette.main)
    canvas.fill(part(box(cx - 27, 250, cx - 9, 468)), light(palette.main, 0.35))
    canvas.fill(part(box(cx + 12, 250, cx + 27, 468)), dark(palette.main, 0.35))
    canvas.fill(part(box(cx - 29, 466, cx + 29, 486)), BRASS)
    body = part([(cx - 25, 486), (cx + 25, 486), (cx + 18, 716), (cx - 18, 716)])
    canvas.fill(body, dark(palette.main, 0.12))
    canvas.fill(
        part([(cx - 25, 486), (cx - 8, 486), (cx - 7, 716), (cx - 18, 716)]),
        light(palette.main, 0.25),
    )
    canvas.fill(part(box(cx - 20, 710, cx + 20, 726)), BRASS)
    nib = part([(cx - 17, 726), (cx + 17, 726), (cx + 13, 764), (cx, 826), (cx - 13, 764)])
    canvas.fill(nib, across(light(BRASS, 0.5), BRASS, dark(BRASS, 0.2)))
    canvas.stroke(part([(cx, 758), (cx, 820)]), 2.5, dark(BRASS, 0.6))
    canvas.fill(part(ellipse(cx, 755, 5, 5)), dark(BRASS, 0.6))
    canvas.stroke(part([(cx + 24, 262), (cx + 26, 420)]), 9, BRASS)


def envelope(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    tone = light(palette.second, 0.3)
    card = turn(box(300, 190, 700, 560, 8), 4)
    flat_shadow(canvas, card, lift=8)
    canvas.fill(card, across((255, 252, 245), PAPER))
    cover_art(canvas, turn(box(340, 226, 660, 520, 4), 4), palette, source)
    body = turn(box(210, 420, 790, 800, 14), -3)
    flat_shadow(canvas, body, lift=14, alpha=0.45)
    canvas.fill(body, across(light(tone, 0.2), tone, dark(tone, 0.08)))
    flap = turn([(214, 424), (786, 424), (520, 640), (480, 640)], -3)
    canvas.soft(moved(flap, 2, 10), 9, (58, 38, 50), alpha=0.28)
    canvas.fill(flap, down(dark(tone, 0.05), light(tone, 0.15)))
    for side in ([(212, 800), (430, 610)], [(788, 800), (570, 610)]):
        canvas.stroke(turn(side, -3), 3, dark(tone, 0.3), alpha=0.45)
    wax = palette.main
    blob = [
        (
            506 + (52 + source.uniform(-5, 6)) * math.cos(a / 2),
            626 + (50 + source.uniform(-5, 6)) * math.sin(a / 2),
        )
        for a in range(12)
    ]
    outline = spline(blob, closed=True)
    flat_shadow(canvas, outline, lift=4, blur=6)
    canvas.fill(outline, radial(light(wax, 0.15), dark(wax, 0.2)))
    canvas.stroke(ellipse(506, 626, 34, 33), 4, dark(wax, 0.35), alpha=0.7)
    canvas.fill(arch(491, 606, 521, 646), dark(wax, 0.3), alpha=0.8)


def ink(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A square glass ink bottle with a cap, and a drop beside it."""
    tone, cx = dark(palette.main, 0.1), 500.0
    cast(canvas, cx, FLOOR, 190)
    glass = box(330, 520, 670, 806, 46)
    canvas.fill(glass, across(light(tone, 0.55), light(tone, 0.75), light(tone, 0.45)))
    canvas.fill(
        box(350, 566, 650, 784, 34), across(dark(tone, 0.1), light(tone, 0.12), dark(tone, 0.4))
    )
    canvas.fill(ellipse(cx, 568, 150, 14), light(tone, 0.3))
    label = box(404, 612, 596, 736, 10)
    canvas.fill(label, across(light(palette.second, 0.4), light(palette.second, 0.2)))
    canvas.fill(arch(474, 630, 526, 690), palette.main)
    canvas.stroke([(440, 712), (560, 712)], 6, dark(palette.main, 0.3))
    canvas.fill(box(412, 484, 588, 530, 12), rounded(light(tone, 0.4)))
    cap = turned(cx, [(388, 104), (410, 110), (486, 110)], foot=0.16)
    canvas.fill(cap, rounded((48, 44, 50), 0.5))
    canvas.fill(ellipse(cx, 388, 104, 22), across((86, 80, 88), (58, 53, 60)))
    for step in range(15):
        x = cx - 104 + step * 15
        canvas.stroke([(x, 420), (x, 496)], 2, (20, 18, 24), alpha=0.4)
    canvas.stroke([(360, 560), (360, 750)], 11, (255, 255, 255), alpha=0.5)
    canvas.fill(ellipse(756, 822, 44, 17), dark(tone, 0.15))
    canvas.fill(ellipse(744, 816, 13, 4), (255, 255, 255), alpha=0.6)


def art_print(canvas: Canvas, palette: Palette, source: random.Random) -> None:
    """A framed print that leans against the wall."""
    frame = box(255, 130, 745, 792)
    canvas.soft(moved(frame, 26, 14), 24, (58, 38, 50), alpha=0.42)
    wood: Colour = source.choice(((176, 128, 82), (62, 56, 56), (226, 216, 200)))
    canvas.fill(frame, across(light(wood, 0.2), wood, dark(wood, 0.25)))
    canvas.fill(box(277, 152, 723, 770), dark(wood, 0.4))
    canvas.fill(box(281, 157, 723, 770), PAPER)
    sheet = box(340, 220, 660, 706)
    canvas.fill(sheet, light(palette.wall, 0.4))
    cover_art(canvas, sheet, palette, source)
    canvas.fill([(281, 157), (480, 157), (300, 770), (281, 770)], (255, 255, 255), alpha=0.12)


KINDS = {
    "book": book,
    "book_stack": book_stack,
    "notebook": notebook,
    "pencil": pencil,
    "pen": pen,
    "envelope": envelope,
    "ink": ink,
    "print": art_print,
}
WALL = frozenset({"notebook", "pencil", "pen", "envelope"})
