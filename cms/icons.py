"""A site's own sign: in the tab, on a phone's first screen, and in the manifest that says so.

A shop's is its logo on its surface, without one the arcade in its colours; so is the market's.
"""

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import reverse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from cms.theme.models import ThemeSettings
from marketplace.requests.entity_tags import is_named
from tenants.kernel.languages import direction_of
from tenants.registry.models import Retailer

SIZES = (48, 180, 192, 512)
FINER = 4  # drawn so many times larger, and so smooth when it is made smaller
MARGIN = 0.08
DAY = 24 * 60 * 60


class Sign(NamedTuple):
    """`logo` is a path below the schema's media; "" for the arcade."""

    brand: str
    accent: str
    surface: str
    schema: str
    logo: str


@require_safe
def show_icon(request: HttpRequest, size: int) -> HttpResponse:
    if size not in SIZES:
        raise Http404
    return _answer(request, write_icon(_sign(request), size, "PNG"), "image/png")


@require_safe
def show_favicon(request: HttpRequest) -> HttpResponse:
    """For whoever asks for it without having read a page."""
    return _answer(request, write_icon(_sign(request), 48, "ICO"), "image/x-icon")


@require_safe
def show_manifest(request: HttpRequest) -> HttpResponse:
    shop: Retailer | None = request.retailer  # type: ignore[attr-defined]
    theme = _theme()
    language = shop.language if shop else settings.LANGUAGE_CODE
    icons = [
        {"src": reverse("icon", args=[size]), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in SIZES
    ]
    manifest = {
        "id": "/",
        "name": shop.name if shop else settings.OSCAR_SHOP_NAME,
        "description": shop.tagline if shop else "",
        "lang": language,
        "dir": direction_of(language),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": theme.brand,
        "background_color": theme.surface,
        "icons": icons,
    }
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


def _theme() -> ThemeSettings:
    return ThemeSettings.objects.filter(site__is_default_site=True).first() or ThemeSettings()


def _sign(request: HttpRequest) -> Sign:
    shop: Retailer | None = request.retailer  # type: ignore[attr-defined]
    theme = _theme()
    schema, logo = (shop.schema_name, shop.logo) if shop else ("", "")
    return Sign(theme.brand, theme.accent, theme.surface, schema, logo)


def _answer(request: HttpRequest, picture: bytes, content_type: str) -> HttpResponse:
    tag = quote_etag(hashlib.sha256(picture).hexdigest()[:32])
    response: HttpResponse = HttpResponse(picture, content_type=content_type)
    if is_named(tag, request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


@lru_cache(maxsize=256)
def write_icon(sign: Sign, size: int, form: str) -> bytes:
    """A square picture, kept by all that it depends on: another logo is another file."""
    picture = _draw_logo(sign, size) or _draw_arcade(sign, size)
    file = BytesIO()
    picture.save(file, form)
    return file.getvalue()


def _draw_logo(sign: Sign, size: int) -> Image.Image | None:
    """The whole logo within a margin; None where there is no picture that can be read."""
    if not sign.logo:
        return None
    try:
        with default_storage.open(sign.logo) as file, Image.open(file) as picture:
            logo = picture.convert("RGBA")
    except (OSError, ValueError):
        return None
    room = round(size * (1 - 2 * MARGIN))
    scale = min(room / logo.width, room / logo.height)
    logo = logo.resize((max(1, round(logo.width * scale)), max(1, round(logo.height * scale))))
    ground = Image.new("RGBA", (size, size), sign.surface)
    ground.alpha_composite(logo, ((size - logo.width) // 2, (size - logo.height) // 2))
    return ground.convert("RGB")


def _draw_arcade(sign: Sign, size: int) -> Image.Image:
    """As templates/components/mark.html: three arches, one in the other, on the surface."""
    side = size * FINER
    ground = Image.new("RGB", (side, side), sign.surface)
    pen = ImageDraw.Draw(ground)
    unit = side * (1 - 2 * MARGIN) / 32
    edge, top = (side - 28 * unit) / 2, side * MARGIN
    arches = [(0, 14, sign.brand), (4, 10, sign.surface), (7, 7, sign.accent), (11, 3, sign.brand)]
    for inset, radius, colour in arches:
        x, crown = edge + inset * unit, top + (14 - radius + (1.5 if inset == 11 else 0)) * unit
        width = 2 * radius * unit
        pen.ellipse((x, crown, x + width, crown + width), fill=colour)
        pen.rectangle((x, crown + width / 2, x + width, top + 32 * unit), fill=colour)
    return ground.resize((size, size), Image.Resampling.LANCZOS)
