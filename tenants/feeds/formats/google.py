"""Google Merchant Center's product feed: XML (RSS or Atom) and tab-separated text.

An item with `item_group_id` is a variant of that product. Its options are colour, size, material
and pattern, each that it has: what its siblings share today may tell them apart tomorrow.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, UnreadableCellError, as_text, heading_key
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import (
    MAX_BRAND,
    MAX_TITLE,
    NONE_LEFT,
    Context,
    Format,
    RowReader,
    barcode_fields,
    refuse_all,
)
from tenants.feeds.formats.prices import read_price_and_before
from tenants.feeds.formats.sales import is_on_sale
from tenants.feeds.rows import Result
from tenants.feeds.spool import Place, RawRow

_HEADINGS = {
    "sku": "id",
    "title": "title",
    "description": "description",
    "image": "image_link, image link",
    "further_images": "additional_image_link, additional image link",
    "availability": "availability",
    "stock": "quantity, sell_on_google_quantity",
    "price": "price",
    "sale": "sale_price",
    "sale_days": "sale_price_effective_date",
    "brand": "brand",
    "barcode": "gtin",
    "type": "product_type",
    "category": "google_product_category",
    "group": "item_group_id",
    "colour": "color, colour",
    "size": "size",
    "material": "material",
    "pattern": "pattern",
    "detail_name": "product_detail/attribute_name",
    "detail_value": "product_detail/attribute_value",
    "mpn": "mpn",
    "condition": "condition",
    "gender": "gender",
    "age_group": "age_group",
    "highlight": "product_highlight",
    "weight": "shipping_weight, product_weight",
}
_KNOWN = {
    heading_key(heading): field
    for field, headings in _HEADINGS.items()
    for heading in headings.split(",")
}
_OPTIONS = {"colour": "Colour", "size": "Size", "material": "Material", "pattern": "Pattern"}
_ATTRIBUTES = {
    "mpn": "MPN",
    "condition": "Condition",
    "gender": "Gender",
    "age_group": "Age group",
    "highlight": "Highlights",
    "weight": "Weight",
}
_AVAILABLE = {"instock", "available", "limitedavailability", "backorder", "preorder"}
_SHORTEST_TITLE = 4  # characters that the titles of variants share


def field_of(heading: str) -> str | None:
    """ "g:image_link", "image link" and "image_link" are one."""
    return _KNOWN.get(heading_key(re.sub(r"(^|/)g[:_]", r"\1", as_text(heading))))


def place(row: Mapping[str, Cell]) -> Place:
    return Place(group=as_text(row.get("group")) or as_text(row.get("sku")))


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    name = place(rows[0].cells).group
    if not name:
        yield from refuse_all(rows, gettext("The id is blank: nothing tells which product it is."))
    elif any("group" in row.cells for row in rows):
        yield from assemble(_variants(name, rows), _readers(rows), context)
    else:
        head, *again = rows
        label = as_text(head.cells.get("title"))
        reason = gettext("It repeats the id of row %(number)s.") % {"number": head.number}
        arranged = RowGroup(name, head, [], [Offer(head, {})], label=label)
        yield from assemble(arranged, _readers([head]), context)
        yield from refuse_all(again, reason, label)


def _variants(name: str, rows: Sequence[RawRow]) -> RowGroup:
    offers = [Offer(row, _options(row)) for row in rows]
    label = as_text(rows[0].cells.get("title"))
    return RowGroup(name, rows[0], [], offers, label=label, is_parent=True)


def _options(row: RawRow) -> dict[str, str]:
    return {
        label: as_text(row.cells[field]) for field, label in _OPTIONS.items() if field in row.cells
    }


def _readers(rows: Sequence[RawRow]) -> FieldReaders:
    is_group = any("group" in row.cells for row in rows)

    def product(reader: RowReader) -> dict[str, Any]:
        return {
            "title": _shared_title(rows) or reader.title(),
            "description": reader.description(),
            "brand": reader.words("brand", "brand", MAX_BRAND),
            "categories": _categories(reader),
            "attributes": {} if is_group else _attributes(reader) | _options(reader.row),
            "images": _images(reader),
        }

    def offer(reader: RowReader) -> dict[str, Any]:
        own = _variant_fields(reader) if is_group else {}
        attributes = _attributes(reader) if is_group else {}
        return _offer(reader, attributes) | own

    return FieldReaders(product=product, offer=offer)


def _shared_title(rows: Sequence[RawRow]) -> str:
    """ "Tee – red, S" and "Tee – red, M" are a "Tee – red"; "" where they share no words."""
    titles = [as_text(row.cells.get("title")).split() for row in rows]
    if len(titles) == 1:
        return ""
    shared = takewhile(lambda words: len(set(words)) == 1, zip(*titles, strict=False))
    title = " ".join(words[0] for words in shared).rstrip(" -–—|,;:/(")
    return cells.inert(title[:MAX_TITLE]) if len(title) >= _SHORTEST_TITLE else ""


def _variant_fields(reader: RowReader) -> dict[str, Any]:
    return {"title": reader.title(), "images": _images(reader)}


def _offer(reader: RowReader, attributes: Mapping[str, str]) -> dict[str, Any]:
    return {
        **read_price_and_before(reader, _price_field(reader), before="price"),
        "stock": _stock(reader),
        "sku": reader.sku(),
        **barcode_fields(reader.barcodes(), attributes),
    }


def _price_field(reader: RowReader) -> str:
    if not reader.has("sale"):
        return "price"
    begins, _slash, ends = reader.text("sale_days").partition("/")
    return "sale" if is_on_sale(reader, "sale", begins.strip(), ends.strip()) else "price"


def _stock(reader: RowReader) -> int | None:
    """A quantity where there is one; else not counted, unless it is said to be out of stock."""
    if reader.has("stock"):
        return reader.stock()
    return reader.optional("stock", lambda: _read_availability(reader), NONE_LEFT)


def _read_availability(reader: RowReader) -> int | None:
    text = reader.text("availability")
    if heading_key(text) in _AVAILABLE or not text:
        return None
    if heading_key(text) in ("outofstock", "unavailable", "discontinued"):
        return 0
    raise UnreadableCellError("availability", text, gettext("Write in_stock or out_of_stock."))


def _categories(reader: RowReader) -> tuple[tuple[str, ...], ...]:
    """The shop's own types; Google's category stands in where it is words, not a number."""
    for name in ("type", "category"):
        text = reader.lines(name, "categories")
        if text and not text.isdigit():
            return cells.as_paths(text, between=r"\n")
    return ()


def _images(reader: RowReader) -> tuple[str, ...]:
    texts = (reader.lines(name, "images") for name in ("image", "further_images"))
    return cells.as_urls(" ".join(text for text in texts if text))


def _attributes(reader: RowReader) -> dict[str, str]:
    texts = {
        label: ", ".join(reader.lines(field, f"attributes:{label}").split("\n"))
        for field, label in _ATTRIBUTES.items()
    }
    return _details(reader) | {label: text for label, text in texts.items() if text}


def _details(reader: RowReader) -> dict[str, str]:
    """Names and values stand in two columns, each as often as the other."""
    names, values = (
        reader.lines(name, "attributes").split("\n") for name in ("detail_name", "detail_value")
    )
    if len(names) != len(values):
        reason = gettext("There are not as many names as values.")
        reader.leave_out("attributes", UnreadableCellError("detail_name", names[0], reason))
        return {}
    return {name: value for name, value in zip(names, values, strict=True) if name and value}


FORMAT = Format(
    name="google",
    label=_("Google Merchant product feed"),
    required=frozenset({"sku", "title", "price", "availability"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    targets={
        **{name: name for name in ("title", "description", "brand", "price", "stock", "sku")},
        "barcode": "barcode",
        "sale": "price",
        "availability": "stock",
        "type": "categories",
        "category": "categories",
        "image": "images",
        "further_images": "images",
        **dict.fromkeys((*_ATTRIBUTES, *_OPTIONS, "detail_name"), "attributes"),
    },
    price_fields=("price", "sale"),
    picture_fields=("image", "further_images"),
)
