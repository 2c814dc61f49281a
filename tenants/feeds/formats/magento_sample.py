"""The tables in which Magento's sample data comes, and modules that follow it: a row a product.

Columns that are none of the shop system's own are attributes; what a product has several of stands
in lines. A category is named without the ones above it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, as_text
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import Context, Format, RowReader, barcode_fields, refuse_all
from tenants.feeds.formats.prices import read_price_and_before
from tenants.feeds.formats.sales import is_on_sale
from tenants.feeds.markup import as_plain_text
from tenants.feeds.rows import Result
from tenants.feeds.spool import Place, RawRow

_KNOWN = {
    "name": "title",
    "qty": "stock",
    "category": "categories",
    "special_price": "sale",
    "short_description": "short",
    "image": "images",
    **{name: name for name in ("sku", "price", "description", "weight", "attribute_set")},
}
_PASSED_OVER = frozenset(
    "meta_title meta_description meta_keywords url_key new sale samples_title links_title "
    "links_purchased_separately".split()
)


def field_of(heading: str) -> str | None:
    code = as_text(heading)
    if code in _PASSED_OVER:
        return f"-{code}"
    if code in _KNOWN:
        return _KNOWN[code]
    return f"attribute:{_words(code)}" if re.fullmatch(r"[a-z][a-z0-9_]{1,59}", code) else None


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def place(row: Mapping[str, Cell]) -> Place:
    return Place(group=as_text(row.get("sku")) or as_text(row.get("title")))


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    head, *again = rows
    label = as_text(head.cells.get("title"))
    arranged = RowGroup(place(head.cells).group, head, [], [Offer(head, {})], label=label)
    yield from assemble(arranged, FieldReaders(_product, _offer), context)
    reason = gettext("It repeats the SKU of row %(number)s.") % {"number": head.number}
    yield from refuse_all(again, reason, label)


def _product(reader: RowReader) -> dict[str, Any]:
    names = reader.lines("categories", "categories").split("\n")
    texts = [as_plain_text(reader.lines(name, "description")) for name in ("short", "description")]
    return {
        "title": reader.title(),
        "description": "\n\n".join(text for text in texts if text),
        "categories": tuple((name.strip()[:255],) for name in names if name.strip()),
        "images": cells.as_urls(reader.words("images", "images")),
    }


def _offer(reader: RowReader) -> dict[str, Any]:
    is_sold_off = reader.has("sale") and is_on_sale(reader, "sale", "", "")
    name = "sale" if is_sold_off else "price"
    return {
        **read_price_and_before(reader, name, before="price"),
        "stock": reader.stock(),
        "sku": reader.sku(),
        **barcode_fields([], _attributes(reader)),
    }


def _attributes(reader: RowReader) -> dict[str, str]:
    names = [name for name in reader.row.cells if name.startswith("attribute:")]
    labels = {"attribute_set": "Type", "weight": "Weight"} | {name: name[10:] for name in names}
    texts = {
        label: ", ".join(reader.lines(name, f"attributes:{label}").split("\n"))
        for name, label in labels.items()
    }
    return {label: text for label, text in texts.items() if text}


FORMAT = Format(
    name="magento-sample",
    label=_("Magento sample data"),
    required=frozenset({"sku", "title", "price", "attribute_set"}),
    start=lambda: place,
    interpret=interpret,
    field_of=field_of,
    targets={
        **{name: name for name in ("title", "description", "categories", "price", "stock", "sku")},
        "short": "description",
        "sale": "price",
        "images": "images",
        **dict.fromkeys(("attribute", "attribute_set", "weight"), "attributes"),
    },
    price_fields=("price", "sale"),
)
