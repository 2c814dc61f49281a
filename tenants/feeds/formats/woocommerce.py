"""WooCommerce's product CSV: simple, variable and variation rows, in any order.

A variation names its product by SKU or as `id:NN`. Grouped and external products have no
stock of their own to sell and are refused by name.
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
from tenants.feeds.formats.sales import is_on_sale
from tenants.feeds.markup import as_plain_text
from tenants.feeds.rows import RefusedRow, Result
from tenants.feeds.spool import Place, RawRow

ATTRIBUTE = re.compile(r"^attribute(\d+)(name|values)$")
# WooCommerce puts an apostrophe before what a spreadsheet would take for a formula.
GUARDED = re.compile(r"^'(?=[=+\-@])")

_HEADINGS = {
    "id": "ID",
    "type": "Type",
    "sku": "SKU",
    "barcode": "GTIN, UPC, EAN, or ISBN",
    "title": "Name",
    "published": "Published",
    "featured": "Is featured?",
    "visibility": "Visibility in catalog",
    "short": "Short description",
    "description": "Description",
    "sale_from": "Date sale price starts",
    "sale_to": "Date sale price ends",
    "in_stock": "In stock?",
    "stock": "Stock",
    "individually": "Sold individually?",
    "weight": "Weight (kg)",
    "length": "Length (cm)",
    "width": "Width (cm)",
    "height": "Height (cm)",
    "sale": "Sale price",
    "price": "Regular price",
    "categories": "Categories",
    "tags": "Tags",
    "brand": "Brands",
    "images": "Images",
    "parent": "Parent",
}
_PASSED_OVER = (
    "Tax status|Tax class|Low stock amount|Backorders allowed?|Allow customer reviews?|"
    "Purchase note|Shipping class|Download limit|Download expiry days|Grouped products|Upsells|"
    "Cross-sells|External URL|Button text|Position"
)
_KNOWN = {heading_key(heading): field for field, heading in _HEADINGS.items()} | {
    heading_key(heading): f"-{heading_key(heading)}" for heading in _PASSED_OVER.split("|")
}
_MEASURES = {"weight": "kg", "length": "cm", "width": "cm", "height": "cm"}


def field_of(heading: str) -> str | None:
    key = heading_key(heading)
    if re.match(r"^(attribute\d+(name|values|visible|global|default)|download\d+\w+)$", key):
        return key if ATTRIBUTE.match(key) else f"-{key}"
    return _KNOWN.get(key)


def kinds(row: Mapping[str, Cell]) -> set[str]:
    """ "simple, downloadable, virtual" is all three."""
    return {kind.strip().casefold() for kind in as_text(row.get("type")).split(",")}


def place(row: Mapping[str, Cell]) -> Place:
    number, sku, parent = (as_text(row.get(name)) for name in ("id", "sku", "parent"))
    if "variation" in kinds(row):
        return Place(parent=parent or f"without parent:{number or sku}")
    by_number = f"id:{number}" if number else ""
    aliases = [alias for alias in (by_number, sku) if alias]
    return Place(group=sku or by_number or as_text(row.get("title")), aliases=aliases)


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    heads = [row for row in rows if "variation" not in kinds(row.cells)]
    variations = [row for row in rows if "variation" in kinds(row.cells)]
    if not heads:
        yield from _orphans(variations)
        return
    head, *again = heads
    reason = gettext("It repeats the SKU of row %(number)s.") % {"number": head.number}
    yield from refuse_all(again, reason, _name(head))
    if reason := _unsuitable(head, variations):
        yield RefusedRow(head.number, reason, "type", as_text(head.cells.get("type")), _name(head))
        reason = gettext("It belongs to the product of row %(number)s, which was refused.") % {
            "number": head.number
        }
        yield from refuse_all(variations, reason, _name(head))
        return
    yield from assemble(_arrange_rows(head, variations), FieldReaders(_product, _offer), context)


def _name(row: RawRow) -> str:
    return as_text(row.cells.get("title")) or as_text(row.cells.get("sku"))


def _orphans(rows: Sequence[RawRow]) -> Iterator[RefusedRow]:
    for row in rows:
        parent = as_text(row.cells.get("parent"))
        reason = (
            gettext("Its product is not in the file.")
            if parent
            else gettext("It names no product as its parent.")
        )
        yield RefusedRow(row.number, reason, "parent", parent, _name(row))


def _unsuitable(head: RawRow, variations: Sequence[RawRow]) -> str:
    types = kinds(head.cells)
    if "variable" in types or ("simple" in types and not variations):
        return ""
    if "simple" in types:
        return gettext("It has variations, but its type is simple.")
    kind = as_text(head.cells.get("type")) or "blank"
    return gettext(
        "Products of type “%(kind)s” cannot be sold here; simple and variable ones can."
    ) % {"kind": kind}


def _arrange_rows(head: RawRow, variations: Sequence[RawRow]) -> RowGroup:
    sku, number = as_text(head.cells.get("sku")), as_text(head.cells.get("id"))
    name = sku or (f"id:{number}" if number else _name(head))
    offers = [Offer(row, dict(_attribute_pairs(row))) for row in variations]
    if "variable" in kinds(head.cells):
        return RowGroup(name, head, [head], offers, label=_name(head), is_parent=True)
    return RowGroup(name, head, [], [Offer(head, {})], label=_name(head))


def _attribute_pairs(row: RawRow) -> Iterator[tuple[str, str]]:
    """A blank value means any: it does not tell the variation apart."""
    for field, cell in row.cells.items():
        match = ATTRIBUTE.match(field)
        if match and match[2] == "name":
            value = _unescape(as_text(row.cells.get(f"attribute{match[1]}values")))
            if value:
                yield as_text(cell), value


def _product(reader: RowReader) -> dict[str, Any]:
    return {
        "title": reader.title(),
        "description": _description(reader),
        "brand": _unescape(reader.words("brand", "brand"))[:120],
        "categories": _categories(reader),
        "attributes": _attributes(reader),
        "images": cells.as_urls(reader.words("images", "images")),
        "is_active": _is_active(reader),
        "is_featured": reader.flag("featured", "is_featured", default=False),
        "max_quantity": _limit(reader),
    }


def _limit(reader: RowReader) -> int | None:
    return 1 if reader.flag("individually", "max_quantity", default=False) else None


def _categories(reader: RowReader) -> tuple[tuple[str, ...], ...]:
    r""" "A > B, C": commas part the paths, `\,` is a comma."""
    paths = cells.as_paths(reader.words("categories", "categories"), between=r"(?<!\\),")
    return tuple(tuple(_unescape(name) for name in path) for path in paths)


def _attributes(reader: RowReader) -> dict[str, str]:
    attributes = {
        name: value
        for name, value in _attribute_pairs(reader.row)
        if _is_readable(reader, name, value)
    }
    if tags := _unescape(reader.words("tags", "attributes:Tags")):
        attributes["Tags"] = tags
    return attributes | _measures(reader)


def _is_readable(reader: RowReader, name: str, value: str) -> bool:
    def read() -> bool:
        cells.require_no_error(name, value)
        return True

    return reader.optional(f"attributes:{name}", read, default=False)


def _is_active(reader: RowReader) -> bool:
    published = reader.flag("published", "is_active", default=True)
    visibility = reader.optional("is_active", lambda: reader.text("visibility"), "hidden")
    return published and visibility.casefold() != "hidden"


def _description(reader: RowReader) -> str:
    parts = [_unescape(reader.lines(name, "description")) for name in ("short", "description")]
    return "\n\n".join(text for text in map(as_plain_text, parts) if text)


def _unescape(text: str) -> str:
    r"""WooCommerce writes a line break as `\n` and a comma inside a value as `\,`."""
    text = GUARDED.sub("", text)
    return text.replace("\\n", "\n").replace("\\,", ",").strip()


def _offer(reader: RowReader) -> dict[str, Any]:
    fields = {
        **read_price_and_before(reader, _price_field(reader), before="price"),
        "stock": _stock(reader),
        "sku": GUARDED.sub("", reader.sku()),
        **barcode_fields(reader.barcodes(), _measures(reader)),
    }
    if "variation" in kinds(reader.row.cells):
        fields |= _variation_fields(reader)
    return fields


def _measures(reader: RowReader) -> dict[str, str]:
    values = {name: reader.words(name, f"attributes:{name.capitalize()}") for name in _MEASURES}
    return {
        name.capitalize(): f"{values[name]} {_MEASURES[name]}" for name in values if values[name]
    }


def _variation_fields(reader: RowReader) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "images": cells.as_urls(reader.words("images", "images")),
        "is_active": reader.flag("published", "is_active", default=True),
        "max_quantity": _limit(reader),
    }
    if title := reader.text("title"):
        fields["title"] = cells.inert(title)[:255]
    return fields


def _price_field(reader: RowReader) -> str:
    """The sale price while its dates hold, else the regular one."""
    if not reader.has("sale") or not reader.has("price"):
        return "sale" if reader.has("sale") else "price"
    days = (reader.text(name) for name in ("sale_from", "sale_to"))
    return "sale" if is_on_sale(reader, "sale", *days) else "price"


def _stock(reader: RowReader) -> int | None:
    """A number where stock is counted; else nothing when marked as out of stock.

    A variation's "parent" means that the product's number counts for all of them together;
    it cannot be shared out, so only in or out of stock is taken over.
    """
    return reader.optional("stock", lambda: _read_stock(reader), NONE_LEFT)


def _read_stock(reader: RowReader) -> int | None:
    if as_text(reader.cell("stock")).casefold() not in ("", "parent"):
        return reader.stock()
    if reader.text("in_stock").casefold() in ("backorder", ""):
        return None
    return None if reader.flag("in_stock", "stock", default=True) else 0


FORMAT = Format(
    name="woocommerce",
    label=_("WooCommerce product CSV"),
    required=frozenset({"type", "title", "price"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    targets={
        **{name: name for name in ("title", "description", "price", "stock", "sku", "barcode")},
        "short": "description",
        "in_stock": "stock",
        "sale": "price",
        "tags": "attributes",
        **{name: name for name in ("categories", "images", "brand")},
        "published": "is_active",
        "visibility": "is_active",
        "featured": "is_featured",
        "individually": "max_quantity",
        "attribute1name": "attributes",
    },
    price_fields=("price", "sale"),
)
