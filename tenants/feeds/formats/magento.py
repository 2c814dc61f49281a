"""Magento's (Adobe Commerce's) product export.

A configurable product lists its simple ones, by SKU and with what tells them apart, in
`configurable_variations`; their own rows stand anywhere. Rows of a store view hold a product's
texts once more, in another language. Grouped products and bundles are refused by name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, UnreadableCellError, as_text, heading_key
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import (
    MAX_BRAND,
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

_HEADINGS = {
    "title": "name",
    "type": "product_type",
    "short": "short_description",
    "view": "store_view_code",
    "online": "product_online",
    "sale": "special_price",
    "sale_from": "special_price_from_date",
    "sale_to": "special_price_to_date",
    "image": "base_image",
    "further_images": "additional_images",
    "attributes": "additional_attributes",
    "country": "country_of_manufacture",
    "stock": "qty",
    "in_stock": "is_in_stock",
    "backorders": "allow_backorders",
    "variations": "configurable_variations",
    "labels": "configurable_variation_labels",
    "min_quantity": "min_cart_qty",
    "max_quantity": "max_cart_qty",
    "is_default_min": "use_config_min_sale_qty",
    "is_default_max": "use_config_max_sale_qty",
    "is_default_manage": "use_config_manage_stock",
    "is_default_backorders": "use_config_backorders",
}
_SAME = ("sku", "categories", "description", "weight", "visibility", "price", "manage_stock")
_PASSED_OVER = (
    "attribute_set_code product_websites tax_class_name url_key meta_title meta_keywords "
    "meta_description base_image_label small_image small_image_label thumbnail_image "
    "thumbnail_image_label swatch_image swatch_image_label additional_image_labels created_at "
    "updated_at new_from_date new_to_date display_product_options_in map_price msrp_price "
    "map_enabled gift_message_available custom_design custom_design_from custom_design_to "
    "custom_layout_update page_layout product_options_container msrp_display_actual_price_type "
    "out_of_stock_qty use_config_min_qty is_qty_decimal notify_on_stock_below "
    "use_config_notify_stock_qty use_config_qty_increments qty_increments "
    "use_config_enable_qty_inc enable_qty_increments is_decimal_divided website_id related_skus "
    "related_position crosssell_skus crosssell_position upsell_skus upsell_position "
    "hide_from_product_page custom_options bundle_price_type bundle_sku_type bundle_price_view "
    "bundle_weight_type bundle_values bundle_shipment_type associated_skus downloadable_links "
    "downloadable_samples giftcard_type giftcard_amount"
)
_KNOWN = {
    **{heading_key(heading): field for field, heading in _HEADINGS.items()},
    **{heading_key(name): name for name in _SAME},
    **{heading_key(name): f"-{heading_key(name)}" for name in _PASSED_OVER.split()},
}
ATTRIBUTE = "attribute:"
_SOLD = {"", "simple", "virtual", "downloadable", "configurable"}
_BRANDS = ("attribute:manufacturer", "attribute:brand")
_BARCODES = ("attribute:ean", "attribute:gtin", "attribute:upc", "attribute:barcode")
# What stands between two pairs of "color=Red,size=XS, long".
_BETWEEN_PAIRS = re.compile(r'"?,\s*"?(?=[A-Za-z][\w ]*=)')


def field_of(heading: str) -> str | None:
    return _KNOWN.get(heading_key(heading))


def place(row: Mapping[str, Cell]) -> Place:
    sku = as_text(row.get("sku"))
    if "view" in row:
        return Place(group=f"view of {sku}")
    if _kind(row) == "configurable":
        aliases = [_child(pairs.get("sku", "")) for pairs in _variations(row)]
        return Place(group=f"sku:{sku}", aliases=aliases)
    return Place(group=f"sku:{sku}", parent=_child(sku))


def _child(sku: str) -> str:
    return f"child:{sku}"


def _kind(row: Mapping[str, Cell]) -> str:
    return as_text(row.get("type")).casefold()


def _variations(row: Mapping[str, Cell]) -> list[dict[str, str]]:
    """ "sku=A-S,size=S|sku=A-M,size=M" as a mapping each."""
    text = as_text(row.get("variations"))
    return [_pairs(part) for part in text.split("|") if part]


def _pairs(text: str) -> dict[str, str]:
    """ "color=Red,size=XS" by name; a value may hold commas, and lists part theirs by a bar."""
    parts = (part.partition("=") for part in _BETWEEN_PAIRS.split(text.strip('" ')))
    pairs = {name.strip(): value.strip().strip('"') for name, _sign, value in parts if value}
    return {name: value.replace("|", ", ") for name, value in pairs.items()}


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    if "view" in rows[0].cells:
        yield from _refused_views(rows)
        return
    heads = [row for row in rows if _kind(row.cells) == "configurable"] or rows[:1]
    head, label = heads[0], as_text(heads[0].cells.get("title"))
    if not as_text(head.cells.get("sku")):
        yield from refuse_all(rows, gettext("The SKU is blank: nothing tells which product it is."))
    elif (kind := _kind(head.cells)) not in _SOLD:
        reason = gettext(
            "Products of type “%(kind)s” cannot be sold here; simple and configurable ones can."
        ) % {"kind": kind}
        for row in rows:
            yield RefusedRow(row.number, reason, "type", kind, label)
    elif kind == "configurable":
        yield from _read_configurable(head, rows, context)
    else:
        yield from _read_simple(head, rows, context)


def _refused_views(rows: Sequence[RawRow]) -> Iterator[RefusedRow]:
    for row in rows:
        view = as_text(row.cells["view"])
        reason = gettext("It holds the texts of a store view; the shop has one text a product.")
        yield RefusedRow(row.number, reason, "view", view, as_text(row.cells.get("title")))


def _read_simple(head: RawRow, rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    head = _with_attributes(head)
    label = as_text(head.cells.get("title"))
    arranged = RowGroup(_sku(head), head, [], [Offer(head, {})], label=label)
    yield from assemble(arranged, FieldReaders(_product, _offer), context)
    reason = gettext("It repeats the SKU of row %(number)s.") % {"number": head.number}
    yield from refuse_all([row for row in rows if row.number != head.number], reason, label)


def _read_configurable(head: RawRow, rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    """The variants in the order of the list, the first row of each SKU."""
    label, labels = as_text(head.cells.get("title")), _pairs(as_text(head.cells.get("labels")))
    by_sku: dict[str, RawRow] = {}
    for row in rows:
        if row is not head:
            by_sku.setdefault(_sku(row), row)
    listed = {pairs["sku"]: pairs for pairs in _variations(head.cells) if "sku" in pairs}
    offers = [
        _offer_of(by_sku[sku], pairs, labels) for sku, pairs in listed.items() if sku in by_sku
    ]
    missing = [sku for sku in listed if sku not in by_sku]
    head = _with_attributes(head)
    arranged = RowGroup(_sku(head), head, [head], offers, label=label, is_parent=True)
    readers = FieldReaders(partial(_configurable, missing=missing), _variant)
    yield from assemble(arranged, readers, context)
    numbers = {head.number, *(offer.row.number for offer in offers)}
    reason = gettext("It repeats a SKU of the product of row %(number)s.") % {"number": head.number}
    yield from refuse_all([row for row in rows if row.number not in numbers], reason, label)


def _sku(row: RawRow) -> str:
    return as_text(row.cells.get("sku"))


def _offer_of(row: RawRow, pairs: Mapping[str, str], labels: Mapping[str, str]) -> Offer:
    """What tells it apart is no attribute besides."""
    codes = [code for code in pairs if code != "sku"]
    options = {labels.get(code) or _words(code): pairs[code] for code in codes}
    row = _with_attributes(row)
    options_fields = {f"{ATTRIBUTE}{code}" for code in codes}
    own = {field: cell for field, cell in row.cells.items() if field not in options_fields}
    return Offer(RawRow(row.number, own), options)


def _with_attributes(row: RawRow) -> RawRow:
    """Each of `additional_attributes` is a cell of its own: "attribute:color"."""
    pairs = _pairs(as_text(row.cells.get("attributes")))
    return RawRow(row.number, row.cells | {f"{ATTRIBUTE}{code}": pairs[code] for code in pairs})


def _words(code: str) -> str:
    """ "strap_bags" is "Strap bags"."""
    return code.replace("_", " ").strip().capitalize()


def _product(reader: RowReader) -> dict[str, Any]:
    brands = (reader.words(name, "brand", MAX_BRAND) for name in _BRANDS)
    return {
        "title": reader.title(),
        "description": _description(reader),
        "brand": next((brand for brand in brands if brand), ""),
        "categories": _categories(reader),
        "attributes": _attributes(reader),
        "images": _images(reader),
        "is_active": _is_online(reader) and _is_visible(reader),
        **_limits(reader),
    }


def _configurable(reader: RowReader, *, missing: Sequence[str]) -> dict[str, Any]:
    if missing:
        skus = ", ".join(missing)[:200]
        reader.remark(
            "variations", gettext("Variants that are not in the file: %(skus)s.") % {"skus": skus}
        )
    return _product(reader)


def _offer(reader: RowReader) -> dict[str, Any]:
    barcode = next((name for name in _BARCODES if reader.has(name)), _BARCODES[0])
    return {
        **read_price_and_before(reader, _price_field(reader), before="price"),
        "stock": reader.optional("stock", lambda: _read_stock(reader), NONE_LEFT),
        "sku": reader.sku(),
        **barcode_fields(reader.barcodes(barcode), _attributes(reader)),
    }


def _variant(reader: RowReader) -> dict[str, Any]:
    """Hidden in lists, as simple products of a configurable are, it is sold all the same."""
    return {
        **_offer(reader),
        "title": reader.title(),
        "images": _images(reader),
        "is_active": _is_online(reader),
        **_limits(reader),
    }


def _description(reader: RowReader) -> str:
    parts = [as_plain_text(reader.lines(name, "description")) for name in ("short", "description")]
    return "\n\n".join(part for part in parts if part)


def _categories(reader: RowReader) -> tuple[tuple[str, ...], ...]:
    """ "Default Category/Gear,Default Category/Gear/Bags" is Gear > Bags: a root that nobody
    sees, and each path beside the longer ones that begin with it."""
    text = reader.words("categories", "categories").replace("\\/", "\x00")
    paths = [part.split("/")[1:] for part in re.split(r",(?!\s)", text)]
    named = [
        tuple(name.replace("\x00", "/").strip()[:255] for name in path) for path in paths if path
    ]
    is_begun = {path[:length] for path in named for length in range(1, len(path))}
    return tuple(dict.fromkeys(path for path in named if path not in is_begun))


def _images(reader: RowReader) -> tuple[str, ...]:
    texts = (reader.words(name, "images") for name in ("image", "further_images"))
    return cells.as_urls(" ".join(text for text in texts if text))


def _is_online(reader: RowReader) -> bool:
    """1 is enabled, 2 disabled."""
    return reader.optional("is_active", lambda: _read_online(reader), default=False)


def _read_online(reader: RowReader) -> bool:
    text = reader.text("online")
    if text in ("", "1", "2"):
        return text != "2"
    return cells.as_bool("online", text, default=True)


def _is_visible(reader: RowReader) -> bool:
    return heading_key(reader.words("visibility", "is_active")) != "notvisibleindividually"


def _attributes(reader: RowReader) -> dict[str, str]:
    read = (*_BRANDS, *_BARCODES)
    labels = {
        name: _words(name.removeprefix(ATTRIBUTE))
        for name in reader.row.cells
        if name.startswith(ATTRIBUTE) and name not in read
    }
    attributes = {
        label: reader.words(name, f"attributes:{label}") for name, label in labels.items()
    }
    weight = reader.words("weight", "attributes:Weight")
    attributes["Weight"] = weight.rstrip("0").rstrip(".") if "." in weight else weight
    attributes["Country of manufacture"] = reader.words(
        "country", "attributes:Country of manufacture"
    )
    return {name: value for name, value in attributes.items() if value}


def _limits(reader: RowReader) -> dict[str, int | None]:
    """Of its own; the shop system's general ones are none of the product."""
    is_own = {name: not _is_yes(reader, f"is_default_{name}") for name in ("min", "max")}
    minimum = (reader.quantity("min_quantity") if is_own["min"] else None) or 1
    maximum = reader.quantity("max_quantity") if is_own["max"] else None
    if maximum is not None and maximum < minimum:
        reason = gettext("The maximum is below the minimum.")
        reader.leave_out("max_quantity", UnreadableCellError("max_quantity", maximum, reason))
        return {"min_quantity": 1, "max_quantity": None}
    return {"min_quantity": minimum, "max_quantity": maximum}


