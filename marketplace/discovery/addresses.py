"""Addresses of products (/products/{slug}-{short id}), of categories and of their pictures."""

from urllib.parse import quote

from django.conf import settings


def product_path(slug: str, short_id: str) -> str:
    """As an URL has it: what is no ASCII is percent-encoded."""
    return f"/products/{quote(slug)}-{short_id}"


def category_path(slug: str, pk: int) -> str:
    """Of a shop's own category, on its host; in the same form."""
    return f"/catalogue/category/{quote(slug)}_{pk}/"


def picture_url(*, schema: str, path: str) -> str:
    """Of a file below a shop's media (SchemaFileSystemStorage); empty without one."""
    return f"{settings.MEDIA_URL}{schema}/{quote(path)}" if path else ""
