"""Simple signs for shops, one colour on another."""

import math
from collections.abc import Callable

from tests.drawing.canvas import Canvas
from tests.drawing.colours import Colour
from tests.drawing.shapes import arch, box, ellipse, leaf, mirrored, spline, turn, turned

Sign = Callable[[Canvas, Colour, Colour], None]


def _wave(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    """A vessel with waves."""
    canvas.fill(
        turned(
            500, [(250, 110), (300, 96), (400, 170), (540, 236), (660, 210), (750, 130)], foot=0.1
        ),
        ink,
    )
    for step in range(3):
        y = 470 + step * 70
        line = [(230 + x * 11, y + 17 * math.sin(x * 0.52 + step)) for x in range(50)]
        canvas.stroke(line, 22, ground)


def _pages(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    """An open book that is also a bird."""
    wing = [
        *spline([(500, 690), (430, 600), (320, 560), (190, 570)]),
        *spline([(190, 330), (320, 320), (430, 360), (500, 450)]),
    ]
    canvas.fill(wing, ink)
    canvas.fill(mirrored(wing), ink)
    canvas.stroke([(500, 440), (500, 700)], 16, ground)
    for step in range(2):
        line = spline([(250, 420 + step * 76), (340, 415 + step * 76), (440, 468 + step * 76)])
        canvas.stroke(line, 15, ground)
        canvas.stroke(mirrored(line), 15, ground)


def _night(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    """A coffee bean as a moon."""
    canvas.fill(turn(ellipse(500, 500, 270, 200), -38), ink)
    canvas.stroke(turn(spline([(240, 500), (400, 530), (600, 470), (760, 500)]), -38), 30, ground)
    for x, y, size in ((730, 250, 26), (800, 360, 15), (250, 760, 17)):
        canvas.fill(ellipse(x, y, size, size), ink)


def _peak(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    canvas.fill([(160, 720), (420, 300), (560, 520), (620, 440), (840, 720)], ink)
    canvas.fill([(420, 300), (486, 404), (436, 440), (400, 404), (362, 394)], ground)
    canvas.fill(ellipse(680, 310, 62, 62), ink)
    canvas.stroke([(200, 786), (800, 786)], 22, ink)


def _leaf(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    for angle, length in ((-90, 470), (-140, 330), (-40, 330)):
        canvas.fill(leaf(500, 740, length, length * 0.4, angle), ink)
        tip = leaf(500, 740, length * 0.8, 8, angle)
        canvas.fill(tip, ground)


def _thread(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    """A needle and its thread."""
    canvas.stroke([(700, 240), (330, 760)], 30, ink)
    canvas.fill(turn(ellipse(668, 286, 30, 11), -54.5, (668, 286)), ground)
    line = spline(
        [
            (668, 286),
            (520, 220),
            (330, 300),
            (380, 450),
            (620, 520),
            (700, 660),
            (560, 770),
            (430, 740),
        ]
    )
    canvas.stroke(line, 15, ink)


def _sun(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    canvas.fill(ellipse(500, 500, 150, 150), ink)
    for step in range(12):
        canvas.stroke(turn([(710, 500), (790, 500)], step * 30), 34, ink)


def _door(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    for inset, tone in ((0, ink), (56, ground), (112, ink), (190, ground)):
        canvas.fill(arch(250 + inset, 200 + inset, 750 - inset, 790), tone)


def _wheel(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    canvas.stroke(ellipse(500, 500, 260, 260), 44, ink)
    canvas.fill(ellipse(500, 500, 50, 50), ink)
    for step in range(8):
        canvas.stroke(turn([(560, 500), (740, 500)], step * 45), 16, ink)


def _lamp(canvas: Canvas, ink: Colour, ground: Colour) -> None:
    canvas.fill([*ellipse(500, 500, 250, 250, start=180, end=360)], ink)
    canvas.fill(box(470, 520, 530, 760), ink)
    canvas.fill(box(370, 740, 630, 790, 24), ink)
    for x in (330, 670):
        canvas.stroke([(x, 560), (x, 640)], 18, ink)


SIGNS: dict[str, Sign] = {
    "wave": _wave,
    "pages": _pages,
    "night": _night,
    "peak": _peak,
    "leaf": _leaf,
    "thread": _thread,
    "sun": _sun,
    "door": _door,
    "wheel": _wheel,
    "lamp": _lamp,
}


def paint_logo(canvas: Canvas, sign: str, ink: Colour, ground: Colour) -> None:
    SIGNS[sign](canvas, ink, ground)
