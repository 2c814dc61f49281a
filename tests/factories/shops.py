"""Goods for tests, made through the shops' own services."""

import itertools
from decimal import Decimal

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services

_count = itertools.count(1)


def shop(slug):
    """One of the shops that every test database has (tests.shops)."""
    return Retailer.objects.get(slug=slug)


def make_product(retailer, *, price="10.00", stock=10, categories=(), **values):
    """A stand-alone product; `categories` are paths such as ["Kitchen", "Mugs"]."""
    values.setdefault("title", f"Thing {next(_count)}")
    with use_retailer(retailer):
        found = [services.category_for_path(list(path)) for path in categories]
        return services.create_product(
            price=None if price is None else Decimal(price),
            stock=stock,
            categories=found,
            **values,
        )


def make_variants(retailer, *, variants, **values):
    """A parent with variants: [{"options": {...}, "price": "9.00", "stock": 3}, ...].

    Gives (parent, [variant, ...]).
    """
    from tenants.shop.catalogue.models import Product

    values.setdefault("title", f"Thing {next(_count)}")
    with use_retailer(retailer):
        parent = services.create_product(structure=Product.PARENT, **values)
        children = [
            services.create_product(
                parent=parent,
                title="",
                **(one | {"price": Decimal(one["price"])}),
            )
            for one in variants
        ]
    return parent, children
