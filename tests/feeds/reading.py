"""Helpers: a file read to the end, and what became of each of its rows."""

from datetime import date
from pathlib import Path

from tenants.feeds.files import open_feed
from tenants.feeds.rows import ProductRow, RefusedRow

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 21)


class Read:
    """All results of one file, sorted out."""

    def __init__(self, path, currency="EUR", format_name=None, decimal=""):
        with open_feed(
            path, currency=currency, format_name=format_name, today=TODAY, decimal=decimal
        ) as feed:
            self.format = feed.format.name
            self.label = feed.label
            self.notes = feed.notes
            self.given = feed.fields
            self.rows = feed.rows
            self.results = list(feed.results())
        self.products = [item for item in self.results if isinstance(item, ProductRow)]
        self.refused = {item.row: item for item in self.results if isinstance(item, RefusedRow)}
        self.by_key = {product.key: product for product in self.products}

    @property
    def accounted(self):
        """Every row number that went into a product or was reported, sorted."""
        imported = [number for product in self.products for number in product.rows]
        return sorted([*imported, *(refused.row for refused in self.refused.values())])


def read(name, **options):
    return Read(FILES / name, **options)


def written(tmp_path, text, *, name="list.csv", encoding="utf-8", **options):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return Read(path, **options)
