"""Where the marketplace and its shops are reached: host names and how links to them begin."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

DEFAULT_PORTS = ("", "80", "443")


@lru_cache(maxsize=4096)
def site_url(host: str) -> str:
    """`http://host:8000`, as links to a host of ours begin. A page of cards asks for sixty."""
    port = "" if settings.SITE_PORT in DEFAULT_PORTS else f":{settings.SITE_PORT}"
    return f"{settings.SITE_SCHEME}://{host}{port}"


@lru_cache(maxsize=1)
def market_url() -> str:
    return site_url(settings.MARKET_HOST)


def shop_host(slug: str) -> str:
    """A shop's address below the marketplace's; custom domains are rows of Domain."""
    return f"{slug}.{settings.MARKET_HOST}"


@lru_cache(maxsize=4096)
def shop_url(slug: str) -> str:
    return site_url(shop_host(slug))


def _forget(**changed: Any) -> None:
    for address in (site_url, market_url, shop_url):
        address.cache_clear()


setting_changed.connect(_forget)  # by tests; a process has the same settings all its life