def _is_yes(reader: RowReader, name: str) -> bool:
    return as_text(reader.row.cells.get(name)) in ("1", "1.0000")


def _price_field(reader: RowReader) -> str:
    if not reader.has("sale"):
        return "price"
    days = (reader.text(name) for name in ("sale_from", "sale_to"))
    return "sale" if is_on_sale(reader, "sale", *days) else "price"


def _read_stock(reader: RowReader) -> int | None:
    """Nothing where it is out of stock; not counted where Magento does not, or sells on at zero."""
    if reader.has("in_stock") and not _is_yes(reader, "in_stock"):
        return 0
    is_own = not _is_yes(reader, "is_default_manage")
    if is_own and reader.has("manage_stock") and not _is_yes(reader, "manage_stock"):
        return None
    is_own = not _is_yes(reader, "is_default_backorders")
    if is_own and as_text(reader.row.cells.get("backorders")) in ("1", "2"):
        return None
    return reader.stock()


FORMAT = Format(
    name="magento",
    label=_("Magento product export"),
    required=frozenset({"sku", "title", "type", "price"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    targets={
        **{name: name for name in ("title", "description", "categories", "price", "stock", "sku")},
        "short": "description",
        "sale": "price",
        "in_stock": "stock",
        "image": "images",
        "further_images": "images",
        "online": "is_active",
        "visibility": "is_active",
        "min_quantity": "min_quantity",
        "max_quantity": "max_quantity",
        "attributes": "attributes",
        "weight": "attributes",
        "country": "attributes",
    },
    price_fields=("price", "sale"),
    picture_fields=("image", "further_images"),
)
