"""Hero pictures: several things of one trade, on a table before an arcade or a window."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.drawing import stage
from tests.drawing.canvas import Canvas, down
from tests.drawing.colours import Palette, dark, light, mix, rgb
from tests.drawing.shapes import arch, ellipse

Drawing = Callable[[Canvas, Palette, random.Random], None]
Thing = tuple[str, float, float, float, str]  # kind, dx, dy, size, colour


@dataclass(frozen=True)
class Trade:
    """Wall and table, and the things from back to front."""

    wall: str
    table: str
    things: tuple[Thing, ...]


TRADES: dict[str, Trade] = {
    "ceramics": Trade(
        "#e6d5c6",
        "#c9a58c",
        (
            ("plate", 330, -40, 0.78, "sage"),
            ("pitcher", -190, -30, 0.92, "oat"),
            ("vase", 120, -20, 1.0, "clay"),
            ("teapot", -420, 20, 0.84, "pine"),
            ("mug", 345, 62, 0.8, "saffron"),
            ("bowl", -70, 84, 0.66, "navy"),
        ),
    ),
    "books": Trade(
        "#d9dfe6",
        "#b9a48e",
        (
            ("print", 330, -60, 0.8, "chalk"),
            ("lamp", -300, -40, 1.0, "mustard"),
            ("book", 130, -6, 0.94, "brick"),
            ("book_stack", -110, 36, 0.86, "pine"),
            ("ink", 350, 66, 0.66, "denim"),
        ),
    ),
    "coffee": Trade(
        "#ddd3e2",
        "#a98f86",
        (
            ("bottle", -350, -30, 0.92, "brick"),
            ("coffee_bag", -130, -12, 1.0, "navy"),
            ("dripper", 150, 0, 1.0, "coral"),
            ("tea_tin", 390, 16, 0.78, "sea"),
            ("jar", -400, 76, 0.66, "saffron"),
            ("mug", 330, 92, 0.7, "chalk"),
        ),
    ),
    "outdoor": Trade(
        "#cfdfdc",
        "#c2b083",
        (
            ("tent", -250, -50, 1.0, "saffron"),
            ("bicycle", 290, -8, 0.96, "brick"),
            ("backpack", -30, 36, 0.74, "pine"),
            ("lantern", -400, 80, 0.6, "navy"),
            ("flask", 178, 92, 0.56, "coral"),
        ),
    ),
    "clothing": Trade(
        "#ecd9cf",
        "#cdb0a0",
        (
            ("stool", 300, -30, 1.0, "oat"),
            ("chair", -280, -30, 1.02, "walnut"),
            ("beanie", -80, 56, 0.6, "moss"),
            ("sneaker", 200, 80, 0.72, "denim"),
            ("cap", -370, 96, 0.56, "coral"),
        ),
    ),
    "home": Trade(
        "#dde3d6",
        "#c8b79b",
        (
            ("print", 60, -84, 0.8, "oat"),
            ("chair", 300, -10, 0.98, "walnut"),
            ("lamp", -300, -30, 1.0, "coral"),
            ("planter", -30, 10, 0.86, "clay"),
            ("blanket", -300, 84, 0.56, "sea"),
            ("candle", 130, 96, 0.6, "plum"),
        ),
    ),
    "craft": Trade(
        "#e3ddd0",
        "#b59a7e",
        (
            ("bucket", -360, -40, 0.96, "oat"),
            ("box", 320, -40, 0.98, "indigo"),
            ("teapot", -60, -16, 1.06, "ink"),
            ("cloth", 150, 40, 0.72, "brick"),
            ("whisk", -300, 92, 0.66, "moss"),
            ("top", 380, 104, 0.44, "saffron"),
        ),
    ),
    "market": Trade(
        "#dbe4dc",
        "#c5b08d",
        (
            ("lamp", -400, -30, 0.92, "saffron"),
            ("vase", -170, -16, 1.0, "clay"),
            ("backpack", 350, -8, 0.88, "pine"),
            ("coffee_bag", 80, 14, 0.8, "navy"),
            ("book_stack", -330, 86, 0.62, "brick"),
            ("mug", 250, 98, 0.66, "coral"),
        ),
    ),
}


def paint_hero(
    canvas: Canvas,
    trade: Trade,
    drawings: Sequence[Drawing],
    palette: Palette,
    source: random.Random,
) -> None:
    scene = Palette(palette.main, palette.second, palette.accent, rgb(trade.wall), rgb(trade.table))
    stage.stand(canvas, scene, "window")
    _arcade(canvas, scene)
    for drawing, (_, dx, dy, size, colour) in zip(drawings, trade.things, strict=True):
        others = [name for name in ("oat", "chalk", "saffron", "brick", "pine") if name != colour]
        tones = Palette(
            rgb(colour), rgb(others[0]), rgb(source.choice(others[2:])), scene.wall, scene.table
        )
        with canvas.placed(dx, dy, size):
            drawing(canvas, tones, random.Random(source.random()))


def _arcade(canvas: Canvas, palette: Palette) -> None:
    """A row of doorways behind the table, wider than any format."""
    tone = mix(palette.wall, palette.table, 0.34)
    for index in range(-4, 5):
        middle = 500 + index * 420
        opening = arch(middle - 165, 60, middle + 165, stage.HORIZON)
        canvas.fill(opening, down(dark(tone, 0.06), tone, light(tone, 0.2)), alpha=0.85)
        with canvas.inside(opening):
            canvas.soft(arch(middle - 215, 0, middle - 95, 800), 30, dark(tone, 0.7), alpha=0.22)
        rim = ellipse(middle, 225, 165, 165, start=182, end=358)
        canvas.stroke(rim, 4, light(palette.wall, 0.7), alpha=0.7)
