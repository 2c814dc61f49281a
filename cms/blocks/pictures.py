"""Pictures of Wagtail's library in the shape that components/image.html and hero.html take."""

from typing import Any

WEBP = "format-webp|webpquality-72"
HERO_WIDTHS = ("fill-800x500", "fill-1600x1000")
TEXT_WIDTHS = ("max-800x1200", "max-1600x2400")


def picture(image: Any, widths: tuple[str, ...]) -> dict[str, Any] | None:
    """{src, srcset, width, height, alt} or None; one statement once the renditions exist."""
    if not image:
        return None
    renditions = image.get_renditions(*[f"{width}|{WEBP}" for width in widths])
    made = sorted(renditions.values(), key=lambda rendition: rendition.width)
    largest = made[-1]
    return {
        "src": largest.url,
        "srcset": ", ".join(f"{rendition.url} {rendition.width}w" for rendition in made),
        "width": largest.width,
        "height": largest.height,
        "alt": "" if getattr(image, "decorative", False) else image.contextual_alt_text or "",
    }
