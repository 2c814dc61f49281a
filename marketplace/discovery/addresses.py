"""Addresses of products on the marketplace: /products/{slug}-{short id}."""

from urllib.parse import quote

from django.conf import settings


def product_path(slug: str, short_id: str) -> str:
    return f"/products/{slug}-{short_id}"


def picture_url(*, schema: str, path: str, url: str = "") -> str:
    """Of a file below a shop's media (SchemaFileSystemStorage), or what a feed named elsewhere."""
    return f"{settings.MEDIA_URL}{schema}/{quote(path)}" if path else url
