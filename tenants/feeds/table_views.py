"""How a list was understood, for who has to say whether that is right. Pure.

Each column with its heading, the field that it fills and what told so, and some of its cells
with what was read in them; so a wrong mapping is seen before anything is imported.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from tenants.feeds import cells
from tenants.feeds.amounts import as_rate
from tenants.feeds.cells import Cell, UnreadableCellError, as_text
from tenants.feeds.formats.base import Context, RowReader
from tenants.feeds.headings import NOTHING, ColumnView, SampleView, TableView
from tenants.feeds.layouts import NOT_READ, Layout, letter_of, place_name, position_of
from tenants.feeds.recognition import Recognition
from tenants.feeds.spool import RawRow

SAMPLES = 3
LONGEST = 120  # characters of a cell that are shown
MOST_COLUMNS = 200


def _money(reader: RowReader, name: str) -> str:
    amount, currency = reader.price(name)
    return f"{amount} {currency}" if amount is not None else ""


def _paths(reader: RowReader, name: str) -> str:
    paths = cells.as_paths(reader.text(name), between=r"\|")
    return " | ".join(" > ".join(path) for path in paths)


READINGS: dict[str, Callable[[RowReader, str], Any]] = {
    **dict.fromkeys(("price", "sale_price", "price_before", "net_price"), _money),
    "tax_rate": lambda reader, name: as_rate(name, reader.cell(name)),
    "stock": lambda reader, name: reader.stock(name),
    "barcode": lambda reader, name: ", ".join(reader.barcodes(name)),
    "sku": lambda reader, name: reader.sku(name),
    "categories": _paths,
    "images": lambda reader, name: " ".join(cells.as_urls(reader.text(name))),
    "active": lambda reader, name: reader.flag(name, name, default=True),
    "featured": lambda reader, name: reader.flag(name, name, default=False),
    "min_quantity": lambda reader, name: reader.quantity(name),
    "max_quantity": lambda reader, name: reader.quantity(name),
}


def view_table(recognition: Recognition, context: Context) -> TableView:
    header = recognition.header
    rows = [row for number, row in recognition.head if number > header.last_row]
    columns = [
        ColumnView(
            letter=letter_of(position),
            heading=header.labels[position][:LONGEST],
            field=name or "",
            source=header.sources[position],
            samples=_samples(rows, position, name or "", context),
        )
        for position, name in enumerate(header.fields[:MOST_COLUMNS])
    ]
    return TableView(sheet=recognition.table.name, header_row=header.last_row, columns=columns)


def _samples(
    rows: Sequence[Sequence[Cell]], position: int, name: str, context: Context
) -> list[SampleView]:
    texts: dict[str, Cell] = {}
    for row in rows:
        if position < len(row) and (text := as_text(row[position])):
            texts.setdefault(text, row[position])
    return [_sample(cell, name, context) for cell in list(texts.values())[:SAMPLES]]


def _sample(cell: Cell, name: str, context: Context) -> SampleView:
    reader = RowReader(RawRow(0, {name: cell}), context)
    read = READINGS.get(name, RowReader.text)
    reading, problem = "", ""
    try:
        if name:
            reading = _shown(read(reader, name))
    except UnreadableCellError as error:
        problem = error.reason
    if reader.left_out:
        reading, problem = "", reader.remarks[-1].message
    return SampleView(cell=as_text(cell)[:LONGEST], reading=reading[:LONGEST], problem=problem)


def has_guesses(view: TableView) -> bool:
    """Whether it was more than the names of the headings that told the columns."""
    return any(column["source"] not in (NOTHING, "name") for column in view["columns"])


def correct(view: TableView, layout: Layout) -> Layout:
    """The layout that was shown, with what somebody says of it; a column that is named leaves the
    field that it had. Nothing of it stays for another sheet or other headings. Raises LayoutMisfit.
    """
    is_elsewhere = layout.header_row not in (None, view["header_row"])
    if is_elsewhere or layout.sheet not in ("", view["sheet"]):
        return layout
    labels = [column["heading"] for column in view["columns"]]
    named = {
        name: column if column == NOT_READ else place_name(position_of(column, labels))
        for name, column in layout.columns.items()
    }
    columns = {
        column["field"]: place_name(position)
        for position, column in enumerate(view["columns"])
        if column["field"] and place_name(position) not in named.values()
    }
    return Layout({**columns, **named}, view["header_row"], view["sheet"])


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)
