"""Which files the demo's pictures are, and what is drawn into each."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zlib import crc32

from PIL import Image

from marketplace.demo.pictures import (
    HERO_SIZE,
    LOGO_SIDE,
    SIDE,
    hero_path,
    logo_path,
    product_paths,
)
from marketplace.demo.shops import SHOPS
from tests.drawing.pictures import draw_hero, draw_logo, draw_picture

# Renditions are made of the files, so these are a little better than what is shown.
QUALITY = 90
HERO_SEED = 3
SCENES = {
    "market": "market",
    "clay": "ceramics",
    "paper": "books",
    "grounds": "coffee",
    "northbound": "outdoor",
    "kiso": "craft",
}
LOGOS = {  # a sign and its ground
    "clay": ("door", "clay"),
    "paper": ("pages", "denim"),
    "grounds": ("leaf", "pine"),
    "northbound": ("peak", "brick"),
    "kiso": ("sun", "plum"),
}

Drawing = Callable[[], Image.Image]


def drawings() -> dict[Path, Drawing]:
    """What draws each file of the demo."""
    return {**product_drawings(), **hero_drawings(), **logo_drawings()}


def product_drawings(side: int = SIDE) -> dict[Path, Drawing]:
    return {
        path: partial(
            draw_picture,
            kind=product.kind,
            seed=crc32(product.title.encode()) % 10_000,
            view=view,
            size=(side, side),
        )
        for shop in SHOPS
        for product in shop.products
        for view, path in enumerate(product_paths(shop.slug, product))
    }


def hero_drawings(size: tuple[int, int] = HERO_SIZE) -> dict[Path, Drawing]:
    return {
        hero_path(slug): partial(draw_hero, trade=trade, seed=HERO_SEED, size=size)
        for slug, trade in SCENES.items()
    }


def logo_drawings(side: int = LOGO_SIDE) -> dict[Path, Drawing]:
    return {
        logo_path(slug): partial(draw_logo, sign=sign, ground=ground, size=side)
        for slug, (sign, ground) in LOGOS.items()
    }


def write_picture(path: Path, draw: Drawing) -> int:
    """The size of the file in bytes."""
    data = encode_picture(draw())
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return len(data)


def encode_picture(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "WEBP", quality=QUALITY, method=6)
    return buffer.getvalue()
