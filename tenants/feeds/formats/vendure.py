"""Vendure's product import CSV: the rows below a product's name, without one, are its variants.

Options stand apart by bars, in the order of their groups; facets are "Name:Value|Name:Value".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, as_text, heading_key
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
from tenants.feeds.rows import Result
from tenants.feeds.spool import Place, RawRow

_HEADINGS = {
    "title": "name",
    "slug": "slug",
    "description": "description",
    "assets": "assets",
    "facets": "facets",
    "groups": "optionGroups",
    "values": "optionValues",
    "sku": "sku",
    "price": "price",
    "stock": "stockOnHand",
    "is_tracked": "trackInventory",
    "variant_assets": "variantAssets",
    "variant_facets": "variantFacets",
    "weight": "variant:weight",
}
_KNOWN = {heading_key(heading): field for field, heading in _HEADINGS.items()}


def field_of(heading: str) -> str | None:
    """A text in several languages ("name:en", "name:de") is read in the first of them."""
    text = as_text(heading)
    name, _colon, language = text.partition(":")
    is_language = name in ("name", "slug", "description") and len(language) in (2, 5)
    return _KNOWN.get(heading_key(name if is_language else text))


def start() -> Callable[[Mapping[str, Cell]], Place]:
    """A row without a name is placed by the one above it."""
    last = ""

    def place(row: Mapping[str, Cell]) -> Place:
        nonlocal last
        last = _name(row) or last
        return Place(group=last)

    return place


def _name(row: Mapping[str, Cell]) -> str:
    """The slug; Vendure makes one of the name where there is none. "" below a name."""
    if "title" not in row:
        return ""
    return as_text(row.get("slug")) or slugify(as_text(row["title"]), allow_unicode=True)


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    """A name that comes again is another product, told apart by its number."""
    products: list[list[RawRow]] = []
    for row in rows:
        if "title" in row.cells:
            products.append([row])
        elif products:
            products[-1].append(row)
        else:
            yield from refuse_all([row], gettext("No row above it names the product."))
    names: set[str] = set()
    for own in products:
        name = _name(own[0].cells)
        if name in names:
            name = f"{name}|{as_text(own[0].cells.get('sku'))}"
        if name in names:
            reason = gettext("It repeats the name and the number of a row above it.")
            yield from refuse_all(own, reason, as_text(own[0].cells["title"]))
            continue
        names.add(name)
        yield from _read_product(name, own, context)


def _read_product(name: str, rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    head = rows[0]
    groups = [group.strip() for group in as_text(head.cells.get("groups")).split("|")]
    offers = [Offer(row, _options(row, groups)) for row in rows]
    label = as_text(head.cells["title"])
    arranged = RowGroup(name, head, [], offers, label=label)
    yield from assemble(arranged, FieldReaders(_product, _offer), context)


def _options(row: RawRow, groups: Sequence[str]) -> dict[str, str]:
    values = [value.strip() for value in as_text(row.cells.get("values")).split("|")]
    names = [group or f"Option {number}" for number, group in enumerate(groups, start=1)]
    names += [f"Option {number}" for number in range(len(names) + 1, len(values) + 1)]
    return {name: value for name, value in zip(names, values, strict=False) if value}


def _product(reader: RowReader) -> dict[str, Any]:
    """A brand that stands with each variant is the product's."""
    facets = _facets(reader, "facets")
    brand = _brand(facets) or _brand(_facets(reader, "variant_facets"))
    return {
        "title": reader.title(),
        "description": reader.description(),
        "brand": brand[:MAX_BRAND],
        "attributes": _without_brand(facets),
        "images": cells.as_urls(reader.words("assets", "images").replace("|", " ")),
    }


def _offer(reader: RowReader) -> dict[str, Any]:
    price, currency = reader.price()
    weight = reader.words("weight", "attributes:Weight")
    attributes = _without_brand(_facets(reader, "variant_facets"))
    attributes |= {"Weight": weight} if weight else {}
    return {
        "price": price,
        "currency": currency,
        "stock": reader.optional("stock", lambda: _read_stock(reader), NONE_LEFT),
        "sku": reader.sku(),
        **barcode_fields([], attributes),
        "images": cells.as_urls(reader.words("variant_assets", "images").replace("|", " ")),
    }


def _read_stock(reader: RowReader) -> int | None:
    """Not counted where Vendure does not."""
    if not cells.as_bool("is_tracked", reader.cell("is_tracked"), default=True):
        return None
    return reader.stock()


def _facets(reader: RowReader, field: str) -> dict[str, str]:
    facets: dict[str, str] = {}
    for part in reader.words(field, "attributes").split("|"):
        name, _colon, value = (text.strip() for text in part.partition(":"))
        if name and value:
            facets[name] = f"{facets[name]}, {value}" if name in facets else value
    return facets


def _brand(facets: Mapping[str, str]) -> str:
    return next((value for name, value in facets.items() if name.casefold() == "brand"), "")


def _without_brand(facets: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in facets.items() if name.casefold() != "brand"}


FORMAT = Format(
    name="vendure",
    label=_("Vendure product CSV"),
    required=frozenset({"title", "values", "sku", "price"}),
    start=start,
    interpret=interpret,
    field_of=field_of,
    targets={
        **{name: name for name in ("title", "description", "price", "stock", "sku")},
        "is_tracked": "stock",
        "facets": "attributes",
        "variant_facets": "attributes",
        "weight": "attributes",
        "assets": "images",
        "variant_assets": "images",
    },
    picture_fields=("assets", "variant_assets"),
)
