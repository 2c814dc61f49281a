"""Opens a file of any known format and reads it product by product.

`open_feed` finds out encoding, separator, sheet, headings and format, takes the rows to a
Spool, and gives them back as ProductRow and RefusedRow; no models, no schema.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.amounts import DecimalHabit
from tenants.feeds.cells import Cell, as_text
from tenants.feeds.csv_rows import csv_tables
from tenants.feeds.formats import FORMATS
from tenants.feeds.formats.base import Context, Format
from tenants.feeds.headings import Header, find_header
from tenants.feeds.rows import Result
from tenants.feeds.sheets import Row, Table, UnreadableFile
from tenants.feeds.spool import RawRow, Spool
from tenants.feeds.workbook import workbook_tables

# Raise when the readers make something else of the same file: unchanged rows are then
# written again, and a half-done import begins anew.
READER_VERSION = 1


MAX_TEXT = 1 << 27  # characters of all cells; a workbook can say one text a million times


class UnknownFormat(UnreadableFile):
    code = "unknown-format"
    title = _("This file is in no format that is known here.")
    meaning = _("None of the catalogue formats has these columns.")
    remedy = _("Start from our own template, or export from one of the shops that we read.")


@dataclass(slots=True)
class Feed:
    """An opened file. `rows` counts data rows (blank lines and headings are none), `fields`
    the fields it speaks of: what it does not mention stays as it is in the shop."""

    format: Format
    label: str
    notes: list[str]
    fields: frozenset[str]
    rows: int
    digest: str
    decimal: str
    _spool: Spool
    _context: Context

    def products(self, *, after: int = 0) -> Iterator[tuple[int, list[Result]]]:
        """(position, results of one product's rows), from behind the position `after`."""
        for position, rows in self._spool.groups(after=after):
            yield position, list(self.format.interpret(rows, self._context))

    def results(self) -> Iterator[Result]:
        for _name, results in self.products():
            yield from results

    def close(self) -> None:
        self._spool.close()

    def __enter__(self) -> "Feed":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_feed(
    path: Path,
    *,
    format_name: str | None = None,
    currency: str,
    today: date,
    decimal: str = "",
) -> Feed:
    """`format_name` is one of FORMATS, None to find it out; `currency` the shop's own;
    dated sale prices hold as of `today`; `decimal` is comma or point where somebody said it.

    Raises UnreadableFile, UnknownFormat, AmbiguousNumbers. Close the feed: it holds a temporary
    file.
    """
    with ExitStack() as stack:
        table, chosen, header, others = _recognise(path, format_name, stack)
        spool, habit = Spool(), DecimalHabit(decimal)
        try:
            look = partial(_look_at_numbers, habit, chosen, currency)
            _fill(spool, look, table, chosen, header)
            habit.require_clear()
        except BaseException:
            spool.close()
            raise
    return Feed(
        format=chosen,
        label=f"{chosen.label}: {table.label}",
        notes=_notes(table, header, others),
        fields=chosen.fields_of(header.columns),
        rows=spool.rows,
        digest=_digest(path),
        decimal=decimal,
        _spool=spool,
        _context=Context(currency, habit.mark, today, spool.has, bool(decimal)),
    )


def _recognise(
    path: Path, name: str | None, stack: ExitStack
) -> tuple[Table, Format, Header, list[str]]:
    """The table and format in which most columns are known, and the other sheets' names."""
    if name is not None and name not in FORMATS:
        raise UnknownFormat(
            gettext("There is no format “%(name)s”; there are %(names)s.")
            % {"name": name, "names": ", ".join(FORMATS)}
        )
    formats = [FORMATS[name]] if name else list(FORMATS.values())
    best: tuple[int, Table, Format, Header] | None = None
    all_tables = tables(path, stack)
    heads = [table.head() for table in all_tables]
    for table, head in zip(all_tables, heads, strict=True):
        for candidate in formats:
            header = _header(candidate, head)
            score = len(header.columns) if header else 0
            if header and (best is None or score > best[0]):
                best = (score, table, candidate, header)
    if best is None:
        raise UnknownFormat(_describe_headings(heads))
    others = [
        table.sheet
        for table, head in zip(all_tables, heads, strict=True)
        if table.sheet and table is not best[1] and any(map(_is_filled, head))
    ]
    return best[1], best[2], best[3], others


def _header(candidate: Format, head: Sequence[Row]) -> Header | None:
    if candidate.fits is None:
        return find_header(head, candidate.field_of, candidate.required)
    if candidate.fits([cells for _, cells in head]):
        return Header(0, candidate.positional)
    return None


def _is_filled(row: Row) -> bool:
    return any(as_text(cell) for cell in row[1])


def _describe_headings(heads: Sequence[Sequence[Row]]) -> str:
    """The row with most cells, of whichever way of reading splits it best."""
    rows = [cells for head in heads for _, cells in head]
    widest = max(rows, key=lambda cells: sum(bool(as_text(cell)) for cell in cells), default=[])
    headings = ", ".join(as_text(cell)[:40] for cell in widest[:12] if as_text(cell))
    return gettext(
        "No row has headings of a known format. Seen: %(headings)s. "
        "Start from the template (manage.py import_template): a "
        "column “title” is needed."
    ) % {"headings": headings or gettext("nothing")}


def _look_at_numbers(
    habit: DecimalHabit, chosen: Format, currency: str, cells: Mapping[str, Cell]
) -> None:
    for name in chosen.price_fields:
        if name in cells:
            habit.look_at(cells[name], currency)
    for name in chosen.count_fields:
        if name in cells:
            habit.look_at(cells[name])


def _fill(
    spool: Spool,
    look: Callable[[Mapping[str, Cell]], None],
    table: Table,
    chosen: Format,
    header: Header,
) -> None:
    columns = [
        (column, field)
        for column, field in enumerate(header.fields)
        if field and not field.startswith("-")
    ]
    length = 0
    for number, row in table.rows():
        if number <= header.last_row or not any(map(_has_value, row)):
            continue
        filled = _cells_of(row, columns)
        length += sum(len(cell) for cell in filled.values() if isinstance(cell, str))
        if length > MAX_TEXT:
            raise UnreadableFile(
                gettext("Up to row %(number)s its texts are too long: use several files.")
                % {"number": number}
            )
        look(filled)
        spool.add(RawRow(number, filled), chosen.place(filled))
    spool.seal()


def _has_value(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _cells_of(row: Sequence[Cell], columns: Sequence[tuple[int, str]]) -> dict[str, Cell]:
    width = len(row)
    return {
        field: row[column]
        for column, field in columns
        if column < width and _has_value(row[column])
    }


def _notes(table: Table, header: Header, others: Sequence[str]) -> list[str]:
    notes = [table.note] if table.note else []
    if header.ignored:
        notes.append(
            gettext("Columns that were not read: %(names)s.") % {"names": ", ".join(header.ignored)}
        )
    if others:
        notes.append(
            gettext("Sheets that were not read: %(names)s.") % {"names": ", ".join(others)}
        )
    return notes


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def tables(path: Path, stack: ExitStack) -> list[Table]:
    """Every way in which the file may be read; what is open closes with the stack.

    Raises UnreadableFile.
    """
    start = _first_bytes(path)
    if start.startswith(b"PK\x03\x04"):
        return workbook_tables(path, stack)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(gettext("This is an old Excel file (.xls). Save it as .xlsx or CSV."))
    if start.startswith(b"%PDF"):
        raise UnreadableFile(gettext("This is a PDF. Export the list as CSV or .xlsx."))
    return csv_tables(path)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise UnreadableFile(f"{path.name}: {error.strerror}.") from error
    if not start:
        raise UnreadableFile(gettext("%(name)s is empty.") % {"name": path.name})
    return start
