"""Galleria's own list, CSV or XLSX: what shops fill in by hand (docs/import.md).

Headings are known in many languages (column_words.toml), since lists come from other systems too.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, UnreadableCellError, as_text
from tenants.feeds.column_words import field_of
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import (
    MAX_BRAND,
    Context,
    Format,
    RowReader,
    barcode_fields,
    product_key,
    refuse_all,
)
from tenants.feeds.formats.prices import read_prices
from tenants.feeds.rows import RefusedRow, Result
from tenants.feeds.spool import Place, RawRow
from tenants.kernel.money import currency_codes

OPTIONS = (1, 2, 3)
OFFER_FIELDS = ("price", "net_price", "sale_price", "stock", "sku", "barcode")
LIMITS = ("min_quantity", "max_quantity")
LOST_NUMBER = "unnumbered:"  # before the title: the number that would be the key cannot be read


def place(row: Mapping[str, Cell]) -> Place:
    return Place(group=group_name(row))


def group_name(row: Mapping[str, Cell]) -> str:
    """The handle; without one, variants go by their title and others by SKU, barcode, title."""
    if handle := as_text(row.get("handle")):
        return handle
    title = f"title:{slugify(as_text(row.get('title')), allow_unicode=True)}"
    if _has_options(row):
        return title
    if sku := as_text(row.get("sku")):
        return f"sku:{sku}"
    if "barcode" not in row:
        return title
    if cells.is_barcode(row["barcode"]):
        return f"barcode:{as_text(row['barcode'])}"
    return title.replace("title:", LOST_NUMBER, 1)


def _has_options(row: Mapping[str, Cell]) -> bool:
    return any(
        name.startswith("option:") or (name.startswith("option") and name.endswith("_value"))
        for name in row
    )


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    name = group_name(rows[0].cells)
    if len(rows) > 1 and name.startswith(("sku:", "barcode:", "title:", LOST_NUMBER)):
        named = [row for row in rows if not _has_options(row.cells)]
        if named:
            yield from _namesakes(name, rows, context)
            return
    yield from _read_product(name, rows, context)


def _with_former_key(result: Result, context: Context) -> Result:
    """Known by a barcode that an earlier file had lost, the product may stand under its title."""
    if isinstance(result, RefusedRow) or not result.key.startswith("barcode:"):
        return result
    former = f"{LOST_NUMBER}{slugify(result.title, allow_unicode=True)}"
    if context.has_group(former):
        return result  # which of the two was it?
    return replace(result, former_key=product_key(former))


def _namesakes(name: str, rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    """Without a handle, one SKU on several titles is several products; the same title twice
    is a repetition. The first keeps the plain name, so that a namesake does not rename it."""
    first_rows: dict[str, RawRow] = {}
    for row in rows:
        title = slugify(as_text(row.cells.get("title")), allow_unicode=True)
        if title in first_rows:
            reason = gettext(
                "It repeats row %(number)s: the same title and number. "
                "Give each product a handle, or each variant its options."
            ) % {"number": first_rows[title].number}
            yield from refuse_all([row], reason, as_text(row.cells.get("title")))
            continue
        own_name = f"{name}|{title}" if first_rows else name
        first_rows[title] = row
        yield from _read_product(own_name, [row], context)


def _read_product(name: str, rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    names = _option_names(rows)
    offers = [
        Offer(row, _options(row, names))
        for row in rows
        if _has_options(row.cells) or any(field in row.cells for field in OFFER_FIELDS)
    ]
    buyable = {offer.row.number for offer in offers}
    own = [row for row in rows if row.number not in buyable]
    head = next((row for row in rows if "title" in row.cells), rows[0])
    repeated = [row for row in own if "title" in row.cells and row is not head]
    reason = gettext("It repeats the product of row %(number)s.") % {"number": head.number}
    label = as_text(head.cells.get("title")) or name
    yield from refuse_all(repeated, reason, label)
    own = [row for row in own if row not in repeated]
    rows_of_it = RowGroup(name, head, own, offers, label=label)
    for result in assemble(rows_of_it, _field_readers(head, own), context):
        yield _with_former_key(result, context)


def _option_names(rows: Sequence[RawRow]) -> dict[int, str]:
    """Names stand in the first row of a product, often only there."""
    names = {}
    for number in OPTIONS:
        candidates = (as_text(row.cells.get(f"option{number}_name")) for row in rows)
        names[number] = next((name for name in candidates if name), f"Option {number}")
    return names


def _options(row: RawRow, names: Mapping[int, str]) -> dict[str, str]:
    options = {
        names[number]: as_text(row.cells[f"option{number}_value"])
        for number in OPTIONS
        if f"option{number}_value" in row.cells
    }
    for name, cell in row.cells.items():
        if name.startswith("option:"):
            options[name.removeprefix("option:")] = as_text(cell)
    return options


def _field_readers(head: RawRow, own: Sequence[RawRow]) -> FieldReaders:
    """Pictures of the first row are the product's, those of a variant's row its own."""
    further = [as_text(row.cells.get("images")) for row in own]

    def product(reader: RowReader) -> dict[str, Any]:
        images = cells.as_urls(" ".join([reader.words("images", "images"), *further]))
        return {
            "title": reader.title(),
            "description": reader.description(),
            "brand": reader.words("brand", "brand", MAX_BRAND),
            "categories": cells.as_paths(reader.words("categories", "categories"), between=r"\|"),
            "attributes": _attributes(reader),
            "images": images,
            "is_active": reader.flag("active", "is_active", default=True),
            "is_featured": reader.flag("featured", "is_featured", default=False),
            **_limits(reader),
        }

    def offer(reader: RowReader) -> dict[str, Any]:
        is_head = reader.row.number == head.number
        images = () if is_head else cells.as_urls(reader.words("images", "images"))
        return {**_offer(reader), "images": images}

    return FieldReaders(product=product, offer=offer)


def _offer(reader: RowReader) -> dict[str, Any]:
    return {
        **read_prices(reader, _currency(reader)),
        "stock": reader.stock(),
        "sku": reader.sku(),
        **barcode_fields(reader.barcodes(), _attributes(reader)),
        "is_active": reader.flag("active", "is_active", default=True),
        **_limits(reader),
    }


def _currency(reader: RowReader) -> str:
    code = reader.text("currency").upper()
    if code and code not in currency_codes():
        raise UnreadableCellError(
            "currency", code, gettext("Write the three letters of the currency, such as EUR.")
        )
    return code


def _limits(reader: RowReader) -> dict[str, int | None]:
    """Both or neither: one of the file and one of the shop could contradict each other."""
    minimum = reader.quantity("min_quantity") or 1
    maximum = reader.quantity("max_quantity")
    if maximum is not None and maximum < minimum:
        reason = gettext("The maximum is below the minimum.")
        reader.leave_out("max_quantity", UnreadableCellError("max_quantity", maximum, reason))
    if reader.left_out.isdisjoint(LIMITS):
        return {"min_quantity": minimum, "max_quantity": maximum}
    reader.left_out.update(LIMITS)
    return {"min_quantity": 1, "max_quantity": None}


def _attributes(reader: RowReader) -> dict[str, str]:
    attributes: dict[str, str] | None = reader.memo.get("attributes")
    if attributes is None:
        attributes = reader.memo["attributes"] = _read_attributes(reader)
        for name in reader.row.cells:
            if name.startswith("attribute:"):
                key = name.removeprefix("attribute:")
                attributes[key] = reader.words(name, f"attributes:{key}")
    return attributes


def _read_attributes(reader: RowReader) -> dict[str, str]:
    """A JSON object, or lines of "Name: value" or "Name=value", also separated by ";"."""
    text = reader.lines("attributes", "attributes")
    if not text:
        return {}
    if text.startswith("{"):
        return reader.optional("attributes", lambda: _from_json(text), {})
    pairs = (re.split("[:=]", part, maxsplit=1) for part in re.split(r"[\n;|]", text))
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2 and pair[0]}


def _from_json(text: str) -> dict[str, str]:
    try:
        attributes = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableCellError(
            "attributes", text, gettext("These attributes are no valid JSON.")
        ) from error
    return {
        as_text(name): as_text(value) for name, value in attributes.items() if value is not None
    }


_TARGETS = {
    **{name: name for name in ("title", "description", "brand", "categories", "price", "stock")},
    **{name: name for name in ("sku", "barcode", "images", "min_quantity", "max_quantity")},
    "net_price": "price",
    "sale_price": "price",
    "active": "is_active",
    "featured": "is_featured",
    "attributes": "attributes",
    "attribute": "attributes",
}

FORMAT = Format(
    name="template",
    label=_("Galleria's own list"),
    required=frozenset({"title"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    targets=_TARGETS,
    price_fields=("price", "net_price", "sale_price", "price_before"),
)
