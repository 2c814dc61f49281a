"""Pictures of Wagtail's library in the shape that components/image.html and hero.html take."""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import connection
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import Filter

WEBP = "format-webp|webpquality-72"
HERO_WIDTHS = ("fill-800x500", "fill-1600x1000")
TEXT_WIDTHS = ("max-800x1200", "max-1600x2400")
FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# Written out: Wagtail builds its query and its cache keys anew for each picture and request.
FIND = """
SELECT file, width, height FROM wagtailimages_rendition
WHERE image_id = %s AND (filter_spec, focal_point_key) IN %s ORDER BY width
"""


class OptionalImageBlock(ImageBlock):
    """For none chosen, Wagtail's puts together a query that asks for nothing at all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def bulk_to_python(self, values: Any) -> list[Any]:
        chosen = list(values)
        if all(value and value["image"] is None for value in chosen):
            return [None] * len(chosen)
        pictures: list[Any] = super().bulk_to_python(chosen)
        return pictures


class Rendition(NamedTuple):
    file: str
    width: int
    height: int


def picture(image: Any, widths: tuple[str, ...]) -> dict[str, Any] | None:
    """{src, srcset, width, height, alt} or None; one statement once the renditions exist."""
    if not image:
        return None
    renditions = _renditions(image, widths)
    url = image.file.storage.url
    largest = renditions[-1]
    return {
        "src": url(largest.file),
        "srcset": ", ".join(
            f"{url(rendition.file)} {rendition.width}w" for rendition in renditions
        ),
        "width": largest.width,
        "height": largest.height,
        "alt": "" if getattr(image, "decorative", False) else image.contextual_alt_text or "",
    }


def _renditions(image: Any, widths: tuple[str, ...]) -> list[Rendition]:
    """Smallest first; made by Wagtail where they are missing."""
    specs = [f"{width}|{WEBP}" for width in widths]
    focus = tuple(getattr(image, name) for name in FOCUS)
    keys = tuple((spec, _focal_point_key(spec, focus)) for spec in specs)
    renditions = _find(image.pk, keys)
    if len(renditions) < len(keys):
        image.get_renditions(*specs)
        renditions = _find(image.pk, keys)
    return renditions


def _find(image_id: int, keys: tuple[tuple[str, str], ...]) -> list[Rendition]:
    with connection.cursor() as cursor:
        cursor.execute(FIND, [image_id, keys])
        return [Rendition._make(row) for row in cursor.fetchall()]


@lru_cache(maxsize=1024)
def _focal_point_key(spec: str, focus: tuple[int | None, ...]) -> str:
    """How Wagtail tells renditions of one spec apart: by where the picture's subject is."""
    image = SimpleNamespace(**dict(zip(FOCUS, focus, strict=True)))
    return str(Filter(spec=spec).get_cache_key(image))
