"""Spree's product CSV: a row for the product, one for each of its variants, and both again for each
currency.

The product's own row has its name. Where variants follow it, it is none of them: its price is 0.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, as_text, heading_key
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import (
    NONE_LEFT,
    Context,
    Format,
    RowReader,
    barcode_fields,
    refuse_all,
)
from tenants.feeds.formats.prices import read_price_and_before
from tenants.feeds.rows import RefusedRow, Result
from tenants.feeds.spool import Place, RawRow

_HEADINGS = {
    "title": "name",
    "stock": "inventory_count",
    "is_tracked": "track_inventory",
    "is_backorderable": "inventory_backorderable",
    "compare_at": "compare_at_price",
    "categories1": "category1",
    "categories2": "category2",
    "categories3": "category3",
    "images1": "image1_src",
    "images2": "image2_src",
    "images3": "image3_src",
}
_SAME = (
    *("slug", "sku", "price", "currency", "status", "description", "tags", "barcode"),
    *("product_type", "width", "height", "depth", "dimensions_unit", "weight", "weight_unit"),
    *("option1_name", "option1_value", "option2_name", "option2_value"),
    *("option3_name", "option3_value"),
)
_PASSED_OVER = (
    "meta_title meta_description meta_keywords tax_category available_on discontinue_on digital"
)
_KNOWN = {
    **{heading_key(heading): field for field, heading in _HEADINGS.items()},
    **{heading_key(name): name for name in _SAME},
    **{heading_key(name): f"-{name}" for name in _PASSED_OVER.split()},
}
_OPTIONS = (1, 2, 3)
_PRICES = ("price", "compare_at")
_SIZES = ("width", "height", "depth")
CUSTOM = "custom:"


def field_of(heading: str) -> str | None:
    """ "custom_field.custom.wattage" is an attribute of the product."""
    if match := re.fullmatch(r"custom_field\.\w+\.(\w+)", as_text(heading)):
        return f"{CUSTOM}{match[1].replace('_', ' ').capitalize()}"
    return _KNOWN.get(heading_key(heading))


def place(row: Mapping[str, Cell]) -> Place:
    return Place(group=as_text(row.get("slug")))


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    slug = as_text(rows[0].cells.get("slug"))
    head = next((row for row in rows if "title" in row.cells), None)
    if not slug:
        yield from refuse_all(
            rows, gettext("The slug is blank: nothing tells which product it is.")
        )
    elif head is None:
        yield from refuse_all(rows, gettext("No row of this slug has a name."), slug)
    else:
        yield from _read_product(slug, head, rows, context)


def _read_product(
    slug: str, head: RawRow, rows: Sequence[RawRow], context: Context
) -> Iterator[Result]:
    label = as_text(head.cells["title"])
    articles = _articles(rows)
    variants = [article for article in articles if any(map(_options, article))]
    sold = [_in_currency(article, context.currency) for article in variants or articles]
    offers = [Offer(row, _options(row)) for row in sold]
    own = [row for article in articles if variants and article not in variants for row in article]
    arranged = RowGroup(slug, head, own, offers, label=label)
    yield from assemble(arranged, FieldReaders(_product, _offer), context)
    numbers = {row.number for row in (*own, *sold)}
    reason = gettext("It repeats a row in another currency than the shop's.")
    for row in rows:
        if row.number not in numbers:
            yield RefusedRow(row.number, reason, "currency", _currency(row), label)


def _articles(rows: Sequence[RawRow]) -> list[list[RawRow]]:
    """The rows of each SKU, one for each currency."""
    by_sku: dict[str, list[RawRow]] = {}
    for row in rows:
        by_sku.setdefault(as_text(row.cells.get("sku")) or str(row.number), []).append(row)
    return list(by_sku.values())


def _in_currency(article: Sequence[RawRow], currency: str) -> RawRow:
    """The row of the shop's currency, or else the first. What stands in the first alone, such as
    options and stock, is of all of them, but for its amounts."""
    row = next((row for row in article if _currency(row) == currency), article[0])
    shared = {name: cell for name, cell in article[0].cells.items() if name not in _PRICES}
    return RawRow(row.number, {**shared, **row.cells})


def _currency(row: RawRow) -> str:
    return as_text(row.cells.get("currency")).upper()


def _options(row: RawRow) -> dict[str, str]:
    return {
        as_text(row.cells.get(f"option{number}_name")) or f"Option {number}": as_text(
            row.cells[f"option{number}_value"]
        )
        for number in _OPTIONS
        if f"option{number}_value" in row.cells
    }


def _product(reader: RowReader) -> dict[str, Any]:
    return {
        "title": reader.title(),
        "description": reader.description(),
        "categories": _categories(reader),
        "attributes": _attributes(reader),
        "images": _images(reader),
        "is_active": reader.flag("status", "is_active", default=True),
    }


def _categories(reader: RowReader) -> tuple[tuple[str, ...], ...]:
    """ "Kitchen -> Coffee Machines"; a product's type where it has none."""
    names = (*(f"categories{number}" for number in _OPTIONS), "product_type")
    texts = [reader.words(name, "categories").replace("->", ">") for name in names]
    text = "\n".join(filter(None, texts[:-1])) or texts[-1]
    return cells.as_paths(text, between=r"\n")


def _images(reader: RowReader) -> tuple[str, ...]:
    texts = (reader.words(f"images{number}", "images") for number in _OPTIONS)
    return cells.as_urls(" ".join(filter(None, texts)))


def _attributes(reader: RowReader) -> dict[str, str]:
    labels = {name: name.removeprefix(CUSTOM) for name in reader.row.cells if CUSTOM in name}
    texts = {
        label: reader.words(name, f"attributes:{label}")
        for name, label in ({"tags": "Tags"} | labels).items()
    }
    return {label: text for label, text in texts.items() if text}


def _offer(reader: RowReader) -> dict[str, Any]:
    currency = _currency(reader.row)
    return {
        **read_price_and_before(reader, "price", before="compare_at", currency=currency),
        "stock": reader.optional("stock", lambda: _read_stock(reader), NONE_LEFT),
        "sku": reader.sku(),
        **barcode_fields(reader.barcodes(), _measures(reader)),
        "images": _images(reader),
    }


def _read_stock(reader: RowReader) -> int | None:
    """Not counted where Spree does not, or sells on at zero."""
    if not cells.as_bool("is_tracked", reader.cell("is_tracked"), default=True):
        return None
    if cells.as_bool("is_backorderable", reader.cell("is_backorderable"), default=False):
        return None
    return reader.stock()


def _measures(reader: RowReader) -> dict[str, str]:
    units = dict.fromkeys(_SIZES, "dimensions_unit") | {"weight": "weight_unit"}
    texts = {
        name.capitalize(): f"{reader.words(name, f'attributes:{name.capitalize()}')} "
        f"{as_text(reader.row.cells.get(unit))}".strip()
        for name, unit in units.items()
        if reader.has(name)
    }
    return {label: text for label, text in texts.items() if text}


FORMAT = Format(
    name="spree",
    label=_("Spree product CSV"),
    required=frozenset({"slug", "sku", "title", "price", "stock"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    targets={
        **{name: name for name in ("title", "description", "price", "stock", "sku", "barcode")},
        "status": "is_active",
        "categories1": "categories",
        "images1": "images",
        **dict.fromkeys((*_SIZES, "weight", "tags", "custom"), "attributes"),
    },
    picture_fields=("images1", "images2", "images3"),
    price_fields=_PRICES,
)
