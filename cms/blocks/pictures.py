"""Pictures of Wagtail's library in the shape that components/image.html and hero.html take."""

from typing import Any

from wagtail.images.blocks import ImageBlock

from tenants.joints.wagtail import Rendition, find_renditions

WEBP = "format-webp|webpquality-72"
HERO_WIDTHS = ("fill-800x500", "fill-1600x1000")
TEXT_WIDTHS = ("max-800x1200", "max-1600x2400")


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
    renditions = find_renditions(image, specs)
    if len(renditions) < len(specs):
        image.get_renditions(*specs)
        renditions = find_renditions(image, specs)
    return renditions
