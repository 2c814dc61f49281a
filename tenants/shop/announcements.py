"""Tells the stages above what changed in this shop (tenants/registry/notices.py)."""

from collections.abc import Iterable
from uuid import UUID

from tenants.registry import notices
from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product


def retailer_here() -> Retailer:
    """Raises RuntimeError outside a retailer's schema: a programming mistake."""
    retailer = current_retailer()
    if retailer is None:
        raise RuntimeError(
            "this service runs inside a retailer's schema (tenants.registry.context)"
        )
    return retailer


def announce_products(products: Iterable[Product]) -> None:
    """The products, or their parents, changed in more than price and stock."""
    uuids = _listed_uuids(products)
    if uuids:
        notices.product_changed.send(Product, retailer=retailer_here(), products=uuids)


def announce_stock(products: Iterable[Product]) -> None:
    """Only price or stock of these products changed."""
    announce_stock_of(_listed_uuids(products))


def announce_stock_of(uuids: list[UUID]) -> None:
    """As announce_stock, by the UUIDs of stand-alone and parent products."""
    if uuids:
        notices.stock_changed.send(Product, retailer=retailer_here(), products=sorted(uuids))


def _listed_uuids(products: Iterable[Product]) -> list[UUID]:
    """A variant is listed under its parent."""
    return sorted({(product.parent or product).uuid for product in products})
