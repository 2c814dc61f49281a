"""Shopify's product CSV, with the old headings ("Variant Price") and the new ("Price").

Rows of one product share a handle. The first carries the product's fields; each row with an
option value is a variant; a row with nothing but a picture belongs to the product.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, as_text, heading_key
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import (
    MAX_BRAND,
    Context,
    Format,
    RowReader,
    barcode_fields,
    refuse_all,
)
from tenants.feeds.formats.prices import read_price_and_before
from tenants.feeds.rows import Result
from tenants.feeds.spool import Place, RawRow

OPTIONS = (1, 2, 3)
# Shopify writes this option for a product that has none.
NO_OPTION = "Default Title"

_HEADINGS = {
    "handle": "Handle, URL handle",
    "title": "Title",
    "description": "Body (HTML), Body HTML, Description",
    "brand": "Vendor",
    "category": "Product Category, Standardized Product Type",
    "standard_category": "Google Shopping / Google Product Category",
    "type": "Type, Custom Product Type, Product Type",
    "tags": "Tags",
    "published": "Published, Published on online store",
    "status": "Status",
    "option1_name": "Option1 Name",
    "option1_value": "Option1 Value",
    "option2_name": "Option2 Name",
    "option2_value": "Option2 Value",
    "option3_name": "Option3 Name",
    "option3_value": "Option3 Value",
    "sku": "Variant SKU, SKU",
    "barcode": "Variant Barcode, Barcode",
    "price": "Variant Price, Price",
    "compare_at": "Variant Compare At Price, Compare-at price",
    "tracker": "Variant Inventory Tracker, Inventory tracker",
    "stock": "Variant Inventory Qty, Inventory quantity",
    "policy": "Variant Inventory Policy, Continue selling when out of stock",
    "grams": "Variant Grams, Weight value (grams)",
    "image": "Image Src, Product image URL",
    "image_position": "Image Position",
    "variant_image": "Variant Image, Variant image URL",
    "gift_card": "Gift Card",
}
# Known to be Shopify's, of no use to a shop here; named so that reports stay quiet.
_PASSED_OVER = (
    "Variant Fulfillment Service, Fulfillment service, Variant Requires Shipping, "
    "Requires shipping, Variant Taxable, Charge tax, Tax name, Image Alt Text, SEO Title, "
    "SEO Description, Variant Weight Unit, Weight unit for display, Variant Tax Code, "
    "Cost per item, Unit price total measure, Unit price total measure unit, "
    "Unit price base measure, Unit price base measure unit, Included / International, "
    "Google Shopping / Gender, Google Shopping / Age Group, Google Shopping / MPN, "
    "Google Shopping / AdWords Grouping, Google Shopping / AdWords Labels, "
    "Google Shopping / Ad group name, Google Shopping / Ads labels, "
    "Google Shopping / Condition, Google Shopping / Custom Product, "
    "Google Shopping / Custom Label 0, Google Shopping / Custom Label 1, "
    "Google Shopping / Custom Label 2, Google Shopping / Custom Label 3, "
    "Google Shopping / Custom Label 4"
)
_KNOWN = {
    heading_key(heading): field
    for field, headings in _HEADINGS.items()
    for heading in headings.split(",")
} | {heading_key(heading): f"-{heading_key(heading)}" for heading in _PASSED_OVER.split(",")}

_OFFER_FIELDS = ("price", "sku", "barcode", "option1_value", "option2_value", "option3_value")


def field_of(heading: str) -> str | None:
    return _KNOWN.get(heading_key(heading))


def place(row: Mapping[str, Cell]) -> Place:
    return Place(group=as_text(row.get("handle")))


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    handle = as_text(rows[0].cells.get("handle"))
    head = next((row for row in rows if "title" in row.cells), None)
    if not handle:
        yield from refuse_all(
            rows, gettext("The handle is blank: nothing tells which product it is.")
        )
    elif head is None:
        yield from refuse_all(rows, gettext("No row of this handle has a title."), handle)
    else:
        yield from assemble(_arrange_rows(handle, head, rows), _field_readers(rows), context)


def _arrange_rows(handle: str, head: RawRow, rows: Sequence[RawRow]) -> RowGroup:
    offers = [Offer(row, _options(row, head)) for row in rows if _is_offer(row)]
    buyable = {offer.row.number for offer in offers}
    own = [row for row in rows if row.number not in buyable]
    return RowGroup(handle, head, own, offers, label=as_text(head.cells.get("title")))


def _is_offer(row: RawRow) -> bool:
    return any(field in row.cells for field in _OFFER_FIELDS)


def _options(row: RawRow, head: RawRow) -> dict[str, str]:
    """Names stand in the first row only. The "Default Title" is no option."""
    options = {}
    for number in OPTIONS:
        value = as_text(row.cells.get(f"option{number}_value"))
        if value and value != NO_OPTION:
            name = as_text(head.cells.get(f"option{number}_name")) or f"Option {number}"
            options[name] = value
    return options


def _field_readers(rows: Sequence[RawRow]) -> FieldReaders:
    def product(reader: RowReader) -> dict[str, Any]:
        return {
            "title": reader.title(),
            "description": reader.description(),
            "brand": reader.words("brand", "brand", MAX_BRAND),
            "categories": _categories(reader),
            "attributes": _attributes(reader),
            "images": _images(rows),
            "is_active": _is_active(reader),
        }

    return FieldReaders(product=product, offer=_offer)


def _categories(reader: RowReader) -> tuple[tuple[str, ...], ...]:
    """The shop's own type is its category; Shopify's taxonomy stands in where it is blank."""
    for name in ("type", "category", "standard_category"):
        text = reader.words(name, "categories")
        if text and not text.isdigit():
            return cells.as_paths(text, between=r"\|")
    return ()


def _attributes(reader: RowReader) -> dict[str, str]:
    tags = reader.words("tags", "attributes:Tags")
    return {"Tags": tags} if tags else {}


def _is_active(reader: RowReader) -> bool:
    """Published and not a draft; "unlisted" products are not shown either."""
    status = reader.optional("is_active", lambda: reader.text("status"), "unreadable").casefold()
    return status in ("", "active") and reader.flag("published", "is_active", default=True)


def _images(rows: Sequence[RawRow]) -> tuple[str, ...]:
    """In the order of "Image Position"; the first is the primary one."""
    entries = []
    for order, row in enumerate(rows):
        position = as_text(row.cells.get("image_position"))
        rank = int(position) if position.isascii() and position.isdigit() else order + 1
        entries += [(rank, order, url) for url in cells.as_urls(as_text(row.cells.get("image")))]
    return tuple(dict.fromkeys(url for _, _, url in sorted(entries)))


def _offer(reader: RowReader) -> dict[str, Any]:
    grams = reader.words("grams", "attributes:Weight")
    weight = {"Weight": f"{grams} g"} if grams.strip("0.") else {}
    return {
        **read_price_and_before(reader, "price", before="compare_at"),
        "stock": _stock(reader),
        "sku": reader.sku().removeprefix("'"),
        **barcode_fields(reader.barcodes(), weight),
        "images": cells.as_urls(reader.words("variant_image", "images")),
    }


def _stock(reader: RowReader) -> int | None:
    """Not counted when Shopify goes on selling at zero; a quantity counts even without tracker,
    since older exports leave the tracker blank."""
    policy = reader.optional("stock", lambda: reader.text("policy"), None)
    if policy is None:
        return 0
    return None if policy.casefold() in ("continue", "true") else reader.stock()


FORMAT = Format(
    name="shopify",
    label=_("Shopify product CSV"),
    required=frozenset({"handle", "title", "price"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    picture_fields=("image", "variant_image"),
    price_fields=("price", "compare_at"),
    targets={
        **{name: name for name in ("title", "description", "brand", "price", "stock", "sku")},
        "barcode": "barcode",
        "type": "categories",
        "category": "categories",
        "tags": "attributes",
        "grams": "attributes",
        "image": "images",
        "variant_image": "images",
        "published": "is_active",
        "status": "is_active",
    },
)
