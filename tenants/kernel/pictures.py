"""The one door for pictures that people upload: avatars, products and the editors' library alike.

What is uploaded is never served as it came. It is decoded within bounds and written anew as
WebP, which drops scripts, metadata and whatever else was hidden in the file. Nothing of the
file's name or declared type is believed.

    picture = read_picture(file=upload, longest=1200)   # upright, sRGB (and alpha), scaled down
    data = as_webp(to_width(picture, 640))

Memory: below 300 MB (tests/kernel/test_hostile_pictures.py measures it), for a file of
LARGEST_FILE, its decoded pixels (4 bytes each; WebP takes 16 of a pixel while it is decoded)
and what it is scaled down to. A baseline JPEG is decoded at a fraction of its size, so it may
be larger. A process decodes two at a time.
"""

import io
import re
import warnings
from contextlib import suppress
from threading import BoundedSemaphore
from typing import IO

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from tenants.kernel.errors import Refusal

LARGEST_FILE = 15 * 1024 * 1024  # bytes
MILLION = 1_000_000
LARGEST_PICTURE = 40 * MILLION  # pixels, of whatever format
LARGEST_AREA = {  # pixels, by format
    "JPEG": LARGEST_PICTURE,
    "MPO": LARGEST_PICTURE,  # what many phones call a JPEG: pictures for other screens behind it
    "PNG": 24 * MILLION,
    "WEBP": 16 * MILLION,
    "GIF": 16 * MILLION,
}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_PROGRESSIVE = 24 * MILLION  # the decoder holds all of it, whatever the scale
MOST_SCANS = 100  # each costs the time of the whole picture; real ones have about ten
LONGEST_SIDE = 16_000  # pixels; WebP ends at 16,383
STRETCH = 20  # how many times longer than wide, or the other way round
QUALITY = 82
AT_ONCE = BoundedSemaphore(2)
SRGB = ImageCms.createProfile("sRGB")
LARGEST_PROFILE = 4 * 1024 * 1024  # bytes; those of presses have about two million
PROFILED = ("L", "RGB", "CMYK")  # what a profile speaks of
REDUCIBLE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
# A picture that is also a page, a program or an archive, for whoever reads it otherwise.
SIGNS = re.compile(
    rb"<script|<\?php|<!doctype html|<!entity|%PDF-[12]\.\d|PK\x05\x06.{18}",
    re.IGNORECASE | re.DOTALL,
)


class UnusableImage(Refusal):
    """`field` is the input that the message stands next to."""

    code = "unusable-image"
    status = 422
    title = _("This picture cannot be used.")
    meaning = _("The file is no picture that we read, or too large in bytes or pixels.")
    remedy = _("Send a JPEG, PNG or WebP within the limits that `detail` tells.")

    def __init__(self, message: str, *, field: str = "image") -> None:
        super().__init__(message, fields={field: [message]})


def read_picture(*, file: IO[bytes], longest: int) -> Image.Image:
    """The upright picture in sRGB, as RGB or RGBA, neither side more than about twice `longest`.

    Nothing is scaled up. Raises UnusableImage with the reason.
    """
    data = file.read(LARGEST_FILE + 1)
    _require_harmless(data)
    with AT_ONCE, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # bounds of our own
        small = _reduce(_decode(data, longest), longest)
    return _as_rgb(_upright(small))


def to_width(picture: Image.Image, width: int) -> Image.Image:
    """Scaled in proportion."""
    return _resize(picture, (width, height_at(picture, width)))


def to_square(picture: Image.Image, side: int) -> Image.Image:
    """The middle of the picture, `side` wide and high; a smaller one is scaled up."""
    return ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)


def height_at(picture: Image.Image, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def within_square(picture: Image.Image, side: int) -> Image.Image:
    """Scaled in proportion, neither side above `side`; never up."""
    factor = min(1.0, side / max(picture.size))
    width, height = (max(1, round(length * factor)) for length in picture.size)
    return _resize(picture, (width, height))


def as_webp(picture: Image.Image, *, quality: int = QUALITY) -> bytes:
    """Without metadata, profiles or thumbnails."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=2, exif=b"", icc_profile=b"", xmp=b"")
    return buffer.getvalue()


def _require_harmless(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise UnusableImage(
            gettext("Use a file below %(largest_file)s MB.")
            % {"largest_file": LARGEST_FILE // 1024 // 1024}
        )
    if not data:
        raise UnusableImage(gettext("This file is empty."))
    if SIGNS.search(data):
        raise UnusableImage(
            gettext("This file is more than a picture: save it anew as a picture alone.")
        )
    if data.count(b"\xff\xda") > MOST_SCANS and data.startswith(b"\xff\xd8"):
        raise UnusableImage(gettext("This picture is built of too many layers: save it anew."))


def _decode(data: bytes, longest: int) -> Image.Image:
    """A decoder that is fed with rubbish fails in its own ways: each means the same here."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        _require_bounds(picture)
        picture.draft("RGB", (longest, longest))
        picture.load()
    except (UnusableImage, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise UnusableImage(gettext("This picture has too many pixels.")) from error
    except Exception as error:
        raise UnusableImage(gettext("Use a JPEG, PNG, WebP or GIF picture that opens.")) from error
    return picture


def _require_bounds(picture: Image.Image) -> None:
    """Told by the file's head alone, before a pixel is decoded."""
    width, height = picture.size
    most = LARGEST_AREA[picture.format or ""]
    if picture.info.get("progressive") or picture.info.get("progression"):
        most = min(most, LARGEST_PROGRESSIVE)
    if width * height > most:
        raise UnusableImage(
            gettext("This picture has too many pixels: %(most)s million at most.")
            % {"most": most // MILLION}
        )
    if max(width, height) > min(LONGEST_SIDE, STRETCH * min(width, height)):
        raise UnusableImage(gettext("This picture is too long, or too narrow."))
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise UnusableImage(gettext("Use a picture that does not move."))


def _reduce(picture: Image.Image, longest: int) -> Image.Image:
    """By a whole factor, before anything makes another copy in full size."""
    factor = max(1, min(picture.size) // longest)
    if factor == 1:
        return picture
    return (picture if picture.mode in REDUCIBLE else _as_rgb(picture)).reduce(factor)


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held; a picture whose notes about that are broken stays as it is."""
    with suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def _as_rgb(picture: Image.Image) -> Image.Image:
    picture = _in_eight_bits(picture)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    alpha = picture.convert("RGBA").getchannel("A") if has_alpha else None
    coloured = _in_srgb(picture)
    if alpha is not None:
        coloured.putalpha(alpha)
    return coloured


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits keeps its steps; Pillow alone would make white of nearly all of it."""
    if not picture.mode.startswith("I"):
        return picture
    grey = picture.point(lambda value: value * (1 / 256)).convert("L")
    if isinstance(through := picture.info.get("transparency"), int):
        grey.info["transparency"] = through >> 8
    return grey


def _in_srgb(picture: Image.Image) -> Image.Image:
    """RGB as a browser shows it; without a profile, or with a broken one, as Pillow converts."""
    profile = picture.info.get("icc_profile") or b""
    bare = picture if picture.mode in PROFILED else picture.convert("RGB")
    if 0 < len(profile) <= LARGEST_PROFILE:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(bare, source, SRGB, outputMode="RGB")
            if converted is not None:
                return converted
    return bare.convert("RGB")


def _resize(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
