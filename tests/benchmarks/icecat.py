"""Turns the Icecat JSON archives into Galleria's own list, product by product.

    python -m tests.benchmarks.icecat OUT.csv ARCHIVE.json.zip...

Their prices are integer cents, a product has up to 184 attributes and several EANs.
"""

import csv
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

COLUMNS = (
    *("handle", "title", "description", "brand", "price", "currency", "stock"),
    *("sku", "barcode", "images", "attributes"),
)
ATTRIBUTE = re.compile(r"^attr_[a-z]_")
STOCK = 25  # the source names none
MAX_SKU = 128  # a few names are whole descriptions


def convert(archives: Iterable[Path], out: Path, *, currency: str = "EUR") -> int:
    """Write the list; answers how many products it has."""
    count = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for product in products(archives):
            writer.writerow(as_row(product, currency))
            count += 1
    return count


def products(archives: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for archive in archives:
        with zipfile.ZipFile(archive) as source:
            for name in source.namelist():
                yield from json.loads(source.read(name))


def as_row(product: dict[str, Any], currency: str) -> dict[str, str]:
    return {
        "handle": str(product["id"]),
        "title": product["title"],
        "description": product.get("short_description", ""),
        "brand": product["supplier"],
        "price": str(Decimal(product["price"]) / 100),
        "currency": currency,
        "stock": str(STOCK),
        "sku": product["name"] if len(product["name"]) <= MAX_SKU else "",
        "barcode": "|".join(product["ean"]),
        "images": product["img_500x500"],
        "attributes": json.dumps(attributes(product), ensure_ascii=False),
    }


def attributes(product: dict[str, Any]) -> dict[str, Any]:
    """`attr_n_package_weight` is "Package weight"."""
    return {
        ATTRIBUTE.sub("", name).replace("_", " ").strip().capitalize(): value
        for name, value in product.items()
        if ATTRIBUTE.match(name)
    }


if __name__ == "__main__":
    target, *sources = map(Path, sys.argv[1:])
    print(f"{convert(sources, target)} products")
