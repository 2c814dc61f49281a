"""The measured marketplace: 20 shops, 20,000 products, three in ten with variants.

Filled through the product's own services: shops by provisioning, products by the import.
"""

import csv
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from marketplace.discovery.listings import write_listings
from tenants.feeds.services import import_catalogue
from tenants.registry.context import use_retailer
from tenants.registry.models import OpeningHours, Retailer
from tenants.shop.catalogue.models import Product, ProductImage
from tenants.shop.guards import bulk_writes
from tests.factories.shops import open_shop

SHOPS = 20
PRODUCTS_PER_SHOP = 1_000
MEASURED = "bench-01"
STOCK = 100_000  # so that no checkout of the benchmark runs out

MATERIALS = "Oak Linen Steel Copper Wool Glass Bamboo Cotton Clay Leather Cork Brass Felt".split()
STYLES = "Nordic Quiet Bright Folding Classic Slim Rustic Round Travel Everyday Tall Soft".split()
NOUNS = (
    "Lamp Chair Mug Notebook Backpack Kettle Blanket Vase Cushion Teapot Basket Clock Mirror "
    "Shelf Bottle Wallet Umbrella Radio Headphones Keyboard Bicycle Helmet Tent Candle Plate"
).split()
CATEGORIES = ["Home > Kitchen", "Home > Lighting", "Sports > Camping", "Electronics > Audio"]
BRANDS = "Alder Birk Corva Dune Elm Fjord Grove Halden Isle Juno".split()
SIZES = ("S", "M", "L")


def fill() -> None:
    for number in range(1, SHOPS + 1):
        slug = f"bench-{number:02}"
        if not Retailer.objects.filter(slug=slug).exists():
            fill_shop(slug, number)
    place_shops()


def place_shops() -> None:
    """On a line through Berlin, five kilometres from one to the next."""
    for number in range(1, SHOPS + 1):
        Retailer.objects.filter(slug=f"bench-{number:02}").update(
            latitude="52.52", longitude=f"{13.4 + (number - 1) * 0.074:.6f}"
        )


def fill_shop(slug: str, number: int) -> Retailer:
    retailer = open_shop(slug=slug, name=f"Bench Shop {number:02}", currency="EUR")
    with transaction.atomic():
        for day in range(6):
            OpeningHours.objects.create(
                retailer=retailer, weekday=day, opens="09:00", closes="18:00"
            )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "products.csv"
        write_csv(path, rows_of_shop(number))
        import_catalogue(retailer=retailer, path=path)
    add_pictures(retailer)
    return retailer


def rows_of_shop(number: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(number)
    for index in range(PRODUCTS_PER_SHOP):
        yield from rows_of_product(chance, number, index)


def rows_of_product(chance: random.Random, number: int, index: int) -> Iterator[dict[str, Any]]:
    words = [chance.choice(STYLES), chance.choice(MATERIALS), chance.choice(NOUNS)]
    title = f"{' '.join(words)} {number:02}{index:04}"
    row = {
        "handle": slugify(title),
        "title": title,
        "description": f"A {title.lower()} for people who use what they own, every day.",
        "brand": chance.choice(BRANDS),
        "categories": chance.choice(CATEGORIES),
        "price": f"{chance.randint(300, 20_000) / 100:.2f}",
        "stock": STOCK,
        "sku": f"B{number:02}{index:04}",
        "featured": "yes" if index % 100 == 0 else "no",
    }
    if index % 10 >= 3:
        yield row
        return
    for size in SIZES:
        yield row | {
            "sku": f"{row['sku']}-{size}",
            "option1_name": "Size",
            "option1_value": size,
        }


def write_csv(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    columns = (
        "handle title description brand categories price stock sku featured "
        "option1_name option1_value"
    ).split()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


@transaction.atomic
def add_pictures(retailer: Retailer) -> None:
    """Every product shows one picture in three widths (the files are not needed to list it)."""
    with use_retailer(retailer), bulk_writes():
        products = list(Product.objects.exclude(structure=Product.CHILD).order_by("id"))
        ProductImage.objects.bulk_create([picture_of(product) for product in products])
        write_listings(retailer=retailer, products=[product.uuid for product in products])


def picture_of(product: Product) -> ProductImage:
    name = hashlib.sha256(product.uuid.bytes).hexdigest()[:32]
    paths = {str(width): f"products/{name[:2]}/{name}-{width}.webp" for width in (320, 640, 1200)}
    return ProductImage(
        product=product, original=paths["1200"], width=1200, height=1200, renditions=paths
    )


def stock_rows() -> Iterator[str]:
    """The measured shop's products for the comparison, one JSON object a line."""
    retailer = Retailer.objects.get(slug=MEASURED)
    with use_retailer(retailer):
        products = Product.objects.exclude(structure=Product.CHILD).order_by("id")
        for product in products.prefetch_related("children__stockrecords", "stockrecords"):
            yield json.dumps(_stock_row(product))


def _stock_row(product: Product) -> dict[str, Any]:
    children = sorted(product.children.all(), key=lambda child: child.position)
    return {
        "title": product.title,
        "description": product.description,
        "variants": [
            {"title": f"Variant {index}"} | _offer(child) for index, child in enumerate(children)
        ],
        **({} if children else _offer(product)),
    }


def _offer(product: Product) -> dict[str, Any]:
    record = product.stockrecords.all()[0]
    return {"price": str(record.price), "stock": record.num_in_stock}
