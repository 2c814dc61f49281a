"""The demo's pictures: WebP files in folders by shop, drawn by `python -m tests.drawing`.

clay/morning-mug.webp, clay/morning-mug-2.webp    a featured product's views
clay/hero.webp, clay/logo.webp                    a shop's opening picture and sign
market/hero.webp                                  the marketplace's opening picture
"""

from pathlib import Path

from django.utils.text import slugify

from marketplace.demo.shapes import DemoProduct

FOLDER = Path(__file__).parent
SIDE = 1200  # pixels; the widest that shops show (tenants.shop.catalogue.images.WIDTHS)
HERO_SIZE = (1600, 1000)  # the widest rendition of an opening picture (cms.blocks.pictures)
LOGO_SIDE = 512


def product_paths(slug: str, product: DemoProduct) -> list[Path]:
    """The picture for the grid and, for featured things, a second view."""
    name = slugify(product.title)
    views = [name, f"{name}-2"] if product.featured else [name]
    return [FOLDER / slug / f"{view}.webp" for view in views]


def hero_path(slug: str) -> Path:
    """A shop's by its slug; the marketplace's is `market`."""
    return FOLDER / slug / "hero.webp"


def logo_path(slug: str) -> Path:
    return FOLDER / slug / "logo.webp"
