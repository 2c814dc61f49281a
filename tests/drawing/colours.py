"""Colours of the demo's pictures: named tones, palettes, and the backdrops they stand before."""

import random
from dataclasses import dataclass, replace

Colour = tuple[int, int, int]

_SHADE: Colour = (40, 26, 48)  # shadows lean towards violet, lights towards candle light
_LIGHT: Colour = (255, 249, 236)

NAMED: dict[str, str] = {
    "oat": "#e4d6bd",
    "chalk": "#efeae0",
    "clay": "#c4714b",
    "brick": "#a8442f",
    "rose": "#dfa39a",
    "plum": "#6d3a54",
    "saffron": "#e2a133",
    "mustard": "#c58a2a",
    "moss": "#6f7f4a",
    "sage": "#a3b196",
    "pine": "#2f5d50",
    "sea": "#3f8a8c",
    "sky": "#9cc3d5",
    "denim": "#3f5f8a",
    "navy": "#263a5c",
    "ink": "#2b2e3a",
    "graphite": "#55565c",
    "sand": "#d3b48a",
    "walnut": "#7a5236",
    "coral": "#e2725b",
    "lilac": "#b7a3cf",
    "mint": "#a9d3bd",
    "sepia": "#7a5a3c",
    "forest": "#355a3c",
    "blue": "#41699e",
    "green": "#5b8a5e",
    "red": "#b53d34",
    "black": "#35333a",
    "white": "#f3efe6",
    "clear": "#d5e0df",
    "natural": "#e3d4b4",
    "ochre": "#c9932f",
    "rust": "#a9542f",
    "slate": "#5e6b78",
    "midnight": "#232c4d",
    "indigo": "#34406f",
    "persimmon": "#d9603b",
    "sun": "#ecba45",
}


def rgb(text: str) -> Colour:
    """A name of NAMED or "#c4714b" -> 0..255 each."""
    digits = NAMED.get(text, text).lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` of the second colour, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def dark(colour: Colour, share: float) -> Colour:
    return mix(colour, _SHADE, share)


def light(colour: Colour, share: float) -> Colour:
    return mix(colour, _LIGHT, share)


@dataclass(frozen=True)
class Palette:
    """The thing's own colour, a second one, an accent; and wall and table behind it."""

    main: Colour
    second: Colour
    accent: Colour
    wall: Colour
    table: Colour

    def with_main(self, colour: str) -> "Palette":
        """The same picture in another colour: the variants of one product."""
        return replace(self, main=rgb(colour))


_BACKDROPS = (
    ("#e9ddcb", "#d9c4a6"),
    ("#dfe5dc", "#c3cfc0"),
    ("#ecd9d0", "#d9b9ab"),
    ("#dbe5ea", "#bccfd8"),
    ("#efe2bd", "#dfc88f"),
    ("#e3dcea", "#c8bdd6"),
    ("#d8e6e0", "#b3cfc5"),
    ("#f0e6da", "#e0cdb8"),
    ("#e7e4dd", "#cdc8bd"),
    ("#d5dfe8", "#e3d3bd"),
    ("#f0d9c0", "#c98f6d"),
    ("#cfdccf", "#e5d9c4"),
)
_TRIOS = (
    ("clay", "oat", "pine"),
    ("pine", "chalk", "saffron"),
    ("navy", "sand", "coral"),
    ("saffron", "chalk", "plum"),
    ("sage", "oat", "brick"),
    ("rose", "chalk", "pine"),
    ("sea", "oat", "saffron"),
    ("plum", "rose", "saffron"),
    ("denim", "chalk", "mustard"),
    ("brick", "sand", "navy"),
    ("moss", "oat", "clay"),
    ("chalk", "sand", "denim"),
    ("coral", "chalk", "sea"),
    ("ink", "oat", "saffron"),
)


def palette_for(seed: int) -> Palette:
    """A harmonious palette; the same seed gives the same."""
    source = random.Random(seed * 7919 + 13)
    main, second, accent = (rgb(name) for name in source.choice(_TRIOS))
    apart = sorted(_BACKDROPS, key=lambda pair: -_distance(rgb(pair[0]), main))
    wall, table = (rgb(text) for text in source.choice(apart[:7]))
    return Palette(main, second, accent, wall, table)


def _distance(first: Colour, second: Colour) -> float:
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
