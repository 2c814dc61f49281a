"""Addresses of products (/products/{slug}-{short id}), of categories and of their pictures."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.signals import setting_changed

from tenants.registry.hosts import market_url

# What `quote` would leave as it is. A page of cards asks for forty.
PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")


def product_path(slug: str, short_id: str) -> str:
    """As an URL has it: what is no ASCII is percent-encoded."""
    return f"/products/{_quoted(slug)}-{short_id}"


def category_path(slug: str, pk: int) -> str:
    """Of a shop's own category, on its host; in the same form."""
    return f"/catalogue/category/{_quoted(slug)}_{pk}/"


def picture_url(*, schema: str, path: str) -> str:
    """Of a file below a shop's media (SchemaFileSystemStorage), absolute; empty without one."""
    return f"{_media_root(schema)}{_quoted(path)}" if path else ""


@lru_cache(maxsize=4096)
def _media_root(schema: str) -> str:
    root = f"{settings.MEDIA_URL}{schema}/"
    return f"{market_url()}{root}" if root.startswith("/") else root


def _quoted(text: str) -> str:
    return text if PLAIN.fullmatch(text) else quote(text)


def _forget(**changed: Any) -> None:
    _media_root.cache_clear()


setting_changed.connect(_forget)  # by tests; a process has the same settings all its life
