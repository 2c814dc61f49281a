"""The books of django-oscar's sandbox: nine columns, no headings.

Product class, category path, ISBN, title, description, partner, SKU, price, stock.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds import cells
from tenants.feeds.cells import Cell, UnreadableCellError, as_text
from tenants.feeds.formats.assembly import FieldReaders, Offer, RowGroup, assemble
from tenants.feeds.formats.base import Context, Format, RowReader, barcode_fields, refuse_all
from tenants.feeds.rows import Result
from tenants.feeds.spool import Place, RawRow

COLUMNS = (
    *("product_class", "categories", "barcode", "title", "description"),
    *("-partner", "sku", "price", "stock"),
)


def fits(head: Sequence[Sequence[Cell]]) -> bool:
    """Nine columns, a number like an ISBN in the third, a count in the last."""
    rows = [row for row in head if any(as_text(cell) for cell in row)]
    return bool(rows) and all(_looks_like_a_book(row) for row in rows)


def _looks_like_a_book(row: Sequence[Cell]) -> bool:
    if len(row) != len(COLUMNS):
        return False
    number, price, stock = (as_text(row[column]) for column in (2, 7, 8))
    try:
        cells.as_count("stock", stock)
    except UnreadableCellError:
        return False
    return bool(as_text(row[3])) and number[:-1].isdigit() and price[:1].isdigit()


def place(row: Mapping[str, Cell]) -> Place:
    return Place(group=_name(row))


def _name(row: Mapping[str, Cell]) -> str:
    names = (as_text(row.get(name)) for name in ("barcode", "sku", "title"))
    return next((name for name in names if name), "")


def interpret(rows: Sequence[RawRow], context: Context) -> Iterator[Result]:
    head, *again = rows
    name = _name(head.cells)
    label = as_text(head.cells.get("title"))
    arranged = RowGroup(name, head, [], [Offer(head, {})], label=label)
    yield from assemble(arranged, FieldReaders(product=_product, offer=_offer), context)
    reason = gettext("It repeats the ISBN of row %(number)s.") % {"number": head.number}
    yield from refuse_all(again, reason, label)


def _product(reader: RowReader) -> dict[str, Any]:
    kind = reader.words("product_class", "attributes:Type")
    return {
        "title": reader.title(),
        "description": reader.description(),
        "categories": cells.as_paths(reader.words("categories", "categories"), between=r"\|"),
        "attributes": {"Type": kind} if kind else {},
    }


def _offer(reader: RowReader) -> dict[str, Any]:
    price, currency = reader.price()
    return {
        "price": price,
        "currency": currency,
        "stock": reader.stock(),
        "sku": reader.sku(),
        **barcode_fields(reader.required_barcodes(), {}),  # the product is known by it
    }


FORMAT = Format(
    name="oscar-books",
    label=_("Oscar's books CSV"),
    required=frozenset(),
    start=lambda: place,
    interpret=interpret,
    field_of=lambda heading: None,
    targets={
        **{name: name for name in ("title", "description", "categories", "price", "stock")},
        "sku": "sku",
        "barcode": "barcode",
        "product_class": "attributes",
    },
    positional=COLUMNS,
    fits=fits,
)
