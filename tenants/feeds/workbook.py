"""Rows out of .xlsx workbooks, one at a time; texts stay on disk.

openpyxl streams the cells but keeps every shared text in memory; a list of 100,000
products has a million of them, so they go to a temporary file here. What it reads is bounded
(tenants.feeds.archives).
"""

import re
import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from django.utils.translation import gettext
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from tenants.feeds.archives import BoundedArchive
from tenants.feeds.cells import Cell
from tenants.feeds.sheets import MAX_COLUMNS, Row, Table, UnreadableFile

# A parser that is fed with rubbish fails in its own ways: each means the same here.
BROKEN = (
    AttributeError,
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
MAX_ROWS = 1_048_576  # of any sheet; a wrong number would be counted up to
_LEADING_ZEROS = re.compile(r"^0{2,}$")


class StoredTexts:
    """A list of texts in a temporary file, read by index."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - kept open
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "replace")))

    def __getitem__(self, index: int) -> str:
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def close(self) -> None:
        self._file.close()


class StreamingReader(ExcelReader):
    """openpyxl's reader, with the shared texts on disk and its archive within bounds."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)
        self.archive.close()
        self.archive = BoundedArchive(path)

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        texts = self.texts = StoredTexts()
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                for text in _shared_texts(source):
                    texts.append(text)
        self.shared_strings = cast(Any, texts)


def _shared_texts(source: Any) -> Iterator[str]:
    root = None
    for event, node in iterparse(source, events=("start", "end")):
        if root is None:
            root = node
        if event == "end" and node.tag == f"{{{SHEET_MAIN_NS}}}si":
            text = Text.from_tree(node)
            yield (text.content if text else "").replace("x005F_", "")
            root.clear()  # else the emptied elements pile up


def workbook_tables(path: Path, stack: ExitStack) -> list[Table]:
    """The sheets that are shown; hidden ones hold other tables. Raises UnreadableFile."""
    book = _open(path, stack)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [
        Table(
            label=gettext("workbook, sheet “%(title)s”") % {"title": sheet.title},
            sheet=sheet.title,
            rows=_rows_of(sheet),
        )
        for sheet in sheets
    ]


def _open(path: Path, stack: ExitStack) -> Any:
    try:
        reader = StreamingReader(str(path), read_only=True, keep_links=False, data_only=True)
        reader.read()
    except BROKEN as error:
        raise UnreadableFile(
            gettext("%(name)s is no workbook that can be opened: %(error)s.")
            % {"name": path.name, "error": error}
        ) from error
    stack.callback(reader.texts.close)
    stack.callback(reader.wb.close)
    return reader.wb


def _rows_of(sheet: Any) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        sheet.reset_dimensions()  # some programs write wrong ones, and rows would be lost
        number = 0
        try:
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                    raise UnreadableFile(
                        gettext("Row %(number)s stands where no sheet has one.")
                        % {"number": number}
                    )
                yield number, [as_cell(cell) for cell in cells]
        except BROKEN as error:
            raise UnreadableFile(
                gettext("After row %(number)s the sheet cannot be read.") % {"number": number}
            ) from error

    return rows


def as_cell(cell: Any) -> Cell:
    """What a person sees: 00123 for 123 shown with five digits, dates in ISO form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _format_number(value, str(cell.number_format or ""))
    return str(value)


def _format_number(value: int | float, number_format: str) -> Cell:
    is_whole = isinstance(value, int) or value.is_integer()
    if _LEADING_ZEROS.match(number_format) and is_whole:
        return str(int(value)).zfill(len(number_format))
    return value
