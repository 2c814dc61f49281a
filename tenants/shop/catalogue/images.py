"""Pictures of products: taken in by tenants.kernel.pictures, kept as WebP in several widths."""

import uuid
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile

from tenants.kernel.pictures import UnusableImage, as_webp, height_at, read_picture, to_width
from tenants.shop.catalogue.models import ProductImage

__all__ = [
    "MOST_IMAGES",
    "WIDTHS",
    "Pictures",
    "UnusableImage",
    "make_renditions",
    "store_renditions",
]

WIDTHS = (320, 640, 1200)
MOST_IMAGES = 20  # of a product, uploaded and fetched together


@dataclass(frozen=True, slots=True)
class Pictures:
    """WebP bytes by width in pixels; width and height are the largest's."""

    by_width: dict[int, bytes]
    width: int
    height: int


def make_renditions(*, file: IO[bytes]) -> Pictures:
    """Decode a picture and scale it to WIDTHS, never up. Raises UnusableImage."""
    picture = read_picture(file=file, longest=WIDTHS[-1])
    largest = min(picture.width, WIDTHS[-1])
    widths = sorted({width for width in WIDTHS if width < largest} | {largest})
    by_width = {width: as_webp(to_width(picture, width)) for width in widths}
    return Pictures(by_width, largest, height_at(picture, largest))


def store_renditions(*, image: ProductImage, pictures: Pictures) -> None:
    """Write the files below the shop's media and name them on the (unsaved) image."""
    name = uuid.uuid4().hex
    storage = image.original.storage
    for width, data in pictures.by_width.items():
        path = f"products/{name[:2]}/{name}-{width}.webp"
        image.renditions[str(width)] = storage.save(path, ContentFile(data))
    image.original = image.renditions[str(pictures.width)]
