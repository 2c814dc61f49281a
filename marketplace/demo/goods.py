"""Fills a demo shop's shelves."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product as combinations
from pathlib import Path
from zlib import crc32

from django.db import transaction

from marketplace.demo.pictures import product_paths
from marketplace.demo.shapes import SIZES, DemoProduct, DemoShop
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import (
    add_image,
    category_for_path,
    change_product,
    create_product,
)


def fill_shelves(retailer: Retailer, shop: DemoShop) -> int:
    """Sell what this shop lacks yet, a product a transaction; answers how many were new."""
    with use_retailer(retailer):
        keys = set(Product.objects.values_list("external_key", flat=True))
    missing = [item for item in shop.products if key_of(item) not in keys]
    for item in missing:
        with use_retailer(retailer), transaction.atomic():
            sell(item, product_paths(shop.slug, item))
    return len(missing)


def key_of(item: DemoProduct) -> str:
    return f"demo:{item.title}"


def sell(item: DemoProduct, pictures: Sequence[Path]) -> Product:
    variants = list(variants_of(item))
    product = create_product(
        title=item.title,
        description=item.text,
        brand=item.brand,
        price=None if variants else item.price,
        stock=None if variants else stock_of(item, 0),
        sku="" if variants else sku_of(item, 0),
        categories=[category_for_path(item.category.split(" > "))],
        attributes=item.facts,
        is_featured=item.featured,
        max_quantity=item.max_quantity,
        structure=Product.PARENT if variants else Product.STANDALONE,
        external_key=key_of(item),
    )
    for index, (options, price) in enumerate(variants):
        sell_variant(product, item, index, options, price)
    for picture in pictures:
        with picture.open("rb") as file:
            add_image(product=product, file=file, caption=item.title)
    return product


def sell_variant(
    parent: Product, item: DemoProduct, index: int, options: dict[str, str], price: Decimal
) -> None:
    variant = create_product(
        title=", ".join(options.values()),
        price=price,
        stock=stock_of(item, index),
        sku=sku_of(item, index),
        options=options,
        parent=parent,
        external_key=f"{key_of(item)}:{'/'.join(options.values())}",
    )
    change_product(product=variant, position=index)


def variants_of(item: DemoProduct) -> Iterator[tuple[dict[str, str], Decimal]]:
    """Every combination of the options with its price."""
    if not item.options:
        return
    first = next(iter(item.options))
    for values in combinations(*item.options.values()):
        options = dict(zip(item.options, values, strict=True))
        larger = item.options[first].index(values[0]) if first in SIZES else 0
        yield options, item.price + item.step * larger


def sku_of(item: DemoProduct, index: int) -> str:
    letters = "".join(word[0] for word in item.title.split() if word[0].isalpha()).upper()
    return f"{letters}-{crc32(item.title.encode()) % 900 + 100}-{index + 1:02}"


def stock_of(item: DemoProduct, index: int) -> int | None:
    """Mostly plenty, here and there few or none, so that every state can be seen."""
    if item.stock is None:
        return None
    few = crc32(f"{item.title}{index}".encode()) % 23
    return few if few < 3 else item.stock + few
