"""Addresses of the pictures that discovery keeps for each listing."""

import re
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings

from tenants.registry.models import Retailer
from tenants.shop.catalogue.images import WIDTHS

Picture = dict[str, Any]
# As tenants.shop.catalogue.images names its files: a smaller one stands beside each larger.
RENDITION = re.compile(r"(?P<stem>.+-)(?P<width>\d+)(?P<ending>\.webp)")


class HasSchema(Protocol):
    """A retailer, or the few facts about it that a list reads."""

    @property
    def schema_name(self) -> str: ...


def picture_of(
    image: dict[str, Any] | None, retailer: HasSchema | Retailer, title: str = ""
) -> Picture | None:
    """{"path", "alt"} of a shop -> the component's {src, srcset, alt}."""
    if not image:
        return None
    path = image.get("path", "")
    if not path:
        return None
    src = media_url(retailer, path)
    return {"src": src, "srcset": _srcset(src), "alt": image.get("alt") or title}


def _srcset(src: str) -> str:
    match = RENDITION.fullmatch(src)
    if match is None:
        return ""
    largest = int(match["width"])
    widths = [width for width in WIDTHS if width < largest]
    return ", ".join(
        f"{match['stem']}{width}{match['ending']} {width}w" for width in [*widths, largest]
    )


def media_url(retailer: HasSchema | Retailer, path: str) -> str:
    """An address on the host of the page: shops cannot share one, so it carries the schema."""
    return f"{settings.MEDIA_URL}{retailer.schema_name}/{quote(path)}" if path else ""


def logo_of(retailer: Retailer) -> Picture | None:
    if not retailer.logo:
        return None
    return {"src": media_url(retailer, retailer.logo), "alt": retailer.name}
