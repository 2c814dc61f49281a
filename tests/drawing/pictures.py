"""Pictures for the demo marketplace, drawn by the project: products, heroes, logos.

    draw_picture(kind="mug", seed=4)                       one product, always the same for a seed
    draw_picture(kind="mug", seed=4, colour="moss")        its variant in another colour
    draw_hero(trade="ceramics", seed=1, size=(1600, 1000)) a shop's opening picture
    draw_logo(sign="leaf", ground="pine", size=512)        a shop's sign

A picture of 800 x 800 takes about 0.07 s. `KINDS`, `TRADES`, `SIGNS` and `NAMED` (the colours)
name what can be drawn.
"""

import random
from collections.abc import Callable

from PIL import Image

from tests.drawing import (
    accessories,
    clothing,
    coffee,
    cycling,
    field,
    gear,
    home,
    household,
    kitchen,
    outdoor,
    pantry,
    paper,
    stage,
    tableware,
    textiles,
)
from tests.drawing.canvas import Canvas
from tests.drawing.colours import NAMED, Palette, palette_for, rgb
from tests.drawing.scenes import TRADES, paint_hero
from tests.drawing.signs import SIGNS, paint_logo

__all__ = ["KINDS", "NAMED", "SIGNS", "TRADES", "Palette", "draw_hero", "draw_logo", "draw_picture"]

Size = tuple[int, int]
Drawing = Callable[[Canvas, Palette, random.Random], None]

_MODULES = (
    tableware, kitchen, home, household, textiles, paper, coffee, pantry, outdoor, cycling, field, gear, clothing,
    accessories,
)  # fmt: skip
_DRAWINGS: dict[str, Drawing] = {
    kind: drawing for module in _MODULES for kind, drawing in module.KINDS.items()
}
_SAME_AS = {
    "boot": "boots", "card": "envelope", "coffee": "coffee_bag", "jam": "jar", "jug": "pitcher",
    "oil": "bottle", "paper": "filters", "pot": "planter", "poster": "print", "tea": "tea_tin",
    "tin": "tea_tin", "tshirt": "t_shirt",
}  # fmt: skip
KINDS: tuple[str, ...] = (*_DRAWINGS, *_SAME_AS)
_FLAT: frozenset[str] = frozenset().union(*(module.WALL for module in _MODULES))
# How much nearer the eye comes, so that a mug fills its picture like a bicycle does.
_NEARER = {
    "mug": 1.42, "bowl": 1.22, "plate": 1.1, "vase": 1.0, "teapot": 1.28, "pitcher": 1.24,
    "planter": 1.24, "hanging_planter": 1.08, "canister": 1.26, "lamp": 1.15, "chair": 1.06, "stool": 1.16, "cushion": 1.18, "blanket": 1.2,
    "candle": 1.38, "basket": 1.22, "book": 1.18, "book_stack": 1.18, "ink": 1.34, "print": 1.05,
    "coffee_bag": 1.18, "jar": 1.36, "bottle": 1.14, "tea_tin": 1.3, "bread": 1.1, "dripper": 1.22,
    "pasta": 1.08, "cheese": 1.14, "backpack": 1.12, "flask": 1.2, "helmet": 1.16, "lantern": 1.14,
    "boots": 1.12, "bell": 1.16, "pannier": 1.16, "cap": 1.14, "cup": 1.3, "glass": 1.4,
    "kettle": 1.2, "moka": 1.26, "press": 1.16, "grinder": 1.12, "whisk": 1.22, "honey": 1.28, "filters": 1.24,
    "granola": 1.16, "box": 1.26, "bucket": 1.14, "cloth": 1.22, "incense": 1.06, "top": 1.3, "train": 1.16,
    "lock": 1.18, "mat": 1.2, "camp_pot": 1.34, "stove": 1.3, "compass": 1.1, "beanie": 1.14, "sneaker": 1.08,
}  # fmt: skip
_TOO_WIDE_FOR_A_PLINTH = frozenset(
    {"bowl", "plate", "lamp", "chair", "cushion", "blanket", "book", "book_stack", "ink", "print",
     "coffee_bag", "bottle", "tea_tin", "bread", "pasta", "cheese", "bicycle", "tent", "helmet",
     "boots", "bell", "pannier", "cap", "beanie", "sneaker", "backpack", "basket", "stool", "whisk", "honey",
     "filters", "granola", "tray", "box", "bucket", "cloth", "incense", "train", "lock", "mat", "pump", "cup", "grinder"}
)  # fmt: skip


def draw_picture(
    *,
    kind: str,
    seed: int,
    palette: Palette | None = None,
    colour: str = "",
    view: int = 0,
    size: Size = (1200, 1200),
) -> Image.Image:
    """A product on a table or a wall. Raises KeyError for a kind that nobody drew.

    `palette` stands in for the seed's own; `colour` (a name of NAMED, or "#c4714b") paints the
    thing itself, its shape and place staying the same; `view` is another picture of the same
    thing: 0 is the one for the grid, others change the backdrop and the distance.
    """
    kind = _SAME_AS.get(kind, kind)
    drawing = _DRAWINGS[kind]
    colours = palette or palette_for(seed)
    if colour:
        colours = colours.with_main(colour)
    source = random.Random(seed * 31 + 7)
    backdrop = _backdrop(kind, seed + view * 3)
    canvas = Canvas(size)
    (stage.hang if kind in _FLAT else stage.stand)(canvas, colours, backdrop)
    nearer = _NEARER.get(kind, 1.0) if backdrop != "plinth" else 1.0
    middle = (500.0, 500.0) if kind in _FLAT else (500.0, stage.FLOOR)
    canvas.zoom(nearer * (1 + 0.28 * (view % 2)), middle)
    drawing(canvas, colours, source)
    return canvas.image


def _backdrop(kind: str, seed: int) -> stage.Backdrop:
    chosen = stage.choose(random.Random(seed * 131 + 5))
    return "arch" if chosen == "plinth" and kind in _TOO_WIDE_FOR_A_PLINTH else chosen


def draw_hero(
    *, trade: str, seed: int = 0, palette: Palette | None = None, size: Size = (1600, 1000)
) -> Image.Image:
    """Several things of one trade before an arcade. Raises KeyError for an unknown trade.

    The things stand around the middle, so that a tall format may cut the sides off.
    """
    canvas = Canvas(size)
    things = [_DRAWINGS[kind] for kind, *_ in TRADES[trade].things]
    paint_hero(canvas, TRADES[trade], things, palette or palette_for(seed), random.Random(seed))
    return canvas.image


def draw_logo(
    *, sign: str, ground: str = "pine", ink: str = "chalk", size: int = 512
) -> Image.Image:
    """A square sign for a shop. Raises KeyError for an unknown sign or colour name."""
    canvas = Canvas((size, size), rgb(ground))
    paint_logo(canvas, sign, rgb(ink), rgb(ground))
    return canvas.image
