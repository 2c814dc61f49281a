"""Opens a file of any known format and reads it product by product.

`open_feed` finds out encoding, separator, sheet, headings and format, takes the rows to a
Spool, and gives them back as ProductRow and RefusedRow; no models, no schema.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext

from tenants.feeds.amounts import UNDECIDED, DecimalHabit
from tenants.feeds.cells import Cell
from tenants.feeds.csv_rows import csv_tables
from tenants.feeds.formats.base import Context, Format
from tenants.feeds.headings import TableView, UnclearList
from tenants.feeds.layouts import SILENT, Layout, Recall, forget, letter_of
from tenants.feeds.recognition import Question, Recognition, recognise
from tenants.feeds.rows import Result
from tenants.feeds.sheets import Table, UnreadableFile
from tenants.feeds.spool import RawRow, Spool
from tenants.feeds.survey import Survey, survey_of
from tenants.feeds.table_views import view_table
from tenants.feeds.workbook import workbook_tables
from tenants.feeds.xml_rows import looks_like_xml, xml_tables

# Raise when the readers make something else of the same file: unchanged rows are then
# written again, and a half-done import begins anew.
READER_VERSION = 1


JSON = re.compile(rb"[\xef\xbb\xbf\s]*(\[\s*)?\{")
MAX_TEXT = 1 << 27  # characters of all cells; a workbook can say one text a million times


@dataclass(slots=True)
class Feed:
    """An opened file. `rows` counts data rows (blank lines and headings are none), `fields`
    the fields it speaks of: what it does not mention stays as it is in the shop. `view` shows
    how its columns were understood, where they may be named."""

    format: Format
    label: str
    notes: list[str]
    fields: frozenset[str]
    rows: int
    digest: str
    decimal: str
    tax_rate: Decimal | None
    recognition: Recognition
    view: TableView | None
    _spool: Spool
    _context: Context

    @property
    def work(self) -> str:
        """The same for the same work: the bytes, the format, and what somebody said of them."""
        work = f"{self.digest}:{self.format.name}:{READER_VERSION}"
        work += f":{self.decimal}" if self.decimal else ""
        work += f":{self.tax_rate:f} %" if self.tax_rate is not None else ""
        recognition = self.recognition
        if not recognition.is_said:
            return work
        header = recognition.header
        return f"{work}:{recognition.table.name}:{header.last_row}:{header.fields}"

    @property
    def lacks_prices(self) -> bool:
        """Of a list of anybody's: no column holds prices, and nobody said that there is none."""
        header = self.recognition.header
        is_silent = "price" not in self.fields | header.not_read
        return is_silent and self.recognition.has_named_columns

    @property
    def lacks_tax(self) -> bool:
        """Of prices without tax, which nobody can add."""
        columns = self.recognition.header.columns
        is_net = "net_price" in columns and "price" not in columns
        return is_net and "tax_rate" not in columns and self.tax_rate is None

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
    tax_rate: Decimal | None = None,
    layout: Layout = SILENT,
    recall: Recall = forget,
    guess: bool = False,
) -> Feed:
    """`format_name` is one of FORMATS, None to find it out; `currency` the shop's own; dated sale
    prices hold as of `today`; `decimal` is comma or point where somebody said it, and
    `tax_rate` the per cent of rows that have none of their own. For `layout`, `recall` and `guess`
    see Question.

    Raises UnreadableFile, UnclearList (UnknownFormat, LayoutMisfit, AmbiguousNumbers). Close the
    feed: it holds a temporary file.
    """
    question = Question(format_name, layout, recall, guess=guess)
    bare = Context(currency, UNDECIDED, today, lambda name: False, tax_rate=tax_rate)
    with ExitStack() as stack, _shown(bare):
        recognition = recognise(tables(path, stack), question)
        spool, survey = _spooled(recognition, currency, decimal)
    mark = survey.habit.mark
    context = replace(bare, mark=mark, has_group=spool.has, is_mark_sure=bool(decimal))
    chosen = recognition.format
    return Feed(
        format=chosen,
        label=f"{chosen.label}: {recognition.table.label}",
        notes=_notes(recognition, survey),
        fields=chosen.fields_of(recognition.header.columns),
        rows=spool.rows,
        digest=_digest(path),
        decimal=decimal,
        tax_rate=tax_rate,
        recognition=recognition,
        view=view_table(recognition, context) if recognition.has_named_columns else None,
        _spool=spool,
        _context=context,
    )


@contextmanager
def _shown(context: Context) -> Iterator[None]:
    """Who has to say something of a list sees it; numbers are as undecided as they are."""
    try:
        yield
    except UnclearList as refusal:
        recognition = refusal.recognition
        if recognition and recognition.has_named_columns:
            refusal.view = view_table(recognition, context)
        raise


def _spooled(recognition: Recognition, currency: str, decimal: str) -> tuple[Spool, Survey]:
    spool = Spool()
    survey = survey_of(recognition.format, recognition.header, currency, DecimalHabit(decimal))
    try:
        _fill(spool, survey, recognition)
        survey.habit.require_clear()
    except BaseException as error:
        spool.close()
        if isinstance(error, UnclearList):
            error.recognition = recognition
        raise
    return spool, survey


def _fill(spool: Spool, survey: Survey, recognition: Recognition) -> None:
    header, place = recognition.header, recognition.format.start()
    columns = [
        (column, field)
        for column, field in enumerate(header.fields)
        if field and not field.startswith("-")
    ]
    length = 0
    for number, row in recognition.table.rows():
        if number <= header.last_row or not any(map(_has_value, row)):
            continue
        filled = _cells_of(row, columns)
        length += sum(len(cell) for cell in filled.values() if isinstance(cell, str))
        if length > MAX_TEXT:
            raise UnreadableFile(
                gettext("Up to row %(number)s its texts are too long: use several files.")
                % {"number": number}
            )
        survey.look_at(row, filled)
        spool.add(RawRow(number, filled), place(filled))
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


def _notes(recognition: Recognition, survey: Survey) -> list[str]:
    table, header = recognition.table, recognition.header
    notes = [table.note] if table.note else []
    if "memory" in header.sources:
        notes.append(gettext("The columns are read as in this shop's last list of these headings."))
    if guesses := _guessed_pairs(recognition):
        notes.append(
            gettext("Told by their cells alone, and read once you name them: %(pairs)s.")
            % {"pairs": ", ".join(guesses)}
        )
    notes += survey.notes(header)
    if recognition.others:
        notes.append(
            gettext("Sheets that were not read: %(names)s.")
            % {"names": ", ".join(recognition.others)}
        )
    return notes


def _guessed_pairs(recognition: Recognition) -> list[str]:
    header = recognition.header
    return [
        f"{name}={letter_of(place)}"
        for place, (name, source) in enumerate(zip(header.fields, header.sources, strict=False))
        if source == "content"
    ]


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
    if JSON.match(start):
        raise UnreadableFile(gettext("This is JSON. Export the list as CSV, XML or .xlsx."))
    return xml_tables(path) if looks_like_xml(start) else csv_tables(path)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise UnreadableFile(f"{path.name}: {error.strerror}.") from error
    if not start:
        raise UnreadableFile(gettext("%(name)s is empty.") % {"name": path.name})
    return start
