"""Products and their stock, made by the shops' own services."""

import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from marketplace.discovery.services import learn_terms
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import category_for_path, create_product
from tenants.shop.partner.models import StockRecord

_count = itertools.count(1)


def make_product(
    retailer: Retailer,
    title: str = "",
    *,
    categories: Iterable[Iterable[str]] = (),
    **fields: Any,
) -> Product:
    """A stand-alone product, 12.50 (or 1200 in yen) and ten in stock unless told otherwise.

    `categories` are paths such as ["Kitchen", "Mugs"].
    """
    price = Decimal(1200) if retailer.currency == "JPY" else Decimal("12.50")
    values = {"title": title or f"Thing {next(_count)}", "price": price, "stock": 10} | fields
    values["price"] = None if values["price"] is None else Decimal(values["price"])
    with use_retailer(retailer):
        rows = [category_for_path(list(path)) for path in categories]
        return create_product(categories=rows, **values)


def make_known(retailer: Retailer, *titles: str, **fields: Any) -> list[Product]:
    """Products whose words searches know, as soon after they were listed."""
    products = [make_product(retailer, title, **fields) for title in titles]
    learn_terms()
    return products


def make_variants(
    retailer: Retailer, *, variants: Iterable[dict[str, Any]], **fields: Any
) -> tuple[Product, list[Product]]:
    """A parent with variants: [{"options": {...}, "price": "9.00", "stock": 3}, ...].

    Gives (parent, [variant, ...]).
    """
    fields.setdefault("title", f"Thing {next(_count)}")
    with use_retailer(retailer):
        parent = create_product(structure=Product.PARENT, **fields)
        children = [
            create_product(
                parent=parent, title="", **(variant | {"price": Decimal(variant["price"])})
            )
            for variant in variants
        ]
    return parent, children


def read_stock(retailer: Retailer, product: Product) -> tuple[int | None, int]:
    """(in stock, allocated) as the shop's table has it."""
    with use_retailer(retailer):
        return StockRecord.objects.values_list("num_in_stock", "num_allocated").get(
            product_id=product.pk
        )
