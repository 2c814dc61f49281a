"""Pictures of products: checked, re-encoded without metadata, and kept in several widths.

What is uploaded is never served as it came: it is decoded within bounds and written anew as
WebP, which drops scripts, metadata and whatever else was hidden in the file.
"""

import io
import uuid
import warnings
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from tenants.kernel.errors import Refusal
from tenants.shop.catalogue.models import ProductImage

WIDTHS = (320, 640, 1200)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_FILE = 15 * 1024 * 1024  # bytes
LARGEST_AREA = 40_000_000  # pixels
QUALITY = 82


class UnusableImage(Refusal):
    code = "unusable-image"
    status = 422
    title = "This picture cannot be used."

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"image": [message]})


@dataclass(frozen=True, slots=True)
class Pictures:
    """WebP bytes by width in pixels; width and height are the largest's."""

    by_width: dict[int, bytes]
    width: int
    height: int


def make_renditions(*, file: IO[bytes]) -> Pictures:
    """Decode a picture and scale it to WIDTHS, never up. Raises UnusableImage."""
    picture = _open(file)
    largest = min(picture.width, WIDTHS[-1])
    widths = sorted({width for width in WIDTHS if width < largest} | {largest})
    by_width = {width: _encode(picture, width) for width in widths}
    return Pictures(by_width, largest, _height_at(picture, largest))


def _open(file: IO[bytes]) -> Image.Image:
    data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise UnusableImage(f"Use a file below {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            _require_size(picture)
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnusableImage("Use a JPEG, PNG, WebP or GIF picture that opens.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusableImage("This picture has too many pixels.") from error
    return _as_rgb(ImageOps.exif_transpose(picture))


def _require_size(picture: Image.Image) -> None:
    if picture.width * picture.height > LARGEST_AREA:
        raise UnusableImage(f"Use at most {LARGEST_AREA // 1_000_000} million pixels.")


def _as_rgb(picture: Image.Image) -> Image.Image:
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _height_at(picture: Image.Image, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def _encode(picture: Image.Image, width: int) -> bytes:
    size = (width, _height_at(picture, width))
    scaled = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    scaled.save(buffer, "WEBP", quality=QUALITY, method=2)
    return buffer.getvalue()


def store_renditions(*, image: ProductImage, pictures: Pictures) -> None:
    """Write the files below the shop's media and name them on the (unsaved) image."""
    name = uuid.uuid4().hex
    storage = image.original.storage
    for width, data in pictures.by_width.items():
        path = f"products/{name[:2]}/{name}-{width}.webp"
        image.renditions[str(width)] = storage.save(path, ContentFile(data))
    image.original = image.renditions[str(pictures.width)]
