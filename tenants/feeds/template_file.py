"""Writes the list that shops fill in, with examples, as CSV or XLSX."""

import csv
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tenants.feeds.column_words import COLUMNS
from tenants.kernel.errors import Refusal

EXAMPLES: Sequence[dict[str, str]] = (
    {
        "handle": "oak-board",
        "title": "Oak chopping board",
        "description": "Made of one piece.\nWash by hand.",
        "brand": "Holm",
        "categories": "Home > Kitchen | Gifts",
        "price": "39.90",
        "currency": "EUR",
        "stock": "12",
        "sku": "00417",
        "barcode": "4006381333931",
        "images": "https://example.com/board.jpg https://example.com/board-back.jpg",
        "active": "yes",
        "featured": "yes",
        "max_quantity": "5",
        "attributes": "Material: oak; Length: 40 cm",
    },
    {
        "handle": "linen-shirt",
        "title": "Linen shirt",
        "description": "Three rows with one handle are one product with three variants.",
        "categories": "Clothing > Shirts",
        "price": "59.00",
        "currency": "EUR",
        "stock": "4",
        "option1_name": "Colour",
        "option1_value": "White",
        "option2_name": "Size",
        "option2_value": "M",
    },
    {"handle": "linen-shirt", "price": "59.00", "option1_value": "White", "option2_value": "L"},
    {
        "handle": "linen-shirt",
        "price": "64.00",
        "stock": "0",
        "option1_value": "Indigo",
        "option2_value": "M",
    },
)


class UnknownKind(Refusal):
    code = "unknown-kind"
    status = 422
    title = _("A template is .csv or .xlsx.")
    meaning = _("Another kind of template was asked for.")
    remedy = _("Ask for one of the two.")


def write_template(path: Path) -> None:
    """Raises UnknownKind for another ending, OSError."""
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise UnknownKind(f"{path.name} has neither ending.")
    writers[path.suffix.lower()](path)


def _rows() -> list[list[str]]:
    return [[example.get(column, "") for column in COLUMNS] for example in EXAMPLES]


def _write_csv(path: Path) -> None:
    """With a byte order mark: Excel takes it for UTF-8 only then."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *_rows()])


def _write_xlsx(path: Path) -> None:
    """Every column is text, so that Excel keeps leading zeros and long barcodes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Products")
    for row in [COLUMNS, *_rows()]:
        sheet.append(list(row))
    for number, column in enumerate(sheet.columns, start=1):
        for cell in column:
            cell.number_format = "@"
        sheet.column_dimensions[get_column_letter(number)].width = 18
        column[0].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    book.save(path)
