"""Discovery's ears: one function per notice, in the transaction of whoever sent it."""

from typing import Any
from uuid import UUID

from marketplace.discovery import listings, services
from tenants.registry import notices
from tenants.registry.models import Retailer


def on_product_changed(*, retailer: Retailer, products: list[UUID], **kwargs: Any) -> None:
    listings.write_listings(retailer=retailer, products=products)


def on_stock_changed(*, retailer: Retailer, products: list[UUID], **kwargs: Any) -> None:
    listings.write_offers(retailer=retailer, products=products)


def on_category_changed(*, retailer: Retailer, categories: list[int], **kwargs: Any) -> None:
    services.follow_categories(retailer=retailer, categories=categories)


def on_offers_changed(*, retailer: Retailer, promotions: list[UUID], **kwargs: Any) -> None:
    services.follow_offers(retailer=retailer, promotions=promotions)


def on_retailer_changed(*, retailer: Retailer, **kwargs: Any) -> None:
    """Its name and status are read from its own row; only a purged shop leaves something."""
    if retailer.purged_at is not None:
        services.drop_listings(retailer=retailer)


def connect() -> None:
    notices.product_changed.connect(on_product_changed, dispatch_uid="discovery")
    notices.stock_changed.connect(on_stock_changed, dispatch_uid="discovery")
    notices.category_changed.connect(on_category_changed, dispatch_uid="discovery")
    notices.offers_changed.connect(on_offers_changed, dispatch_uid="discovery")
    notices.retailer_changed.connect(on_retailer_changed, dispatch_uid="discovery")
