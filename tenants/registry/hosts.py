"""Where the marketplace and its shops are reached: host names and how links to them begin."""

from django.conf import settings

DEFAULT_PORTS = ("", "80", "443")


def site_url(host: str) -> str:
    """`http://host:8000`, as links to a host of ours begin."""
    port = "" if settings.SITE_PORT in DEFAULT_PORTS else f":{settings.SITE_PORT}"
    return f"{settings.SITE_SCHEME}://{host}{port}"


def market_url() -> str:
    return site_url(settings.MARKET_HOST)


def shop_host(slug: str) -> str:
    """A shop's address below the marketplace's; custom domains are rows of Domain."""
    return f"{slug}.{settings.MARKET_HOST}"
