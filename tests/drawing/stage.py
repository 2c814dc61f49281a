"""What the things stand on and before: wall, table, light from the upper left, shadows."""

import random
from typing import Literal

from tests.drawing.canvas import Canvas, Paint, across, down, rounded
from tests.drawing.colours import Colour, Palette, dark, light, mix
from tests.drawing.shapes import Outline, arch, box, ellipse

FLOOR = 800.0  # where things stand
HORIZON = 655.0
Backdrop = Literal["plain", "arch", "sun", "plinth", "window"]
BACKDROPS: tuple[Backdrop, ...] = ("plain", "arch", "sun", "plinth", "window", "arch")

_FAR = -900.0  # beyond the edge of any format
_OVER = 1900.0


def stand(canvas: Canvas, palette: Palette, backdrop: Backdrop) -> None:
    """A wall and a table."""
    wall, table = palette.wall, palette.table
    canvas.fill(box(_FAR, _FAR, _OVER, HORIZON), down(dark(wall, 0.05), wall, light(wall, 0.35)))
    _light_from_the_left(canvas, wall)
    if backdrop == "arch":
        _niche(canvas, palette)
    elif backdrop == "sun":
        sun = mix(palette.accent, wall, 0.58)
        canvas.fill(ellipse(590, 430, 285, 285), down(light(sun, 0.12), sun))
    elif backdrop == "window":
        _window(canvas, wall)
    _table(canvas, table)
    if backdrop == "plinth":
        _plinth(canvas, palette)


def hang(canvas: Canvas, palette: Palette, backdrop: Backdrop) -> None:
    """A wall alone: clothes hang or lie on it."""
    wall = palette.wall
    canvas.fill(box(_FAR, _FAR, _OVER, _OVER), down(light(wall, 0.4), wall, dark(wall, 0.07)))
    _light_from_the_left(canvas, wall)
    if backdrop in {"sun", "plinth"}:
        disc = mix(palette.accent, wall, 0.66)
        canvas.fill(ellipse(500, 520, 390, 390), down(light(disc, 0.18), disc))
    elif backdrop == "arch":
        tone = mix(palette.table, wall, 0.25)
        canvas.fill(arch(150, 70, 850, _OVER), down(light(tone, 0.25), dark(tone, 0.04)))
    elif backdrop == "window":
        _window(canvas, wall)


def _light_from_the_left(canvas: Canvas, wall: Colour) -> None:
    canvas.soft(ellipse(140, 120, 420, 330), 150, light(wall, 0.8), alpha=0.55)


def _niche(canvas: Canvas, palette: Palette) -> None:
    wall = palette.wall
    inner = mix(wall, palette.table, 0.75)
    opening = arch(215, 95, 785, HORIZON + 4)
    canvas.fill(opening, down(dark(inner, 0.10), inner, light(inner, 0.12)))
    with canvas.inside(opening):
        canvas.soft(arch(130, 0, 330, 800), 42, dark(wall, 0.65), alpha=0.28)
        canvas.soft(ellipse(500, 75, 330, 60), 40, dark(wall, 0.65), alpha=0.3)
    canvas.stroke(ellipse(500, 380, 285, 285, start=182, end=358), 5, light(wall, 0.7), alpha=0.7)


def _window(canvas: Canvas, wall: Colour) -> None:
    beam = light(wall, 0.85)
    for left, width in ((60, 150), (240, 150), (420, 60)):
        pane = [(left, -40), (left + width, -40), (left + width + 330, 700), (left + 330, 700)]
        canvas.soft(pane, 14, beam, alpha=0.4)


def _table(canvas: Canvas, table: Colour) -> None:
    canvas.fill(
        box(_FAR, HORIZON, _OVER, _OVER),
        Paint(((0, light(table, 0.16)), (0.12, table), (0.35, dark(table, 0.08))), "down"),
    )
    canvas.soft(box(_FAR, HORIZON - 7, _OVER, HORIZON + 7), 7, dark(table, 0.5), alpha=0.22)


def _plinth(canvas: Canvas, palette: Palette) -> None:
    tone = light(mix(palette.wall, palette.second, 0.3), 0.25)
    cast(canvas, 500, FLOOR + 100, 330, strength=0.8)
    side = [(190, FLOOR), (810, FLOOR), *ellipse(500, FLOOR + 90, 310, 58, start=0, end=180)]
    canvas.fill(side, rounded(tone, 0.15))
    canvas.fill(ellipse(500, FLOOR, 310, 58), across(light(tone, 0.45), light(tone, 0.15)))


def cast(canvas: Canvas, cx: float, y: float, rx: float, *, strength: float = 1.0) -> None:
    """The shadow of something round that stands at (cx, y): close and dark, long and faint."""
    tone: Colour = (58, 38, 50)
    canvas.soft(
        ellipse(cx + rx * 0.75, y + 4, rx * 1.35, rx * 0.2), 26, tone, alpha=0.26 * strength
    )
    canvas.soft(ellipse(cx + rx * 0.12, y + 4, rx * 1.02, rx * 0.15), 9, tone, alpha=0.5 * strength)


def flat_shadow(
    canvas: Canvas, outline: Outline, *, lift: float = 14, blur: float = 16, alpha: float = 0.34
) -> None:
    """The shadow of something flat that lies or hangs a little above its ground."""
    shifted = [(x + lift, y + lift * 1.35) for x, y in outline]
    canvas.soft(shifted, blur, (58, 38, 50), alpha=alpha)


def choose(source: random.Random) -> Backdrop:
    return source.choice(BACKDROPS)
