"""Addresses of products on the marketplace: /products/{slug}-{short id}."""

import re
from urllib.parse import quote
from uuid import UUID

from django.conf import settings

from tenants.kernel.ids import ALPHABET, SHORT_ID_LENGTH

_TAIL = re.compile(rf"(?:^|-)(?P<short_id>[{ALPHABET.lower()}]{{{SHORT_ID_LENGTH}}})$")


def product_path(slug: str, short_id: str) -> str:
    return f"/products/{slug}-{short_id}"


def parse_short_id(tail: str) -> str | None:
    """The short id at the end of "blue-mug-1yfptkgh2512"; None when there is none."""
    match = _TAIL.search(tail.lower())
    return match["short_id"] if match else None


def parse_key(text: str) -> UUID | str | None:
    """What names a product from outside: its UUID, or a short id with or without a slug."""
    try:
        return UUID(text)
    except ValueError:
        return parse_short_id(text)


def picture_url(*, schema: str, path: str, url: str = "") -> str:
    """Of a file below a shop's media (tenants.registry.storage), or what a feed named elsewhere."""
    return f"{settings.MEDIA_URL}{schema}/{quote(path)}" if path else url
