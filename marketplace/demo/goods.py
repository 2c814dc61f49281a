"""Fills a demo shop's shelves; pictures are drawn by as many processes as there are cores."""

import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import product as combinations
from zlib import crc32

from django.db import transaction

from marketplace.demo.pictures import draw_picture
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

PICTURE_SIZE = (1000, 1000)
Progress = Callable[[str], None]


def fill_shelves(retailer: Retailer, shop: DemoShop) -> int:
    """Sell what this shop lacks yet, a product a transaction; answers how many were new."""
    with use_retailer(retailer):
        there = set(Product.objects.values_list("external_key", flat=True))
    missing = [item for item in shop.products if key_of(item) not in there]
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as artists:
        pictures = artists.map(paint, missing, chunksize=4)
        for item, views in zip(missing, pictures, strict=True):
            with use_retailer(retailer), transaction.atomic():
                sell(item, views)
    return len(missing)


def key_of(item: DemoProduct) -> str:
    return f"demo:{item.title}"


def paint(item: DemoProduct) -> list[bytes]:
    """The picture for the grid and, for featured things, a second view."""
    seed = crc32(item.title.encode()) % 10_000
    views = range(2 if item.featured else 1)
    return [_as_jpeg(item.kind, seed, view) for view in views]


def _as_jpeg(kind: str, seed: int, view: int) -> bytes:
    buffer = io.BytesIO()
    picture = draw_picture(kind=kind, seed=seed, view=view, size=PICTURE_SIZE)
    picture.convert("RGB").save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def sell(item: DemoProduct, pictures: list[bytes]) -> Product:
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
        add_image(product=product, file=io.BytesIO(picture), caption=item.title)
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
