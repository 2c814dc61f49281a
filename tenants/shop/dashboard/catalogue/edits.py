"""One form, several services, one transaction: all of it is saved or nothing."""

from typing import Any

from django.db import transaction

from tenants.kernel.locks import hold
from tenants.shop.announcements import announced_once
from tenants.shop.catalogue import services
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.partner.services import lock_stock, set_price, set_stock

TEXTS = ("title", "description", "brand")
LIMITS = ("min_quantity", "max_quantity", "is_public", "is_featured")


@transaction.atomic
@announced_once()
def create(*, data: dict[str, Any]) -> Product:
    """From a ProductForm's cleaned data. Raises InvalidPrice, Invalid, UnusableImage."""
    product = services.create_product(
        **{name: data[name] for name in (*TEXTS, *LIMITS)},
        price=data["price"],
        stock=data["num_in_stock"],
        sku=data["sku"],
        upc=data["upc"] or None,
        categories=_categories(data),
    )
    _add_image(product, data)
    return product


def lock(product: Product) -> Product:
    """As it is now, with its stock, until the caller's transaction ends."""
    lock_stock(product)
    return hold(Product.objects.all(), no_key=True).get(pk=product.pk)


@transaction.atomic
@announced_once()
def change(*, product: Product, data: dict[str, Any], changed: list[str]) -> Product:
    """`changed` names the fields to write. The caller has locked the product before it compared.
    Raises as `create`, and StockBelowReserved."""
    plain = {name: data[name] for name in (*TEXTS, *LIMITS) if name in changed}
    if "upc" in changed:
        plain["upc"] = data["upc"] or None
    if plain:
        product = services.change_product(product=product, **plain)
    if "categories" in changed:
        services.set_categories(product=product, categories=_categories(data))
    if "price" in changed:
        set_price(product=product, price=data["price"])
    if "num_in_stock" in changed:
        set_stock(product=product, num_in_stock=data["num_in_stock"])
    _add_image(product, data)
    return product


@transaction.atomic
def add_variant(*, parent: Product, data: dict[str, Any], options: dict[str, str]) -> Product:
    return services.create_product(
        title=", ".join(options.values()),
        parent=parent,
        options=options,
        price=data["price"],
        stock=data["num_in_stock"],
        sku=data["sku"],
    )


def _categories(data: dict[str, Any]) -> list[Category]:
    return list(Category.objects.filter(pk__in=data["categories"]).order_by("id"))


def _add_image(product: Product, data: dict[str, Any]) -> None:
    if data.get("image"):
        services.add_image(product=product, file=data["image"])
