"""Where the site of the current schema is served, for links in e-mails and in Wagtail."""

from datetime import tzinfo

from tenants.registry.context import current_retailer
from tenants.registry.hosts import market_url


def zone_here() -> tzinfo | None:
    """None: the setting's."""
    retailer = current_retailer()
    return retailer.zone if retailer else None


def base_url() -> str:
    """`http://mugs.localhost:8000`; the marketplace's own address in its schema."""
    retailer = current_retailer()
    return retailer.url if retailer else market_url()
